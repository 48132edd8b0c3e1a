"""Tracing: for each leaf of a call's arguments, where its value stands (P10).

A value is looked for in its own role and type alone. What licenses it is said
here and nowhere else: the person's own words, their whitelists, what the tool
does anyway, or a thing that their words name and no other answers to.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from paios.domain.label import Integrity
from paios.domain.provenance import Origin, Trace
from paios.domain.tool import Sink, ToolCall, ToolSpec
from paios.guard.provenance.evidence import Evidence, Found
from paios.guard.provenance.leaves import Leaf, leaves, path, said_of
from paios.guard.provenance.normal import (
    canonical,
    mentions,
    negated,
    phrase_in,
    time_licensed,
)

_SHOWN: Final = 400
"""Most characters of a value that a trace shows."""

_DESIGNATED: Final = frozenset({Sink.RECIPIENT, Sink.TIME})
"""Roles that a person can give by naming the field of a thing; never what is paid, run or opened."""

_SHORT: Final[Mapping[str, tuple[str, ...]]] = {
    "r": ("read", "view"),
    "w": ("write",),
    "rw": ("read and write", "read-write", "edit", "write"),
}
"""What people say for the usual short names of permissions."""

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
    looked = _Look(spec, evidence, lists)
    return tuple(looked.trace(leaf) for leaf in leaves(dict(call.arguments)) if leaf.place)


@dataclass(frozen=True, slots=True)
class _Look:
    spec: ToolSpec
    evidence: Evidence
    lists: Whitelists

    def trace(self, leaf: Leaf) -> Trace:
        sink = said_of(leaf.place, self.spec.sinks)
        id_type = said_of(leaf.place, self.spec.ids)
        if self._by_default(leaf, sink):
            return self._made(leaf, sink, Origin.DEFAULT, licensed=sink is not None)
        value = None if sink is None else canonical(leaf.value, sink, today=self.evidence.today)
        found = (
            self._in_words(leaf, sink, value)
            or self._on_list(leaf, sink, value)
            or self._in_other_role(leaf, sink)
            or self._in_readings(leaf, sink, id_type, value)
            or self._in_earlier(leaf, sink, value)
        )
        return found or self._made(leaf, sink, Origin.COMPOSED, licensed=False)

    def _by_default(self, leaf: Leaf, sink: Sink | None) -> bool:
        """Whether saying this is the same as saying nothing."""
        if leaf.value is False and sink is Sink.OPTION:
            return not phrase_in(_spoken(leaf), self.evidence.words)
        top = leaf.place[0]
        about = self.spec.parameters.get("properties", {}).get(top, {})
        if len(leaf.place) == 1 and "default" in about:
            return bool(leaf.value == about["default"])
        needed = len(leaf.place) == 1 and top in self.spec.parameters.get("required", ())
        return not needed and leaf.value in (None, "", [], {})

    def _in_words(self, leaf: Leaf, sink: Sink | None, value: str | None) -> Trace | None:
        if sink is None or not said(leaf, sink, value, self.evidence):
            return None
        return self._made(leaf, sink, Origin.PERSON, licensed=True, source=_YOURS)

    def _in_other_role(self, leaf: Leaf, sink: Sink | None) -> Trace | None:
        """What the person said, but not as what it would be here: a name where an account is wanted."""
        if sink not in (Sink.ACCOUNT, Sink.RECIPIENT) or not isinstance(leaf.value, str):
            return None
        if not phrase_in(leaf.value, self.evidence.words):
            return None
        return self._made(leaf, sink, Origin.PERSON, licensed=False, source=_YOURS)

    def _on_list(self, leaf: Leaf, sink: Sink | None, value: str | None) -> Trace | None:
        if sink is None or value is None or not self.lists.hold(sink, value):
            return None
        return self._made(leaf, sink, Origin.WHITELIST, licensed=True, source="your whitelist")

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
        for words in self.evidence.earlier:
            before = Evidence(words, self.evidence.today)
            if sink is not None and said(leaf, sink, value, before):
                return self._made(leaf, sink, Origin.PERSON, licensed=False, source=_EARLIER)
        return None

    def _licenses(self, found: Found, sink: Sink | None, id_type: str | None, value: str) -> bool:
        """Whether this place makes the value what the person named: nobody else can write there."""
        if not found.typed:
            return False
        if found.label.integrity is Integrity.EXTERNAL:
            return self._designated(found, sink)
        if found.names:
            return self.evidence.only_one(id_type, found, value)
        one_of_many = any(isinstance(step, int) for step in found.place)
        return sink is not Sink.ID and not one_of_many

    def _designated(self, found: Found, sink: Sink | None) -> bool:
        """Whether the person named a thing of their own and this field of it: "the same guests as …"."""
        if found.thing is None or sink not in _DESIGNATED:
            return False
        field = next((step for step in reversed(found.place) if isinstance(step, str)), "")
        spoken = phrase_in(field.replace("_", " "), self.evidence.words)
        return spoken and self.evidence.only_one(found.thing[0], found, found.thing[1])

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


def said(leaf: Leaf, sink: Sink, value: str | None, evidence: Evidence) -> bool:
    """Whether the person's words hold this value in this role."""
    words = evidence.words
    match sink:
        case Sink.CONTENT:
            return isinstance(leaf.value, str) and phrase_in(leaf.value, words)
        case Sink.TIME:
            return isinstance(leaf.value, str) and time_licensed(leaf.value, words, today=evidence.today)
        case Sink.OPTION if isinstance(leaf.value, bool):
            return phrase_in(_spoken(leaf), words)
        case Sink.OPTION if isinstance(leaf.value, str):
            said_as = (leaf.value, *_SHORT.get(leaf.value, ()))
            return any(phrase_in(one, words) for one in said_as)
        case _:
            return value is not None and any(
                one.value == value and not negated(words, one.start)
                for one in mentions(words, sink, today=evidence.today)
            )


def sentences_of(leaf: Leaf, sink: Sink, value: str | None, evidence: Evidence) -> frozenset[int]:
    """In which sentences of the person's message the value is said, counted from 0."""
    return frozenset(
        number
        for number, sentence in enumerate(sentences(evidence.words))
        if said(leaf, sink, value, Evidence(sentence, evidence.today))
    )


def sentences(words: str) -> Iterator[str]:
    """The message in pieces, each of which says one thing."""
    start = 0
    for index, sign in enumerate(words):
        ends = sign in "\n;" or (sign in ".!?" and words[index + 1 : index + 2].strip() == "")
        if ends:
            yield words[start : index + 1]
            start = index + 1
    yield words[start:]


def _spoken(leaf: Leaf) -> str:
    """The words for a switch: its name."""
    return str(leaf.place[-1]).replace("_", " ")


def _words_for(found: Found) -> str:
    return f"“{found.names[0]}”, {found.reading.source}" if found.names else found.reading.source


def _written(value: Any) -> tuple[str, ...]:
    """How a text would hold the value."""
    if isinstance(value, str):
        return (value,)
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return (f"{value:.2f}", str(value)) if number else ()
