"""What nobody spoke about is asked, if a person is there to be asked (P5)."""

from typing import Final

from paios.domain.decision import Reason, Source, Verdict
from paios.domain.tool import Reach, ToolSpec
from paios.guard.facts import Facts, Proposal

_CHANGES: Final = "It would change something, and no rule of yours covers it."
_TELLS: Final = "It would tell somebody outside what it looks for, and no rule of yours covers it."
_READS: Final = "It would only read, and no rule of yours covers it."


def otherwise(_proposal: Proposal, facts: Facts) -> Reason:
    """Ask. Whether anybody is there to answer, and should be bothered, is the fold's business."""
    text = f"{_does(facts.spec)} {facts.standing.doubt or ''}"
    return Reason(Source.OTHERWISE, Verdict.ASK, "not_covered", text.strip())


def _does(spec: ToolSpec | None) -> str:
    if spec is None or spec.acts:
        return _CHANGES
    return _TELLS if spec.reach is Reach.OUTSIDE else _READS
