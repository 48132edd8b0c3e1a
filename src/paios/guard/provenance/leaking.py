"""What a call would carry out: strangers' active content, and private records (DESIGN, flow rules).

Each piece is judged on its own, wherever in a text it stands. A rule or a grant
says where a message may go; it does not say that a passport number may go there.
"""

from collections.abc import Iterator
from typing import Final

from paios.domain.label import Secrecy
from paios.domain.provenance import Origin, Trace
from paios.domain.tool import Effect, Reach, Sink, ToolCall, ToolSpec
from paios.guard.provenance.contents import likeness
from paios.guard.provenance.evidence import Evidence
from paios.guard.provenance.leaves import leaves, path, said_of
from paios.guard.provenance.normal import Atom, AtomKind, atoms

LEAVING: Final = frozenset({Effect.SEND, Effect.SPEND, Effect.EXECUTE, Effect.CONTROL})
_FREE: Final = frozenset({Sink.CONTENT, Sink.COMMAND, Sink.OPTION, None})
_TO_OTHERS: Final = frozenset({Sink.RECIPIENT, Sink.URL})


def leaves_home(spec: ToolSpec, traces: tuple[Trace, ...]) -> bool:
    """Whether somebody else gets to see what the call says."""
    if not spec.acts and spec.reach is Reach.OWN:
        return False
    addressed = any(one.sink in _TO_OTHERS and one.origin is not Origin.DEFAULT for one in traces)
    return addressed or spec.effect in LEAVING or spec.reach is Reach.OUTSIDE


def gives_away_local(spec: ToolSpec, traces: tuple[Trace, ...], evidence: Evidence) -> bool:
    """Whether what must stay on this machine could leave with the call (I13).

    What the run has read is in everything that the model says; only the
    person's own words are known to be free of it.
    """
    held = evidence.label.secrecy is Secrecy.LOCAL_ONLY
    return held and leaves_home(spec, traces) and not all(one.licensed for one in traces)


def objections(
    call: ToolCall, spec: ToolSpec, traces: tuple[Trace, ...], evidence: Evidence
) -> tuple[str, ...]:
    """What in the call's texts should not leave unseen, one sentence each; nothing in an untainted run."""
    if not evidence.tainted or not leaves_home(spec, traces):
        return ()
    said = {likeness(one) for one in atoms(evidence.words)}
    own = {one.argument for one in traces if one.licensed}
    found = [
        sentence
        for where, text in _texts(call, spec)
        if where not in own
        for atom in atoms(text)
        if likeness(atom) not in said
        for sentence in _objection(atom, evidence)
    ]
    return tuple(dict.fromkeys(found))


def _texts(call: ToolCall, spec: ToolSpec) -> Iterator[tuple[str, str]]:
    """What is free text, or nobody knows what it is. Where the call goes is judged as an address."""
    for leaf in leaves(dict(call.arguments)):
        if isinstance(leaf.value, str) and said_of(leaf.place, spec.sinks) in _FREE:
            yield path(leaf.place), leaf.value


def _objection(atom: Atom, evidence: Evidence) -> Iterator[str]:
    places = evidence.places_of_atom(atom)
    outside = next((one for one in places if one.label.tainted), None)
    private = next((one for one in places if one.label.secrecy is not Secrecy.PUBLIC), None)
    shown = atom.value if len(atom.value) <= _SHOWN else atom.value[:_SHOWN] + "…"
    if outside is not None:
        yield f"It would pass on {_A[atom.kind]} that you did not write: {shown} ({outside.reading.source})."
    elif private is not None:
        yield f"It would give away something private: {shown} ({private.reading.source})."
    elif atom.kind is not AtomKind.CODE:
        yield f"It holds {_A[atom.kind]} that you did not write: {shown}."


_SHOWN: Final = 60
_A: Final = {
    AtomKind.LINK: "a link",
    AtomKind.ADDRESS: "an address",
    AtomKind.ACCOUNT: "an account number",
    AtomKind.PHONE: "a phone number",
    AtomKind.CODE: "a code or number",
    AtomKind.HIDDEN: "hidden characters",
    AtomKind.ENCODED: "an encoded text",
}
