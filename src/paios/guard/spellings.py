"""What a rule that asks or denies compares: values as they are meant, however they are spelled (P1).

A model that may not write to somebody must not get there by a capital letter, a
blank, or a list for a single value; nor at a file by a step into a folder and out
again, or by other letters where the file system takes both for one. A rule that
allows is never read like this.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from posixpath import normpath
from typing import Any, Final, Self

from paios.domain.note_label import place_of
from paios.domain.tool import Sink
from paios.guard.provenance.leaves import Leaf, leaves, said_of
from paios.guard.provenance.normal import canonical, mentions
from paios.guard.provenance.once import likeness

Form = tuple[Sink | None, str]
"""A value to compare: its role and canonical form; or, where it has none, the value as it is."""

_ADDRESSES: Final = frozenset({Sink.RECIPIENT, Sink.URL, Sink.ACCOUNT})
_NESTED: Final = frozenset(("items", "contains", "allOf", "anyOf", "oneOf", "prefixItems"))


@dataclass(frozen=True, slots=True)
class Held:
    """What stands in one argument: the forms of its leaves, and in words those that have a role."""

    forms: frozenset[Form]
    texts: tuple[str, ...]

    @classmethod
    def of(cls, name: str, value: Any, sinks: Mapping[str, Sink]) -> Self:
        """All that stands in the argument of this name. One text may hold several addresses."""
        forms: set[Form] = set()
        texts: dict[str, None] = {}
        for leaf in leaves(value, (name,)):
            forms.add(form(leaf, sinks))
            sink = said_of(leaf.place, sinks)
            if sink is not None:
                found = [*_values(leaf.value, sink)]
                forms.update((sink, _alike(sink, one)) for one in found)
                texts |= dict.fromkeys(found)
        return cls(frozenset(forms), tuple(texts))

    def candidates(self, name: str, about: Any, sinks: Mapping[str, Sink]) -> Iterator[Any]:
        """The values that constraints on the argument name, and that stand in it, as they put them."""
        for said in _named(about, self.texts):
            if {form(leaf, sinks) for leaf in leaves(said, (name,))} <= self.forms:
                yield said
                yield [said]


def form(leaf: Leaf, sinks: Mapping[str, Sink]) -> Form:
    """What a leaf is compared by."""
    sink, value = said_of(leaf.place, sinks), leaf.value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if sink is not None and (one := _canonical(value, sink)) is not None:
        return sink, _alike(sink, one)
    return None, repr(value)


def _canonical(value: Any, sink: Sink) -> str | None:
    """The canonical form; also of a path that goes into a folder and out again, which vouches for nothing."""
    if sink is Sink.PATH and isinstance(value, str):
        value = normpath(value.strip().replace("\\", "/"))
    return canonical(value, sink)


def _alike(sink: Sink, value: str) -> str:
    """What two values share that lead to the same; in a path no capital letter counts, as on some disks."""
    return place_of(value) if sink is Sink.PATH else likeness(sink, value)


def _values(value: Any, sink: Sink) -> Iterator[str]:
    one = _canonical(value, sink)
    if one is not None:
        yield one
    elif isinstance(value, str) and sink in _ADDRESSES:
        yield from (each.value for each in mentions(value, sink))


def _named(schema: Any, texts: tuple[str, ...]) -> Iterator[Any]:
    """The values that a schema names; by a pattern, any of ``texts``. What it excludes it does not name."""
    if not isinstance(schema, Mapping):
        return
    if "const" in schema:
        yield schema["const"]
    if "pattern" in schema:
        yield from texts
    yield from schema.get("enum", ())
    for word, said in schema.items():
        if word in _NESTED:
            for one in said if isinstance(said, list) else [said]:
                yield from _named(one, texts)
