"""Whether the values of a call were said together: the amount of one payment is not for another's account.

Each value may have been said, and the call be nobody's wish all the same: the
text for one person sent to another, the two accounts of a transfer the wrong
way round, one account twice.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from paios.domain.provenance import Origin, Trace
from paios.domain.tool import Effect, Sink, ToolCall, ToolSpec
from paios.guard.provenance.asked import DESTINATIONS
from paios.guard.provenance.evidence import Evidence
from paios.guard.provenance.leaves import Leaf, leaves, path, pattern, said_of
from paios.guard.provenance.normal import canonical
from paios.guard.provenance.normal.vocabulary import INTRODUCE_PEOPLE
from paios.guard.provenance.once import likeness
from paios.guard.provenance.request import sentences
from paios.guard.provenance.tracing import said
from paios.guard.provenance.wording import worded

_FREE: Final = frozenset({Sink.CONTENT, Sink.OPTION})
_TO_WHOM: Final = frozenset({Sink.RECIPIENT, Sink.ACCOUNT})
_ORDERED: Final = frozenset({Sink.ACCOUNT, Sink.PATH, Sink.URL})
_WHENCE: Final = frozenset(["from", "of", "by", "von", "de", "desde"])
_WHITHER: Final = frozenset(["to", "into", "as", "onto", "nach", "zu", "an", "in", "en", "a", "para", "vers"])
_WHENCE_NAMES: Final = frozenset(
    ["from", "source", "src", "sender", "origin", "old", "path", "debit", "payer"]
)
_WHITHER_NAMES: Final = frozenset(
    ["to", "into", "target", "dest", "destination", "new", "recipient", "payee", "credit"]
)
_SOMEWHERE: Final = -1
"""The place of what is known to stand in a sentence, and not where."""

_NAME: Final = re.compile(r"[^\W_]+")
_BY_NAME: Final = "name"
_BEFORE_PEOPLE: Final = INTRODUCE_PEOPLE | {"and", "und", "et", "y"}
_NO_QUOTE: Final = r"[^\w\"'“”„«»`]*"
_APPOSED: Final = re.compile(
    rf"(?:['’]s\b)?(?:{_NO_QUOTE}\b(?!(?:and|und|et|y|to|or|an)\b)\w+){{0,3}}{_NO_QUOTE}", re.IGNORECASE
)
"""What stands between a name and the same person's number or address."""

_LAST_WORD: Final = re.compile(r"(\w+)[\s\"'“„«`<(]*$")


@dataclass(frozen=True, slots=True)
class _Said:
    """One argument that the person said: where in the message, as sentence and place."""

    leaf: Leaf
    sink: Sink
    alike: str
    at: tuple[tuple[int, int], ...]

    @property
    def sentences(self) -> frozenset[int]:
        return frozenset(number for number, _ in self.at)


def scattered(call: ToolCall, spec: ToolSpec, traces: tuple[Trace, ...], evidence: Evidence) -> str | None:
    """Why the values do not belong together, in a sentence; None where they do."""
    spoken = {one.argument for one in traces if one.origin is Origin.PERSON and one.licensed}
    every = [leaf for leaf in leaves(dict(call.arguments)) if said_of(leaf.place, spec.sinks) is not None]
    if (twice := _twice(every, spec, evidence)) is not None:
        return f"{twice} stands there twice."
    held = [
        _placed(leaf, sink, evidence)
        for leaf in every
        if path(leaf.place) in spoken and (sink := said_of(leaf.place, spec.sinks)) is not None
    ]
    for group in _groups(held):
        if (found := _apart(group, evidence) or _loose(group)) is not None:
            return f"You said {found[0]} and {found[1]} of different things."
        if (found := _turned(group, spec, evidence)) is not None:
            return f"You said {found[0]} and {found[1]}, but not plainly which is which."
    return None


def _placed(leaf: Leaf, sink: Sink, evidence: Evidence) -> _Said:
    value = canonical(leaf.value, sink, today=evidence.today) or str(leaf.value)
    return _Said(leaf, sink, likeness(sink, value), tuple(_places(leaf, sink, value, evidence)))


def _places(leaf: Leaf, sink: Sink, value: str, evidence: Evidence) -> Iterator[tuple[int, int]]:
    starts = [at for at, _ in worded(leaf.value, evidence.words)] if sink is Sink.CONTENT else []
    starts += evidence.spoken(sink).get(value, ()) if sink is not Sink.OPTION else ()
    for number, (begin, sentence) in enumerate(sentences(evidence.words)):
        here = [at for at in starts if begin <= at < begin + len(sentence)]
        yield from ((number, at) for at in here)
        if (
            not here
            and sink is not Sink.CONTENT
            and said(leaf, sink, value, Evidence(sentence, evidence.today))
        ):
            yield number, _SOMEWHERE


def _twice(every: Iterable[Leaf], spec: ToolSpec, evidence: Evidence) -> str | None:
    """A place that the call names more than once in one list."""
    seen: set[tuple[str, str]] = set()
    for leaf in every:
        sink = said_of(leaf.place, spec.sinks)
        value = canonical(leaf.value, sink, today=evidence.today) if sink in DESTINATIONS else None
        if sink is None or value is None or len(leaf.place) == 1:
            continue
        one = (pattern(leaf.place), likeness(sink, value))
        if one in seen:
            return path(leaf.place)
        seen.add(one)
    return None


def _groups(held: list[_Said]) -> Iterator[list[_Said]]:
    """What is one call: of a list of objects, each with what stands around the list."""
    items = dict.fromkeys(one.leaf.place[:2] for one in held if _in_item(one))
    around = [one for one in held if not _in_item(one)]
    for item in items:
        yield [*around, *(one for one in held if _in_item(one) and one.leaf.place[:2] == item)]
    if not items:
        yield around


def _in_item(one: _Said) -> bool:
    return len(one.leaf.place) > 2 and isinstance(one.leaf.place[1], int)


def _apart(group: list[_Said], evidence: Evidence) -> tuple[str, str] | None:
    used = {(one.sink, one.alike) for one in group}
    texts = [
        span for one in group if one.sink is Sink.CONTENT for span in worded(one.leaf.value, evidence.words)
    ]
    for one in (each for each in group if each.sink not in (*_FREE, Sink.TIME)):
        found = [*_rivals(one, used, evidence), *_turned_to(one, used, evidence)]
        rivals = [at for at in found if not any(begin <= at < end for begin, end in texts)]
        if not rivals:
            continue
        for other in group:
            if other is one or (other.sink in _FREE and one.sink not in _TO_WHOM):
                continue
            if not _together(one, other, rivals, evidence):
                return path(one.leaf.place), path(other.leaf.place)
    return None


def _loose(group: list[_Said]) -> tuple[str, str] | None:
    """An option that was said of something else: to write a summary, and not to let him write."""
    where = [one for one in group if one.sink in DESTINATIONS]
    for one in group:
        chosen = one.sink is Sink.OPTION and isinstance(one.leaf.value, str)
        if chosen and where and not any(one.sentences & other.sentences for other in where):
            return path(one.leaf.place), path(where[0].leaf.place)
    return None


def _rivals(one: _Said, used: set[tuple[Sink, str]], evidence: Evidence) -> list[int]:
    """Where the message holds other values that could play this role, and do not in this call."""
    form = _form(one.sink, one.alike)
    return [
        at
        for value, starts in evidence.spoken(one.sink).items()
        if (one.sink, likeness(one.sink, value)) not in used and _form(one.sink, value) == form
        for at in starts
        if form != _BY_NAME or _before(at, evidence.words) in _BEFORE_PEOPLE
    ]


def _turned_to(one: _Said, used: set[tuple[Sink, str]], evidence: Evidence) -> list[int]:
    """Whom else the message turns to, in another form: a name beside a number that is not that person's.

    A name has its capital here: "for lunch" turns to nobody.
    """
    if one.sink is not Sink.RECIPIENT:
        return []
    form = _form(one.sink, one.alike)
    return [
        at
        for value, starts in evidence.spoken(one.sink).items()
        if (one.sink, likeness(one.sink, value)) not in used and _form(one.sink, value) != form
        for at in starts
        if (_form(one.sink, value) != _BY_NAME or evidence.words[at].isupper())
        and _before(at, evidence.words) in _BEFORE_PEOPLE
        and not _called(value, at, one, evidence.words)
    ]


def _called(value: str, at: int, one: _Said, words: str) -> bool:
    """Whether a value is only how the other is called: as in "Carol at 555-1234"."""
    if value.casefold() in one.alike.casefold():
        return True
    between = [words[at + len(value) : its] for _, its in one.at if its >= at]
    return any(_APPOSED.fullmatch(each) for each in between)


def _form(sink: Sink, value: str) -> str:
    """Values of one form can stand for each other: an address is not taken for a name."""
    if sink is not Sink.RECIPIENT or "@" in value:
        return "written"
    return "number" if value[:1] in "+0123456789" else _BY_NAME


def _together(one: _Said, other: _Said, rivals: list[int], evidence: Evidence) -> bool:
    """Whether some sentence holds both, and no rival stands between them or closer by."""
    for number, (begin, sentence) in enumerate(sentences(evidence.words)):
        if number not in one.sentences & other.sentences:
            continue
        near = [at for at in rivals if begin <= at < begin + len(sentence)]
        mine = [at for sentence_no, at in one.at if sentence_no == number]
        theirs = [at for sentence_no, at in other.at if sentence_no == number]
        if not near or any(_paired(at, there, near, other, evidence) for at in mine for there in theirs):
            return True
    return False


def _paired(at: int, there: int, rivals: list[int], other: _Said, evidence: Evidence) -> bool:
    if _SOMEWHERE in (at, there):
        return True
    low, high = sorted((at, there))
    if any(low < rival < high for rival in rivals):
        return False
    if other.sink in _FREE:
        # Between two people a text could be for either.
        everyone = [at, *rivals]
        return not any(one < there for one in everyone) or not any(one > there for one in everyone)
    others = _rivals(other, {(other.sink, other.alike)}, evidence)
    if not others:
        return True
    # "50 to A and 900 to B": each group begins with what the sentence began with.
    first = min(min(at, *rivals), min(there, *others))
    leads = sorted((at, *rivals)) if first in (at, *rivals) else sorted((there, *others))
    return sum(one <= at for one in leads) == sum(one <= there for one in leads)


def _turned(group: list[_Said], spec: ToolSpec, evidence: Evidence) -> tuple[str, str] | None:
    """Two arguments that could stand for each other, or one that was said as where a thing came from."""
    for one in group:
        if one.sink not in (*_ORDERED, Sink.RECIPIENT):
            continue
        others = [
            other for other in group if other.sink is one.sink and other.leaf.place[0] != one.leaf.place[0]
        ]
        rivals = _rivals(one, {(one.sink, one.alike)}, evidence)
        if not rivals or spec.effect is Effect.READ:
            continue
        name = set(_NAME.findall(str(one.leaf.place[0]).casefold()))
        leading = {_before(at, evidence.words) for _, at in one.at}
        if leading <= _WHENCE and not name & _WHENCE_NAMES:
            return path(one.leaf.place), "another like it"
        if others and one.sink in _ORDERED and not _fits(name, leading):
            return path(one.leaf.place), path(others[0].leaf.place)
    return None


def _fits(name: set[str], leading: set[str]) -> bool:
    """Whether the little words before a value agree with the argument's name."""
    if name & _WHITHER_NAMES:
        return bool(leading & _WHITHER)
    return bool(name & _WHENCE_NAMES) and not leading & _WHITHER


def _before(at: int, words: str) -> str:
    found = _LAST_WORD.search(words[max(0, at - 40) : at])
    return found[1].casefold() if found else ""
