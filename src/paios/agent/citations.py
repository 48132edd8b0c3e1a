"""Numbered passages: how a model cites what it read, and what its numbers mean."""

import re
from collections.abc import Sequence
from typing import Final

from paios.domain.conversation import Citation
from paios.domain.tool import Passage

_MARK: Final = re.compile(r"\[(\d{1,4})\]")
_QUOTE_LIMIT: Final = 400


def rendered(passages: Sequence[Passage], first_number: int) -> str:
    """Passages as the model sees them, numbered on from ``first_number``."""
    blocks = [
        f"[{number}] {passage.path} (lines {passage.first_line}-{passage.last_line})\n{passage.text}\n"
        for number, passage in enumerate(passages, first_number)
    ]
    return "\n".join(blocks)


def cited(text: str, passages: Sequence[Passage]) -> tuple[Citation, ...]:
    """What the numbers in ``text`` stand for, in the order of first use.

    ``passages`` are all that the run saw, in order. A number that stands for
    none of them is left out, so that the page shows it as plain text.
    """
    numbers = dict.fromkeys(int(found) for found in _MARK.findall(text))
    return tuple(_citation(number, passages[number - 1]) for number in numbers if 0 < number <= len(passages))


def without_marks(text: str) -> str:
    """An older answer as context: its numbers mean nothing in a new run."""
    return _MARK.sub("", text)


def _citation(number: int, passage: Passage) -> Citation:
    return Citation(
        number,
        passage.path,
        passage.title,
        passage.first_line,
        passage.last_line,
        passage.text[:_QUOTE_LIMIT],
        passage.label.tainted,
    )
