"""What nobody spoke about is asked, if a person is there to be asked (P5)."""

from typing import Final

from paios.domain.decision import Reason, Source, Verdict
from paios.guard.facts import Facts, Proposal

_CHANGES: Final = "It would change something, and no rule of yours covers it."


def otherwise(_proposal: Proposal, facts: Facts) -> Reason:
    """Ask. Whether anybody is there to answer is the fold's business."""
    reads = facts.spec is not None and not facts.spec.acts
    text = "No rule of yours covers it." if reads else _CHANGES
    return Reason(Source.OTHERWISE, Verdict.ASK, "not_covered", text)
