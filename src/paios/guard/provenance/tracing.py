"""Tracing: for each leaf of a call's arguments, where its value stands (P10).

A value is looked for in its own role and type alone. What licenses it is said
here and nowhere else: the person's own words, their whitelists, what the tool
does anyway, or a thing that their words name and no other answers to.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from paios.domain.label import Integrity
from paios.domain.provenance import Origin, Trace
from paios.domain.rule_words import quoted
from paios.domain.tool import Effect, Reach, Sink, ToolCall, ToolSpec
from paios.guard.provenance.aiming import aims
from paios.guard.provenance.asked import asks_about
from paios.guard.provenance.booked import from_the_books
from paios.guard.provenance.evidence import Evidence, Found
from paios.guard.provenance.leaves import Leaf, Place, leaves, path, said_of
from paios.guard.provenance.normal import canonical, negated, phrase_in
from paios.guard.provenance.normal.vocabulary import STOP_WORDS, VERBS
from paios.guard.provenance.request import (
    noun_before,
    quotations,
    said_at_once,
    sentences,
    turns_times,
    unquoted,
)
from paios.guard.provenance.request import quoted as quoted_in
from paios.guard.provenance.spelling import as_written
from paios.guard.provenance.wording import worded

_SHOWN: Final = 400
"""Most characters of a value that a trace shows."""

MOST: Final = 128
"""So many leaves of a call are looked up; what has more is never plainly what the person said."""

_THINGS: Final = frozenset({Sink.ID, Sink.PATH})

_DESIGNATED: Final = frozenset({Sink.RECIPIENT, Sink.TIME})
"""Roles that a person can give by naming the field of a thing; never what is paid, run or opened."""

_BY_NO_FIELD: Final = frozenset({Sink.ID, Sink.CONTENT, Sink.AMOUNT, Sink.ACCOUNT, Sink.COMMAND})
"""Roles that no field of one's own gives by itself: what is sent, paid, opened or run."""

_SAID_IN_FIGURES: Final = frozenset({Sink.AMOUNT, Sink.TIME})
"""Roles of which no record says otherwise than the person did."""

_LEADING: Final = frozenset({"cc", "bcc", "since", "until", "before", "after"})
_ITS: Final = ("the", "my", "our", "same", "its", "their")

_SHORT: Final[Mapping[str, tuple[str, ...]]] = {
    "r": ("read", "view"),
    "w": ("write",),
    "rw": ("read and write", "read-write", "edit", "write"),
}
"""What people say for the usual short names of permissions."""

_SOME_TIME: Final = re.compile(
    r"\b(?:later|soon|next|tonight|days?|weeks?|months?|years?|when|once|after|before|until|by|end|then"
    r"|später|bald|demnächst|nächste\w*|tage?n?|woche\w*|monat\w*|jahr\w*|wenn|sobald|nachdem|bevor|bis|ende"
    r"|plus tard|bientôt|prochaine?|jours?|semaines?|mois|luego|pronto|próxim[oa]|semanas?|mes)\b",
    re.IGNORECASE,
)
"""What speaks of a time without saying which."""

_DAY: Final = len("2026-11-23")

_NAME: Final = 60
"""Most characters of a thing's name that stand in a source."""

_YOURS: Final = "your message"
_EARLIER: Final = "an earlier message of yours"


@dataclass(frozen=True, slots=True)
class Whitelists:
    """What a person listed, in canonical form, by the role it licenses."""

    values: Mapping[Sink, frozenset[str]]

    def hold(self, sink: Sink, value: str) -> bool:
        """Whether the value is listed, or lies on a host or in a folder that is."""
        listed = self.values.get(sink, frozenset())
        if sink is Sink.URL:
            return value.partition("://")[2].partition("/")[0] in listed
        if sink is Sink.PATH:
            return any(value.startswith(f"{folder.rstrip('/')}/") for folder in listed)
        return value in listed


NO_LISTS: Final = Whitelists({})


def traced(
    call: ToolCall, spec: ToolSpec, evidence: Evidence, lists: Whitelists = NO_LISTS
) -> tuple[Trace, ...]:
    """Where every leaf of the arguments comes from, in their order."""
    declared = spec.sinks.keys() | spec.ids.keys()
    every = [leaf for leaf in leaves(dict(call.arguments), declared=declared) if leaf.place]
    earlier = tuple(Evidence(words, evidence.today) for words in evidence.earlier)
    booked = from_the_books(call, spec, evidence)
    looked = _Look(spec, evidence, lists, changes(call, spec), earlier, booked)
    found = [looked.trace(leaf) if at < MOST else looked.unseen(leaf) for at, leaf in enumerate(every)]
    return as_written(list(zip(every, found, strict=True)), spec, evidence)


def changes(call: ToolCall, spec: ToolSpec, by: frozenset[Sink] = _THINGS) -> bool:
    """Whether the call names a thing that is there already, or may be, and changes it."""
    roles = (said_of(one.place, spec.sinks) for one in leaves(dict(call.arguments)))
    return spec.effect is Effect.WRITE and not by.isdisjoint(roles)


@dataclass(frozen=True, slots=True)
class _Look:
    spec: ToolSpec
    evidence: Evidence
    lists: Whitelists
    changes: bool
    earlier: tuple[Evidence, ...]
    booked: Mapping[Place, Found]

    def unseen(self, leaf: Leaf) -> Trace:
        """The trace of a leaf that nobody looked up: a person does not say so many."""
        return self._made(leaf, said_of(leaf.place, self.spec.sinks), Origin.COMPOSED, licensed=False)

    def trace(self, leaf: Leaf) -> Trace:
        sink = said_of(leaf.place, self.spec.sinks)
        id_type = said_of(leaf.place, self.spec.ids)
        if self._by_default(leaf, sink):
            # What the tool's own schema gives is the same as left out, whatever it does.
            known = sink is not None or "default" in _declared(self.spec, leaf.place)[0]
            return self._made(leaf, sink, Origin.DEFAULT, licensed=known)
        value = None if sink is None else canonical(leaf.value, sink, today=self.evidence.today)
        found = (
            self._in_words(leaf, sink, value)
            or self._on_list(leaf, sink, value)
            or self._in_the_books(leaf, sink)
            or self._in_other_role(leaf, sink)
            or self._in_readings(leaf, sink, id_type, value)
            or self._in_earlier(leaf, sink, value)
        )
        return found or self._made(leaf, sink, Origin.COMPOSED, licensed=False)

    def _by_default(self, leaf: Leaf, sink: Sink | None) -> bool:
        """Whether saying this is the same as saying nothing.

        To what is there already, nothing said and an empty text are not the same.
        """
        about, needed = _declared(self.spec, leaf.place)
        if "default" in about:
            return bool(leaf.value == about["default"]) and type(leaf.value) is type(about["default"])
        if sink is Sink.TIME and self.spec.effect is Effect.SPEND:
            return self._at_once(leaf)
        if leaf.value is False and sink is Sink.OPTION:
            return not self.changes and not self.evidence.says(_spoken(leaf))
        if needed or leaf.value not in (None, "", [], {}):
            return False
        return self.spec.effect is not Effect.WRITE or (sink is Sink.RECIPIENT and not self.changes)

    def _at_once(self, leaf: Leaf) -> bool:
        """Whether a payment is made now, where no time was said: a day gone by is as good as today."""
        day = canonical(leaf.value, Sink.TIME, today=self.evidence.today)
        words = self.evidence.words
        unsaid = not self.evidence.spoken(Sink.TIME) and not _SOME_TIME.search(words)
        return unsaid and day is not None and len(day) == _DAY and day <= self.evidence.today.isoformat()

    def _in_words(self, leaf: Leaf, sink: Sink | None, value: str | None) -> Trace | None:
        if sink is None or not said(leaf, sink, value, self.evidence):
            return None
        if sink is Sink.ID and self._of_another_kind(leaf, value):
            return None
        if (
            sink is Sink.CONTENT
            and not self.spec.acts
            and not asks_about(str(leaf.value), self.evidence.words)
        ):
            return None
        return self._made(leaf, sink, Origin.PERSON, licensed=True, source=_YOURS)

    def _in_other_role(self, leaf: Leaf, sink: Sink | None) -> Trace | None:
        """What the person said, but not as what it would be here: a name where an account is wanted."""
        if sink not in (Sink.ACCOUNT, Sink.RECIPIENT) or not isinstance(leaf.value, str):
            return None
        if not self.evidence.says(leaf.value):
            return None
        return self._made(leaf, sink, Origin.PERSON, licensed=False, source=_YOURS)

    def _of_another_kind(self, leaf: Leaf, value: str | None) -> bool:
        """Whether the person called it something that is not of this type: an event is no file."""
        kind = f"{said_of(leaf.place, self.spec.ids) or ''} {self.spec.name} {leaf.place[0]}".casefold()
        starts = self.evidence.spoken(Sink.ID).get(value or "", ())
        called = [noun_before(self.evidence.words, start) for start in starts]
        return bool(called) and all(noun is not None and noun not in kind for noun in called)

    def _on_list(self, leaf: Leaf, sink: Sink | None, value: str | None) -> Trace | None:
        if sink is None or value is None or not self.lists.hold(sink, value):
            return None
        return self._made(leaf, sink, Origin.WHITELIST, licensed=True, source="your whitelist")

    def _in_the_books(self, leaf: Leaf, sink: Sink | None) -> Trace | None:
        found = self.booked.get(leaf.place)
        return None if found is None else self._read(leaf, sink, Origin.NAMED, found, licensed=True)

    def _in_readings(
        self, leaf: Leaf, sink: Sink | None, id_type: str | None, value: str | None
    ) -> Trace | None:
        places = () if sink is None or value is None else self.evidence.places(sink, value, id_type)
        for found in places:
            if value is not None and self._licenses(found, sink, id_type, value):
                return self._read(leaf, sink, Origin.NAMED, found, licensed=True)
        if places:
            return self._read(leaf, sink, Origin.READ, places[0])
        for text in _written(leaf.value):
            same = self.evidence.text_in(text)
            if same is not None:
                return self._read(leaf, sink, Origin.READ, same)
        return None

    def _in_earlier(self, leaf: Leaf, sink: Sink | None, value: str | None) -> Trace | None:
        """What the person said before is theirs too, but they may not mean it any more."""
        for before in self.earlier:
            if sink is not None and said(leaf, sink, value, before):
                return self._made(leaf, sink, Origin.PERSON, licensed=False, source=_EARLIER)
        return None

    def _licenses(self, found: Found, sink: Sink | None, id_type: str | None, value: str) -> bool:
        """Whether this place makes the value what the person named: nobody else can write there."""
        if not found.typed:
            return False
        if found.label.integrity is Integrity.EXTERNAL:
            return self._designated(found, sink)
        if not found.names:
            return self._by_its_field(found, sink)
        if sink in _SAID_IN_FIGURES and self.evidence.spoken(sink):
            return False
        at_home = self.spec.effect is Effect.WRITE and self.spec.reach is Reach.OWN
        alone = self.evidence.only_one(id_type, found, value, loosely=at_home)
        return alone and self.evidence.came_by_name(found)

    def _by_its_field(self, found: Found, sink: Sink | None) -> bool:
        """Whether the person named this field of their own: nobody else wrote it, but that asks for nothing.

        What a clock says is the time where they said none.
        """
        if sink is None or sink in _BY_NO_FIELD or self._said_otherwise(found, sink):
            return False
        if not found.place:
            return sink is Sink.TIME and not _SOME_TIME.search(self.evidence.words)
        one_of_many = any(isinstance(step, int) for step in found.place)
        return not one_of_many and _as_noun(_field(found), unquoted(self.evidence.words))

    def _designated(self, found: Found, sink: Sink | None) -> bool:
        """Whether the person named a thing of their own and this field of it: "the same guests as …"."""
        if found.thing is None or sink not in _DESIGNATED or self._said_otherwise(found, sink):
            return False
        known = self.evidence.only_one(found.thing[0], found, found.thing[1])
        return known and self.evidence.came_by_name(found) and self._told_of(found)

    def _told_of(self, found: Found) -> bool:
        """Whether one sentence names both the thing and the field, without a "not"."""
        called = self.evidence.called_as(found)
        return any(
            any(begin <= at < begin + len(sentence) for at, _ in called)
            and _as_noun(_field(found), unquoted(sentence))
            and not negated(sentence.rstrip(".!?; \n"), len(sentence))
            for begin, sentence in sentences(self.evidence.words)
        )

    def _said_otherwise(self, found: Found, sink: Sink) -> bool:
        """Whether they said a value of this role themselves. Every word could be an option."""
        if sink is Sink.OPTION:
            return False
        called = self.evidence.called_as(found)
        return any(not any(begin <= at < end for begin, end in called) for _, at in aims(sink, self.evidence))

    def _read(
        self, leaf: Leaf, sink: Sink | None, origin: Origin, found: Found, *, licensed: bool = False
    ) -> Trace:
        return self._made(
            leaf,
            sink,
            origin,
            licensed=licensed,
            outside=found.label.tainted,
            pointed=found.typed or self.evidence.led_to(found),
            source=_words_for(found),
            call_id=found.reading.call_id,
            field=path(found.place),
            quote=found.quote,
        )

    @staticmethod
    def _made(leaf: Leaf, sink: Sink | None, origin: Origin, *, licensed: bool, **more: Any) -> Trace:
        shown = leaf.value if isinstance(leaf.value, str) else repr(leaf.value)
        return Trace(path(leaf.place), sink, shown[:_SHOWN], origin, licensed, **more)


def _field(found: Found) -> str:
    """The words for the field of a place."""
    return next((step for step in reversed(found.place) if isinstance(step, str)), "").replace("_", " ")


def _as_noun(field: str, words: str) -> bool:
    """Whether the words speak of the field: "to" and "cc" are said of anything, and "mail" is a verb too."""
    own = set(field.casefold().split()) - STOP_WORDS - _LEADING
    if own <= VERBS:
        return bool(own) and any(phrase_in(f"{one} {field}", words) for one in _ITS)
    return phrase_in(field, words)


def said(leaf: Leaf, sink: Sink, value: str | None, evidence: Evidence) -> bool:
    """Whether the person's words hold this value in this role."""
    words = evidence.words
    match sink:
        case Sink.CONTENT:
            return (
                isinstance(leaf.value, str) and evidence.says(leaf.value) and bool(worded(leaf.value, words))
            )
        case Sink.TIME:
            own = _with_times(words, evidence.today)
            plain = isinstance(leaf.value, str) and not turns_times(own)
            return plain and said_at_once(leaf.value, own, today=evidence.today)
        case Sink.OPTION if isinstance(leaf.value, bool):
            return leaf.value and _chosen(_spoken(leaf), evidence)
        case Sink.OPTION if isinstance(leaf.value, str):
            said_as = (leaf.value, *_SHORT.get(leaf.value, ()))
            return any(_chosen(one, evidence) for one in said_as)
        case _:
            return value in evidence.spoken(sink)


def _chosen(phrase: str, evidence: Evidence) -> bool:
    """Whether the person chose this in their own words: no piece of a text that they gave."""
    words = evidence.words
    return evidence.says(phrase) and any(not quoted_in(words, *span) for span in worded(phrase, words))


def _with_times(words: str, today: date) -> str:
    """The words without quotations, but for those that are a time and no more."""
    plain = list(unquoted(words))
    for begin, end in quotations(words):
        if canonical(words[begin:end], Sink.TIME, today=today) is not None:
            plain[begin:end] = words[begin:end]
    return "".join(plain)


def _declared(spec: ToolSpec, place: Place) -> tuple[Mapping[str, Any], bool]:
    """What the tool's schema says of this place, and whether it must be given."""
    about: Any = spec.parameters
    needed = False
    for step in place:
        about = about if isinstance(about, Mapping) else {}
        needed = step in about.get("required", ())
        about = about.get("items") if isinstance(step, int) else about.get("properties", {}).get(step)
    return (about if isinstance(about, Mapping) else {}), needed


def _spoken(leaf: Leaf) -> str:
    """The words for a switch: its name."""
    return str(leaf.place[-1]).replace("_", " ")


def _words_for(found: Found) -> str:
    if not found.names:
        return found.reading.source
    name = found.names[0]
    # Whoever named the thing writes a part of the sentence that the person judges by.
    short = name if len(name) <= _NAME else f"{name[:_NAME]}…"
    return f"{quoted(short)}, {found.reading.source}"


def _written(value: Any) -> tuple[str, ...]:
    """How a text would hold the value."""
    if isinstance(value, str):
        return (value,)
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return (f"{value:.2f}", str(value)) if number else ()
