"""What a person does themselves, on their own page, needs nobody's leave."""

from paios.domain.decision import Reason, Source, Verdict
from paios.guard.facts import Facts, Proposal


def own_hand(proposal: Proposal, _facts: Facts) -> Reason | None:
    """Allow what a signed-in person does without an agent between."""
    if not proposal.by_hand:
        return None
    text = f"{proposal.principal.name} did this themselves."
    return Reason(Source.OWN_HAND, Verdict.ALLOW, "own_hand", text)
