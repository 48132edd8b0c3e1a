"""What a model says is never executed: nonsense is denied, recorded, and told in words that help (T1)."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.support.gatehouse import Gatehouse, add_milk, call, said
from tests.support.proofs import TurnedClock

from paios.domain.authorized import Authorized
from paios.domain.decision import Source, Verdict
from paios.domain.errors import InvalidArgumentsError
from paios.domain.strict_json import ARGUMENT_LIMIT
from paios.domain.tool import Effect, Preview, RawToolCall, ToolCall, ToolResult, ToolSpec
from paios.drivers.tools.host import LocalToolHost
from paios.guard import arguments as guard_arguments
from paios.guard.arguments import Arguments
from paios.guard.ledger import Ledger

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("T1")]

LONG = "x" * 3000
NONSENSE = {
    "broken JSON": (said('{"path": "Shopping list.md"'), "not valid JSON: Expecting ',' delimiter"),
    "no JSON at all": (said("please read it"), "not valid JSON"),
    "unknown tool": (
        call("shell", command="rm"),
        "There is no tool 'shell'. There are: request_permissions, vault_delete, ",
    ),
    "unknown tool, half a character": (call("shell\ud800"), "There is no tool"),
    "unknown tool with a long name": (call("s" * 5000), "There is no tool"),
    "wrong type": (call("vault_read", path=7), 'path: 7 is not of type "string"'),
    "true for a number": (said('{"path": "a.md", "first_line": true}'), "first_line: true is not of type"),
    "missing argument": (call("vault_delete"), '"path" is a required property'),
    "one too many": (call("vault_delete", path="a.md", approved=True), "'approved' was unexpected"),
    "twice the same": (said('{"path": "a.md", "path": "b.md"}'), "name the same thing twice"),
    "NaN": (said('{"path": "a.md", "first_line": NaN}'), "NaN is not a number in JSON"),
    "infinity": (said('{"path": "a.md", "first_line": -Infinity}'), "-Infinity is not a number"),
    "infinity, disguised": (said('{"path": "a.md", "first_line": 1e999}'), "The number 1e999 is too large"),
    "a number of 5,000 digits": (said('{"path": "a.md", "first_line": %s}' % ("9" * 5000)), "is too large"),
    "a number that a browser rounds": (said('{"path": "a.md", "first_line": 9007199254740993}'), "too large"),
    "10 MB": (call("vault_read", path="x" * 10_000_000), f"larger than {ARGUMENT_LIMIT} characters"),
    "too long a text": (call("vault_read", path=LONG), "path: "),
    "deep nesting": (said('{"path": ' + "[" * 40 + "]" * 40 + "}"), "nested deeper than 32"),
    "bottomless nesting": (said("[" * 100_000), "nested deeper than 32"),
    "half a character": (said('{"path": "\\ud800.md"}'), "half a character"),
    "half a character, raw": (said('{"path": "\ud800.md"}'), "half a character"),
    "half a character in a name": (said('{"\\ud800": 1}'), "half a character"),
    "half a character in a long text": (said('{"path": "\udfff' + LONG + '"}'), "half a character"),
    "half a character in no JSON": (said(f"\ud800{LONG}"), "not valid JSON"),
    "a list": (said('["Shopping list.md"]'), "not a JSON object"),
    "a text": (said('"Shopping list.md"'), "not a JSON object"),
    "newline after the pattern": (call("vault_delete", path="Shopping list.md\n"), "path: "),
    "out of the vault": (call("vault_read", path="../../etc/passwd"), 'not a "vault-path"'),
    "out of the vault, encoded": (call("vault_read", path="%2e%2e/passwd"), 'not a "vault-path"'),
    "no such mode": (call("vault_write", path="a.md", content="x", mode="run"), "mode: "),
}


@pytest.mark.requirement("T3")
@pytest.mark.parametrize(("raw", "phrase"), NONSENSE.values(), ids=NONSENSE.keys())
async def test_nonsense_is_denied_recorded_and_told(house: Gatehouse, raw: RawToolCall, phrase: str) -> None:
    ruling = await house.wants(raw)
    winner = ruling.decision.winner
    assert (winner.verdict, winner.source, winner.code) == (Verdict.DENY, Source.FLOOR, "invalid_arguments")
    assert phrase in winner.text
    assert len(winner.text) < 1000
    assert winner.text.encode()
    assert (ruling.proof, ruling.question) == (None, None)
    [record] = await house.records()
    assert (record.kind, record.data["call_id"]) == ("call.denied", raw.id)
    assert len(json.dumps(dict(record.data))) < 10_000


async def test_no_text_at_all_is_no_arguments(house: Gatehouse) -> None:
    ruling = await house.wants(said("", "vault_list"))
    assert ruling.call is not None
    assert ruling.call.arguments == {}


async def test_one_value_has_one_spelling(house: Gatehouse) -> None:
    """Else a rule about line 1 would say nothing about line 1.0, and a tool could not count with it."""
    ruling = await house.wants(said('{"path": "Shopping list.md", "first_line": 1.0, "last_line": 1e0}'))
    assert ruling.call is not None
    first = ruling.call.arguments["first_line"]
    assert (first, type(first)) == (1, int)


async def test_what_cannot_succeed_is_told_to_the_model_and_asked_of_nobody(house: Gatehouse) -> None:
    ruling = await house.wants(call("vault_delete", path="Shoping list.md"))
    assert (ruling.decision.verdict, ruling.decision.winner.code) == (Verdict.DENY, "not_found")
    assert ruling.question is None


async def test_a_name_in_other_letters_is_another_tool(house: Gatehouse) -> None:
    for name in ("VAULT_READ", "vault_read ", "vault_read\n", "vault_rеad", ""):
        ruling = await house.wants(call(name, path="Shopping list.md"))
        assert ruling.decision.verdict is Verdict.DENY


async def test_the_call_that_is_considered_is_the_one_that_was_proposed(house: Gatehouse) -> None:
    raw = add_milk()
    ruling = await house.wants(raw)
    assert ruling.call is not None
    assert (ruling.call.id, ruling.call.tool) == (raw.id, raw.name)
    assert ruling.call.arguments == json.loads(raw.arguments)


def _arguments(schema: dict[str, Any]) -> Arguments:
    return Arguments(LocalToolHost([Plain(schema)], Ledger(TurnedClock()).redeem))


class Plain:
    """A tool of which only the schema matters."""

    def __init__(self, schema: dict[str, Any]) -> None:
        self.spec = ToolSpec("slow", "", Effect.READ, schema, {})

    async def preview(self, call: ToolCall, owner: str) -> Preview:
        raise NotImplementedError

    async def run(self, proof: Authorized) -> ToolResult:
        raise NotImplementedError


def test_a_tool_that_was_replaced_is_judged_by_its_new_schema() -> None:
    tools = {"slow": Plain({"type": "object", "required": ["a"]})}
    arguments = Arguments(LocalToolHost([], Ledger(TurnedClock()).redeem, guests=lambda: tools))
    assert arguments.check(call("slow", a=1)).tool == "slow"
    tools["slow"] = Plain({"type": "object", "required": ["b"]})
    with pytest.raises(InvalidArgumentsError, match='"b" is a required'):
        arguments.check(call("slow", a=1))
    tools.clear()
    with pytest.raises(InvalidArgumentsError, match="no tool"):
        arguments.check(call("slow", b=1))


def test_a_pattern_that_could_be_slow_is_refused_when_it_is_compiled() -> None:
    schema = {"type": "object", "properties": {"x": {"type": "string", "pattern": r"(a+)+\1"}}}
    with pytest.raises(InvalidArgumentsError) as refused:
        _arguments(schema).check(call("slow", x="a"))
    assert refused.value.message == "What this tool takes cannot be understood."


def test_a_schema_that_stands_elsewhere_is_not_looked_up(tmp_path: Path) -> None:
    elsewhere = tmp_path / "schema.json"
    elsewhere.write_text('{"type": "object"}')
    with pytest.raises(InvalidArgumentsError, match="cannot be understood"):
        _arguments({"$ref": elsewhere.as_uri()}).check(call("slow"))


NESTED = {"properties": {"a": {"type": "array", "items": {"type": "integer"}}}, "required": ["b"]}


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (call("slow", a=["x"], b=1), 'a/0: "x" is not of type "integer"'),
        (call("slow"), 'the arguments: "b" is a required property'),
        (call("slow", a="x" * 400, b=1), f'a: "{"x" * 299}'),
        (call("s" * 100), f"There is no tool '{'s' * 80}'. There are: slow."),
    ],
    ids=range(4),
)
def test_a_refusal_says_where_and_what_in_short(raw: RawToolCall, says: str) -> None:
    with pytest.raises(InvalidArgumentsError) as refused:
        _arguments({"type": "object", **NESTED}).check(raw)
    assert refused.value.message == says


def test_what_a_tool_takes_is_read_once_however_often_it_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    made, compile_ = [], guard_arguments._compile

    def counted(schema: Any) -> Any:
        made.append(schema)
        return compile_(schema)

    monkeypatch.setattr(guard_arguments, "_compile", counted)
    arguments = _arguments({"type": "object"})
    for _ in range(3):
        arguments.check(call("slow"))
    assert len(made) == 1


@pytest.mark.requirement("A4")
def test_a_pattern_takes_linear_time() -> None:
    schema = {"type": "object", "properties": {"x": {"type": "string", "pattern": "^(a+)+$"}}}
    arguments = _arguments(schema)
    with pytest.raises(InvalidArgumentsError):
        arguments.check(call("slow", x="a" * 200_000 + "!"))
