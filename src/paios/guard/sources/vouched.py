"""What is plainly the person's own words needs no second yes, where they chose so."""

from paios.domain.caution import Mode
from paios.domain.decision import Reason, Source, Verdict
from paios.guard.facts import Facts, Proposal


def vouched(_proposal: Proposal, facts: Facts) -> Reason | None:
    """Allow, in ``vouched`` mode, a call whose every argument the person said."""
    standing = facts.standing
    if facts.caution.mode is not Mode.VOUCHED or standing.doubt is not None or standing.objections:
        return None
    return Reason(Source.VOUCHED, Verdict.ALLOW, "vouched", "It is plainly what you said.")
