"""The kill switch over the published API: what it cuts, what may finish, what it freezes and proves (S4)."""

import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import anyio
import pytest
from tests.support.database import past_paios
from tests.support.house import PATIENCE, Person, Stage, question_of, until
from tests.support.process import Installation, Server
from tests.support.scripted_model import Calls, ScriptedModel, SlowText, Text
from tests.support.tool_servers import added, approve, listening

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("S4")]

SLOW = SlowText("Taking my time. " * 400, delay=0.02)
WRITE = {"path": "Frozen.md", "content": "x", "mode": "create"}


@pytest.fixture(autouse=True)
async def as_at_first(ada: Person) -> AsyncIterator[None]:
    yield
    await ada.do("POST", "/resume")
    for conversation in (await ada.do("GET", "/conversations?limit=200"))["items"]:
        await ada.do("DELETE", f"/conversations/{conversation['id']}")


@pytest.fixture(scope="module")
def gate() -> Iterator[str]:
    with listening("gate") as url:
        yield url


async def standstill(person: Person) -> Any:
    """What the switch shows, once nothing runs."""
    with anyio.fail_after(PATIENCE):
        while not (pause := await person.do("GET", "/pause"))["nothing_runs"]:  # noqa: ASYNC110
            await anyio.sleep(0.02)
    return pause


async def test_pause_cuts_a_model_that_talks_and_resume_asks_it_anew(
    ada: Person, stage: Stage, model: ScriptedModel
) -> None:
    stage.play("talk on", SLOW)
    before = len(model.requests)
    run = await ada.say("talk on")
    await until(lambda: len(model.requests) > before)
    shown = await ada.do("GET", "/pause")
    assert shown["nothing_runs"] is False
    assert [(one["run_id"], one["what"]) for one in shown["running"]] == [(run["id"], "model")]
    await ada.do("POST", "/pause")
    await until(model.requests[-1].hung_up.is_set)
    pause = await standstill(ada)
    assert [(one["what"], one["since"]) for one in pause["running"]] == [("waits", None)]
    assert (await ada.do("GET", f"/runs/{run['id']}"))["state"] == "running"
    assert len(model.requests) == before + 1
    stage.play("talk on", Text("Short."))
    await ada.do("POST", "/resume")
    assert (await ada.until(run["id"], "done"))["answer"]["text"] == "Short."
    assert len(model.requests) == before + 2


async def test_tool_call_under_way_may_finish_and_nothing_starts_after_it(
    ada: Person, stage: Stage, model: ScriptedModel, gate: str, tmp_path: Path
) -> None:
    await approve(ada, await added(ada, "gate", {"kind": "http", "url": gate}), "hold")
    opened = tmp_path / "open"
    stage.play("hold it", Calls([("gate__hold", {"until": str(opened)})]), Text("Open."))
    run = await ada.until((await ada.say("hold it"))["id"], "waiting")
    await ada.answer(run, allow=True)
    with anyio.fail_after(PATIENCE):
        while [one["what"] for one in (await ada.do("GET", "/pause"))["running"]] != ["tool"]:  # noqa: ASYNC110
            await anyio.sleep(0.02)
    asked = len(model.requests)
    pause = await ada.do("POST", "/pause")
    [still] = pause["running"]
    assert (still["what"], still["tool"], pause["nothing_runs"]) == ("tool", "gate__hold", False)
    changed = ada.http.stream("GET", "/api/v1/events", timeout=PATIENCE)
    async with changed as stream:
        lines = stream.aiter_lines()
        assert (await anext(lines)).startswith(":")
        opened.touch()
        with anyio.fail_after(PATIENCE):
            async for line in lines:
                if line.startswith("data:") and json.loads(line[5:])["what"] == "pause":
                    break
    await standstill(ada)
    assert opened.with_name("open.done").exists()
    shown = await ada.do("GET", f"/runs/{run['id']}")
    assert (shown["state"], shown["steps"][0]["state"]) == ("running", "ok")
    assert len(model.requests) == asked
    await ada.do("POST", "/resume")
    assert (await ada.until(run["id"], "done"))["answer"]["text"] == "Open."


async def test_question_is_frozen_and_gets_its_time_back(ada: Person, stage: Stage) -> None:
    stage.play("freeze", Calls([("vault_write", WRITE)]), Text("Done."))
    run = await ada.until((await ada.say("freeze"))["id"], "waiting")
    question = question_of(run)
    await ada.do("POST", "/pause")
    body = {"allow": True, "remember": "once", "fingerprint": question["fingerprint"]}
    assert await ada.refused("POST", f"/approvals/{question['id']}/answer", body) == (423, "paused")
    await anyio.sleep(0.3)
    await ada.do("POST", "/resume")
    later = await ada.do("GET", f"/approvals/{question['id']}")
    assert (later["state"], later["expires_at"] > question["expires_at"]) == ("pending", True)
    await ada.answer(await ada.until(run["id"], "waiting"), allow=False)
    await ada.until(run["id"], "done")


async def test_second_press_changes_nothing_and_the_first_is_named(ada: Person) -> None:
    first = await ada.do("POST", "/pause")
    second = await ada.do("POST", "/pause")
    assert (second["since"], second["by"], second["nothing_runs"]) == (first["since"], "Ada", True)


async def test_others_runs_are_not_shown_and_still_count(
    ada: Person, paios: Any, stage: Stage, model: ScriptedModel
) -> None:
    stage.play("mine alone", SLOW)
    ben = await paios.add_user("Ben")
    before = len(model.requests)
    await ada.say("mine alone")
    await until(lambda: len(model.requests) > before)
    seen = await ben.do("GET", "/pause")
    assert (seen["running"], seen["nothing_runs"]) == ([], False)
    await ben.do("POST", "/pause")
    await standstill(ben)


@pytest.mark.slow
@pytest.mark.requirement("S6")
async def test_pause_holds_through_a_crash_and_frozen_questions_outlive_their_time(tmp_path: Path) -> None:
    stage, installation = Stage(), Installation(tmp_path)
    stage.play("freeze", Calls([("vault_write", WRITE)]), Text("Done."))
    stage.play("talk on", SlowText("Taking my time. " * 120, delay=0.02))
    with ScriptedModel(stage) as model:
        installation.init(model)
        with Server(installation) as server:
            person = await server.person().sign_in()
            waiting = await person.until((await person.say("freeze"))["id"], "waiting")
            talking = await person.say("talk on")
            await until(lambda: len(model.requests) == 2)
            await person.do("POST", "/pause")
            server.kill()
            overdue(installation)
            server.start()
            pause = await standstill(person)
            assert pause["paused"]
            assert {one["run_id"] for one in pause["running"]} == {waiting["id"], talking["id"]}
            await anyio.sleep(1.5)  # longer than questions are looked at for their time
            assert (await person.do("GET", f"/runs/{waiting['id']}"))["state"] == "waiting"
            assert len(model.requests) == 2
            stage.play("talk on", Text("Short."))
            await person.do("POST", "/resume")
            await person.until(talking["id"], "done")
            await person.answer(await person.until(waiting["id"], "waiting"), allow=True)
            await person.until(waiting["id"], "done")
            assert installation.note("Frozen.md") == "x\n"
            await person.http.aclose()


def overdue(installation: Installation) -> None:
    """Turn back the clock of a stopped server: its pause began an hour ago, and no question has time left."""
    with past_paios(installation.home) as database:
        database.execute("UPDATE approvals SET expires_at = datetime('now', '-1 minute')")
        [(stored,)] = database.execute("SELECT value FROM preferences WHERE name = 'pause'").fetchall()
        value = json.loads(stored)
        value["since"] = value["since"].replace(value["since"][:4], f"{int(value['since'][:4]) - 1}", 1)
        database.execute("UPDATE preferences SET value = ? WHERE name = 'pause'", (json.dumps(value),))
