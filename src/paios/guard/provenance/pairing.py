"""Whether the values of a call were said together: the amount of one payment is not for another's account.

Each value may have been said, and the call be nobody's wish all the same: the
text for one person sent to another, the two accounts of a transfer the wrong
way round, one account twice.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from paios.domain.label import Integrity
from paios.domain.provenance import Origin, Trace
from paios.domain.tool import Effect, Sink, ToolCall, ToolSpec
from paios.guard.provenance.aiming import (
    BEFORE_PEOPLE,
    BY_NAME,
    NAME,
    NEAR,
    WHENCE_NAMES,
    asking_sentences,
    form_of,
    in_sentences,
    led_by,
    passed_over,
)
from paios.guard.provenance.asked import DESTINATIONS
from paios.guard.provenance.evidence import Evidence, Found
from paios.guard.provenance.leaves import Leaf, Place, leaves, path, pattern, said_of
from paios.guard.provenance.normal import canonical
from paios.guard.provenance.once import likeness
from paios.guard.provenance.request import quotations, sentences
from paios.guard.provenance.tracing import said
from paios.guard.provenance.wording import worded

_FREE: Final = frozenset({Sink.CONTENT, Sink.OPTION})
_TO_WHOM: Final = frozenset({Sink.RECIPIENT, Sink.ACCOUNT})
_ORDERED: Final = frozenset({Sink.ACCOUNT, Sink.PATH, Sink.URL})
_WHENCE: Final = frozenset(["from", "of", "by", "von", "de", "desde"])
_WHITHER: Final = frozenset(["to", "into", "as", "onto", "nach", "zu", "an", "in", "en", "a", "para", "vers"])
_WHITHER_NAMES: Final = frozenset(
    ["to", "into", "target", "dest", "destination", "new", "recipient", "payee", "credit"]
)
_FOR_GOOD: Final = frozenset({Effect.DELETE, Effect.SEND, Effect.SPEND})
_SPOKEN: Final = frozenset({Origin.PERSON, Origin.NAMED})

_SOMEWHERE: Final = -1
"""The place of what is known to stand in a sentence, and not where."""

_NO_QUOTE: Final = r"[^\w\"'“”„«»`]*"
_APPOSED: Final = re.compile(
    rf"(?:['’]s\b)?(?:{_NO_QUOTE}\b(?!(?:and|und|et|y|to|or|an)\b)\w+){{0,3}}{_NO_QUOTE}", re.IGNORECASE
)
"""What stands between a name and the same person's number or address."""

_LISTED: Final = re.compile(
    r"[\s,\"'“”„«»`]*(?:\b(?:and|und|et|y)\b)?[\s\"'“”„«»`]*(?:\b(?:the|my|our)\b)?[\s\"'“”„«»`]*",
    re.IGNORECASE,
)
"""What stands between the things of one list."""

_ARTICLE: Final = re.compile(
    r"(?<!\w)(?:the|my|our|his|her|their|der|die|das|dem|den|le|la|el)[\s\"'“„«`]+$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Said:
    """One argument that the person said: where in the message, as sentence and place.

    ``called`` is what its thing was called, where it was said by name, ``kind`` the type of that thing.
    """

    leaf: Leaf
    sink: Sink
    alike: str
    at: tuple[tuple[int, int], ...]
    called: tuple[tuple[int, int], ...] = ()
    kind: str | None = None

    @property
    def sentences(self) -> frozenset[int]:
        return frozenset(number for number, _ in self.at)


def scattered(call: ToolCall, spec: ToolSpec, traces: tuple[Trace, ...], evidence: Evidence) -> str | None:
    """Why the values do not belong together, in a sentence; None where they do."""
    spoken = {one.argument: one for one in traces if one.origin in _SPOKEN and one.licensed}
    every = [leaf for leaf in leaves(dict(call.arguments)) if said_of(leaf.place, spec.sinks) is not None]
    if (twice := _twice(every, spec, evidence)) is not None:
        return f"{twice} stands there twice."
    if (passed := passed_over(every, spec, traces, evidence)) is not None:
        return passed
    placed = [
        _placed(leaf, sink, said_of(leaf.place, spec.ids), spoken[path(leaf.place)], evidence)
        for leaf in every
        if path(leaf.place) in spoken and (sink := said_of(leaf.place, spec.sinks)) is not None
    ]
    held = [one for one, _ in placed if one is not None]
    if _side_by_side(one for one in held if not _item(one)):
        return "You said each of them for one, and not plainly which is whose."
    # Of whose fields the call makes use, that is no rival of what it is about.
    sources = {(Sink.ID, one.thing[1]) for _, one in placed if one is not None and one.thing is not None}
    for group in _groups(held):
        used = {(one.sink, one.alike) for one in group} | sources
        if (found := _apart(group, used, evidence) or _loose(group)) is not None:
            return f"You said {found[0]} and {found[1]} of different things."
        if (found := _turned(group, spec, evidence)) is not None:
            return f"You said {found[0]} and {found[1]}, but not plainly which is which."
        if (beside := _beside(group, used, spec, evidence)) is not None:
            return f"You spoke of {beside}, but asked for it of another."
    return None


def _placed(
    leaf: Leaf, sink: Sink, kind: str | None, trace: Trace, evidence: Evidence
) -> tuple[_Said | None, Found | None]:
    """The argument and where it was said, and the field that it was taken from.

    A value that was taken by name stands where the name was spoken. One that was not named, but given by
    a field or by the books, stands nowhere.
    """
    value = canonical(leaf.value, sink, today=evidence.today) or str(leaf.value)
    alike = likeness(sink, value)
    if trace.origin is Origin.PERSON:
        return _Said(leaf, sink, alike, tuple(_places(leaf, sink, value, evidence)), kind=kind), None
    found = next(
        (
            one
            for one in evidence.places(sink, value, kind)
            if (one.reading.call_id, path(one.place)) == (trace.call_id, trace.field)
        ),
        None,
    )
    sure = found is not None and found.label.integrity is not Integrity.EXTERNAL
    called = evidence.called_as(found) if found is not None and sure and sink in DESTINATIONS else ()
    if not called:
        return None, found
    starts = [_with_article(start, evidence.words) for start, _ in called]
    return _Said(leaf, sink, alike, tuple(in_sentences(starts, evidence)), called, kind), found


def _with_article(start: int, words: str) -> int:
    """Where "the Landlord" begins."""
    before = words[max(0, start - NEAR) : start]
    found = _ARTICLE.search(before)
    return start - (len(before) - found.start() if found else 0)


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
    items = dict.fromkeys(_item(one) for one in held if _item(one))
    around = [one for one in held if not _item(one)]
    for item in items:
        yield [*around, *(one for one in held if _item(one) == item)]
    if not items:
        yield around


def _item(one: _Said) -> Place:
    """The innermost object of a list that the argument is a member of, if any."""
    counted = [at for at, step in enumerate(one.leaf.place[:-1]) if isinstance(step, int)]
    return one.leaf.place[: counted[-1] + 1] if counted else ()


def _side_by_side(held: Iterable[_Said]) -> bool:
    """Whether sums or texts stand in one list and those who get them in another."""
    lists: defaultdict[str, list[Sink]] = defaultdict(list)
    for one in held:
        lists[pattern(one.leaf.place)].append(one.sink)
    several = {roles[0] for roles in lists.values() if len(roles) > 1}
    return bool(several & {Sink.AMOUNT, Sink.CONTENT}) and bool(several & DESTINATIONS)


def _apart(group: list[_Said], used: set[tuple[Sink, str]], evidence: Evidence) -> tuple[str, str] | None:
    texts = [
        span for one in group if one.sink is Sink.CONTENT for span in worded(one.leaf.value, evidence.words)
    ]
    for one in (each for each in group if each.sink not in (*_FREE, Sink.TIME)):
        found = [*_rivals(one, used, evidence), *_turned_to(one, used, evidence)]
        mates = _listed_with(one, evidence)
        rivals = [
            at for at in found if at not in mates and not any(begin <= at < end for begin, end in texts)
        ]
        if not rivals:
            continue
        for other in group:
            if other is one or (other.sink in _FREE and one.sink not in _TO_WHOM):
                continue
            # "Write plan.txt after the notes. Then share it with Bob": beside him nothing else is named.
            beside = other.sentences | one.sentences if other.called else other.sentences
            if (one.called or other.called) and not _within(rivals, beside, evidence):
                continue
            if not _together(one, other, rivals, evidence):
                return path(one.leaf.place), path(other.leaf.place)
    return None


def _within(places: Iterable[int], numbers: frozenset[int], evidence: Evidence) -> bool:
    """Whether one of the places is in one of the sentences."""
    return any(number in numbers for number, _ in in_sentences(places, evidence))


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
    form = form_of(one.sink, one.alike)
    written = [
        at
        for value, starts in evidence.spoken(one.sink).items()
        if (one.sink, likeness(one.sink, value)) not in used and form_of(one.sink, value) == form
        for at in starts
        if form != BY_NAME or led_by(at, evidence.words) in BEFORE_PEOPLE
    ]
    by_name = [
        at
        for value, (at, _) in evidence.others_called(one.sink, one.kind)
        if (one.sink, likeness(one.sink, value)) not in used
    ]
    match bool(one.called), one.sink is Sink.ID:
        case True, True:
            # Every quotation could be an id, and so could each name be.
            held = quotations(evidence.words)
            found = [*by_name, *(at for at in written if not any(begin <= at < end for begin, end in held))]
        case False, False:
            found = written
        case _:
            found = [*written, *by_name]
    return [at for at in found if not any(begin <= at < end for begin, end in one.called)]


def _listed_with(one: _Said, evidence: Evidence) -> frozenset[int]:
    """What was called in one breath with it: each of "plan.txt, budget.txt and the notes"."""
    others = (span for _, span in evidence.others_called(one.sink, one.kind)) if one.called else ()
    breaths: list[list[tuple[int, int]]] = []
    for span in sorted({*one.called, *others}):
        if breaths and _LISTED.fullmatch(evidence.words[breaths[-1][-1][1] : span[0]]):
            breaths[-1].append(span)
        else:
            breaths.append([span])
    return frozenset(at for each in breaths if {*one.called} & {*each} for at, _ in each)


def _turned_to(one: _Said, used: set[tuple[Sink, str]], evidence: Evidence) -> list[int]:
    """Whom else the message turns to, in another form: a name beside a number that is not that person's.

    A name has its capital here: "for lunch" turns to nobody.
    """
    if one.sink is not Sink.RECIPIENT:
        return []
    form = form_of(one.sink, one.alike)
    return [
        at
        for value, starts in evidence.spoken(one.sink).items()
        if (one.sink, likeness(one.sink, value)) not in used and form_of(one.sink, value) != form
        for at in starts
        if led_by(at, evidence.words) in BEFORE_PEOPLE
        and (form_of(one.sink, value) != BY_NAME or evidence.words[at].isupper())
        and not _called(value, at, one, evidence.words)
    ]


def _called(value: str, at: int, one: _Said, words: str) -> bool:
    """Whether a value is only how the other is called: as in "Carol at 555-1234"."""
    if value.casefold() in one.alike.casefold():
        return True
    between = [words[at + len(value) : its] for _, its in one.at if its >= at]
    return any(_APPOSED.fullmatch(each) for each in between)


def _together(one: _Said, other: _Said, rivals: list[int], evidence: Evidence) -> bool:
    """Whether some sentence holds both, and no rival stands between them or closer by."""
    for number, (begin, sentence) in enumerate(sentences(evidence.words)):
        if number not in one.sentences & other.sentences:
            continue
        near = [at for at in rivals if begin <= at < begin + len(sentence)]
        mine = [at for sentence_no, at in one.at if sentence_no == number]
        theirs = [at for sentence_no, at in other.at if sentence_no == number]
        if one.called and other.sink is Sink.TIME:
            # A day and an hour that were said apart stand where each was said.
            starts = [at for part in _parts(other) for at in evidence.spoken(Sink.TIME).get(part, ())]
            theirs = [at for at in starts if begin <= at < begin + len(sentence)] or theirs
        if not near or any(_paired(one, at, there, near, other, evidence) for at in mine for there in theirs):
            return True
    return False


def _parts(one: _Said) -> tuple[str, ...]:
    """The value, and of a time its day and its hour."""
    return (one.alike, *one.alike.split()) if one.sink is Sink.TIME else (one.alike,)


def _paired(one: _Said, at: int, there: int, rivals: list[int], other: _Said, evidence: Evidence) -> bool:
    if _SOMEWHERE in (at, there):
        return True
    low, high = sorted((at, there))
    if any(low < rival < high for rival in rivals):
        return False
    if other.sink in _FREE:
        # Between two people a text could be for either.
        everyone = [at, *rivals]
        return all(each > there for each in everyone) or all(each < there for each in everyone)
    others = _rivals(other, {(other.sink, part) for part in _parts(other)}, evidence)
    if not others:
        # "Share this with her (that stays here)", "50 to A, I have 900 left": what comes first goes with it.
        return at < min(rivals) or not (one.called or min(rivals) < there < at)
    # "50 to A and 900 to B": each group begins with what the sentence began with.
    first = min(min(at, *rivals), min(there, *others))
    leads = sorted((at, *rivals)) if first in (at, *rivals) else sorted((there, *others))
    return sum(each <= at for each in leads) == sum(each <= there for each in leads)


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
        name = set(NAME.findall(str(one.leaf.place[0]).casefold()))
        leading = {led_by(at, evidence.words) for _, at in one.at}
        if leading <= _WHENCE and not name & WHENCE_NAMES:
            return path(one.leaf.place), "another like it"
        if others and one.sink in _ORDERED and not _fits(name, leading):
            return path(one.leaf.place), path(others[0].leaf.place)
    return None


def _beside(
    group: list[_Said], used: set[tuple[Sink, str]], spec: ToolSpec, evidence: Evidence
) -> str | None:
    """A thing that is only spoken of, where another is what should be deleted, sent or paid."""
    if spec.effect not in _FOR_GOOD:
        return None
    asking = asking_sentences(spec, evidence)
    for one in (each for each in group if each.sink in DESTINATIONS and not each.sentences & asking):
        if any(number in asking for number, _ in in_sentences(_rivals(one, used, evidence), evidence)):
            return path(one.leaf.place)
    return None


def _fits(name: set[str], leading: set[str]) -> bool:
    """Whether the little words before a value agree with the argument's name."""
    if name & _WHITHER_NAMES:
        return bool(leading & _WHITHER)
    return bool(name & WHENCE_NAMES) and not leading & _WHITHER
