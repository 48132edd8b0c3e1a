"""How characters are read before a value is looked for.

Every reading keeps the length of the text, so a place in it is a place in the
original. What a person cannot see, or cannot tell from another character,
becomes ``BLOT``: it belongs to no value and parts no words, so the token that
holds it is unusable. Look-alikes of other scripts are left as they are: they
match themselves and nothing else.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import Literal

from paios.guard.provenance.normal.mention import Mention

BLOT = "\x00"

IGNORABLE = frozenset(
    [
        *(0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0),
        *range(0x180B, 0x1810),
        *range(0xFE00, 0xFE10),
        *range(0xE0000, 0xE1000),
    ]
)
"""Characters without a shape that are letters, marks or symbols by category (UAX #44, Default_Ignorable)."""

_PUNCTUATION = str.maketrans("，；！？（）、「」", ',;!?(),""')
_SMOOTH: dict[int, int] = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), ord("-"))
_SMOOTH |= str.maketrans("‘’‚‛´`“”„‟«»", "''''''\"\"\"\"\"\"")

_QUOTED = re.compile(
    r"```([^`]+)```|`([^`\n]+)`|\"([^\"\n]+)\"|“([^“”„\n]+)”|„([^„“”\n]+)[“”]|«([^«»\n]+)»|‘([^‘’\n]+)’"
    r"|(?<![^\s(\[{:,;=])'([^'\n]+)'(?![^\s)\]}.,;:!?])"
)

_PIECES = re.compile(r"\s+|\S+")

MOST_MARKS = 4096
"""Normalising is quadratic in a hostile run of combining marks, so it is given short texts only."""


def hidden(character: str) -> bool:
    """Whether it is invisible: zero-width, bidi, tag, filler, control, or no character at all."""
    if character in "\t\n\r\v\f\u0085\u2028\u2029":
        return False
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn") or ord(character) in IGNORABLE


def seen(value: str) -> bool:
    """Whether nothing in ``value`` is invisible."""
    return (value.isprintable() and value.isascii()) or not any(map(hidden, value))


def exact(text: str) -> str:
    """For roles whose characters are an address: all white space is a space, what is not plain is blotted."""
    return text if _plain(text) else text.translate(_Reading(_exactly))


def flat(text: str) -> str:
    """For words and numbers: also all dashes are ``-`` and all quotes are straight."""
    return exact(text.translate(_SMOOTH))


def lowered(text: str) -> str:
    """Small letters, one for one: a place in the answer is a place in the text."""
    small = text.lower()
    return small if len(small) == len(text) else text.translate(_Reading(_small))


def spelled_out(text: str) -> str:
    """For what a reader may follow: forms of other letters as these; what nobody sees is blotted."""
    return text.translate(_Reading(_spelled_out))


def composed(token: str) -> str | None:
    """The token in Unicode form C; ``None`` if it is not plain, or too long to be a value."""
    if len(token) > MOST_MARKS or BLOT in exact(token):
        return None
    return unicodedata.normalize("NFC", token)


def composed_text(text: str, form: Literal["NFC", "NFD"] = "NFC") -> str:
    """A whole text in Unicode form C, or D, but for words that are too long to be any."""
    return "".join(
        piece if piece.isascii() or len(piece) > MOST_MARKS else unicodedata.normalize(form, piece)
        for piece in _PIECES.findall(text)
    )


def quoted(text: str) -> Iterator[tuple[int, int]]:
    """What stands within quotation marks or backticks, each pair on one line."""
    for found in _QUOTED.finditer(text):
        yield found.span(found.lastindex or 0)


def blotted(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with these spans, in their order, blotted out, each sign in its place."""
    pieces, place = [], 0
    for begin, end in spans:
        pieces += [text[place:begin], BLOT * (end - max(begin, place))]
        place = max(end, place)
    return "".join((*pieces, text[place:]))


def within(mentions: Iterator[Mention], taken: list[tuple[int, int]]) -> Iterator[Mention]:
    """The mentions that touch none of the spans. Both come in the order of the text."""
    place = 0
    for mention in mentions:
        while place < len(taken) and taken[place][1] <= mention.start:
            place += 1
        if place == len(taken) or taken[place][0] >= mention.end:
            yield mention


def _plain(text: str) -> bool:
    return text.isascii() and text.replace("\n", "").isprintable()


class _Reading(dict[int, str]):
    """A table for ``str.translate`` that looks each character up once."""

    def __init__(self, read: Callable[[str], str]) -> None:
        self._read = read

    def __missing__(self, code: int) -> str:
        self[code] = read = self._read(chr(code))
        return read


def _exactly(character: str) -> str:
    if character in "\n\u2028\u2029\u0085":
        return "\n"
    if character.isspace() and not hidden(character):
        return " "
    spelled = character.translate(_PUNCTUATION)
    if hidden(spelled) or _compatible(spelled):
        return BLOT
    return spelled


def _compatible(character: str) -> bool:
    """Whether Unicode holds it for a form of something else: ``ｂ``, ``𝐛``, ``²``, the sign of Kelvin."""
    mapping = unicodedata.decomposition(character)
    return mapping.startswith("<") or (bool(mapping) and " " not in mapping)


def _small(character: str) -> str:
    small = character.lower()
    return small if len(small) == 1 else character


def _spelled_out(character: str) -> str:
    if hidden(character):
        return BLOT
    spelled = unicodedata.normalize("NFKC", character)
    return spelled if len(spelled) == 1 else character
