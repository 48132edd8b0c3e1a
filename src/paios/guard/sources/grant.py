"""Asking for task grants is always a question, and no question at all once the run is tainted (I12)."""

from paios.domain.decision import Reason, Source, Verdict
from paios.domain.tool import GRANTING
from paios.guard.facts import Facts, Proposal


def grant(proposal: Proposal, facts: Facts) -> Reason | None:
    """Ask, whatever rules say. Deny where words from outside could be the ones that ask."""
    if facts.call is None or facts.call.tool != GRANTING:
        return None
    if facts.tainted:
        text = (
            "Permissions can be asked for only before anything from outside was read. "
            "Call the tool itself: the person is asked about it then."
        )
        return Reason(Source.GRANT, Verdict.DENY, "asked_too_late", text)
    asked = {action["tool"] for action in facts.call.arguments["actions"]}
    if hidden := sorted(asked - proposal.offered):
        text = f"These tools are not offered here: {', '.join(hidden)}."
        return Reason(Source.GRANT, Verdict.DENY, "invalid_arguments", text)
    return Reason(
        Source.GRANT, Verdict.ASK, "grants", "Permissions for a whole task are asked for every time."
    )
