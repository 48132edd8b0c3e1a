"""The floor: what no rule, grant or answer can permit."""

from typing import Final

from paios.domain.decision import Reason, Source, Verdict
from paios.domain.tool import Effect
from paios.guard.facts import Facts, Proposal

UNCONFIRMABLE: Final = frozenset({Effect.SPEND, Effect.EXECUTE, Effect.SENSE, Effect.CONTROL})
"""Effects that want a press or a step-up. There is no way to give one yet, so they are denied."""


def floor(proposal: Proposal, facts: Facts) -> Reason | None:
    """Deny when paused, when the call is unknown, invalid or not offered, and when the run is used up.

    What wants a stronger yes than a click is denied here, so that no click can
    be taken for one.
    """
    if facts.pause.paused and not proposal.by_hand:
        return _deny("paused", "Everything is paused.")
    if facts.problem is not None:
        return _deny(facts.problem.code, facts.problem.text)
    if facts.spec is None or facts.call is None:
        return _deny("unknown_facts", "What this call would do could not be found out.")
    if facts.spec.effect in UNCONFIRMABLE:
        return _deny("unconfirmable", "This needs a stronger yes than this installation can take.")
    if not proposal.by_hand and facts.spec.name not in proposal.offered:
        return _deny("not_offered", "This tool was not offered here.")
    if not proposal.by_hand and proposal.calls_before >= proposal.call_limit:
        return _deny("calls_used_up", f"This answer has used its {proposal.call_limit} tool calls.")
    if facts.budget is not None:
        return _deny(facts.budget.code, facts.budget.text)
    return None


def _deny(code: str, text: str) -> Reason:
    return Reason(Source.FLOOR, Verdict.DENY, code, text)
