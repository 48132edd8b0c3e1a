"""Whether a call is plainly what the person said (DESIGN, How a decision is made, 7).

Every argument must be licensed in its own role, all of them by the same
request, and each request is good for one call.
"""

import re
from typing import Any, Final

from paios.domain.provenance import Origin, Trace
from paios.domain.tool import Effect, Sink, ToolCall, ToolSpec
from paios.guard.provenance.asked import asks_plainly, calls_by_name, hangs_on_a_condition
from paios.guard.provenance.evidence import Evidence
from paios.guard.provenance.leaking import leaves_home
from paios.guard.provenance.leaves import leaves, path
from paios.guard.provenance.normal import atoms
from paios.guard.provenance.once import again, licence
from paios.guard.provenance.pairing import scattered
from paios.guard.provenance.request import quotations, said_at_once, turns_times
from paios.guard.provenance.requested import apart_from_the_request
from paios.guard.provenance.tracing import changes
from paios.guard.provenance.wording import worded

_WORDS: Final = re.compile(r"\w+")
_SAID: Final = frozenset({Origin.PERSON, Origin.NAMED, Origin.WHITELIST})
_KNOWN: Final = frozenset({Sink.ID})
_SWITCHES: Final = frozenset({"True", "False"})


def doubt(call: ToolCall, spec: ToolSpec, traces: tuple[Trace, ...], evidence: Evidence) -> str | None:
    """Why the call is not plainly what the person said, in a sentence; None where it is."""
    at_home = spec.effect is Effect.WRITE and not leaves_home(spec, traces)
    for trace in traces:
        if not trace.licensed and not (at_home and _own_business(call, trace, traces, evidence)):
            return _unlicensed(trace)
        if _beside(call, spec, trace, evidence):
            return f"You did not speak of {trace.argument}."
    if spec.acts and not _anchored(traces) and not calls_by_name(evidence.words, spec):
        return "You did not say what it should be done with."
    if not asks_plainly(evidence.words, spec, traces):
        return "You did not ask for anything like it."
    if again(licence(call, spec, evidence), evidence.done):
        return "What you asked for was already done once."
    # What is written at home or into a calendar can be taken back; what is sent or paid cannot.
    if evidence.tainted and spec.effect is not Effect.WRITE and hangs_on_a_condition(evidence.words, spec):
        return "You asked for it only if something is so, and words from outside could have made it look so."
    found = scattered(call, spec, traces, evidence)
    if found is None and spec.acts and not at_home:
        return apart_from_the_request(call, spec, traces, evidence)
    return found


def _own_business(call: ToolCall, trace: Trace, traces: tuple[Trace, ...], evidence: Evidence) -> bool:
    """Whether a text or a time may be filled in where nobody else gets to see it.

    In a run that has read nothing from outside, a text may. Else the person
    must have said what is to be made or changed, and led to where this was
    drawn from. Of what is there already, only what they spoke of changes; links,
    addresses and numbers to follow are never drawn.
    """
    if trace.sink is Sink.CONTENT and not evidence.tainted:
        return True
    value = _value_at(call, trace.argument)
    if not _anchored(traces) or not isinstance(value, str) or not value.strip():
        return False
    if trace.sink is Sink.TIME:
        text = f"{evidence.pointed_text()}\n{evidence.words}"
        return not turns_times(evidence.words) and said_at_once(value, text, today=evidence.today)
    drawn = set(_WORDS.findall(f"{evidence.pointed_text()} {evidence.words}".casefold()))
    return (
        trace.sink is Sink.CONTENT and not atoms(value) and drawn.issuperset(_WORDS.findall(value.casefold()))
    )


def _beside(call: ToolCall, spec: ToolSpec, trace: Trace, evidence: Evidence) -> bool:
    """Whether it would change what they did not speak of, in a thing that is there already."""
    name = trace.argument.partition("[")[0].partition(".")[0]
    if trace.sink is not Sink.CONTENT or trace.origin is Origin.DEFAULT or not changes(call, spec, _KNOWN):
        return False
    if name in spec.parameters.get("required", ()) or evidence.says(name.replace("_", " ")):
        return False
    given = [evidence.words[begin:end] for begin, end in quotations(evidence.words)]
    return not any(worded(one, trace.value) and worded(trace.value, one) for one in given)


def _anchored(traces: tuple[Trace, ...]) -> bool:
    """Whether the person said anything that the call is about. One without arguments fits every request."""
    return any(one.licensed and one.origin in _SAID and one.value not in _SWITCHES for one in traces)


def _value_at(call: ToolCall, argument: str) -> Any:
    return next(leaf.value for leaf in leaves(dict(call.arguments)) if path(leaf.place) == argument)


def _unlicensed(trace: Trace) -> str:
    name = trace.argument
    if trace.sink is None:
        return f"Nothing is known of what {name} does."
    match trace.origin:
        case Origin.READ:
            return f"You did not say {name}: it comes from {trace.source}."
        case Origin.PERSON:
            return f"You named {name} in {trace.source}, but not plainly as this."
        case _:
            return f"You did not say {name}."
