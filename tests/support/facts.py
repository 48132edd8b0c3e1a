"""Owns: facts and proposals by hand, for tests of the decision, which is pure."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from paios.domain.approval import Approval, ApprovalState
from paios.domain.decision import Verdict
from paios.domain.pause import Pause
from paios.domain.principal import Adapter, Kind, Principal, Role
from paios.domain.rule import Rule
from paios.domain.tool import Effect, Preview, RawToolCall, ToolCall, ToolSpec
from paios.guard.facts import Facts, Proposal

NOW: Final = datetime(2026, 11, 22, 19, 0, tzinfo=UTC)
ADA: Final = Principal("ada", "Ada", Role.ADMIN, Kind.USER, Adapter.WEB, interactive=True)
RAW: Final = RawToolCall("c", "tool", "{}")
CALL: Final = ToolCall("c", "tool", {})
PREVIEW: Final = Preview("Do it?", "Doing it, once.", basis="b")
FINGERPRINT: Final = CALL.fingerprint(user_id="ada", run_id="r", basis="b")


def spec(effect: Effect = Effect.WRITE) -> ToolSpec:
    return ToolSpec("tool", "", effect, {"type": "object"}, {})


def rule(verdict: Verdict) -> Rule:
    return Rule(f"rule-{verdict}", "ada", verdict, "tool", NOW)


def answered(state: ApprovalState, **changes: Any) -> Approval:
    """The answer to the question that the call of ``PROPOSAL`` waited for."""
    soon = NOW + timedelta(hours=1)
    whole = Approval("q", "ada", "c", "r", CALL, FINGERPRINT, PREVIEW, (), None, NOW, soon, state=state)
    return replace(whole, **changes)


PROPOSAL: Final = Proposal(ADA, RAW, "r", "c", frozenset({"tool"}), calls_before=0, call_limit=20)
FACTS: Final = Facts(NOW, Pause(False), spec=spec(), call=CALL, preview=PREVIEW, fingerprint=FINGERPRINT)
"""A call that changes something, that no rule is about, in a run that may go on."""
