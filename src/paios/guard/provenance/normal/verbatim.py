"""What is taken word for word: commands, and the words that choose an option."""

import re
from collections.abc import Iterator
from typing import Final

from paios.guard.provenance.normal.amounts import amounts
from paios.guard.provenance.normal.characters import BLOT, composed, exact, flat, lowered, quoted, seen
from paios.guard.provenance.normal.mention import Mention

_WORD: Final = re.compile(rf"(?<![\w@.:/\\{BLOT}'-])[^\W\d](?:[\w-]*\w)?(?![\w@/\\{BLOT}]|['.:-][\w{BLOT}])")
_OPTION: Final = re.compile(r"[^\W\d](?:[\w -]*\w)?|[0-9]+(?:\.[0-9]+)?")
_LONGEST_OPTION: Final = 64
_LONGEST_COMMAND: Final = 4096


def command(written: str) -> str | None:
    """The command as it stands; ``None`` if part of it cannot be seen."""
    stripped = written.strip()
    return stripped if stripped and len(stripped) <= _LONGEST_COMMAND and seen(stripped) else None


def commands(text: str) -> Iterator[Mention]:
    """What is quoted, and the whole message."""
    for start, end in (*quoted(text), (0, len(text))):
        value = command(text[start:end])
        if value is not None:
            yield Mention(value, start, end)


def option(written: str) -> str | None:
    """The word in small letters; ``-`` and ``_`` are spaces."""
    plain = composed(written.strip()) if len(written) <= _LONGEST_OPTION else None
    if not plain or not _OPTION.fullmatch(plain):
        return None
    return " ".join(lowered(plain).replace("_", " ").replace("-", " ").split()) or None


def options(text: str) -> Iterator[Mention]:
    """Every word, what is quoted, and the bare numbers."""
    plain = exact(text)
    for found in _WORD.finditer(lowered(flat(text))):
        yield from _mention(text, *found.span())
    for start, end in quoted(plain):
        yield from _mention(text, start, end)
    for number in amounts(text):
        if " " not in number.value:
            yield from _mention(text, number.start, number.end)


def _mention(text: str, start: int, end: int) -> Iterator[Mention]:
    value = option(text[start:end])
    if value is not None:
        yield Mention(value, start, end)
