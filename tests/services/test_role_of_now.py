"""What runs programs is for administrators by the role of now, whatever was stored before (T5)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update
from tests.support.house import Person, Served, Stage, make_vault, served, settings_in
from tests.support.people import Somebody, somebody
from tests.support.scripted_model import ScriptedModel
from tests.support.tool_servers import added, approve, listening, state_is
from tests.support.turns import Calls, Text

from paios.drivers.sql.tables import users

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("T5")]

TOOL = "office__send_email"
MAIL = {"to": "bob@example.org", "body": "rm -rf /"}


@pytest.fixture
def office() -> Iterator[str]:
    with listening("office") as url:
        yield url


async def armed(ada: Person, office: str) -> str:
    """One tool of which an administrator said that it runs programs; the id of its server."""
    server = await added(ada, "office", {"kind": "http", "url": office})
    await approve(ada, server, "send_email", effect="execute")
    return server


async def refusals(paios: Served, run_id: str) -> set[str]:
    """The codes for which calls of the tool were denied."""
    found: set[str] = set()
    called: dict[str, str] = {}
    for event in await paios.house.stores.runs.events(run_id):
        called |= {call["id"]: call["name"] for call in event.data.get("calls", ())}
        if event.data.get("verdict") == "deny" and called[event.data["call_id"]] == TOOL:
            found.add(event.data["reasons"][0]["code"])
    return found


async def asks_for_it(person: Person, stage: Stage) -> Any:
    stage.play("run it", Calls([(TOOL, MAIL)]), Text("Done."))
    return await person.until((await person.say("run it"))["id"], "done")


async def test_what_runs_programs_is_neither_offered_to_a_user_nor_run_for_them(
    tmp_path: Path, office: str
) -> None:
    stage = Stage()
    with ScriptedModel(stage) as model:
        async with served(settings_in(tmp_path), make_vault(tmp_path / "notes")) as paios:
            ada = await paios.set_up(model)
            await armed(ada, office)
            bea = await (await somebody(paios, "Bea")).at_the_api()
            for who, offered, code in ((ada, True, "no_second_factor"), (bea, False, "admins_only")):
                asked = len(model.requests)
                run = await asks_for_it(who, stage)
                assert run["steps"][0]["state"] == "refused"
                assert await refusals(paios, run["id"]) == {code}
                tools = [each["function"]["name"] for each in model.requests[asked].body["tools"]]
                assert (TOOL in tools) is offered


async def test_a_run_that_was_parked_before_a_demotion_goes_on_with_the_role_of_now(
    tmp_path: Path, office: str
) -> None:
    """Its model was offered the tool, and called it; then the role changed where no service saw it."""
    stage, settings = Stage(), settings_in(tmp_path)
    vault = make_vault(tmp_path / "notes")
    write = {"path": "First.md", "content": "x", "mode": "create"}
    stage.play("first this", Calls([("vault_write", write), (TOOL, MAIL)]), Text("Done."))
    with ScriptedModel(stage) as model:
        parked: dict[str, Any] = {}
        async with served(settings, vault) as paios:
            ada = await paios.set_up(model)
            server = await armed(ada, office)
            people = [await somebody(paios, name, "admin") for name in ("Cara", "Dora")]
            for each in people:
                person = await each.at_the_api()
                parked[each.id] = await person.until((await person.say("first this"))["id"], "waiting")
        async with served(settings, vault) as paios:
            cara, dora = (Somebody(paios, each.id, each.name) for each in people)
            await state_is(await (await paios.visitor()).sign_in(), server, "ready")
            async with paios.house.stores.database.begin() as tx:
                await tx.connection.execute(update(users).where(users.c.id == cara.id).values(role="user"))
            for each, code in ((cara, "admins_only"), (dora, "no_second_factor")):
                person, run = await each.at_the_api(), parked[each.id]
                await person.answer(run, allow=True)
                await person.until(run["id"], "done")
                assert await refusals(paios, run["id"]) == {code}
