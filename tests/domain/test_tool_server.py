"""A definition is what was approved to the letter; what a server says of itself only fills in a form (T6)."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from paios.domain.tool import Effect, Reach, ResultField, Sink
from paios.domain.tool_proposal import argument_names, proposal
from paios.domain.tool_server import (
    ApprovedTool,
    HttpTransport,
    ServerSecrets,
    ToolChoice,
    ToolDefinition,
    ToolServer,
    ToolState,
    state_of,
)

pytestmark = pytest.mark.requirement("T6")

SEND = ToolDefinition("send.mail", "Send.", {"type": "object", "properties": {"to": {}, "x": True}})
OFFICE = ToolServer("1", "office", HttpTransport("https://x/"), datetime(2026, 11, 22, tzinfo=UTC))


@pytest.mark.parametrize(
    "other",
    [
        replace(SEND, name="send_mail"),
        replace(SEND, description="Send!"),
        replace(SEND, input_schema={"type": "object"}),
        replace(SEND, output_schema={}),
        replace(SEND, annotations={"readOnlyHint": True}),
    ],
    ids=["name", "description", "input", "output", "annotations"],
)
def test_whatever_changes_of_a_definition_makes_it_another(other: ToolDefinition) -> None:
    assert other.hash != SEND.hash
    assert state_of(SEND, other) is ToolState.CHANGED
    assert state_of(SEND, replace(SEND)) is ToolState.APPROVED


def test_a_definition_is_kept_with_all_that_it_says() -> None:
    whole = replace(SEND, output_schema={"type": "array"}, annotations={"title": "Send"})
    assert whole.as_json() == {
        "name": "send.mail",
        "description": "Send.",
        "input_schema": SEND.input_schema,
        "output_schema": {"type": "array"},
        "annotations": {"title": "Send"},
    }
    assert SEND.as_json()["output_schema"] is None


def test_a_tool_that_one_side_does_not_know_is_new_or_gone() -> None:
    assert state_of(None, SEND) is ToolState.NEW
    assert state_of(SEND, None) is ToolState.GONE


def test_secrets_show_nowhere() -> None:
    assert "sesame" not in repr(ServerSecrets("sesame", {"KEY": "sesame"}))


@pytest.mark.requirement("P10", "I11")
def test_an_id_of_one_server_is_none_of_another() -> None:
    choice = ToolChoice(
        ids={"file": "file"}, results=(ResultField("[].id", id_type="file"), ResultField("[].name"))
    )
    office, bank = (
        ApprovedTool("1", SEND, choice, OFFICE.added_at).spec(server)
        for server in (OFFICE, replace(OFFICE, name="bank"))
    )
    assert office.ids["file"] == office.results[0].id_type == "office:file"
    assert bank.ids["file"] == bank.results[0].id_type == "bank:file"
    assert office.results[1].id_type is None


def test_a_tool_nobody_chose_for_can_be_licensed_by_nothing() -> None:
    spec = ApprovedTool("1", SEND, ToolChoice(), OFFICE.added_at).spec(OFFICE)
    assert (spec.name, spec.effect, spec.reach) == ("office__send_mail", Effect.SEND, Reach.OUTSIDE)
    assert (dict(spec.sinks), dict(spec.ids), spec.results) == ({}, {}, ())
    assert spec.parameters == SEND.input_schema


def test_what_a_person_chose_for_a_tool_is_what_the_guard_knows_of_it() -> None:
    choice = ToolChoice(
        Effect.READ, Reach.OWN, {"to": Sink.RECIPIENT}, bound_by=("to",), brings="mail", offered=False
    )
    spec = ApprovedTool("1", SEND, choice, OFFICE.added_at).spec(OFFICE)
    assert (spec.effect, spec.reach, spec.sinks) == (Effect.READ, Reach.OWN, {"to": Sink.RECIPIENT})
    assert (spec.description, spec.bound_by, spec.brings) == ("Send.", ("to",), "mail")


@pytest.mark.parametrize(
    ("hints", "effect", "reach"),
    [
        ({}, Effect.SEND, Reach.OUTSIDE),
        ({"readOnlyHint": True, "destructiveHint": True}, Effect.READ, Reach.OUTSIDE),
        ({"destructiveHint": True, "openWorldHint": False}, Effect.DELETE, Reach.OWN),
        ({"readOnlyHint": "yes", "openWorldHint": 0}, Effect.SEND, Reach.OUTSIDE),
    ],
)
def test_hints_fill_in_a_form(hints: dict[str, object], effect: Effect, reach: Reach) -> None:
    made = proposal(replace(SEND, annotations=hints))
    assert (made.effect, made.reach, made.bound_by) == (effect, reach, ("to", "x"))
    assert made.results == ()


@pytest.mark.parametrize(
    ("name", "schema", "sink"),
    [
        ("recipients", {}, Sink.RECIPIENT),
        ("who", {"format": "email"}, Sink.RECIPIENT),
        ("file_id", {}, Sink.ID),
        ("fileId", {}, Sink.ID),
        ("startTime", {}, Sink.TIME),
        ("page_url", {}, Sink.URL),
        ("force", {"type": "boolean"}, Sink.OPTION),
        ("to", {"enum": ["a"]}, Sink.OPTION),
        ("SQL", {}, Sink.COMMAND),
        ("zzz", {"format": ["email"]}, None),
        ("zzz", {}, None),
    ],
)
def test_a_name_suggests_a_role(name: str, schema: dict[str, object], sink: Sink | None) -> None:
    made = proposal(replace(SEND, input_schema={"properties": {name: schema}}))
    assert made.sinks.get(name) is sink


def test_a_schema_that_names_nothing_suggests_nothing() -> None:
    assert argument_names(replace(SEND, input_schema={"properties": ["to"]})) == ()
    assert argument_names(SEND) == ("to", "x")
