"""Evidence: what the person said to a run, and what the run has read, indexed by role.

Each result is indexed once, when it comes; a decision looks up and never
scans. It is built by whoever drives the run, from stored events, so that it is
the same after a restart. It must never hold what the model says: that proves
nothing.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from typing import Any, Final, TypeVar

from paios.domain.label import OWN_WORDS, Integrity, Label
from paios.domain.tool import Passage, ResultField, Sink
from paios.guard.provenance.contents import Contents
from paios.guard.provenance.leaves import Leaf, Place, leaves, said_of
from paios.guard.provenance.normal import Atom, AtomKind, Phrases, canonical, mentions, names, negated
from paios.guard.provenance.normal.amounts import whole_sums
from paios.guard.provenance.normal.characters import composed_text
from paios.guard.provenance.request import quotations, quoted
from paios.guard.provenance.texts import Texts, flat

BY_FORM: Final = {Sink.RECIPIENT: AtomKind.ADDRESS, Sink.URL: AtomKind.LINK, Sink.ACCOUNT: AtomKind.ACCOUNT}
"""Roles whose values are recognised by their form, also in running text."""

_KEPT: Final = 16
"""Most places that are remembered of one value."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that the run has read. ``source`` says in words where it came from.

    ``pointed`` says that the person's own words led there: what was looked for
    or opened is what they named. ``chosen`` says that the model chose what to
    look at, ``sought`` what was looked for.
    """

    call_id: str | None
    source: str
    text: str
    label: Label
    data: Any = None
    fields: tuple[ResultField, ...] = ()
    passages: tuple[Passage, ...] = ()
    pointed: bool = False
    chosen: bool = False
    sought: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """One place of one value.

    ``typed`` says that the whole place was declared to hold such values,
    ``names`` what the record around it is called, ``thing`` the type and id of
    that record where it has one that nobody else could have given it.
    """

    reading: Reading
    place: Place
    label: Label
    typed: bool
    names: tuple[str, ...]
    quote: str
    thing: tuple[str | None, str] | None = None


@dataclass(slots=True)
class Evidence:
    """What a run knows, and from whom.

    ``words`` is the message that it answers, in Unicode form C, ``earlier`` are the person's
    messages before it, ``label`` is that of everything the model has seen.
    ``done`` holds what was already done on the strength of the person's words,
    ``refused`` the calls to which they said no, ``contents`` the active content
    of all that was read.
    """

    words: str
    today: date
    earlier: tuple[str, ...] = ()
    label: Label = OWN_WORDS
    done: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    contents: Contents[Found] = field(default_factory=Contents)
    _phrases: Phrases | None = None
    _spoken: dict[tuple[Sink, date], Mapping[str, tuple[int, ...]]] = field(default_factory=dict)
    _called: dict[tuple[str, str], tuple[tuple[int, int], ...]] = field(default_factory=dict)
    _values: defaultdict[tuple[Sink, str | None, str], list[Found]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _texts: Texts[Reading] = field(default_factory=Texts)
    _named: defaultdict[str | None, dict[str, set[str]]] = field(default_factory=lambda: defaultdict(dict))

    def __post_init__(self) -> None:
        # One form, so that a place in the words is the same place for whoever reads them.
        self.words = composed_text(self.words)

    @property
    def tainted(self) -> bool:
        """Whether words from outside have had a part in what the model says."""
        return self.label.tainted

    def add(self, reading: Reading) -> None:
        """Let the run have read this too."""
        self.label = self.label.join(reading.label)
        if reading.data is None:
            self._scan(reading, (), reading.text, reading.label, ())
        else:
            self._index(reading)
        for passage in reading.passages:
            self._scan(reading, (), passage.text, passage.label, (passage.title, passage.path))
        self._texts.add(" ".join(_texts(reading)), reading)

    @property
    def readings(self) -> tuple[Reading, ...]:
        """All that the run has read, in its order."""
        return tuple(reading for _, reading in self._texts)

    def says(self, phrase: str) -> bool:
        """Whether the person's words hold these, as one phrase and with no "not" before it."""
        self._phrases = self._phrases or Phrases(self.words)
        return self._phrases.hold(phrase)

    def spoken(self, sink: Sink) -> Mapping[str, tuple[int, ...]]:
        """The values of a role that the person's words hold, and where each begins.

        What is said with a "not", or stands in somebody else's text, is not theirs.
        """
        found = self._spoken.get((sink, self.today))
        if found is None:
            places: defaultdict[str, tuple[int, ...]] = defaultdict(tuple)
            every = mentions(self.words, sink, today=self.today)
            for one in whole_sums(self.words, every) if sink is Sink.AMOUNT else every:
                own = not quoted(self.words, one.start, one.end)
                if own and not negated(self.words, one.start, one.end):
                    places[one.value] += (one.start,)
            found = self._spoken[sink, self.today] = dict(places)
        return found

    def places(self, sink: Sink, value: str, id_type: str | None = None) -> tuple[Found, ...]:
        """Where a value stands that plays this role and no other, the most trusted place first."""
        found = list(self._values.get((sink, id_type, value), ()))
        if sink in BY_FORM:
            found += self.places_of_atom(Atom(BY_FORM[sink], value, 0, 0))
        return tuple(
            sorted(found, key=lambda one: (-one.label.integrity, not one.typed, not self.led_to(one)))
        )

    def places_of_atom(self, atom: Atom) -> tuple[Found, ...]:
        """Where a piece of active content stands, wherever in a text."""
        return tuple(replace(place.text.owner, quote=place.quote) for place in self.contents.places(atom))

    def text_in(self, text: str) -> Found | None:
        """Where this very text stands, in something from outside before anything else."""
        wanted = flat(text)
        if len(wanted) < _SHORTEST_QUOTE:
            return None
        holders = self._texts.holders(wanted)
        if not holders:
            return None
        reading = min(holders, key=lambda one: one.label.integrity)
        return Found(reading, (), reading.label, False, (), wanted[:_QUOTE])

    def led_to(self, found: Found) -> bool:
        """Whether the person's words led to this place."""
        return found.reading.pointed or self.named(found.names)

    def named(self, record: Iterable[str]) -> bool:
        """Whether the person's words call a record by one of its names."""
        return any(names(name, self.words) for name in record)

    def called(self, name: str, whole: str = "") -> tuple[tuple[int, int], ...]:
        """Where the person calls something by this name: not with a "not", nor in somebody else's text.

        A quotation that says no more than the ``whole`` name is no such text.
        """
        found = self._called.get((name, whole))
        if found is None:
            found = self._called[name, whole] = self._calls(name, whole or name)
        return found

    def _calls(self, name: str, whole: str) -> tuple[tuple[int, int], ...]:
        if not names(name, self.words):
            return ()
        texts = [
            (begin, end)
            for begin, end in quotations(self.words)
            if not _only_calls(self.words[begin:end], whole)
        ]
        return tuple(
            (start, end)
            for start, end in _where(name, self.words)
            if not negated(self.words, start) and not any(begin <= start < ends for begin, ends in texts)
        )

    def called_as(self, found: Found) -> tuple[tuple[int, int], ...]:
        """Where the person speaks of the record around this place: by its name, or else by a part of it."""
        full = [span for name in found.names for span in self.called(name)]
        return tuple(full or [span for pair, name in _pairs(found.names) for span in self.called(pair, name)])

    def others_called(self, sink: Sink, id_type: str | None) -> Iterator[tuple[str, tuple[int, int]]]:
        """Everything of this role and type that the person calls by its name, and where."""
        for (role, kind, value), places in self._values.items():
            if (role, kind) == (sink, id_type):
                called = {name for one in places if _sure(one.label) for name in one.names}
                yield from ((value, span) for name in called for span in self.called(name))

    def pointed_text(self) -> str:
        """All text that the person's words led to."""
        return "\n".join([text for text, reading in self._texts if reading.pointed])

    def came_by_name(self, found: Found) -> bool:
        """Whether whatever else answers to that name would have been found too.

        What the model picked out, or looked for by other words, may leave it out.
        """
        reading = found.reading
        called = {word for name in found.names for word in _WORDS.findall(name.casefold())}
        return not reading.chosen and all(
            called.issuperset(_WORDS.findall(one.casefold())) for one in reading.sought
        )

    def only_one(self, id_type: str | None, found: Found, value: str, *, loosely: bool = False) -> bool:
        """Whether no other thing of this type answers to the name by which the person called this one.

        By a part of its name it is called only where they named no thing in full, unless ``loosely``.
        """
        known = self._named[id_type]
        called = [name for name in found.names if self.called(name)]
        for name in called:
            rivals = {
                other: values
                for other, values in known.items()
                if other != flat(name) and names(other, self.words) and names(name, other)
            }
            # The words that name this thing are part of a longer name that was meant.
            if not rivals and known.get(flat(name)) == {value}:
                return True
        if called or not (loosely or not any(names(other, self.words) for other in known)):
            return False
        return any(
            self.called(pair, name) and self._only_part(known, pair, value)
            for pair, name in _pairs(found.names)
        )

    @staticmethod
    def _only_part(known: Mapping[str, set[str]], pair: str, value: str) -> bool:
        """Whether no other name has these words."""
        held = [values for other, values in known.items() if names(pair, _spaced(other))]
        return bool(held) and all(values == {value} for values in held)

    def _index(self, reading: Reading) -> None:
        declared = {one.path: one for one in reading.fields}
        found = [(leaf, said_of(leaf.place, declared)) for leaf in leaves(reading.data)]
        called: defaultdict[Place, tuple[str, ...]] = defaultdict(tuple)
        things: dict[Place, tuple[str | None, str]] = {}
        for leaf, known in found:
            if known is not None and known.names and isinstance(leaf.value, str):
                called[_record(leaf.place)] += (leaf.value,)
            number = _id(leaf.value)
            if known is not None and known.role is Sink.ID and _sure(known.label) and number is not None:
                things[_record(leaf.place)] = (known.id_type, number)
        for leaf, known in found:
            around = _around_place(leaf.place, called) or ()
            self._leaf(reading, leaf, known or _UNKNOWN, around, _around_place(leaf.place, things))

    def _leaf(
        self,
        reading: Reading,
        leaf: Leaf,
        known: ResultField,
        called: tuple[str, ...],
        thing: tuple[str | None, str] | None,
    ) -> None:
        value = None if known.role is None else canonical(leaf.value, known.role, today=self.today)
        if known.role is not None and value is not None:
            quote = str(leaf.value)[:_QUOTE]
            place = Found(reading, leaf.place, known.label, True, called, quote, thing)
            self._keep(self._values[known.role, known.id_type, value], place)
            # A clock tells the time and nothing else; any other record may hold the day of something.
            if _sure(known.label) and known.role is Sink.TIME and not leaf.place:
                self._set_today(value)
        if value is not None or known.role is Sink.ID:
            # What has an id of a form that no call could give answers to its name all the same.
            answers = value or _id(leaf.value) or ""
            for name in called:
                self._named[known.id_type].setdefault(flat(name), set()).add(answers)
        if isinstance(leaf.value, str):
            self._scan(reading, leaf.place, leaf.value, known.label, called)

    def _scan(self, reading: Reading, place: Place, text: str, label: Label, called: tuple[str, ...]) -> None:
        """Let the text be searched once somebody asks what it holds: most runs only read."""
        self.contents.add(Found(reading, place, label, False, called, ""), text)

    def _set_today(self, value: str) -> None:
        self.today = date.fromisoformat(value[:10]) if len(value) >= len("2024-05-15") else self.today

    @staticmethod
    def _keep(places: list[Found], found: Found) -> None:
        if len(places) < _KEPT:
            places.append(found)


_WORDS: Final = re.compile(r"[^\W_]+")
_TOKEN: Final = re.compile(r"\S+")
_BETWEEN: Final = 4
"""So many words that a name may lack are looked over between its own."""

_Known = TypeVar("_Known")
_UNKNOWN: Final = ResultField("")
_QUOTE: Final = 160
_SHORTEST_QUOTE: Final = 4


def _texts(reading: Reading) -> Iterable[str]:
    """All text of a result, as it was before JSON escaped it."""
    if reading.data is None:
        yield reading.text
    else:
        yield from (leaf.value for leaf in leaves(reading.data) if isinstance(leaf.value, str))
    yield from (passage.text for passage in reading.passages)


def _id(value: Any) -> str | None:
    """The id that a field holds, whatever its form; None where it holds none."""
    return str(value) if isinstance(value, str | int | float) and str(value).strip() else None


def _record(place: Place) -> Place:
    """The record that a field stands in: the object around it."""
    return place[:-1]


def _around_place(place: Place, known: Mapping[Place, _Known]) -> _Known | None:
    """What is known of the nearest record around a place."""
    return next((known[place[:end]] for end in range(len(place), -1, -1) if place[:end] in known), None)


def _sure(label: Label) -> bool:
    """Whether nobody else could have written it."""
    return label.integrity is not Integrity.EXTERNAL


def _where(name: str, words: str) -> Iterator[tuple[int, int]]:
    """Where these words call something by that name. It looks only where a word of the name stands."""
    parts = _WORDS.findall(name.casefold())
    tokens = list(_TOKEN.finditer(words))
    for index, token in enumerate(tokens):
        first = next((one for one in _WORDS.finditer(token[0]) if one[0].casefold() in parts), None)
        rest = tokens[index : index + 2 * len(parts) + _BETWEEN] if first else []
        end = next((one.end() for one in rest if names(name, words[token.start() : one.end()])), None)
        if first and end and not names(name, words[token.end() : end]):
            yield token.start() + first.start(), end


def _only_calls(text: str, name: str) -> bool:
    """Whether a quotation says no more than the name, or a part of it."""
    return names(text, f'"{_spaced(name)}"')


def _spaced(name: str) -> str:
    """The words of a name, whatever parts them there."""
    return re.sub(r"[\W_]+", " ", name)


def _pairs(called: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each two words that follow each other in a name, and the name."""
    for name in called:
        words = re.findall(r"[^\W\d_]{3,}", name.rpartition(".")[0] or name)
        yield from ((f"{one} {next_one}", name) for one, next_one in pairwise(words))
