"""Guessing passwords and set-up codes: limited always, told nothing (U7, U8)."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import anyio
import pytest
from sqlalchemy import select
from tests.support.contract import BODIES
from tests.support.house import NAME, PASSWORD, Person, Served, make_vault, served, settings_in
from tests.support.scripted_model import ScriptedModel

from paios.drivers.sql.tables import sessions

pytestmark = pytest.mark.anyio


@pytest.fixture
async def fresh(tmp_path: Path) -> AsyncIterator[Served]:
    """A paios that nobody set up."""
    async with served(settings_in(tmp_path), make_vault(tmp_path / "notes")) as running:
        yield running


def setup_of(paios: Served, name: str = NAME) -> Any:
    notes = {"kind": "folder", "path": str(paios.vault)}
    return {**BODIES["complete_setup"], "name": name, "notes": notes}


async def accounts(paios: Served) -> int:
    async with paios.house.stores.database.read() as connection:
        return int((await connection.exec_driver_sql("SELECT count(*) FROM users")).scalar_one())


@pytest.mark.requirement("U8")
async def test_unknown_name_and_wrong_password_get_the_same_answer(
    fresh: Served, model: ScriptedModel
) -> None:
    await fresh.set_up(model)
    visitor = await fresh.visitor()
    answers = [
        await visitor.send("POST", "/session", {"name": name, "password": "not the password"})
        for name in (NAME, "Nobody")
    ]
    assert answers[0].status_code == answers[1].status_code == 401
    assert answers[0].content == answers[1].content
    keys = [sorted(answer.headers) for answer in answers]
    assert keys[0] == keys[1]


@pytest.mark.requirement("U8")
async def test_after_ten_guesses_not_even_the_right_password_gets_in(
    fresh: Served, model: ScriptedModel
) -> None:
    ada = await fresh.set_up(model)
    await fresh.add_user("Ben")
    visitor = await fresh.visitor()
    # One account however its name is typed: full-width letters are no way around.
    for name in ["Ada", "ADA", "ada", "Ａda", "aｄa"] * 2:
        refused = await visitor.refused("POST", "/session", {"name": name, "password": "guess"})
        assert refused == (401, "unauthenticated")
    right = {"name": NAME, "password": PASSWORD}
    answer = await visitor.send("POST", "/session", right)
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["retry-after"]) <= 301
    headers = {"X-Forwarded-For": "203.0.113.9", "X-Setup-Code": "x", "Authorization": "Bearer x"}
    assert await visitor.refused("POST", "/session", right, headers=headers) == (429, "too_many_requests")
    await visitor.sign_in("Ben")
    await ada.do("GET", "/session")


@pytest.mark.requirement("U8")
async def test_one_address_gets_thirty_guesses_over_all_names(fresh: Served, model: ScriptedModel) -> None:
    await fresh.set_up(model)
    visitor = await fresh.visitor()
    body = {"name": "Nobody", "password": "guess"}
    statuses = [(await visitor.send("POST", "/session", body)).status_code for _ in range(30)]
    assert statuses == [401] * 10 + [429] * 20
    right = {"name": NAME, "password": PASSWORD}
    assert await visitor.refused("POST", "/session", right) == (429, "too_many_requests")


@pytest.mark.requirement("U7")
async def test_set_up_needs_the_code_of_this_start(fresh: Served) -> None:
    visitor = await fresh.visitor()
    for headers in ({}, {"X-Setup-Code": "AAAA-BBBB-CCCC"}, {"X-Setup-Code": ""}):
        refused = await visitor.refused("POST", "/setup", setup_of(fresh), headers=headers)
        assert refused == (401, "unauthenticated")
    assert await accounts(fresh) == 0
    assert (await visitor.do("GET", "/health"))["setup_needed"]


@pytest.mark.requirement("U7")
async def test_set_up_code_cannot_be_guessed_for_long(fresh: Served) -> None:
    visitor = await fresh.visitor()
    headers = {"X-Setup-Code": "AAAA-BBBB-CCCC"}
    statuses = [(await visitor.send("GET", "/setup", headers=headers)).status_code for _ in range(21)]
    assert statuses == [401] * 20 + [429]


@pytest.mark.requirement("U7")
async def test_set_up_works_once(fresh: Served, model: ScriptedModel) -> None:
    code = {"X-Setup-Code": fresh.house.setup_code or ""}
    await fresh.set_up(model)
    stranger = await fresh.visitor()
    assert await stranger.refused("POST", "/setup", setup_of(fresh, "Eve"), headers=code) == (409, "conflict")
    assert await stranger.refused("GET", "/setup", headers=code) == (409, "conflict")
    assert await accounts(fresh) == 1
    body = {"name": "Eve", "password": BODIES["complete_setup"]["password"]}
    assert await stranger.refused("POST", "/session", body) == (401, "unauthenticated")


@pytest.mark.requirement("U7")
async def test_of_many_set_ups_at_once_exactly_one_makes_an_account(fresh: Served) -> None:
    code = {"X-Setup-Code": (fresh.house.setup_code or "").lower()}
    statuses: list[int] = []

    async def set_up(number: int) -> None:
        visitor = await fresh.visitor()
        body = setup_of(fresh, f"Person {number}")
        statuses.append((await visitor.send("POST", "/setup", body, headers=code)).status_code)

    async with anyio.create_task_group() as group:
        for number in range(6):
            group.start_soon(set_up, number)
    assert sorted(statuses) == [201] + [409] * 5
    assert await accounts(fresh) == 1


@pytest.mark.requirement("U7")
@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"password": "too short"}, 422),
        ({"password": "passwordpassword"}, 422),
        ({"password": "é" * 600}, 422),
        ({"password": "k" * 1_000_000}, 422),
        ({"name": "two\nlines"}, 422),
        ({"name": " "}, 422),
        ({"notes": {"kind": "folder", "path": "relative/folder"}}, 422),
        ({"notes": {"kind": "folder", "path": "/etc"}}, 422),
        ({"notes": {"kind": "folder", "path": "/no/such/folder/anywhere"}}, 422),
        ({"model": {"kind": "openai", "url": "http://models.example/v1", "model": "x"}}, 422),
        ({"model": {"kind": "openai", "url": "file:///etc/passwd", "model": "x"}}, 422),
        ({"role": "admin"}, 422),
    ],
)
async def test_set_up_that_was_refused_can_be_done_again(
    fresh: Served, model: ScriptedModel, change: Any, status: int
) -> None:
    visitor = await fresh.visitor()
    code = {"X-Setup-Code": fresh.house.setup_code or ""}
    answer = await visitor.send("POST", "/setup", setup_of(fresh) | change, headers=code)
    assert answer.status_code == status, answer.text
    assert await accounts(fresh) == 0
    await fresh.set_up(model)
    assert await accounts(fresh) == 1


@pytest.mark.requirement("K5", "U8")
async def test_what_stands_in_the_field_of_the_name_is_recorded_only_if_it_is_somebodys(
    paios: Served, ada: Person
) -> None:
    visitor = await paios.visitor()
    for name in (NAME, "a password in the wrong field"):
        assert await visitor.refused("POST", "/session", {"name": name, "password": "guess"}) == (
            401,
            "unauthenticated",
        )
    records = (await ada.do("GET", "/audit?kind=session.refused"))["items"]
    assert [each["data"]["name"] for each in records[:2]] == [None, NAME]


@pytest.mark.requirement("U2", "K5")
async def test_what_goes_with_the_cookie_is_told_again_and_kept_nowhere(paios: Served, ada: Person) -> None:
    assert (await ada.do("GET", "/session"))["csrf"] == ada.csrf
    rows = await paios.house.stores.database.fetch(select(sessions))
    assert rows
    assert not any(ada.csrf in str(row) for row in rows)
