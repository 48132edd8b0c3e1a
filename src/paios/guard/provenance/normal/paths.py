"""Paths of files: the whole path as it is written, with one kind of separator; capital letters count."""

import re
from collections.abc import Iterator
from typing import Final

from paios.guard.provenance.normal.characters import composed, exact, quoted, within
from paios.guard.provenance.normal.mention import Mention
from paios.guard.provenance.normal.urls import candidates
from paios.guard.provenance.normal.vocabulary import FILES, STOP_WORDS, VERBS

_FILE: Final = re.compile(r"[^/\\]*\.[A-Za-z0-9]{1,8}")
_REFUSED: Final = re.compile(r"[\n<>|\"?*]|%2[ef]|%5c|^[a-z][a-z0-9+.-]+:[/\\]{2}", re.IGNORECASE)
_WORD_BEFORE: Final = re.compile(r"([^\s.,;:!?()\[\]{}\"]+) +$")
_BACKWARDS: Final = 48
_LONGEST: Final = 1024
_MAY_PRECEDE: Final = STOP_WORDS | VERBS | FILES


def path(written: str) -> str | None:
    """The canonical path; ``None`` for what is none, or climbs with ``..``."""
    plain = composed(written.strip()) if len(written) <= _LONGEST else None
    if not plain or _REFUSED.search(plain):
        return None
    segments = plain.replace("\\", "/").split("/")
    kept = [segment for segment in segments[1:] if segment not in ("", ".")]
    if any(segment.strip() == ".." or segment != segment.strip() for segment in (segments[0], *kept)):
        return None
    first = [] if segments[0] == "." else [segments[0]]
    joined = "/".join([*first, *kept])
    return joined or None


def paths(text: str) -> Iterator[Mention]:
    """The paths in a text: tokens with a separator or a file's ending, and what is quoted."""
    plain = exact(text)
    whole = list(quoted(plain))
    yield from within((one for span in candidates(plain) for one in _token(text, plain, *span)), whole)
    for start, end in whole:
        yield from _mention(text, start, end)


def _token(text: str, plain: str, start: int, end: int) -> Iterator[Mention]:
    token = plain[start:end]
    if "/" in token or "\\" in token or (_FILE.fullmatch(token) and _begins(plain, start)):
        yield from _mention(text, start, end)


def _begins(plain: str, start: int) -> bool:
    """Whether a file's name begins here: the word before is not part of it, as in "meeting notes.md"."""
    before = _WORD_BEFORE.search(plain[max(0, start - _BACKWARDS) : start])
    return before is None or before[1].lower() in _MAY_PRECEDE


def _mention(text: str, start: int, end: int) -> Iterator[Mention]:
    value = path(text[start:end])
    if value is not None:
        yield Mention(value, start, end)
