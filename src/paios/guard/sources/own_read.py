"""Reading inside the person's own space is what the assistant is for (P7)."""

from paios.domain.decision import Reason, Source, Verdict
from paios.guard.facts import Facts, Proposal


def own_read(_proposal: Proposal, facts: Facts) -> Reason | None:
    """Allow calls that only read. Every tool of today reads in the person's own vault."""
    if facts.spec is not None and not facts.spec.acts:
        return Reason(Source.OWN_READ, Verdict.ALLOW, "own_read", "It only reads in your own notes.")
    return None
