"""Texts that were read, found again by any words that stand in them. It keeps no label and judges nothing.

White space and capital letters do not matter. Most of what is looked for stands
nowhere: the words that the texts are made of tell that without reading them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

_Owner = TypeVar("_Owner")


@dataclass(slots=True)
class Texts(Generic[_Owner]):
    """Texts, each with the one that it belongs to."""

    _held: list[tuple[str, _Owner]] = field(default_factory=list)
    _words: set[str] = field(default_factory=set)
    _written: str = ""
    """All words, each between line ends; empty while it is not up to date."""

    def __iter__(self) -> Iterator[tuple[str, _Owner]]:
        return iter(self._held)

    def add(self, text: str, owner: _Owner) -> None:
        """Hold this text too."""
        plain = flat(text)
        self._held.append((plain, owner))
        self._words.update(plain.split(" "))
        self._written = ""

    def holders(self, wanted: str) -> list[_Owner]:
        """Whose text holds this piece, which is ``flat`` already."""
        if not self._could_hold(wanted.split(" ")):
            return []
        return [owner for text, owner in self._held if wanted in text]

    def _could_hold(self, words: list[str]) -> bool:
        """Whether some text has each word: whole, but for how the first begins and the last one ends."""
        if not self._words.issuperset(words[1:-1]):
            return False
        if not self._written:
            self._written = "\n".join(("", *self._words, ""))
        if len(words) == 1:
            return words[0] in self._written
        return f"{words[0]}\n" in self._written and f"\n{words[-1]}" in self._written


def flat(text: str) -> str:
    """The words of a text in small letters, parted by single spaces."""
    return " ".join(text.casefold().split())
