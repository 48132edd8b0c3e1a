"""Which rules are suggested, and which never (P4)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.support.facts import NOW, PREVIEW

from paios.domain.approval import Approval, ApprovalState
from paios.domain.decision import Verdict
from paios.domain.ids import new_id
from paios.domain.provenance import Origin, Trace
from paios.domain.rule import Lifetime, Rule, exactly
from paios.domain.tool import GRANTING, Effect, Sink, ToolCall, ToolSpec
from paios.services.suggestions import ENOUGH, suggested

pytestmark = pytest.mark.requirement("P4")

NAMES = ("to", "body")
SINKS = {"to": Sink.RECIPIENT, "body": Sink.CONTENT}
SHAPE = {"type": "object", "properties": {name: {} for name in NAMES}, "additionalProperties": False}
TOOLS = {
    name: ToolSpec(name, "", effect, SHAPE, SINKS)
    for name, effect in [*((effect.value, effect) for effect in Effect), (GRANTING, Effect.WRITE)]
}
YES, NO = ApprovalState.APPROVED, ApprovalState.DENIED


def asked(tool: str = "send", state: ApprovalState = YES, **more: Any) -> Approval:
    call = ToolCall(new_id(), tool, more.pop("arguments", {"to": "bob", "body": new_id()}))
    made = Approval(
        new_id(), "ada", "c", "r", call, "f", PREVIEW, (), None, NOW, NOW + timedelta(hours=1), state=state
    )
    return replace(made, **more)


def found(*approvals: Approval, rules: tuple[Rule, ...] = ()) -> list[tuple[str, Any, int]]:
    proposed = suggested(approvals, rules, TOOLS.get, NOW)
    return [(each.tool, each.constraints, each.times) for each in proposed]


def test_what_was_allowed_three_times_is_suggested_as_narrow_as_it_was_seen() -> None:
    assert found(*(asked() for _ in range(ENOUGH - 1))) == []
    assert found(*(asked() for _ in range(ENOUGH))) == [("send", exactly(to="bob"), 3)]
    [only] = suggested([asked() for _ in range(ENOUGH)], (), TOOLS.get, NOW)
    assert only.text == "Allow: send, to “bob”, any body."


def test_the_most_often_allowed_comes_first() -> None:
    often = [asked("write") for _ in range(5)]
    less = [asked(arguments={"to": "eve"}) for _ in range(3)]
    assert [times for _, _, times in found(*less, *often)] == [5, 3]


def test_calls_to_different_places_are_not_taken_together() -> None:
    assert found(*(asked(arguments={"to": f"bob {number}"}) for number in range(9))) == []


@pytest.mark.parametrize(
    "one",
    [
        asked(state=NO),
        asked(no_always="It comes from outside."),
        asked(origins=(Trace("to", Sink.RECIPIENT, "bob", Origin.READ, licensed=False, outside=True),)),
    ],
    ids=["denied once", "may not be remembered", "came from outside"],
)
def test_one_doubt_is_enough(one: Approval) -> None:
    assert found(*(asked() for _ in range(9)), one) == []


@pytest.mark.parametrize("effect", ["delete", "spend", "execute", "sense", "control", GRANTING])
def test_what_is_grave_is_never_suggested(effect: str) -> None:
    assert found(*(asked(effect) for _ in range(9))) == []


@pytest.mark.parametrize("state", [ApprovalState.PENDING, ApprovalState.EXPIRED, ApprovalState.WITHDRAWN])
def test_what_was_not_answered_is_no_yes(state: ApprovalState) -> None:
    assert found(*(asked(state=state) for _ in range(9))) == []


def test_a_tool_that_is_gone_is_not_suggested() -> None:
    assert found(*(asked("gone") for _ in range(9))) == []


@pytest.mark.parametrize("verdict", list(Verdict))
@pytest.mark.parametrize("constraints", [{}, exactly(to="bob"), None], ids=["any", "same", "unreadable"])
def test_where_a_rule_speaks_nothing_is_suggested(verdict: Verdict, constraints: Any) -> None:
    rule = Rule("r", "ada", verdict, "send", NOW, constraints)
    assert found(*(asked() for _ in range(9)), rules=(rule,)) == []


@pytest.mark.parametrize(
    "rule",
    [
        Rule("r", "ada", Verdict.ALLOW, "write", NOW),
        Rule("r", "ada", Verdict.ALLOW, "send", NOW, exactly(to="eve")),
        Rule("r", "ada", Verdict.ALLOW, "send", NOW, lifetime=Lifetime(conversation_id="c")),
        Rule("r", "ada", Verdict.ALLOW, "send", NOW, lifetime=Lifetime(run_id="r")),
        Rule("r", "ada", Verdict.ALLOW, "send", NOW, lifetime=Lifetime(until=NOW)),
        Rule("r", "ada", Verdict.ALLOW, "send", NOW, lifetime=Lifetime(uses_left=0)),
    ],
    ids=["another tool", "another place", "one conversation", "one run", "over", "used up"],
)
def test_a_rule_that_says_nothing_of_it_is_no_hindrance(rule: Rule) -> None:
    assert len(found(*(asked() for _ in range(9)), rules=(rule,))) == 1
