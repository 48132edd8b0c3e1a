"""Places in JSON: the leaves of arguments and results, and what was declared about them.

A place is a tuple of keys and indexes. Its pattern, as tool specs write it,
has ``[]`` for every index: the place ``("items", 3, "to")`` is ``items[].to``.
Two places are never written alike: what would make a key look like more than
one step is escaped, so that no key borrows what was declared of a member.
"""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

_ESCAPED: Final = str.maketrans({sign: f"%{ord(sign):02X}" for sign in "%.[]"})
_EMPTY: Final = "%"
"""How a key without signs is written: nothing else is."""

Place = tuple[str | int, ...]
_Said = TypeVar("_Said")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value that holds no other. A key that an object was given freely is a leaf too."""

    place: Place
    value: Any


def leaves(value: Any, place: Place = (), declared: Container[str] = ()) -> Iterator[Leaf]:
    """Every leaf, in order. Empty lists and objects are leaves.

    The keys of nested objects come too, at the place of their object: whoever
    fills an object chooses its keys as freely as its values. Those at
    ``declared`` patterns are the tool's own form, and no values.
    """
    if isinstance(value, Mapping) and value:
        for key, item in value.items():
            within = (*place, key)
            if place and pattern(within) not in declared:
                yield Leaf(place, key)
            yield from leaves(item, within, declared)
    elif isinstance(value, list | tuple) and value:
        for index, item in enumerate(value):
            yield from leaves(item, (*place, index), declared)
    else:
        yield Leaf(place, value)


def pattern(place: Place) -> str:
    """The place as tool specs write it."""
    return _written(place, "[]")


def path(place: Place) -> str:
    """The place as a person reads it: ``items[3].to``."""
    return _written(place, None)


def said_of(place: Place, declared: Mapping[str, _Said]) -> _Said | None:
    """What was declared of this place, or else of the nearest list or object around it."""
    for length in range(len(place), -1, -1):
        found = declared.get(pattern(place[:length]))
        if found is not None:
            return found
    return None


def _written(place: Place, index: str | None) -> str:
    text = ""
    for step in place:
        if isinstance(step, int):
            text += index or f"[{step}]"
        else:
            text += ("." if text else "") + (step.translate(_ESCAPED) or _EMPTY)
    return text
