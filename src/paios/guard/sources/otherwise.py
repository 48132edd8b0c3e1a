"""What nobody spoke about is asked, if a person is there to be asked (P5)."""

from paios.domain.decision import Reason, Source, Verdict
from paios.guard.facts import Facts, Proposal


def otherwise(_proposal: Proposal, _facts: Facts) -> Reason:
    """Ask. Whether anybody is there to answer is the fold's business."""
    return Reason(
        Source.OTHERWISE, Verdict.ASK, "acts", "It would change something, and no rule of yours covers it."
    )
