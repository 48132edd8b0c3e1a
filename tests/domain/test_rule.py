"""What a rule says about values, and how long and where it counts (P2, P4, P8)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from paios.domain.decision import Verdict
from paios.domain.rule import Lifetime, Rule, Situation, exactly, only_pins, pinned

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.mark.requirement("P8")
@pytest.mark.parametrize(
    ("constraints", "pins", "whole"),
    [
        ({}, {}, True),
        (exactly(), {}, True),
        (exactly(to="bob"), {"to": "bob"}, True),
        (exactly(to=None, amount=3), {"to": None, "amount": 3}, True),
        (exactly(to="bob") | {"type": "object"}, {"to": "bob"}, False),
        ({"properties": {"to": {"const": "bob"}}}, {}, False),
        ({"properties": {"to": {"const": "bob"}}, "required": ["cc"]}, {}, False),
        ({"properties": {"to": {"const": "bob"}}, "required": ["to", "cc"]}, {"to": "bob"}, False),
        ({"properties": {"to": {"const": "b", "minLength": 3}}, "required": ["to"]}, {"to": "b"}, False),
        ({"properties": {"to": {"const": "b"}, "cc": False}, "required": ["to"]}, {"to": "b"}, False),
        ({"properties": {"to": True}, "required": ["to"]}, {}, False),
        ({"properties": {"to": {"const": "b"}}, "required": ["to", ["to"]]}, {"to": "b"}, False),
        ({"properties": ["to"], "required": ["to"]}, {}, False),
        ({"properties": {"to": {"const": "b"}}, "required": "to"}, {}, False),
    ],
)
def test_pinned_arguments_are_those_that_must_have_one_value(
    constraints: Any, pins: dict[str, Any], whole: bool
) -> None:
    assert pinned(constraints) == pins
    assert only_pins(constraints) is whole


@pytest.mark.requirement("P4", "I12")
@pytest.mark.parametrize(
    ("lifetime", "counts"),
    [
        (Lifetime(), True),
        (Lifetime(conversation_id="c", run_id="r", until=NOON + timedelta(seconds=1), uses_left=1), True),
        (Lifetime(conversation_id="d"), False),
        (Lifetime(run_id="s"), False),
        (Lifetime(until=NOON), False),
        (Lifetime(uses_left=0), False),
    ],
)
def test_every_bound_of_a_lifetime_must_hold(lifetime: Lifetime, counts: bool) -> None:
    here = Situation(NOON, tainted=True, conversation_id="c", run_id="r")
    rule = Rule("i", "ada", Verdict.ALLOW, "tool", NOON, lifetime=lifetime)
    assert rule.counts(here) is counts
