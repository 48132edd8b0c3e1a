"""Whether a text is worded as the person worded it: same words, same signs, hardly another case.

A phrase is found whatever its signs and its case. What goes out to somebody
must not carry more than the phrase does: any number of secrets can be written
with brackets, blanks, and the case of letters.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from paios.guard.provenance.normal.characters import composed_text

_WORD: Final = re.compile(r"\w+")
_SMOOTH: Final = str.maketrans("’‘‛´`“”„‟«»‐‑‒–—", '\'\'\'\'\'""""""-----')
_PLAIN: Final = frozenset(
    ("", " ", ",", ".", "!", "?", ":", ";", "-", " -", "'", '"', "\n", "\n\n", ",\n", ".\n")
)
_SMALL: Final = 4
"""Words up to so many letters stay small in a title."""

_FREEDOM: Final = 2
"""So many signs, and so many words' cases, may differ."""


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int
    before: str
    """What stands between it and the one before."""


def worded(value: str, words: str) -> tuple[tuple[int, int], ...]:
    """Where in the message, which is in Unicode form C, the text stands as it is, but for a sign or two."""
    value = composed_text(value)
    wanted, said = list(_tokens(value)), list(_tokens(words))
    if not wanted:
        return ()
    end = _signs(value[wanted[-1].end :])
    if len(wanted[0].before) > _SMALL or len(end) > _SMALL or not {*wanted[0].before, *end} <= _ENDS:
        return ()
    size = len(wanted)
    return tuple(
        (said[at].start, said[at + size - 1].end)
        for at in range(len(said) - size + 1)
        if said[at].text.casefold() == wanted[0].text.casefold() and _same(wanted, said[at : at + size])
    )


_ENDS: Final = frozenset(" .,!?:;'\"()-\n")


def _same(wanted: list[_Token], said: list[_Token]) -> bool:
    pairs = list(zip(wanted, said, strict=True))
    if any(one.text.casefold() != other.text.casefold() for one, other in pairs):
        return False
    gaps = [(one.before, other.before) for one, other in pairs[1:] if one.before != other.before]
    if len(gaps) > _FREEDOM or any(mine.strip(" ") not in _PLAIN for mine, _ in gaps):
        return False
    texts = [one.text for one in wanted]
    cases = sum(one.text != other.text for one, other in pairs)
    return (
        cases <= _FREEDOM
        or any(map(str.islower, [" ".join(texts)]))
        or _title(texts)
        or " ".join(texts).isupper()
    )


def _title(texts: list[str]) -> bool:
    """Whether it is written as titles are: all words large, or all but the small ones."""
    return all(one[0].isupper() or not one[0].isalpha() or len(one) <= _SMALL for one in texts) and all(
        one[1:] == one[1:].lower() for one in texts
    )


def _tokens(text: str) -> Iterator[_Token]:
    place = 0
    for found in _WORD.finditer(text):
        yield _Token(found[0], found.start(), found.end(), _signs(text[place : found.start()]))
        place = found.end()


def _signs(gap: str) -> str:
    """The signs of a gap, where one blank more or less does not count."""
    return gap if gap in ("", " ") else re.sub("[ \t]+", " ", gap.translate(_SMOOTH).replace("\r\n", "\n"))
