"""One page of a list, the same everywhere (M5)."""

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Slice:
    """Which part of a list is wanted: at most ``limit`` items after ``offset``."""

    limit: int = 50
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A slice of a list, and how many items the whole list has."""

    items: tuple[T, ...]
    total: int
