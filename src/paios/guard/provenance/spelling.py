"""Whether a value is spelled as it was said: a call runs as it is written, not as it is compared.

Values are compared in one form, and that form has many spellings: dot segments,
escapes and letters' cases of an address say nothing to whoever compares it, and
all they hold to whoever gets it. What was licensed is what runs, so a value is
written as it was said, or in the very form that it is compared in.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

from paios.domain.provenance import Origin, Trace
from paios.domain.tool import Sink, ToolSpec
from paios.guard.provenance.evidence import Evidence
from paios.guard.provenance.leaves import Leaf, Place, pattern
from paios.guard.provenance.normal import canonical
from paios.guard.provenance.wording import worded

_DECIMAL: Final = re.compile(r"(?:0|[1-9][0-9]*)(?:\.[0-9]{1,2})?(?: [A-Z]{3})?")
_COPIED: Final = frozenset({Origin.PERSON, Origin.NAMED})
_TEXTS: Final = frozenset({Sink.CONTENT, Sink.OPTION})


def spelled(raw: Any, sink: Sink, value: str, words: str, starts: Iterable[int]) -> bool:
    """Whether a value of the call is written as at one of these places, or in a plain form.

    ``value`` is its canonical form. A number of JSON has one spelling, and a time is not judged here.
    """
    if not isinstance(raw, str) or sink is Sink.TIME:
        return True
    # Nobody says the scheme, and an address that is a host alone needs no path.
    bare = raw.removeprefix("https://").removeprefix("http://") if sink is Sink.URL else raw
    as_said = any(words.startswith((raw, bare), at) for at in starts)
    return as_said or raw == value or _plain(raw, sink, value)


def _plain(raw: str, sink: Sink, value: str) -> bool:
    match sink:
        case Sink.URL:
            return f"{raw}/" == value
        case Sink.AMOUNT:
            return _DECIMAL.fullmatch(raw) is not None
        case Sink.RECIPIENT:
            return "@" not in raw and raw == " ".join(word[0].upper() + word[1:] for word in value.split())
        case _:
            return False


def as_written(found: Sequence[tuple[Leaf, Trace]], spec: ToolSpec, evidence: Evidence) -> tuple[Trace, ...]:
    """The traces; without their licence where a value is spelled otherwise, or a text is in loose pieces.

    It stays what the person said, so it is asked about.
    """
    loose = _out_of_order(found, spec, evidence.words)
    return tuple(
        replace(trace, licensed=False)
        if trace.licensed and (leaf.place in loose or _misspelled(leaf, trace, evidence))
        else trace
        for leaf, trace in found
    )


def _misspelled(leaf: Leaf, trace: Trace, evidence: Evidence) -> bool:
    """Whether it is spelled in another way than the person wrote it, or than it was read."""
    if trace.origin not in _COPIED or trace.sink is None:
        return False
    own = trace.origin is Origin.PERSON
    if trace.sink in _TEXTS:
        # What the person said is worded as they said it, or it is not what they said.
        return not own and leaf.value != trace.quote and not worded(str(leaf.value), trace.quote)
    value = canonical(leaf.value, trace.sink) or ""
    starts = evidence.spoken(trace.sink).get(value, ()) if own else (0,)
    return not spelled(leaf.value, trace.sink, value, evidence.words if own else trace.quote, starts)


def _out_of_order(found: Sequence[tuple[Leaf, Trace]], spec: ToolSpec, words: str) -> frozenset[Place]:
    """Where a text is given in pieces that do not follow each other in the message.

    Pieces that are repeated, or taken in any order, could spell any text.
    """
    pieces: defaultdict[str, list[Leaf]] = defaultdict(list)
    for leaf, trace in found:
        switch = isinstance(leaf.value, bool)
        if trace.sink in _TEXTS and trace.origin is Origin.PERSON and trace.licensed and not switch:
            pieces[_declared(leaf.place, spec)].append(leaf)
    return frozenset(
        leaf.place
        for each in pieces.values()
        if len(each) > 1 and not _in_order([str(leaf.value) for leaf in each], words)
        for leaf in each
    )


def _in_order(pieces: Iterable[str], words: str) -> bool:
    end = 0
    for piece in pieces:
        after = [stops for begins, stops in worded(piece, words) if begins >= end]
        if not after:
            return False
        end = min(after)
    return True


def _declared(place: Place, spec: ToolSpec) -> str:
    """The pattern by which the tool declares this place."""
    return next(said for end in range(len(place), -1, -1) if (said := pattern(place[:end])) in spec.sinks)
