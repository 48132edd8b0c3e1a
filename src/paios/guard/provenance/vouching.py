"""Whether a call is plainly what the person said (DESIGN, How a decision is made, 7).

Every argument must be licensed in its own role, all of them by the same
request, and each request is good for one call.
"""

from paios.domain.canonical import digest
from paios.domain.provenance import Origin, Trace
from paios.domain.tool import Sink, ToolCall, ToolSpec
from paios.guard.provenance.asked import asks_for
from paios.guard.provenance.evidence import Evidence
from paios.guard.provenance.leaking import leaves_home
from paios.guard.provenance.leaves import leaves, path, said_of
from paios.guard.provenance.normal import canonical, mentions
from paios.guard.provenance.tracing import sentences_of

_FREE = frozenset({Sink.CONTENT, Sink.OPTION})
"""Roles that say how something is done, not to whom, where, when or for how much."""


def doubt(call: ToolCall, spec: ToolSpec, traces: tuple[Trace, ...], evidence: Evidence) -> str | None:
    """Why the call is not plainly what the person said, in a sentence; None where it is."""
    at_home = not evidence.tainted and not leaves_home(spec, traces)
    for trace in traces:
        if not trace.licensed and not (at_home and trace.sink is Sink.CONTENT):
            return _unlicensed(trace)
    if not asks_for(evidence.words, spec):
        return "You did not ask for anything like it."
    if licence(call, spec, evidence) in evidence.done:
        return "What you asked for was already done once."
    return _scattered(call, spec, traces, evidence)


def licence(call: ToolCall, spec: ToolSpec, evidence: Evidence) -> str:
    """What a call uses up of the person's request: the same again needs a question."""
    values = [
        (path(leaf.place), sink, canonical(leaf.value, sink, today=evidence.today) or str(leaf.value))
        for leaf in leaves(dict(call.arguments))
        if (sink := said_of(leaf.place, spec.sinks)) is not None
    ]
    weighty = [value for value in values if value[1] not in _FREE]
    return digest({"tool": call.tool, "values": [list(one) for one in weighty or values]})


def _scattered(call: ToolCall, spec: ToolSpec, traces: tuple[Trace, ...], evidence: Evidence) -> str | None:
    """Whether the values were said of different things: the amount of one payment, the account of another."""
    spoken = {one.argument for one in traces if one.origin is Origin.PERSON}
    said = [
        (leaf, sink, canonical(leaf.value, sink, today=evidence.today))
        for leaf in leaves(dict(call.arguments))
        if (sink := said_of(leaf.place, spec.sinks)) is not None
        and sink not in _FREE
        and path(leaf.place) in spoken
    ]
    used = {(sink, value) for _, sink, value in said}
    contested = [one for one in said if _has_rival(one[1], used, evidence)]
    for leaf, sink, value in contested:
        there = sentences_of(leaf, sink, value, evidence)
        for other, its_sink, its_value in said:
            if other is not leaf and not there & sentences_of(other, its_sink, its_value, evidence):
                return f"You said {path(leaf.place)} and {path(other.place)} of different things."
    return None


def _has_rival(sink: Sink, used: set[tuple[Sink, str | None]], evidence: Evidence) -> bool:
    """Whether the message holds another value that could play this role, and does not in this call."""
    if sink is Sink.TIME:
        return False
    return any((sink, one.value) not in used for one in mentions(evidence.words, sink, today=evidence.today))


def _unlicensed(trace: Trace) -> str:
    name = trace.argument
    if trace.sink is None:
        return f"Nothing is known of what {name} does."
    match trace.origin:
        case Origin.READ:
            return f"You did not say {name}: it comes from {trace.source}."
        case Origin.PERSON:
            return f"You said {name} in an earlier message, not in this one."
        case _:
            return f"You did not say {name}."
