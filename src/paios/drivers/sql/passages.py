"""Notes cut into passages: what a search finds and an answer cites (V4)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

LONGEST: Final = 1200
"""Most characters in a passage: a screenful, and what an embedding still takes in."""

_HEADING: Final = re.compile(r"(#{1,6})[ \t]+(.*)")
_FENCE: Final = re.compile(r" {0,3}(```|~~~)")


@dataclass(frozen=True, slots=True)
class Piece:
    """Lines of a note, counted from 1, both ends included, under a trail of headings ("House > Boiler")."""

    heading: str
    first_line: int
    last_line: int
    text: str


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str

    @property
    def blank(self) -> bool:
        return not self.text.strip()


def pieces_of(text: str) -> list[Piece]:
    """The passages of a note, in order. Blank ones are left out; none crosses a heading."""
    return [
        Piece(heading, lines[0].number, lines[-1].number, "\n".join(line.text for line in lines))
        for heading, section in _sections(text)
        for lines in map(_trimmed, _cut(section))
        if lines
    ]


def _sections(text: str) -> Iterator[tuple[str, list[_Line]]]:
    trail: list[tuple[int, str]] = []
    section: list[_Line] = []
    fence = ""
    for number, line in enumerate(text.split("\n"), start=1):
        line = line.rstrip("\r")
        fence = _fence_after(fence, line)
        found = None if fence else _HEADING.fullmatch(line)
        if found:
            if trail or not _front_matter_only(section):
                yield " > ".join(name for _, name in trail), section
                section = []
            depth = len(found[1])
            trail = [outer for outer in trail if outer[0] < depth]
            trail.append((depth, found[2].strip().rstrip("#").rstrip()))
        section.append(_Line(number, line))
    yield " > ".join(name for _, name in trail), section


def _front_matter_only(section: list[_Line]) -> bool:
    """Whether nothing but YAML between two ``---`` is here: it goes with the first heading's passage."""
    lines = [line.text.strip() for line in _trimmed(section)]
    return len(lines) > 1 and lines[0] == lines[-1] == "---" and lines.count("---") == 2


def _fence_after(fence: str, line: str) -> str:
    """The code fence that is open after ``line``, or nothing: ``#`` is no heading in code."""
    found = _FENCE.match(line)
    if not found:
        return fence
    if not fence:
        return found[1]
    return "" if found[1] == fence else fence


def _cut(section: list[_Line]) -> Iterator[list[_Line]]:
    """Pieces that are short enough, ended at a blank line where there is one."""
    held: list[_Line] = []
    size = 0
    for line in _short(section):
        if size + len(line.text) + 1 > LONGEST and held:
            blank = max((at for at, earlier in enumerate(held) if earlier.blank), default=len(held))
            yield held[:blank]
            held = held[blank:]
            size = sum(len(earlier.text) + 1 for earlier in held)
            if size + len(line.text) + 1 > LONGEST:
                yield held
                held, size = [], 0
        held.append(line)
        size += len(line.text) + 1
    yield held


def _short(section: list[_Line]) -> Iterator[_Line]:
    for line in section:
        for at in range(0, max(len(line.text), 1), LONGEST - 1):
            yield _Line(line.number, line.text[at : at + LONGEST - 1])


def _trimmed(lines: list[_Line]) -> list[_Line]:
    full = [at for at, line in enumerate(lines) if not line.blank]
    return lines[full[0] : full[-1] + 1] if full else []
