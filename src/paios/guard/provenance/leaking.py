"""What a call would carry out: strangers' active content, and private records (DESIGN, flow rules).

Each piece is judged on its own, wherever in a text it stands. A rule or a grant
says where a message may go; it does not say that a passport number may go there.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from paios.domain.label import Secrecy
from paios.domain.provenance import Origin, Trace
from paios.domain.tool import Effect, Reach, Sink, ToolCall, ToolSpec
from paios.guard.provenance.contents import Likeness, likeness
from paios.guard.provenance.evidence import Evidence, Found
from paios.guard.provenance.leaves import Leaf, leaves, path, said_of
from paios.guard.provenance.normal import Atom, AtomKind, atoms, canonical
from paios.guard.provenance.normal.characters import spelled_out

LEAVING: Final = frozenset({Effect.SEND, Effect.SPEND, Effect.EXECUTE, Effect.CONTROL})
_TEXTS: Final = frozenset({Sink.CONTENT, Sink.COMMAND, Sink.OPTION, None})
"""What is free text, or nobody knows what it is."""

_TO_OTHERS: Final = frozenset({Sink.RECIPIENT, Sink.URL})
_ADDRESSES: Final = _TO_OTHERS | {Sink.ACCOUNT}


def leaves_home(spec: ToolSpec, traces: tuple[Trace, ...]) -> bool:
    """Whether somebody else gets to see what the call says."""
    if not spec.acts and spec.reach is Reach.OWN:
        return False
    addressed = any(one.sink in _TO_OTHERS and one.origin is not Origin.DEFAULT for one in traces)
    return addressed or spec.effect in LEAVING or spec.reach is Reach.OUTSIDE


def gives_away_local(call: ToolCall, spec: ToolSpec, traces: tuple[Trace, ...], evidence: Evidence) -> bool:
    """Whether what must stay on this machine could leave with the call (I13).

    What the run has read is in everything that the model says; only the
    person's own words are known to be free of it, and a field that is no
    secret of this machine's.
    """
    if evidence.label.secrecy is not Secrecy.LOCAL_ONLY or not leaves_home(spec, traces):
        return False
    named = {one.argument for one in traces if one.origin is Origin.NAMED}
    return not all(one.licensed for one in traces) or any(
        Secrecy.LOCAL_ONLY in {one.label.secrecy for one in _fields(leaf, spec, evidence)}
        for leaf in leaves(dict(call.arguments))
        if path(leaf.place) in named
    )


def objections(
    call: ToolCall, spec: ToolSpec, traces: tuple[Trace, ...], evidence: Evidence
) -> tuple[str, ...]:
    """What in the call should not leave unseen, one sentence each; nothing in an untainted run."""
    if not evidence.tainted or not leaves_home(spec, traces):
        return ()
    said = {likeness(one) for one in atoms(evidence.words)}
    held = list(_carrying(call, spec, traces, evidence))
    # A tool that takes any argument takes any name for it.
    named = [name for name in call.arguments if name not in spec.parameters.get("properties", {})]
    texts = [text for text in (*named, *map(_text, held)) if text]
    whole = [atom for text in texts for atom in atoms(text)]
    sentences = [
        *(one for leaf in held for one in _copied(leaf, spec, evidence)),
        *(one for atom in whole if likeness(atom) not in said for one in _objection(atom, evidence)),
        *_in_pieces(texts, said, evidence),
    ]
    return tuple(dict.fromkeys(sentences))


def _carrying(
    call: ToolCall, spec: ToolSpec, traces: tuple[Trace, ...], evidence: Evidence
) -> Iterator[Leaf]:
    """Every leaf that could carry something, whatever its role: what the person did not say or list.

    Where the call goes is judged as an address. What stands where it was read
    in its very role, and the time of a day, says nothing else.
    """
    own = {one.argument for one in traces if one.licensed and _theirs(one)}
    for leaf in leaves(dict(call.arguments)):
        sink = said_of(leaf.place, spec.sinks)
        if sink in _ADDRESSES or path(leaf.place) in own or isinstance(leaf.value, bool | None):
            continue
        # Without the day: "in 991 days" is a number that somebody chose.
        time = sink is Sink.TIME and canonical(leaf.value, sink) is not None
        if sink in _TEXTS or not (time or _fields(leaf, spec, evidence)):
            yield leaf


def _theirs(trace: Trace) -> bool:
    """Whether nobody but the person chose it. A text that was read is looked at, whoever named it."""
    return trace.origin is not Origin.NAMED or trace.sink not in _TEXTS


def _fields(leaf: Leaf, spec: ToolSpec, evidence: Evidence) -> tuple[Found, ...]:
    """The fields that were read, made for such values, in which a value stands."""
    sink = said_of(leaf.place, spec.sinks)
    value = None if sink is None else canonical(leaf.value, sink, today=evidence.today)
    if sink is None or value is None:
        return ()
    places = evidence.places(sink, value, said_of(leaf.place, spec.ids))
    return tuple(one for one in places if one.typed)


def _text(leaf: Leaf) -> str:
    """How a reader sees the value."""
    whole = isinstance(leaf.value, float) and leaf.value.is_integer()
    return str(int(leaf.value) if whole else leaf.value)


def _in_pieces(texts: list[str], said: set[Likeness], evidence: Evidence) -> Iterator[str]:
    """Codes that were read, and stand here in several texts, or as numbers with words between."""
    joined = list(islice(_joined(_RUN.findall(spelled_out("\n".join(texts)))), _MOST_JOINED))
    if len(joined) == _MOST_JOINED:
        yield "It holds more numbers than can be looked through."
        return
    pieces = [(kind, value) for value in dict.fromkeys(joined) for kind in _NUMBERS]
    across = atoms("".join(texts)) if len(texts) > 1 else ()
    for atom in (*across, *(Atom(*one, 0, 0) for one in evidence.contents.held(pieces))):
        if likeness(atom) not in said:
            yield from _read(atom, evidence)


def _joined(runs: list[str]) -> Iterator[str]:
    for at in range(len(runs)):
        value = ""
        for run in runs[at : at + _LONGEST]:
            value += run
            if len(value) > _LONGEST:
                break
            if len(value) >= _SHORTEST:
                yield value


def _copied(leaf: Leaf, spec: ToolSpec, evidence: Evidence) -> Iterator[str]:
    """A text that is, word by word, a field which is not for everybody."""
    private = (one for one in _fields(leaf, spec, evidence) if one.label.secrecy is not Secrecy.PUBLIC)
    for one in islice(private, 1):
        yield f"It would give away something private: {_cut(_text(leaf))} ({one.reading.source})."


def _objection(atom: Atom, evidence: Evidence) -> Iterator[str]:
    known = list(_read(atom, evidence))
    yield from known
    if not known and atom.kind is not AtomKind.CODE:
        yield f"It holds {_A[atom.kind]} that you did not write: {_cut(atom.value)}."


def _read(atom: Atom, evidence: Evidence) -> Iterator[str]:
    """What is to be said of a piece that was read."""
    places = evidence.places_of_atom(atom)
    outside = next((one for one in places if one.label.tainted), None)
    private = next((one for one in places if one.label.secrecy is not Secrecy.PUBLIC), None)
    shown = _cut(atom.value)
    if outside is not None:
        yield f"It would pass on {_A[atom.kind]} that you did not write: {shown} ({outside.reading.source})."
    elif private is not None:
        yield f"It would give away something private: {shown} ({private.reading.source})."


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


_RUN: Final = re.compile("[0-9]+")
_NUMBERS: Final = (AtomKind.CODE, AtomKind.PHONE, AtomKind.ACCOUNT)
_SHORTEST: Final = 4
_LONGEST: Final = 19
_MOST_JOINED: Final = 8192
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
