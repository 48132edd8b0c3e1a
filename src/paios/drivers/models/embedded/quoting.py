"""Owns: choosing which lines of the passages answer a question, and quoting them with their numbers.

A quote is a paragraph, an item or a table row, as it stands in the note.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from paios.drivers.models.embedded.dialogue import Shown
from paios.drivers.models.embedded.meaning import Meaning

_ITEM: Final = re.compile(r"(?:[-*+]|\d{1,9}[.)])\s+(?:\[[ xX]\]\s+)?")
_RULE: Final = re.compile(r"[|\s:-]*")
_LINK: Final = re.compile(r"\[\[(?P<target>[^\]|#\n]*)(?:#[^\]|\n]*)?(?:\|(?P<shown>[^\]\n]*))?\]\]")
_POINTER: Final = re.compile(
    r"(?:[:→]|\b(?:see|in|to|at|from))\s*\[\[([^\]|#\n]*)[^\]\n]*\]\][.)]*(?=\s|$)", re.IGNORECASE
)
_FRONT: Final = re.compile(r"\A---\n.*?\n---(?:\n|\Z)", re.DOTALL)
_QUOTES: Final = 3
_LONGEST: Final = 320
_SENTENCE: Final = 60
"""Characters of a short sentence."""
_MOST: Final = 96
"""Most lines that are looked at: each costs about 6 ms."""
_MARGIN: Final = 0.12
"""How much less like the question than the best quote another may be."""
_UNLIKE: Final = 0.25
"""A best quote less like the question than this is no answer."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A paragraph, item or row of a passage, with the heading above it."""

    passage: Shown
    heading: str
    source: str

    @property
    def words(self) -> str:
        plain = re.sub(r"[*_`~]+", "", _without_links(self.source))
        return " ".join(plain.split())

    @property
    def context(self) -> str:
        heading = "" if self.heading == self.passage.title else self.heading
        return f"{self.passage.title}. {heading}: {self.words}"


def quoted(question: str, passages: Sequence[Shown], meaning: Meaning) -> str | None:
    """The best quotes, each as a list item ending in ``[n]``; None where nothing fits. Blocks."""
    lines = [line for passage in passages for line in _lines(passage) if line.words][:_MOST]
    if not lines:
        return None
    in_context = meaning.likeness(question, [line.context for line in lines])
    alone = meaning.likeness(question, [line.words for line in lines])
    titles = {passage.title for passage in passages}
    scores = [
        likeness + 0.3 * own + _standing(line, titles)
        for line, likeness, own in zip(lines, in_context, alone, strict=True)
    ]
    order = sorted(range(len(lines)), key=lambda at: -scores[at])
    if max(in_context) < _UNLIKE:
        return None
    chosen = [at for at in order if scores[at] >= scores[order[0]] - _MARGIN][:_QUOTES]
    items = dict.fromkeys(f"- {_clipped(lines[at])} [{lines[at].passage.number}]" for at in chosen)
    return "\n".join(items)


def _standing(line: _Line, titles: set[str]) -> float:
    """What speaks for or against a line besides its words.

    The search's own order counts. A fragment, a line made of links, or one that
    only points to another note that is shown as well, is rarely the answer.
    """
    whole = 0.15 * min(1.0, len(line.words) / _SENTENCE)
    linked = sum(len(link["target"]) for link in _LINK.finditer(line.source)) / len(line.source)
    points = any(
        target != line.passage.title and target in titles for target in _POINTER.findall(line.source)
    )
    return whole + 0.13 / line.passage.number - 0.3 * linked - (0.25 if points else 0.0)


def _lines(passage: Shown) -> Iterator[_Line]:
    heading, paragraph, columns = "", list[str](), list[str]()
    for raw in [*_FRONT.sub("", passage.text).split("\n"), ""]:
        text = raw.strip()
        starts = not text or text.startswith(("#", "|")) or _ITEM.match(text) is not None
        if starts and paragraph:
            yield _Line(passage, heading, " ".join(paragraph))
            paragraph = []
        if text.startswith("|"):
            cells = [cell.strip() for cell in text.strip("|").split("|")]
            if columns and not _RULE.fullmatch(text):
                yield _Line(passage, heading, _row(columns, cells))
            columns = columns or cells
            continue
        columns = []
        if text.startswith("#"):
            heading = text.lstrip("# ")
        elif text:
            item = _ITEM.match(text)
            paragraph.append(text[item.end() :] if item else text)


def _row(columns: Sequence[str], cells: Sequence[str]) -> str:
    named = zip(columns, cells, strict=False)
    return ", ".join(f"{column}: {cell}" if column else cell for column, cell in named if cell)


def _without_links(text: str) -> str:
    return _LINK.sub(lambda link: link["shown"] or link["target"], text)


def _clipped(line: _Line) -> str:
    text = " ".join(_without_links(line.source).split())
    # A number in brackets would read as a citation of something else.
    text = re.sub(r"\[(\d{1,4})\]", r"(\1)", text)
    return text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(" ", 1)[0] + " …"
