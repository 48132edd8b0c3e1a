"""Owns: finding base64 in a text, so that it can be told (I4). Must not decode or remove anything.

Standard and URL-safe alphabet, with or without padding, in one piece or in
lines. Words, paths and hexadecimal hashes are no base64, although they use its
letters: in base64 capitals, small letters and digits change place all the time.
"""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

SHORTEST: Final = 40
"""Characters of base64 that are worth telling: 30 bytes."""

_CHANGES: Final = 0.35
"""The least part of its characters that are followed by one of another kind; chance makes it 0.64."""

_LETTER: Final = "[A-Za-z0-9+/_-]"
_RUN: Final = re.compile(rf"(?:{_LETTER}{{32,}}+\r?\n[ \t]*+)*{_LETTER}{{4,}}+={{0,2}}")
_HEX: Final = re.compile(r"[0-9a-f]+|[0-9A-F]+")
# The signs are left out: with them, words-like-these would change all the time.
_KINDS: Final = str.maketrans(
    {chr(code): "a" for code in range(ord("a"), ord("z") + 1)}
    | {chr(code): "A" for code in range(ord("A"), ord("Z") + 1)}
    | {chr(code): "0" for code in range(ord("0"), ord("9") + 1)}
    | dict.fromkeys("+/_-")
)


@dataclass(frozen=True, slots=True)
class Blob:
    """Where it stands in the text, and how many characters of base64 it has."""

    start: int
    end: int
    characters: int


def base64_blobs(text: str) -> tuple[Blob, ...]:
    """What looks like base64 and is long enough to hide words. Takes time linear in the text."""
    found = []
    for run in _RUN.finditer(text):
        if run.end() - run.start() >= SHORTEST:
            plain = "".join(run[0].split()).rstrip("=")
            if len(plain) >= SHORTEST and _is_mixed(plain):
                found.append(Blob(run.start(), run.end(), len(plain)))
    return tuple(found)


def _is_mixed(plain: str) -> bool:
    if _HEX.fullmatch(plain):
        return False
    kinds = plain.translate(_KINDS)
    changes = sum(one != other for one, other in pairwise(kinds))
    return changes >= _CHANGES * len(plain)
