"""What a rule says about values, and how long and where it counts (P2, P4, P8)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from paios.domain.decision import Verdict
from paios.domain.principal import Adapter
from paios.domain.rule import Context, Lifetime, Rule, Situation, exactly, only_pins, pinned

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


def test_exactly_demands_each_value_and_of_nothing_demands_nothing() -> None:
    assert exactly() == {}
    assert exactly(to="bob", cc=None) == {
        "properties": {"to": {"const": "bob"}, "cc": {"const": None}},
        "required": ["to", "cc"],
    }


@pytest.mark.requirement("P2")
@pytest.mark.parametrize(
    ("context", "fits"),
    [
        (Context(), True),
        (Context(adapters=frozenset({Adapter.WEB, Adapter.MCP_SERVER})), True),
        (Context(adapters=frozenset({Adapter.MCP_SERVER})), False),
        (Context(interactive=True), True),
        (Context(interactive=False), False),
        (Context(remote=False), True),
        (Context(remote=True), False),
        (Context(frozenset({Adapter.WEB}), interactive=True, remote=True), False),
    ],
)
def test_rule_counts_only_for_a_call_that_came_in_as_it_says(context: Context, fits: bool) -> None:
    here = Situation(NOON, tainted=False, adapter=Adapter.WEB, interactive=True, remote=False)
    for verdict in Verdict:
        assert Rule("i", "ada", verdict, "tool", NOON, context=context).counts(here) is fits


@pytest.mark.requirement("P2")
@pytest.mark.parametrize(
    "context", [Context(adapters=frozenset({Adapter.WEB})), Context(interactive=True), Context(remote=False)]
)
def test_where_it_is_not_known_how_a_call_came_in_only_asking_and_denying_count(context: Context) -> None:
    nowhere = Situation(NOON, tainted=False)
    counting = {
        verdict
        for verdict in Verdict
        if Rule("i", "ada", verdict, "tool", NOON, context=context).counts(nowhere)
    }
    assert counting == {Verdict.ASK, Verdict.DENY}
