"""Incident 19: a read-only user wrote over the socket. What is open to read takes no orders."""

import asyncio
import json

import pytest
import websockets
from tests.support.api_keys import make
from tests.support.house import Person, Served, Stage, question_of
from tests.support.rooms import ada, model, paios, stage
from tests.support.turns import Calls, Text

__all__ = ["ada", "model", "paios", "stage"]

pytestmark = [pytest.mark.anyio, pytest.mark.incident(19)]


async def test_what_a_reader_says_on_the_socket_changes_nothing(
    ada: Person, paios: Served, stage: Stage
) -> None:
    write = {"path": "Over the socket.md", "content": "x", "mode": "create"}
    stage.play("over the socket", Calls([("vault_write", write)]), Text("Done."))
    run = await ada.until((await ada.say("over the socket"))["id"], "waiting")
    question = question_of(run)
    orders = [
        {"event": "answer", "id": question["id"], "allow": True, "fingerprint": question["fingerprint"]},
        {"event": "stop", "run_id": run["id"]},
        {"event": "text", "data": {"text": "written by a reader"}},
    ]
    key = (await make(ada, "runs:read")).secret
    url = f"ws://127.0.0.1:{paios.settings.port}/api/v1/runs/{run['id']}/socket"
    async with websockets.connect(url, additional_headers={"X-API-Key": key}, proxy=None) as socket:
        await socket.recv()
        for order in orders:
            await socket.send(json.dumps(order))
        await asyncio.sleep(0.3)
    assert socket.close_code == 1000, "the server did not notice that the reader left"
    assert await ada.do("GET", f"/runs/{run['id']}") == run
    assert (await ada.do("GET", f"/approvals/{question['id']}"))["state"] == "pending"
    await ada.answer(run, allow=False)


async def test_the_socket_needs_its_permission_before_it_opens(
    ada: Person, paios: Served, stage: Stage
) -> None:
    stage.play("closed", Text("Yes."))
    run = await ada.until((await ada.say("closed"))["id"], "done")
    key = (await make(ada, "conversations:read", "runs:write")).secret
    url = f"ws://127.0.0.1:{paios.settings.port}/api/v1/runs/{run['id']}/socket"
    with pytest.raises(websockets.InvalidStatus) as refused:
        async with websockets.connect(url, additional_headers={"X-API-Key": key}, proxy=None):
            pass
    assert refused.value.response.status_code == 403
