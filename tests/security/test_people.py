"""People: let in once, changed and removed by admins alone, and out at once (U1, U5, U8, incident 18)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import anyio
import httpx2
import pytest
from sqlalchemy import func, select, update
from tests.support.api_keys import make, program
from tests.support.house import PASSWORD, Person, Served, Stage, question_of
from tests.support.people import somebody
from tests.support.turns import Calls, SlowText, Text

from paios.domain.errors import ConflictError
from paios.domain.principal import Role
from paios.drivers.sql.tables import invites, metadata, users

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("U5")]

GOOD = "seven brown bicycles"
WRITE = {"path": "People.md", "content": "x", "mode": "create"}


async def invited(ada: Person, role: str = "user") -> str:
    return str((await ada.do("POST", "/invites", {"role": role}))["code"])


async def joined(paios: Served, ada: Person, name: str, role: str = "user") -> Person:
    """Somebody who came in by an invitation."""
    visitor = await paios.visitor()
    body = {"code": await invited(ada, role), "name": name, "password": GOOD}
    visitor.csrf = (await visitor.do("POST", "/join", body))["csrf"]
    return visitor


async def id_of(person: Person) -> str:
    return str((await person.do("GET", "/session"))["user"]["id"])


async def records(ada: Person, kind: str) -> Any:
    return (await ada.do("GET", f"/audit?kind={kind}&limit=200"))["items"]


@pytest.mark.requirement("U1")
async def test_who_was_invited_joins_once_with_the_role_of_the_invitation(paios: Served, ada: Person) -> None:
    code = await invited(ada)
    visitor = await paios.visitor()
    body = {"code": code.lower().replace("-", " "), "name": "Bea", "password": GOOD}
    session = await visitor.do("POST", "/join", body)
    visitor.csrf = session["csrf"]
    assert (session["user"]["name"], session["user"]["role"]) == ("Bea", "user")
    assert await visitor.refused("GET", "/people") == (403, "forbidden")
    await (await paios.visitor()).sign_in("bea", GOOD)
    again = {"code": code, "name": "Second", "password": GOOD}
    assert await (await paios.visitor()).refused("POST", "/join", again) == (401, "unauthenticated")
    (record,) = [each for each in await records(ada, "person.joined") if each["data"]["name"] == "Bea"]
    assert record["data"]["by"] == await id_of(ada)
    assert code not in str(await ada.do("GET", "/audit?limit=200"))
    assert all(
        each["id"] != record["data"]["invite_id"] for each in (await ada.do("GET", "/invites"))["items"]
    )


@pytest.mark.requirement("U1")
async def test_of_two_who_join_with_one_invitation_at_once_one_gets_in(paios: Served, ada: Person) -> None:
    code, statuses = await invited(ada), []

    async def join(name: str) -> None:
        body = {"code": code, "name": name, "password": GOOD}
        statuses.append((await (await paios.visitor()).send("POST", "/join", body)).status_code)

    async with anyio.create_task_group() as tasks:
        for name in ("Castor", "Pollux"):
            tasks.start_soon(join, name)
    assert min(statuses) == 201
    assert max(statuses) in {401, 409}
    names = {each["name"] for each in (await ada.do("GET", "/people"))["items"]}
    assert len(names & {"Castor", "Pollux"}) == 1


@pytest.mark.requirement("U1")
@pytest.mark.parametrize("change", [{"disabled": True}, {"role": "user"}], ids=["disabled", "demoted"])
async def test_invitation_does_not_outlive_its_makers_right(
    paios: Served, ada: Person, change: dict[str, Any]
) -> None:
    name = f"Mia {next(iter(change))}"
    mia = await (await somebody(paios, name, "admin")).at_the_api()
    mia_id, code = await id_of(mia), await invited(mia, "admin")
    counted = (await ada.do("GET", "/invites"))["total"]
    await ada.do("PATCH", f"/people/{mia_id}", change)
    body = {"code": code, "name": f"{name} again", "password": GOOD}
    assert await (await paios.visitor()).refused("POST", "/join", body) == (401, "unauthenticated")
    assert (await ada.do("GET", "/invites"))["total"] == counted - 1


@pytest.mark.requirement("U1", "U8")
async def test_every_invitation_that_does_not_count_gets_the_same_answer(paios: Served, ada: Person) -> None:
    over, revoked, good = [await invited(ada) for _ in range(3)]
    open_now = (await ada.do("GET", "/invites"))["items"]
    past = paios.house.stores.clock.now() - timedelta(seconds=1)
    async with paios.house.stores.database.begin() as tx:
        await tx.connection.execute(
            update(invites).where(invites.c.id == open_now[2]["id"]).values(expires_at=past)
        )
    await ada.do("DELETE", f"/invites/{open_now[1]['id']}")
    last = "A" if good[-1] != "A" else "B"
    wrong = {
        "over": over,
        "revoked": revoked,
        "truncated": good[:-1],
        "another last sign": good[:-1] + last,
        "made up": "AAAA-" * 5 + "AAAA",
        "no code": "é" * 20,
    }
    visitor = await paios.visitor()
    for name, code in wrong.items():
        body = {"code": code, "name": "Nobody", "password": GOOD}
        assert await visitor.refused("POST", "/join", body) == (401, "unauthenticated"), name
    # The good one still works after all of these, and what was refused did not use it up.
    for spoiled in ({"name": "Ada"}, {"password": "administrator"}, {"password": "Paula Paula"}):
        body = {"code": good, "name": "Paula", "password": GOOD} | spoiled
        assert (await visitor.send("POST", "/join", body)).status_code in {409, 422}
    await visitor.do("POST", "/join", {"code": good, "name": "Paula", "password": GOOD})


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("ADA", 409),
        ("Ａda", 409),
        ("Аdа", 422),  # Cyrillic beside Latin
        ("Ad\u200ba", 422),
        ("\u202eadA", 422),
        ("αda", 422),
        ("Αda", 422),
        ("Ada", 409),
        ("ᴀda", 409),
        ("🅰da", 409),
        ("ꓮꓒꓮ", 409),  # Lisu
        ("Ada\u3164", 422),
        ("A\u034fda", 422),
    ],
)
async def test_name_that_looks_like_another_is_refused(
    paios: Served, ada: Person, name: str, status: int
) -> None:
    body = {"code": await invited(ada), "name": name, "password": GOOD}
    answer = await (await paios.visitor()).send("POST", "/join", body)
    assert answer.status_code == status, answer.text


async def test_whole_name_of_another_alphabet_is_refused_only_if_it_looks_like_somebodys(
    paios: Served, ada: Person
) -> None:
    await somebody(paios, "Cop")
    visitor = await paios.visitor()
    cyrillic = {"code": await invited(ada), "name": "Сор", "password": GOOD}
    assert await visitor.refused("POST", "/join", cyrillic) == (409, "conflict")
    await visitor.do("POST", "/join", cyrillic | {"name": "Жанна"})


@asynccontextmanager
async def following(person: Person) -> AsyncIterator[asyncio.Event]:
    """The live stream of somebody; the event is set when it was cut."""
    cut, begun = asyncio.Event(), asyncio.Event()

    async def follow() -> None:
        try:
            async with person.http.stream("GET", "/api/v1/events", timeout=30) as answer:
                assert answer.status_code == 200
                async for _ in answer.aiter_lines():
                    begun.set()
        except httpx2.TransportError:
            pass
        cut.set()

    task = asyncio.create_task(follow())
    try:
        with anyio.fail_after(10):
            await begun.wait()
        yield cut
    finally:
        task.cancel()


LOSSES = {
    "disabled": ("PATCH", {"disabled": True}),
    "demoted": ("PATCH", {"role": "user"}),
    "removed": ("DELETE", None),
}


@pytest.mark.incident(18)
@pytest.mark.parametrize("loss", LOSSES)
async def test_who_loses_something_is_out_at_once_with_all_that_runs_for_them(
    paios: Served, ada: Person, stage: Stage, loss: str
) -> None:
    mallory = await joined(paios, ada, f"Mallory {loss}", "admin")
    mallory_id = await id_of(mallory)
    stage.play(f"write {loss}", Calls([("vault_write", WRITE)]), Text("Done."))
    stage.play(f"talk {loss}", SlowText("word " * 2000, delay=0.05))
    waiting = await mallory.until((await mallory.say(f"write {loss}"))["id"], "waiting")
    talking = await mallory.say(f"talk {loss}")
    key = await make(mallory, "notes:read")
    method, body = LOSSES[loss]
    async with following(mallory) as cut:
        assert not cut.is_set()
        with anyio.fail_after(10):
            await ada.do(method, f"/people/{mallory_id}", body)
            await cut.wait()
    assert await mallory.refused("GET", "/session") == (401, "unauthenticated")
    assert await mallory.refused("GET", "/people") == (401, "unauthenticated")
    left = [run for run in await paios.house.stores.runs.unfinished() if run.user_id == mallory_id]
    assert left == []
    stopped = {
        each["data"]["run_id"] for each in await records(ada, "run.stopped") if "run_id" in each["data"]
    }
    assert {waiting["id"], talking["id"]} <= stopped
    as_program = await program(paios, key.secret)
    if loss == "demoted":
        question = await paios.house.stores.approvals.get(mallory_id, question_of(waiting)["id"])
        assert question is not None
        assert question.state == "withdrawn"
        back = await (await paios.visitor()).sign_in(f"Mallory {loss}", GOOD)
        assert await back.refused("GET", "/people") == (403, "forbidden")
        await as_program.do("GET", "/notes")
    else:
        body = {"name": f"Mallory {loss}", "password": GOOD}
        assert await (await paios.visitor()).refused("POST", "/session", body) == (401, "unauthenticated")
        assert await as_program.refused("GET", "/notes") == (401, "unauthenticated")


async def test_enabled_person_is_back_but_their_old_session_is_not(paios: Served, ada: Person) -> None:
    dora = await joined(paios, ada, "Dora")
    dora_id = await id_of(dora)
    await ada.do("PATCH", f"/people/{dora_id}", {"disabled": True})
    changed = await ada.do("PATCH", f"/people/{dora_id}", {"disabled": False})
    assert changed["disabled"] is False
    assert await dora.refused("GET", "/session") == (401, "unauthenticated")
    await (await paios.visitor()).sign_in("Dora", GOOD)
    kinds = [each["kind"] for each in (await ada.do("GET", "/audit?kind=person&limit=3"))["items"]]
    assert kinds[:2] == ["person.enabled", "person.disabled"]


async def rows_about(paios: Served, user_id: str) -> dict[str, int]:
    """How many rows of each table are somebody's."""
    counted = {}
    async with paios.house.stores.database.read() as connection:
        for table in metadata.sorted_tables:
            for column in ("user_id", "created_by"):
                if column in table.c:
                    query = select(func.count()).select_from(table).where(table.c[column] == user_id)
                    counted[table.name] = int((await connection.execute(query)).scalar_one())
        query = select(func.count()).select_from(users).where(users.c.id == user_id)
        counted["users"] = int((await connection.execute(query)).scalar_one())
    return counted


async def test_before_somebody_goes_it_is_told_what_goes_and_then_all_of_it_goes_but_the_records(
    paios: Served, ada: Person, stage: Stage
) -> None:
    stage.play("write for Greta", Calls([("vault_write", WRITE | {"path": "Greta.md"})]), Text("Done."))
    greta = await joined(paios, ada, "Greta", "admin")
    greta_id = await id_of(greta)
    run = await greta.until((await greta.say("write for Greta"))["id"], "waiting")
    await greta.answer(run, allow=True, remember="conversation")
    await greta.until(run["id"], "done")
    await greta.do("POST", "/rules", {"verdict": "deny", "tool": "vault_move"})
    await greta.do("POST", "/whitelists", {"kind": "folder", "value": "Greta"})
    await greta.do("PUT", "/caution", {"mode": "vouched", "strict": True})
    await make(greta, "notes:read")
    await invited(greta)
    told = await ada.do("GET", f"/people/{greta_id}/belongings")
    assert told.pop("notes_folder").endswith(f"removed-{greta_id}")
    assert told == {"conversations": 1, "rules": 2, "list_entries": 1, "questions": 1, "keys": 1, "notes": 1}
    before = (await rows_about(paios, greta_id))["audit_records"]
    await ada.do("DELETE", f"/people/{greta_id}")
    left = {table: count for table, count in (await rows_about(paios, greta_id)).items() if count}
    assert set(left) == {"audit_records"}
    assert left["audit_records"] >= before > 0
    assert (await ada.do("GET", "/audit/verification"))["findings"] == []
    assert await ada.refused("GET", f"/people/{greta_id}/belongings") == (404, "not_found")
    assert await ada.refused("DELETE", f"/people/{greta_id}") == (404, "not_found")
    # The name is free again.
    await joined(paios, ada, "Greta")


async def test_last_administrator_stays_one(paios: Served, ada: Person) -> None:
    for each in (await ada.do("GET", "/people?limit=200"))["items"]:
        if each["role"] == "admin" and each["name"] != "Ada":
            await ada.do("DELETE", f"/people/{each['id']}")
    ada_id = await id_of(ada)
    for method, body in (("PATCH", {"disabled": True}), ("PATCH", {"role": "user"}), ("DELETE", None)):
        assert await ada.refused(method, f"/people/{ada_id}", body) == (409, "conflict")
    assert (await ada.do("GET", "/session"))["user"]["role"] == "admin"


async def test_of_two_administrators_who_demote_each_other_one_stays(paios: Served, ada: Person) -> None:
    eve = await joined(paios, ada, "Eve", "admin")
    eve_id, ada_id = await id_of(eve), await id_of(ada)
    people = paios.house.stores.people
    refused: list[str] = []

    async def demote(user_id: str) -> None:
        try:
            async with paios.house.stores.database.begin() as tx:
                await people.set_role(user_id, Role.USER, tx)
        except ConflictError:
            refused.append(user_id)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(demote, eve_id)
        tasks.start_soon(demote, ada_id)
    assert len(refused) == 1
    async with paios.house.stores.database.begin() as tx:
        await tx.connection.execute(update(users).where(users.c.id == ada_id).values(role="admin"))
    await ada.do("GET", "/people")


async def test_user_sees_and_changes_nobody(paios: Served, ada: Person) -> None:
    ben = await joined(paios, ada, "Ben")
    ada_id = await id_of(ada)
    for method, path, body in (
        ("GET", "/people", None),
        ("GET", f"/people/{ada_id}/belongings", None),
        ("PATCH", f"/people/{ada_id}", {"role": "user"}),
        ("PATCH", f"/people/{await id_of(ben)}", {"role": "admin"}),
        ("DELETE", f"/people/{ada_id}", None),
        ("GET", "/invites", None),
        ("POST", "/invites", {"role": "admin"}),
    ):
        assert await ben.refused(method, path, body) == (403, "forbidden"), path


@pytest.mark.requirement("U8")
async def test_invitations_cannot_be_guessed_for_long(paios: Served, ada: Person) -> None:
    good = await invited(ada)
    visitor = await paios.visitor()
    body = {"code": "AAAA-BBBB", "name": "Nobody", "password": PASSWORD}
    statuses = [(await visitor.send("POST", "/join", body)).status_code for _ in range(21)]
    assert statuses[-1] == 429
    # Who guesses does not lock out who was invited.
    await visitor.do("POST", "/join", {"code": good, "name": "Late", "password": GOOD})
