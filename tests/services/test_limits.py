"""Limits and the kill switch over the published API: what counts, from where, and from when on."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import pytest
from tests.support.house import Person, Served, Stage, make_vault, served, settings_in, until
from tests.support.scripted_model import Calls, ScriptedModel, SlowText, Text

pytestmark = pytest.mark.anyio

LIST = Calls([("vault_list", {})])
SLOW = SlowText("Taking my time. " * 400, delay=0.05)


@pytest.fixture(autouse=True)
async def as_at_first(ada: Person) -> AsyncIterator[None]:
    """Each test begins with the default limits, nothing paused and no run open."""
    yield
    await ada.do("POST", "/resume")
    for conversation in (await ada.do("GET", "/conversations?limit=200"))["items"]:
        await ada.do("DELETE", f"/conversations/{conversation['id']}")
    await ada.do("PATCH", "/settings", {"tool_calls_per_run": 20, "concurrent_runs": 3})


async def calls_made(person: Person, stage: Stage) -> int:
    """How many tool calls a model that never has enough gets."""
    stage.play("never enough", *[LIST] * 40)
    run = await person.until((await person.say("never enough"))["id"], "failed", "done")
    assert run["error"]["code"] == "calls_used_up"
    return sum(step["state"] == "ok" for step in run["steps"])


@asynccontextmanager
async def another(folder: Path, model: ScriptedModel, **environment: str) -> AsyncIterator[Person]:
    async with served(settings_in(folder, **environment), make_vault(folder / "notes")) as paios:
        yield await paios.set_up(model)


@pytest.mark.requirement("S2")
async def test_run_gets_twenty_tool_calls_where_nobody_said_otherwise(ada: Person, stage: Stage) -> None:
    assert await calls_made(ada, stage) == 20


@pytest.mark.requirement("S2")
async def test_setting_beats_the_environment_which_beats_twenty(
    tmp_path: Path, stage: Stage, model: ScriptedModel
) -> None:
    async with another(tmp_path, model, PAIOS_TOOL_CALLS="4") as person:
        assert (await person.do("GET", "/settings"))["tool_calls_per_run"] == 4
        assert await calls_made(person, stage) == 4
        await person.do("PATCH", "/settings", {"tool_calls_per_run": 2})
        assert await calls_made(person, stage) == 2


@pytest.mark.requirement("S2")
async def test_thousand_calls_in_one_answer_do_not_pass_the_limit(ada: Person, stage: Stage) -> None:
    await ada.do("PATCH", "/settings", {"tool_calls_per_run": 3})
    stage.play("sixty of them", Calls([("vault_list", {})] * 60), Text("Enough."))
    run = await ada.until((await ada.say("sixty of them"))["id"], "done")
    assert [step["state"] for step in run["steps"]] == ["ok"] * 3 + ["refused"] * 57


async def states(person: Person, runs: list[Any]) -> list[str]:
    return [(await person.do("GET", f"/runs/{run['id']}"))["state"] for run in runs]


async def begun(person: Person, stage: Stage, count: int) -> list[Any]:
    stage.play("in parallel", SLOW)
    return [await person.say("in parallel") for _ in range(count)]


@pytest.mark.requirement("S3")
async def test_fourth_run_waits_for_one_of_three(ada: Person, stage: Stage, model: ScriptedModel) -> None:
    before = len(model.requests)
    runs = await begun(ada, stage, 4)
    await until(lambda: len(model.requests) == before + 3)
    await anyio.sleep(0.3)
    assert await states(ada, runs) == ["running"] * 3 + ["queued"]
    assert len(model.requests) == before + 3
    await ada.do("POST", f"/runs/{runs[0]['id']}/stop")
    await until(lambda: len(model.requests) == before + 4)


@pytest.mark.requirement("S3")
async def test_raised_limit_counts_at_once_for_those_who_wait(
    ada: Person, stage: Stage, model: ScriptedModel
) -> None:
    await ada.do("PATCH", "/settings", {"concurrent_runs": 1})
    before = len(model.requests)
    runs = await begun(ada, stage, 5)
    await until(lambda: len(model.requests) == before + 1)
    await anyio.sleep(0.2)
    assert await states(ada, runs) == ["running"] + ["queued"] * 4
    await ada.do("PATCH", "/settings", {"concurrent_runs": 4})
    await until(lambda: len(model.requests) == before + 4)
    await anyio.sleep(0.2)
    assert await states(ada, runs) == ["running"] * 4 + ["queued"]


@pytest.mark.requirement("S3")
async def test_lowered_limit_counts_for_those_who_come(
    ada: Person, stage: Stage, model: ScriptedModel
) -> None:
    await ada.do("PATCH", "/settings", {"concurrent_runs": 1})
    before = len(model.requests)
    runs = await begun(ada, stage, 2)
    await until(lambda: len(model.requests) == before + 1)
    await anyio.sleep(0.2)
    assert await states(ada, runs) == ["running", "queued"]


async def test_run_that_waits_for_a_slot_can_be_stopped(
    ada: Person, stage: Stage, model: ScriptedModel
) -> None:
    await ada.do("PATCH", "/settings", {"concurrent_runs": 1})
    before = len(model.requests)
    runs = await begun(ada, stage, 3)
    await until(lambda: len(model.requests) == before + 1)
    assert (await ada.do("POST", f"/runs/{runs[1]['id']}/stop"))["state"] == "stopped"
    await ada.do("POST", f"/runs/{runs[0]['id']}/stop")
    await until(lambda: len(model.requests) == before + 2)
    assert await states(ada, runs) == ["stopped", "stopped", "running"]


@pytest.mark.requirement("S3")
async def test_waiting_question_takes_no_slot(ada: Person, stage: Stage) -> None:
    await ada.do("PATCH", "/settings", {"concurrent_runs": 1})
    write = {"path": "Slot.md", "content": "x", "mode": "create"}
    stage.play("ask first", Calls([("vault_write", write)]), Text("Done."))
    stage.play("just answer", Text("Here."))
    await ada.until((await ada.say("ask first"))["id"], "waiting")
    await ada.until((await ada.say("just answer"))["id"], "done")


@pytest.mark.requirement("S4")
async def test_pause_stops_a_run_before_its_next_step_and_resume_lets_it_go_on(
    ada: Person, stage: Stage, model: ScriptedModel
) -> None:
    stage.play("step by step", Calls([("vault_list", {})], text="x" * 400, delay=0.03), Text("There."))
    run = await ada.say("step by step")
    await until(lambda: bool(model.requests) and "step by step" in str(model.requests[-1].messages))
    await ada.do("POST", "/pause")
    asked = len(model.requests)
    await anyio.sleep(2.0)
    paused = await ada.do("GET", f"/runs/{run['id']}")
    assert paused["state"] == "running"
    assert all(step["state"] == "proposed" for step in paused["steps"])
    assert len(model.requests) == asked
    await ada.do("POST", "/resume")
    assert (await ada.until(run["id"], "done"))["steps"][0]["state"] == "ok"


@pytest.mark.requirement("S4")
async def test_nothing_can_be_said_while_paused(ada: Person, stage: Stage) -> None:
    conversation = await ada.begin()
    pause = await ada.do("POST", "/pause")
    assert (pause["paused"], pause["by"]) == (True, "Ada")
    refused = await ada.refused("POST", f"/conversations/{conversation}/messages", {"text": "Hello?"})
    assert refused == (423, "paused")
    assert (await ada.do("GET", f"/conversations/{conversation}"))["messages"] == []


@pytest.mark.requirement("S4")
async def test_paused_run_can_be_stopped(ada: Person, stage: Stage) -> None:
    stage.play("stop in pause", SLOW, Text("x"))
    run = await ada.say("stop in pause")
    await ada.do("POST", "/pause")
    with anyio.fail_after(10):
        stopped = await ada.do("POST", f"/runs/{run['id']}/stop")
    assert stopped["state"] == "stopped"


@pytest.mark.requirement("S4")
async def test_pause_survives_a_restart(tmp_path: Path, stage: Stage, model: ScriptedModel) -> None:
    settings, vault = settings_in(tmp_path), make_vault(tmp_path / "notes")
    write = {"path": "Restart.md", "content": "x", "mode": "create"}
    stage.play("across a restart", Calls([("vault_write", write)]), Text("Done."))
    async with served(settings, vault) as paios:
        person = await paios.set_up(model)
        run = await person.until((await person.say("across a restart"))["id"], "waiting")
        await person.do("POST", "/pause")
        cookie, csrf = person.http.cookies["paios_session"], person.csrf
    async with served(settings, vault) as paios:
        person = await paios.visitor(cookies={"paios_session": cookie})
        person.csrf = csrf
        assert (await person.do("GET", "/pause"))["paused"]
        await person.do("POST", "/resume")
        await person.answer(run, allow=True)
        await person.until(run["id"], "done")
        assert paios.note("Restart.md") == "x\n"


@pytest.mark.requirement("S4")
async def test_ordinary_user_may_pause_but_only_an_admin_resumes_or_changes_settings(
    ada: Person, paios: Served
) -> None:
    ben = await paios.add_user("Ben")
    assert (await ben.do("POST", "/pause"))["by"] == "Ben"
    assert await ben.refused("POST", "/resume") == (403, "forbidden")
    assert await ben.refused("PATCH", "/settings", {"concurrent_runs": 9}) == (403, "forbidden")
    assert await ben.refused("PUT", "/model", {"kind": "embedded"}) == (403, "forbidden")
    assert await ben.refused("GET", "/models") == (403, "forbidden")
    assert await ben.refused("GET", "/audit/verification") == (403, "forbidden")
    assert (await ada.do("GET", "/pause"))["paused"]
    assert (await ben.do("GET", "/settings"))["notes_folder"] == ""


@pytest.mark.parametrize(
    "body",
    [{}, {"concurrent_runs": 0}, {"concurrent_runs": "3"}, {"tool_calls_per_run": 201}, {"unknown": 1}],
)
async def test_senseless_setting_is_refused_and_changes_nothing(ada: Person, body: Any) -> None:
    before = await ada.do("GET", "/settings")
    assert await ada.refused("PATCH", "/settings", body) == (422, "contract_mismatch")
    assert await ada.do("GET", "/settings") == before
