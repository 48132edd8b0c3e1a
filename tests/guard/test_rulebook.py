"""The index over rules finds exactly what a look at every rule would (P4)."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.facts import NOW

from paios.domain.canonical import canonical
from paios.domain.decision import Verdict
from paios.domain.rule import Lifetime, Rule
from paios.domain.tool import ToolCall
from paios.guard.rulebook import RuleBook

pytestmark = pytest.mark.requirement("P4")

values = st.sampled_from([0, 1, True, False, None, "", "1", "a", [], ["a"], {"x": 1}])
arguments = st.dictionaries(st.sampled_from(["path", "mode", "text"]), values)
lifetimes = st.builds(
    Lifetime,
    conversation_id=st.sampled_from([None, "c", "d"]),
    until=st.sampled_from([None, NOW, NOW + timedelta(seconds=1)]),
    uses_left=st.sampled_from([None, 0, 1]),
)
tools = st.sampled_from(["vault_write", "vault_read"])
all_rules = st.lists(
    st.builds(Rule, st.uuids().map(str), st.just("ada"), st.sampled_from(Verdict), tools, st.just(NOW),
              arguments, lifetimes),
    max_size=12,
)  # fmt: skip


def speaks(rule: Rule, call: ToolCall, conversation_id: str | None) -> bool:
    """The meaning of a rule, said plainly. True is not 1 here, as it is not in JSON."""
    its = rule.lifetime
    return (
        rule.tool == call.tool
        and its.conversation_id in (None, conversation_id)
        and (its.until is None or its.until > NOW)
        and its.uses_left != 0
        and all(
            name in call.arguments and canonical(call.arguments[name]) == canonical(value)
            for name, value in rule.equals.items()
        )
    )


@given(all_rules, tools, arguments, st.sampled_from([None, "c", "d"]))
def test_it_finds_the_rules_that_speak_and_no_others(
    rules: list[Rule], tool: str, given_arguments: dict[str, Any], conversation: str | None
) -> None:
    call = ToolCall("1", tool, given_arguments)
    found = list(RuleBook(rules).speaking(call, conversation_id=conversation, now=NOW))
    expected = [rule for rule in rules if speaks(rule, call, conversation)]
    assert sorted(rule.id for rule in found) == sorted(rule.id for rule in expected)


def test_a_rule_without_bounds_speaks_about_every_call_of_its_tool() -> None:
    rule = Rule("r", "ada", Verdict.DENY, "vault_write", NOW)
    book = RuleBook([rule])
    anything = ToolCall("1", "vault_write", {"path": "Any.md"})
    assert list(book.speaking(anything, conversation_id=None, now=NOW)) == [rule]
    assert list(book.speaking(ToolCall("1", "vault_read", {}), conversation_id=None, now=NOW)) == []
