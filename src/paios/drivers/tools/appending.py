"""Owns how lines are added to the end of a note so that they look as if the person had written them. Pure."""

import re
from dataclasses import dataclass
from typing import Final

_ITEM: Final = re.compile(
    r"(?P<indent>[ \t]*)(?P<mark>[-*+]|\d{1,9}[.)])[ \t]+(?:(?P<box>\[[ xX]\])[ \t]+)?(?=\S)"
)
_BLOCK: Final = re.compile(r"\s|#{1,6} |>|\||```|~~~|(?:-{3,}|\*{3,}|_{3,})\s*$")
"""What begins a line that is neither an item at the left edge nor plain words."""


@dataclass(frozen=True, slots=True)
class _Style:
    """How the items of a list are marked, as its last item is."""

    indent: str
    mark: str
    box: bool

    def item(self, line: str, place: int) -> str:
        """``line``, with or without a mark of its own, as the ``place``-th item after the last."""
        given = _ITEM.match(line)
        words = line[given.end() :] if given else line
        box = (given and given["box"]) or ("[ ]" if self.box else None)
        number = self.mark[:-1]
        mark = f"{int(number) + place}{self.mark[-1]}" if number else self.mark
        return f"{self.indent}{mark} {f'{box} ' if box else ''}{words}"


def newline_of(text: str) -> str:
    """The line ending that a note uses."""
    return "\r\n" if "\r\n" in text else "\n"


def with_newlines(content: str, newline: str) -> str:
    """``content`` with every line ending made ``newline``."""
    return content.replace("\r\n", "\n").replace("\r", "\n").replace("\n", newline)


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
    style = _style_at_end(body)
    if style and not any(not line.strip() or _BLOCK.match(line) for line in lines):
        added = newline + newline.join(style.item(line, place) for place, line in enumerate(lines, 1))
    else:
        added = newline * 2 + newline.join(lines)
    return body + added + newline * max(1, text[len(body) :].count("\n"))


def _style_at_end(body: str) -> _Style | None:
    """The style of the list that the text ends with, on its outermost level."""
    items: list[re.Match[str]] = []
    for line in reversed(re.split(r"\r?\n", body)):
        item = _ITEM.match(line)
        if item is None:
            break
        items.append(item)
    if not items:
        return None
    last = min(items, key=lambda item: len(item["indent"]))
    return _Style(last["indent"], last["mark"], last["box"] is not None)
