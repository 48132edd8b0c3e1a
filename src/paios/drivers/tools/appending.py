"""Owns how lines are added to the end of a note so that they look as if the person had written them. Pure."""

import re
from dataclasses import dataclass
from typing import Final, Self

_ITEM: Final = re.compile(
    r"(?P<indent>[ \t]*)(?P<mark>[-*+]|\d{1,9}[.)])(?P<box>[ \t]+\[[ xX]\])?[ \t]+(?=\S)"
)
_BLOCK: Final = re.compile(r"\s|#{1,6} |>|\||```|~~~|(?:-{3,}|\*{3,}|_{3,})\s*$")
"""What begins a line that is neither an item at the left edge nor plain words."""


@dataclass(frozen=True, slots=True)
class _Style:
    """How the items of a list are marked; ``number`` is that of its last item."""

    indent: str
    mark: str
    box: bool
    number: int | None

    @classmethod
    def of(cls, line: str) -> Self | None:
        item = _ITEM.match(line)
        if item is None:
            return None
        digits = item["mark"].rstrip(".)")
        return cls(
            item["indent"], item["mark"], item["box"] is not None, int(digits) if digits.isdigit() else None
        )

    def item(self, words: str, place: int) -> str:
        mark = self.mark if self.number is None else f"{self.number + place}{self.mark[-1]}"
        return f"{self.indent}{mark} {'[ ] ' if self.box else ''}{words}"


def newline_of(text: str) -> str:
    """The line ending that a note uses."""
    return "\r\n" if "\r\n" in text else "\n"


def with_newlines(content: str, newline: str) -> str:
    """``content`` with every line ending made ``newline``."""
    return "\n".join(content.split("\r\n")).replace("\r", "\n").replace("\n", newline)


def appended(text: str, content: str) -> str:
    """``text`` with ``content`` after it.

    Where the note ends with a list, and the content is items or plain lines,
    it goes on with the list in the list's own style: indent, bullet or number,
    an open box where there are boxes. Otherwise it becomes a paragraph of its
    own. The blank lines that the note ended with still end it.
    """
    newline = newline_of(text)
    lines = with_newlines(content, "\n").strip("\n").split("\n")
    body = text.rstrip()
    if not body:
        return newline.join(lines) + newline
    style = _Style.of(re.split(r"\r?\n", body)[-1])
    items = _as_items(lines, style) if style else None
    gap = newline if items else newline * 2
    tail = text[len(body) :].lstrip(" \t") or newline
    return body + gap + newline.join(items or lines) + tail


def _as_items(lines: list[str], style: _Style) -> list[str] | None:
    """The lines as items of a list; None where they are something else."""
    if any(not line.strip() or _BLOCK.match(line) for line in lines):
        return None
    return [style.item(_words(line, style), place) for place, line in enumerate(lines, 1)]


def _words(line: str, style: _Style) -> str:
    item = _ITEM.match(line)
    if item is None:
        return line
    # A box that is ticked, or that the note's list does not use, is part of the words.
    kept = item["box"].strip() + " " if item["box"] and not style.box else ""
    return kept + line[item.end() :]
