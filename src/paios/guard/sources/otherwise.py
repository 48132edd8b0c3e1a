"""What nobody spoke about is asked, if a person is there to be asked (P5)."""

from typing import Final

from paios.domain.decision import Reason, Source, Verdict
from paios.guard.facts import Facts, Proposal

_CHANGES: Final = "It would change something, and no rule of yours covers it."
_TELLS: Final = "It would tell somebody outside what it looks for, and no rule of yours covers it."


def otherwise(_proposal: Proposal, facts: Facts) -> Reason:
    """Ask. Whether anybody is there to answer, and should be bothered, is the fold's business."""
    reads = facts.spec is not None and not facts.spec.acts
    text = f"{_TELLS if reads else _CHANGES} {facts.standing.doubt or ''}"
    return Reason(Source.OTHERWISE, Verdict.ASK, "not_covered", text.strip())
