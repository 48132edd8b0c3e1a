"""The floor: what no rule, grant or answer can permit."""

from typing import Final

from paios.domain.decision import Reason, Source, Verdict
from paios.domain.principal import Principal
from paios.domain.strict_json import ARGUMENT_LIMIT
from paios.domain.tool import Effect, ToolSpec
from paios.guard.facts import Facts, Proposal
from paios.guard.text.canary import seen

UNCONFIRMABLE: Final = frozenset({Effect.CONTROL})
"""Effects that want a press on the device. There is no way to give one yet, so they are denied."""

STEP_UP: Final = frozenset({Effect.EXECUTE, Effect.SENSE})
"""Effects whose yes is proved by a second factor: whoever has none cannot give it."""

ADMINS_ONLY: Final = frozenset({Effect.EXECUTE, Effect.CONTROL})
"""Effects that reach past one person's own things: running a program, changing paios itself (T5)."""

CANARY_SEEN: Final = "canary_seen"
"""The code of a denial that a person is alarmed about (I5)."""

CREDENTIAL_SEEN: Final = "credential_seen"
"""The same, of a call that would give away a stored secret (K4)."""


def floor(proposal: Proposal, facts: Facts) -> Reason | None:
    """Deny when paused, when the call is unknown, invalid or not offered, and when the run is used up.

    What wants a stronger yes than a click is denied here, so that no click can
    be taken for one.
    """
    if facts.pause.paused and not proposal.by_hand:
        return _deny("paused", "Everything is paused.")
    if (alarm := _alarm(proposal, facts)) is not None:
        return alarm
    if facts.problem is not None:
        return _deny(facts.problem.code, facts.problem.text)
    if facts.spec is None or facts.call is None:
        return _deny("unknown_facts", "What this call would do could not be found out.")
    if (beyond := _out_of_reach(facts.spec, proposal, facts)) is not None:
        return beyond
    if not proposal.by_hand and facts.spec.name not in proposal.offered:
        return _deny("not_offered", "This tool was not offered here.")
    if facts.standing.local:
        return _deny("local_only", "What you keep on this machine only would leave with it.")
    if not proposal.by_hand and proposal.calls_before >= proposal.call_limit:
        return _deny("calls_used_up", f"This answer has used its {proposal.call_limit} tool calls.")
    if facts.budget is not None:
        return _deny(facts.budget.code, facts.budget.text)
    return None


def within_role(principal: Principal, spec: ToolSpec) -> bool:
    """Whether a tool is one for who this is now, whatever was stored when they were somebody else (T5)."""
    return principal.is_admin or spec.effect not in ADMINS_ONLY


def _out_of_reach(spec: ToolSpec, proposal: Proposal, facts: Facts) -> Reason | None:
    """Why an effect is not for who acts, or nobody could give the yes that it wants.

    By hand no question is asked, so none is proved.
    """
    if not within_role(proposal.principal, spec):
        return _deny("admins_only", "Only an administrator's assistant may do this.")
    if spec.effect in UNCONFIRMABLE:
        return _deny("unconfirmable", "This needs a stronger yes than this installation can take.")
    if spec.effect in STEP_UP and (proposal.by_hand or not facts.can_step_up):
        return _deny("no_second_factor", "This needs a yes by a second factor. Set one up in your account.")
    return None


def _alarm(proposal: Proposal, facts: Facts) -> Reason | None:
    """What a text defence says against the call: its words hold the canary (I5) or a stored secret (K4), or a
    second model refused it (I7). A call that could not be read is looked at as it was written."""
    if proposal.canary is not None:
        said = facts.call.arguments if facts.call else {"": proposal.raw.arguments[:ARGUMENT_LIMIT]}
        if (how := seen(proposal.canary, said)) is not None:
            return _deny(CANARY_SEEN, f"It would give away the assistant's instructions: a canary, {how}.")
    if facts.leak is not None and not proposal.by_hand:
        where = f"the credential {facts.leak.name} stands in it, {facts.leak.how}"
        return _deny(CREDENTIAL_SEEN, f"It would give away a secret: {where}.")
    if proposal.validation is not None and proposal.validation.blocks:
        return _deny("validation_refused", proposal.validation.text)
    return None


def _deny(code: str, text: str) -> Reason:
    return Reason(Source.FLOOR, Verdict.DENY, code, text)
