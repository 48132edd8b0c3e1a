"""The second wall on PostgreSQL: a query that forgets its owner finds nothing of others (U5).

A whole paios runs here as a role that the walls hold, as it would be installed, so that a
place which forgot to say for whom it works shows as well.
"""

import asyncio
import json
import uuid
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine
from tests.drivers.sql.conftest import postgres
from tests.support.house import PASSWORD, Person, Served, Stage, make_vault, served, settings_in
from tests.support.process import Installation
from tests.support.scripted_model import ScriptedModel
from tests.support.turns import Calls, Text

from paios.domain.errors import StorageError
from paios.drivers.sql.rows import OWNED, PARTS
from paios.ports.acting import SERVER, acting, acting_for

__all__ = ["postgres"]

pytestmark = [pytest.mark.anyio, pytest.mark.slow, pytest.mark.requirement("U5", "B2")]

WRITE: Final = {"path": "Mine.md", "content": "my words", "mode": "create"}
PLAIN: Final = "correct-horse-battery"


@pytest.fixture(scope="module")
def url(postgres: str) -> str:
    """A database of a role that is neither a superuser nor may pass by the walls."""
    name = f"paios_{uuid.uuid4().hex}"
    statements = [
        f"CREATE ROLE {name} LOGIN PASSWORD '{PLAIN}' NOSUPERUSER NOBYPASSRLS",
        f"CREATE DATABASE {name} OWNER {name}",
    ]
    asyncio.run(_administer(postgres, statements))
    return make_url(postgres).set(username=name, password=PLAIN, database=name).render_as_string(False)


async def _administer(server: str, statements: list[str]) -> None:
    url = make_url(server).set(drivername="postgresql+asyncpg")
    admin = create_async_engine(url, isolation_level="AUTOCOMMIT")
    async with admin.connect() as connection:
        for statement in statements:
            await connection.exec_driver_sql(statement)
    await admin.dispose()


@pytest.fixture(scope="module")
async def paios(
    url: str, tmp_path_factory: pytest.TempPathFactory, anyio_backend: str
) -> AsyncIterator[Served]:
    folder: Path = tmp_path_factory.mktemp("rows")
    settings = settings_in(folder, PAIOS_DATABASE_URL=url)
    async with served(settings, make_vault(folder / "notes")) as running:
        yield running


@pytest.fixture(scope="module")
async def ada(paios: Served, model: ScriptedModel) -> Person:
    return await paios.set_up(model)


@pytest.fixture(scope="module")
async def ben(paios: Served, ada: Person, stage: Stage) -> Person:
    """An ordinary user who has one of everything; so has Ada."""
    code = (await ada.do("POST", "/invites", {"role": "user"}))["code"]
    visitor = await paios.visitor()
    joined = await visitor.do("POST", "/join", {"code": code, "name": "Ben", "password": PASSWORD})
    visitor.csrf = joined["csrf"]
    for person in (ada, visitor):
        await busy(person, stage)
    return visitor


async def busy(person: Person, stage: Stage) -> None:
    """Use everything that a person can own, through the whole server."""
    stage.play("write it", Calls([("vault_write", WRITE)]), Text("Done."))
    run = await person.until((await person.say("write it"))["id"], "waiting")
    await person.answer(run, allow=True, remember="conversation")
    await person.until(run["id"], "done")
    assert [each["path"] for each in (await person.do("GET", "/notes/search?text=words"))["items"]] == [
        "Mine.md"
    ]
    await person.do("POST", "/rules", {"verdict": "deny", "tool": "vault_move"})
    await person.do("POST", "/whitelists", {"kind": "domain", "value": "example.org"})
    await person.do("POST", "/keys", {"name": "Display", "permissions": ["notes:read"], "days": 1})
    await person.do("PUT", "/notes/trust", {"items": [{"folder": "Journal", "mine": True}]})


async def seen(paios: Served, whom: str, table: str) -> set[Any]:
    column = OWNED.get(table) or PARTS[table][0]
    with acting_for(whom):
        async with paios.house.stores.database.read() as connection:
            return set((await connection.execute(text(f"SELECT {column} FROM {table}"))).scalars())


async def test_one_persons_transaction_sees_no_row_of_another(
    paios: Served, ada: Person, ben: Person
) -> None:
    users = {}
    for person in (ada, ben):
        user = (await person.do("GET", "/session"))["user"]
        users[user["name"]] = user["id"]
    empty = {"authenticator_apps", "passkeys", "recovery_codes", "push_devices", "budget_reservations"}
    empty |= {"note_links"}
    for table in OWNED:
        everything = await seen(paios, SERVER, table)
        assert (everything == set(users.values())) or table in empty, table
        assert await seen(paios, users["Ben"], table) == everything & {users["Ben"]}
        assert await seen(paios, "", table) == set(), f"{table} is shown to nobody in particular"
        assert await seen(paios, users["Ben"] + "' OR true --", table) == set()
    for table in PARTS:
        everything, his = await seen(paios, SERVER, table), await seen(paios, users["Ben"], table)
        assert his < everything or table in empty, table
        assert await seen(paios, "", table) == set()


async def test_one_persons_transaction_writes_nothing_of_another(
    paios: Served, ada: Person, ben: Person
) -> None:
    his = (await ben.do("GET", "/session"))["user"]["id"]
    hers = (await ada.do("GET", "/session"))["user"]["id"]
    database = paios.house.stores.database
    with acting_for(his):
        async with database.begin() as tx:
            for change in ("UPDATE conversations SET title = 'seized'", "DELETE FROM rules"):
                await tx.connection.execute(text(change))
        with pytest.raises(StorageError) as refused:
            await given_away(paios, his, hers)
    assert "row-level security" in str(refused.value.__cause__)
    titles = [each["title"] for each in (await ada.do("GET", "/conversations"))["items"]]
    assert titles
    assert "seized" not in titles
    assert (await ada.do("GET", "/rules"))["items"]
    assert not (await ben.do("GET", "/rules"))["items"]


async def given_away(paios: Served, his: str, hers: str) -> None:
    """Put what is his into her lists."""
    given = text("UPDATE whitelist_entries SET user_id = :hers WHERE user_id = :his")
    async with paios.house.stores.database.begin() as tx:
        await tx.connection.execute(given, {"hers": hers, "his": his})


async def test_the_server_goes_about_its_own_business_behind_the_walls(
    paios: Served, ada: Person, ben: Person, stage: Stage
) -> None:
    """What is everybody's still works: pausing, keeping time, signing in, administering, leaving."""
    stage.play("wait for me", Calls([("vault_write", {**WRITE, "path": "Late.md"})]), Text("Done."))
    hers = await ada.until((await ada.say("wait for me"))["id"], "waiting")
    his = await ben.until((await ben.say("wait for me"))["id"], "waiting")
    paused = await ben.do("POST", "/pause")
    assert {each["run_id"] for each in paused["running"]} == {his["id"]}
    state = await ada.do("GET", "/pause")
    assert {each["run_id"] for each in state["running"]} == {his["id"], hers["id"]}
    await ada.do("POST", "/resume")
    await ben.answer(his, allow=False)
    await ben.until(his["id"], "done")
    await (await paios.visitor()).sign_in("Ben")
    person = next(each for each in (await ada.do("GET", "/people"))["items"] if each["name"] == "Ben")
    assert (await ada.do("GET", f"/people/{person['id']}/belongings"))["conversations"] == 2
    await ada.do("DELETE", f"/people/{person['id']}")
    for table in OWNED:
        assert person["id"] not in await seen(paios, SERVER, table), table
    assert (await ada.do("GET", "/audit/verification"))["whole"] is True


def test_doctor_says_whether_the_walls_hold(postgres: str, url: str, tmp_path: Path) -> None:
    # A superuser's database of its own; what it is called decides whether the walls hold.
    name = f"paios_{uuid.uuid4().hex}"
    asyncio.run(_administer(postgres, [f"CREATE DATABASE {name}"]))
    by_superuser = make_url(postgres).set(database=name).render_as_string(False)
    for where, state in ((url, "ok"), (by_superuser, "warning")):
        installation = Installation(tmp_path / state, environment={"PAIOS_DATABASE_URL": where})
        checks = {each["name"]: each for each in json.loads(installation.run("doctor", "--json").stdout)}
        assert checks["walls"]["state"] == state, checks


def test_nobody_said_for_whom_is_nobody() -> None:
    assert acting() == ""
    with acting_for("ada"):
        with acting_for(SERVER):
            assert acting() == SERVER
        assert acting() == "ada"
    assert acting() == ""
