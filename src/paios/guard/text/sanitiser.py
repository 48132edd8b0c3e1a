"""Owns: taking what reads like an instruction to a model out of a text from outside (I2, I3).

Only the part that was found is replaced, by a mark that can be seen. Must not
be relied on: it knows two lists of words, and there are other words.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from paios.guard.text.folding import Folded, hidden
from paios.guard.text.phrases import EXTENDED_MARKUP, EXTENDED_WORDS, FENCE, MARKS, MARKUP, WORDS

MARK: Final = "[removed: instruction-like text]"

FENCED_LIMIT: Final = 2000
"""Longest text between ``<<<`` and ``>>>`` that is taken for one thing, in characters."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Found:
    """A part of the original text, from ``start`` up to before ``end``."""

    start: int
    end: int


def sanitise(text: str, extended: bool) -> tuple[str, tuple[Found, ...]]:
    """``text`` with what is on the lists replaced by ``MARK``, and where that stood.

    ``extended`` adds the second list (I3). Takes time linear in the text.
    """
    spans = [*_spans(text, extended), *_hidden_spans(text, extended)]
    if not spans:
        return text, ()
    found = tuple(_joined(spans))
    pieces, at = [], 0
    for each in found:
        pieces += [text[at : each.start], MARK]
        at = each.end
    return "".join([*pieces, text[at:]]), found


def _spans(text: str, extended: bool) -> Iterator[Span]:
    words, marks = Folded(text), Folded(text, MARKS)
    for pattern in (WORDS, EXTENDED_WORDS) if extended else (WORDS,):
        yield from (words.span(*match.span()) for match in pattern.finditer(words.text))
    for pattern in (MARKUP, EXTENDED_MARKUP) if extended else (MARKUP,):
        yield from (marks.span(*match.span()) for match in pattern.finditer(marks.text))
    yield from (marks.span(*span) for span in _fenced(marks.text))


def _hidden_spans(text: str, extended: bool) -> Iterator[Span]:
    """What is spelled in tag characters stands where they stand, character for character."""
    if text.isascii():
        return
    unseen = hidden(text)
    if unseen.strip("\0"):
        yield from _spans(unseen, extended)


def _fenced(text: str) -> Iterator[Span]:
    """From ``<<<`` to the next ``>>>``, where that is not far."""
    opened: int | None = None
    for fence in FENCE.finditer(text):
        near = opened is not None and fence.end() - opened <= FENCED_LIMIT
        if fence[0][0] == "<":
            opened = opened if near else fence.start()
        elif near and opened is not None:
            yield opened, fence.end()
            opened = None


def _joined(spans: Iterable[Span]) -> Iterator[Found]:
    """Spans in order, those that touch made one. There is one at least."""
    (start, end), *others = sorted(spans)
    for first, last in others:
        if first <= end:
            end = max(end, last)
            continue
        yield Found(start, end)
        start, end = first, last
    yield Found(start, end)
