"""What a person does themselves, on their own page, needs nobody's leave."""

from paios.domain.decision import Reason, Source, Verdict
from paios.domain.principal import Kind
from paios.guard.facts import Facts, Proposal


def own_hand(proposal: Proposal, _facts: Facts) -> Reason | None:
    """Allow what a signed-in person does without an agent between."""
    principal = proposal.principal
    if proposal.by_hand and principal.kind is Kind.USER and principal.interactive:
        return Reason(Source.OWN_HAND, Verdict.ALLOW, "own_hand", f"{principal.name} did this themselves.")
    return None
