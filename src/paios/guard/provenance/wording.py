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
_SIGNS: Final = (
    *(",", ".", "!", "?", ":", ";", "-", "'", '"', "(", ")", '."', '!"', '?"'),
    *("\n", "\n\n", ",\n", ".\n"),
)
_PLAIN: Final = frozenset(("", " ", *(a + sign + b for sign in _SIGNS for a in ("", " ") for b in ("", " "))))
"""Gaps that may stand for another. No run of blanks is one: it could be as long as what it hides."""

_SMALL: Final = frozenset(
    ["a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"]
)
"""Words that may stay small in a title."""

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
    if value not in (composed_text(value), composed_text(value, "NFD")):
        return ()
    value = composed_text(value)
    wanted, said = list(_tokens(value)), list(_tokens(words))
    if not wanted:
        return ()
    size, begin, end = len(wanted), _flat(wanted[0].before), _flat(value[wanted[-1].end :])
    followed = [*(one.before for one in said[1:]), words[said[-1].end :] if said else ""]
    return tuple(
        (said[at].start, said[at + size - 1].end)
        for at in range(len(said) - size + 1)
        if said[at].text.lower() == wanted[0].text.lower()
        and _same(wanted, said[at : at + size])
        and (begin in _PLAIN or _flat(said[at].before).endswith(begin))
        and (end in _PLAIN or _flat(followed[at + size - 1]).startswith(end))
    )


def _same(wanted: list[_Token], said: list[_Token]) -> bool:
    pairs = list(zip(wanted, said, strict=True))
    if any(one.text.lower() != other.text.lower() for one, other in pairs):
        return False
    gaps = [(one.before, other.before) for one, other in pairs[1:]]
    return _same_gaps(gaps) and _same_case([(one.text, other.text) for one, other in pairs])


def _same_gaps(gaps: list[tuple[str, str]]) -> bool:
    """Whether the gaps are those of the message, set in other signs throughout or, here and there, plain."""
    set_as: dict[str, str] = {}
    others = [
        mine
        for mine, theirs in gaps
        if _flat(mine) not in (_flat(theirs), _signs(theirs)) or set_as.setdefault(theirs, mine) != mine
    ]
    return len(others) <= _FREEDOM and _PLAIN.issuperset(map(_flat, others))


def _same_case(pairs: list[tuple[str, str]]) -> bool:
    """Whether the words are in the person's case, but for one or two; or all small, all large, or a title."""
    cases = [one for one in pairs if one[0] != one[1]]
    if len(cases) <= _FREEDOM and all(one in _cases(other) for one, other in cases):
        return True
    texts = [one for one, _ in pairs]
    said = [other for _, other in pairs]
    return texts in ([one.lower() for one in said], [one.upper() for one in said]) or _title(pairs)


def _title(pairs: list[tuple[str, str]]) -> bool:
    """Whether it is written as titles are: all words large, or all but the small ones."""
    small = [(one, other) for one, other in pairs if other.lower() in _SMALL]
    telling = [(one, other) for one, other in pairs if other.lower() not in _SMALL]
    kept = all(one == (_large(other) if other.islower() else other) for one, other in telling)
    lowered = sum(one == other.lower() for one, other in small)
    return (
        (kept or all(one == _large(other) for one, other in telling))
        and all(one in (other.lower(), _large(other)) for one, other in small)
        and min(lowered, len(small) - lowered) <= _FREEDOM
    )


def _cases(word: str) -> tuple[str, ...]:
    return word.lower(), word.upper(), _large(word)


def _large(word: str) -> str:
    return word[0].upper() + word[1:].lower()


def _tokens(text: str) -> Iterator[_Token]:
    place = 0
    for found in _WORD.finditer(text):
        yield _Token(found[0], found.start(), found.end(), text[place : found.start()])
        place = found.end()


def _flat(gap: str) -> str:
    """The gap in plain signs."""
    return gap if gap in ("", " ") else gap.translate(_SMOOTH).replace("\r\n", "\n")


def _signs(gap: str) -> str:
    """The same with single blanks."""
    return re.sub("[ \t]+", " ", _flat(gap))
