"""Owns how a tool puts its outcome into a result for the model and a line for the person."""

from collections.abc import Iterable, Sequence
from typing import Final

from paios.domain.authorized import Authorized
from paios.domain.errors import PaiosError
from paios.domain.label import OWN_WORDS, SYSTEM_WORDS, Label, join_all
from paios.domain.tool import Outcome, Passage, ToolResult

ABOUT_NOTES: Final[Label] = SYSTEM_WORDS.join(OWN_WORDS)
"""Paios's own words about which notes there are: trusted, but private."""


def done(
    proof: Authorized,
    text: str,
    summary: str,
    passages: Sequence[Passage] = (),
    labels: Iterable[Label] = (),
) -> ToolResult:
    """The call did what it should. The label is that of all it shows; ``labels`` are those of the text."""
    label = join_all(ABOUT_NOTES, *(passage.label for passage in passages), *labels)
    return ToolResult(proof.call.id, Outcome.OK, text, summary, label, tuple(passages))


def failed(proof: Authorized, error: PaiosError) -> ToolResult:
    """The call could not do it, and changed nothing that the message does not tell."""
    return ToolResult(
        proof.call.id, Outcome.ERROR, error.message, error.message, ABOUT_NOTES, code=error.code
    )
