"""A person's answer to exactly this question (P9)."""

from typing import Final

from paios.domain.approval import ApprovalState
from paios.domain.decision import Confirmation, Reason, Source, Verdict
from paios.guard.facts import Facts, Proposal
from paios.guard.sources.critical import confirmation

SAID_NO: Final = "said_no"

_NO: Final = {
    ApprovalState.DENIED: (SAID_NO, "You said no."),
    ApprovalState.EXPIRED: ("no_answer", "Nobody answered in time, so the answer is no."),
    ApprovalState.WITHDRAWN: ("withdrawn", "The question was withdrawn."),
}


def approval(proposal: Proposal, facts: Facts) -> Reason | None:
    """Allow what was approved, exactly as it was shown; deny what was denied or expired.

    A yes to another fingerprint, user or run says nothing, nor does a click where more is
    wanted: the call asks again.
    """
    answered = facts.approval
    if answered is None:
        return None
    if answered.state in _NO:
        code, text = _NO[answered.state]
        return Reason(Source.APPROVAL, Verdict.DENY, code, text)
    same = (
        answered.state is ApprovalState.APPROVED
        and answered.fingerprint == facts.fingerprint
        and answered.user_id == proposal.principal.user_id
        and answered.run_id == proposal.run_id
        and (confirmation(facts) is Confirmation.CLICK or answered.confirmed_by is not None)
    )
    return Reason(Source.APPROVAL, Verdict.ALLOW, "said_yes", "You said yes.") if same else None
