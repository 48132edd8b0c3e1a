"""Incident 21: another user's event stream was read. A stream is owned as what it tells of is."""

import asyncio

import anyio
import httpx2
import pytest
import websockets
from tests.support.api_keys import make
from tests.support.house import Person, Served, Stage
from tests.support.people import somebody
from tests.support.rooms import ada, model, paios, stage
from tests.support.turns import Text

__all__ = ["ada", "model", "paios", "stage"]

pytestmark = [pytest.mark.anyio, pytest.mark.incident(21)]


async def test_nobody_follows_the_run_of_another(ada: Person, paios: Served, stage: Stage) -> None:
    stage.play("follow me", Text("Secret."))
    run = await ada.until((await ada.say("follow me"))["id"], "done")
    eve = await (await somebody(paios, "Eve")).at_the_api()
    key = {"X-API-Key": (await make(eve, "runs:read")).secret}
    cookie = {"Cookie": eve.http.headers["Cookie"]}
    for headers in (key, cookie):
        stranger = await paios.visitor(headers=headers)
        assert await stranger.refused("GET", f"/runs/{run['id']}/events") == (404, "not_found")
        url = f"ws://127.0.0.1:{paios.settings.port}/api/v1/runs/{run['id']}/socket"
        with pytest.raises(websockets.InvalidStatus) as refused:
            async with websockets.connect(url, additional_headers=headers, proxy=None):
                pass
        assert refused.value.response.status_code == 404


async def test_a_persons_changes_are_told_to_them_alone(ada: Person, paios: Served) -> None:
    eve = await (await somebody(paios, "Mallory")).at_the_api()
    heard: dict[str, list[str]] = {"ada": [], "eve": []}

    async def listen(name: str, client: httpx2.AsyncClient) -> None:
        async with client.stream("GET", "/api/v1/events", timeout=10) as answer:
            async for line in answer.aiter_lines():
                heard[name].append(line)

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(listen("ada", ada.http)), group.create_task(listen("eve", eve.http))]
        with anyio.fail_after(5):
            while not (heard["ada"] and heard["eve"]):  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        hers = await ada.begin()
        own = await eve.begin()
        with anyio.fail_after(5):
            while own not in str(heard["eve"]):  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        for task in tasks:
            task.cancel()
    assert hers in str(heard["ada"])
    assert hers not in str(heard["eve"])
    assert own not in str(heard["ada"])
