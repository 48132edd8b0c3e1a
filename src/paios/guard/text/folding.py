"""Owns: the form of a text in which disguised words look alike, and the way back to the text itself.

Compatibility forms are undone (NFKD), accents and soft hyphens dropped,
look-alikes made Latin, case folded. Whatever else is neither letter nor digit,
also what nobody sees (zero-width, bidirectional and tag characters), is a space
between words, and nothing within markup.
"""

import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from paios.guard.text.lookalikes import LOOKALIKES

_SOFT_HYPHEN: Final = "\u00ad"
_TAGS: Final = range(0xE0020, 0xE007F)


class _Letters(dict[int, str]):
    """What each character becomes, found when it is first met."""

    def __init__(self, kept: str) -> None:
        super().__init__()
        self._kept = kept

    def __missing__(self, code: int) -> str:
        plain = "".join(LOOKALIKES.get(char, char) for char in unicodedata.normalize("NFKD", chr(code)))
        self[code] = folded = "".join(self._one(char) for char in plain.casefold())
        return folded

    def _one(self, char: str) -> str:
        if char.isalnum() or char in self._kept:
            return char
        category = unicodedata.category(char)
        left_out = char == _SOFT_HYPHEN or category[0] == "M" or (category == "Cf" and self._kept)
        return "" if left_out else " "


@dataclass(frozen=True)
class Folded:
    """A text and its folded form. ``kept`` are the signs of markup, which stay as they are."""

    source: str
    kept: str = ""

    @cached_property
    def _letters(self) -> _Letters:
        return _Letters(self.kept)

    @cached_property
    def text(self) -> str:
        """The folded form: lower case, one space for each sign that is left out."""
        return self.source.translate(self._letters)

    @cached_property
    def _places(self) -> list[int]:
        """Where each folded character stands in the source."""
        letters = self._letters
        return [at for at, char in enumerate(self.source) for _ in letters[ord(char)]]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The part of the source that a part of the folded form was made from. It is not empty."""
        if self.source.isascii():
            return start, end
        return self._places[start], self._places[end - 1] + 1


def hidden(text: str) -> str:
    """``text`` with its tag characters (U+E0020 to U+E007E), which nobody sees, as the letters that a
    model reads in them, and a NUL for each character that can be seen. As long as ``text``."""
    return "".join(chr(ord(char) - 0xE0000) if ord(char) in _TAGS else "\0" for char in text)
