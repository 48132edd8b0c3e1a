"""A model that misbehaves: the run ends with a clear error or a refused step, and nothing else happens."""

from typing import Any

import anyio
import pytest
from tests.support.house import Person, Served, Stage, until
from tests.support.scripted_model import (
    Calls,
    Cut,
    Empty,
    Hang,
    Huge,
    Many,
    Raw,
    RawCall,
    ScriptedModel,
    Status,
    Text,
    Turn,
    WrongType,
)

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("T1")]

WRITE = {"path": "Bad.md", "content": "x", "mode": "create"}

FAILURES: dict[str, Turn] = {
    "a stream cut in the middle": Cut(after=3),
    "a stream that just ends": Cut(after=3, politely=True),
    "nothing at all": Empty(),
    "an empty body": Raw(b""),
    "a ten megabyte argument": Huge(),
    "a thousand calls": Many(),
    "an error": Status(500, "out of memory"),
    "too many requests": Status(429, "slow down"),
    "a refused key": Status(401, "bad key"),
    "a web page": WrongType(),
    "chunks that are no JSON": Raw(b"data: {nonsense\n\n"),
    "chunks that are no objects": Raw(b"data: [1, 2]\n\ndata: [DONE]\n\n"),
    "invalid UTF-8": Raw(b'data: {"choices": [{"delta": {"content": "\xff\xfe"}}]}\n\n'),
    "deeply nested chunks": Raw(b"data: " + b"[" * 100_000 + b"]" * 100_000 + b"\n\n"),
    "an event without end": Raw(b"data: " + b"x" * 8_000_000),
    "content of a wrong type": Raw(b'data: {"choices": [{"delta": {"content": 5}}]}\n\n'),
}


async def unharmed(ada: Person, paios: Served, run: Any) -> None:
    """The conversation stands and can go on; the vault is as it was; the record is whole."""
    dialogue = await ada.do("GET", f"/conversations/{run['conversation_id']}")
    assert dialogue["messages"][0]["id"] == run["message_id"]
    assert not (paios.vault / "Bad.md").exists()
    assert (await ada.do("GET", "/audit/verification"))["whole"]


@pytest.mark.parametrize("name", FAILURES)
async def test_broken_answer_ends_the_run_with_an_error(
    ada: Person, paios: Served, stage: Stage, name: str
) -> None:
    stage.play("bad " + name, FAILURES[name])
    stage.play("better now", Text("Here I am."))
    conversation = await ada.begin()
    run = await ada.until((await ada.say(f"bad {name}", conversation))["id"], "failed")
    assert run["error"]["code"] == "model_failed"
    assert run["error"]["message"]
    assert "Traceback" not in run["error"]["message"]
    assert run["steps"] == []
    await unharmed(ada, paios, run)
    again = await ada.until((await ada.say("better now", conversation))["id"], "done")
    assert again["answer"]["text"] == "Here I am."


@pytest.mark.parametrize("name", ["a stream cut in the middle", "nothing at all"])
async def test_failure_after_a_tool_call_keeps_the_steps_that_were_done(
    ada: Person, paios: Served, stage: Stage, name: str
) -> None:
    stage.play("late " + name, Calls([("vault_list", {})]), FAILURES[name])
    run = await ada.until((await ada.say(f"late {name}"))["id"], "failed")
    assert [step["state"] for step in run["steps"]] == ["ok"]
    await unharmed(ada, paios, run)


REFUSED: dict[str, Turn] = {
    "broken JSON": RawCall("vault_write", '{"path": "Bad.md", "content": '),
    "no JSON": RawCall("vault_write", "please write Bad.md"),
    "an array": RawCall("vault_write", '["Bad.md"]'),
    "duplicate keys": RawCall(
        "vault_write", '{"path": "Fine.md", "path": "Bad.md", "content": "x", "mode": "create"}'
    ),
    "NaN": RawCall("vault_read", '{"path": "House/Boiler.md", "first_line": NaN}'),
    "deep nesting": RawCall("vault_write", "[" * 20_000),
    "an unknown tool": Calls([("shell", {"command": "rm -rf /"})]),
    "a tool for pages only": Calls([("vault_restore", {"id": "x"})]),
    "an empty name": RawCall("", "{}"),
    "wrong types": Calls([("vault_write", {"path": ["Bad.md"], "content": 5, "mode": True})]),
    "a missing argument": Calls([("vault_write", {"path": "Bad.md"})]),
    "an argument too many": Calls([("vault_write", {**WRITE, "approved": True})]),
    "traversal": Calls([("vault_write", {**WRITE, "path": "../Bad.md"})]),
    "an absolute path": Calls([("vault_read", {"path": "/etc/passwd"})]),
    "no note": Calls([("vault_write", {**WRITE, "path": "Bad.sh"})]),
    "NUL": RawCall("vault_write", '{"path": "Bad.md", "content": "a\\u0000b", "mode": "create"}'),
    "a lone surrogate": RawCall("vault_write", '{"path": "Bad.md", "content": "\\ud800", "mode": "create"}'),
}


@pytest.mark.parametrize("name", REFUSED)
async def test_call_that_does_not_fit_its_tool_is_refused_and_the_model_told(
    ada: Person, paios: Served, stage: Stage, model: ScriptedModel, name: str
) -> None:
    stage.play("call with " + name + "$", REFUSED[name], Text("I see."))
    run = await ada.until((await ada.say(f"call with {name}"))["id"], "done")
    (step,) = run["steps"]
    assert step["state"] == "refused"
    assert step["reasons"][0]["source"] == "floor"
    assert step["approval"] is None
    told = model.requests[-1].messages[-1]
    assert told["role"] == "tool"
    assert told["content"].startswith("Refused: ")
    await unharmed(ada, paios, run)
    kept = await ada.do("GET", f"/audit?run_id={run['id']}&kind=call")
    assert [each["kind"] for each in kept["items"]] == ["call.denied"]


async def test_model_that_hangs_can_be_stopped_at_once(
    ada: Person, paios: Served, stage: Stage, model: ScriptedModel
) -> None:
    stage.play("hang on", Hang())
    run = await ada.say("hang on")
    before = len(model.requests)
    await until(lambda: len(model.requests) > before or "hang on" in str(model.requests[-1].messages))
    with anyio.fail_after(3):
        assert (await ada.do("POST", f"/runs/{run['id']}/stop"))["state"] == "stopped"
    await until(model.requests[-1].hung_up.is_set)
    await unharmed(ada, paios, run)


async def test_model_that_is_gone_is_told_as_such(ada: Person, stage: Stage) -> None:
    gone = {"kind": "openai", "url": "http://127.0.0.1:9/v1", "model": "gone"}
    before = await ada.do("GET", "/model")
    await ada.do("PUT", "/model", gone)
    run = await ada.until((await ada.say("anybody there?"))["id"], "failed")
    assert run["error"]["code"] == "model_failed"
    await ada.do("PUT", "/model", {"kind": "openai", "url": before["url"], "model": before["model"]})
    stage.play("anybody now", Text("Yes."))
    await ada.until((await ada.say("anybody now?"))["id"], "done")
