"""A remembered answer is bound to what was seen, and to nothing wider (P4)."""

from typing import Any

import pytest

from paios.domain.rule import exactly
from paios.domain.tool import Effect, Sink, ToolSpec
from paios.guard.binding import bound

pytestmark = pytest.mark.requirement("P4")

NAMES = ("to", "cc", "subject", "body", "urgent", "other")
SINKS = {"to": Sink.RECIPIENT, "cc": Sink.RECIPIENT, "subject": Sink.CONTENT, "body": Sink.CONTENT,
         "urgent": Sink.OPTION}  # fmt: skip


def spec(*bound_by: str, **more: Any) -> ToolSpec:
    parameters = {"type": "object", "properties": {name: {} for name in NAMES}, "additionalProperties": False}
    return ToolSpec("mail_send", "", Effect.SEND, parameters | more, SINKS, bound_by=bound_by)


def test_all_but_the_words_are_bound_where_the_tool_does_not_say() -> None:
    seen = {"to": "bob", "cc": "eve", "subject": "Hi", "urgent": True, "other": 1}
    assert bound(spec(), seen) == exactly(to="bob", cc="eve", urgent=True, other=1)


def test_a_destination_that_was_left_out_stays_out() -> None:
    found = bound(spec(), {"to": "bob", "body": "Hi"})
    assert found["properties"] == {"to": {"const": "bob"}, "cc": False, "other": False}
    assert found["required"] == ["to"]
    assert bound(spec(), {"body": "Hi"}) == {"properties": dict.fromkeys(("to", "cc", "other"), False)}


def test_the_tool_may_say_what_counts() -> None:
    seen = {"to": "bob", "cc": "eve", "other": 2}
    assert bound(spec("to"), seen) == exactly(to="bob")
    assert bound(spec("to", "urgent"), seen) == {
        "properties": {"to": {"const": "bob"}, "urgent": False},
        "required": ["to"],
    }


def test_a_tool_that_takes_anything_takes_no_other_argument() -> None:
    found = bound(spec(additionalProperties={}), {"to": "b", "cc": "c", "other": 1, "bcc": "eve"})
    assert found["propertyNames"] == {"enum": sorted([*NAMES, "bcc"])}
    assert found["required"] == ["to", "cc", "other", "bcc"]


@pytest.mark.parametrize("properties", [{}, {"properties": {"to": {}}}])
def test_a_tool_that_does_not_say_takes_no_other_argument_either(properties: dict[str, Any]) -> None:
    silent = ToolSpec("mail_send", "", Effect.SEND, {"type": "object", **properties}, SINKS)
    found = bound(silent, {"to": "bob"})
    assert found == {**exactly(to="bob"), "propertyNames": {"enum": ["to"]}}


def test_of_a_tool_that_is_gone_every_argument_is_bound() -> None:
    assert bound(None, {"to": "bob", "body": "Hi"}) == exactly(to="bob", body="Hi")
