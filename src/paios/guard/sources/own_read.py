"""Reading inside the person's own space is what the assistant is for (P7)."""

from paios.domain.decision import Reason, Source, Verdict
from paios.domain.tool import Reach
from paios.guard.facts import Facts, Proposal


def own_read(_proposal: Proposal, facts: Facts) -> Reason | None:
    """Allow calls that only read, and tell nobody outside what is looked for."""
    if facts.spec is None or facts.spec.acts or facts.spec.reach is not Reach.OWN:
        return None
    return Reason(Source.OWN_READ, Verdict.ALLOW, "own_read", "It only reads in your own space.")
