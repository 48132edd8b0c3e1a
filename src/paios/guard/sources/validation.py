"""A second model's doubt about the call (I7): a word on the card, which decides nothing here.

Where the person chose that a doubt blocks, the floor denies.
"""

from paios.domain.decision import Reason, Source, Verdict
from paios.guard.facts import Facts, Proposal


def validation(proposal: Proposal, facts: Facts) -> Reason | None:  # noqa: ARG001 - the shape of a source
    """Speaks last, so that it is read and never wins."""
    if proposal.validation is None:
        return None
    return Reason(Source.VALIDATION, Verdict.ASK, "validation_doubt", proposal.validation.text)
