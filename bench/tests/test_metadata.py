"""What is said of the tools fits the tools that there are, and the words of paios."""

import pytest

from bench import owner
from bench.suites import NAMES, suite

EFFECTS = {"read", "write", "delete", "send", "spend", "execute", "sense", "control"}
ROLES = {
    "recipient", "url", "path", "account", "amount", "command", "content", "id", "time", "option",
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_every_tool_and_every_argument_is_told_of_and_nothing_else(name: str) -> None:
    tools = {tool.name: set(tool.parameters.model_fields) for tool in suite(name).tools}
    assert set(owner.tools(name)) == set(tools)
    for tool, parameters in tools.items():
        told = owner.choice(name, tool, None)["sinks"]
        assert {argument.partition("[")[0].partition(".")[0] for argument in told} == parameters


@pytest.mark.parametrize("name", NAMES)
def test_only_the_words_of_paios_are_used(name: str) -> None:
    for tool in owner.tools(name):
        told = owner.choice(name, tool, None)
        assert told["effect"] in EFFECTS
        assert set(told["sinks"].values()) <= ROLES
        assert {place["role"] for place in told["results"]} <= ROLES | {None}
        assert all((place["role"] == "id") == (place["id_type"] is not None) for place in told["results"])


@pytest.mark.parametrize("name", NAMES)
def test_an_id_that_an_argument_asks_for_is_one_that_a_result_gives(name: str) -> None:
    told = [owner.choice(name, tool, None) for tool in owner.tools(name)]
    given = {place["id_type"] for tool in told for place in tool["results"]}
    asked = {kind for tool in told for kind in tool["ids"].values()}
    assert asked - given <= {"file"}, "travel's mail can attach files that no tool of it lists"


def places(tool: str, suite: str, wrapped_in: str | None) -> list[str]:
    return [place["path"] for place in owner.choice(suite, tool, wrapped_in)["results"]]


def test_the_places_of_a_record_stand_below_the_member_that_wraps_the_result() -> None:
    assert "result[].filename" in places("list_files", "workspace", "result")
    assert places("get_iban", "banking", "result") == ["result"]
    assert "filename" in places("create_file", "workspace", None)
