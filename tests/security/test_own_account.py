"""A person's own account: password, sessions, and devices known from before (U1, U2, U8)."""

import asyncio
import statistics
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest
from tests.support.house import NAME, PASSWORD, Person, Served, make_vault, served, settings_in
from tests.support.scripted_model import ScriptedModel

from paios.drivers.passwords import Argon2Hasher

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("U2")]

NEW = "nine quiet herons"
WRONG = "not the password"


@pytest.fixture
async def fresh(tmp_path: Path) -> AsyncIterator[Served]:
    async with served(settings_in(tmp_path), make_vault(tmp_path / "notes")) as running:
        yield running


@pytest.fixture
async def person(fresh: Served, model: ScriptedModel) -> Person:
    return await fresh.set_up(model)


async def others(person: Person) -> list[Any]:
    return [each for each in (await person.do("GET", "/account/sessions"))["items"] if not each["here"]]


async def until_cut(person: Person, then: Any) -> None:
    """Do something while somebody follows their live stream, and wait until that is cut."""
    begun = asyncio.Event()

    async def follow() -> None:
        try:
            async with person.http.stream("GET", "/api/v1/events", timeout=30) as answer:
                async for _ in answer.aiter_lines():
                    begun.set()
        except httpx2.TransportError:
            pass

    with anyio.fail_after(10):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(follow)
            await begun.wait()
            await then()


@pytest.mark.incident(18)
async def test_revoked_session_is_out_at_once_with_its_live_stream(fresh: Served, person: Person) -> None:
    phone = await (await fresh.visitor(headers={"User-Agent": "Phone"})).sign_in()
    laptop = await (await fresh.visitor(headers={"User-Agent": "Laptop"})).sign_in()
    listed = await others(person)
    assert {each["device"] for each in listed} == {"Phone", "Laptop"}
    assert not any(person.csrf in str(each) or phone.csrf in str(each) for each in listed)
    stolen = next(each["id"] for each in listed if each["device"] == "Phone")
    await until_cut(phone, lambda: person.do("DELETE", f"/account/sessions/{stolen}"))
    assert await phone.refused("GET", "/session") == (401, "unauthenticated")
    await laptop.do("GET", "/session")
    await until_cut(laptop, lambda: person.do("DELETE", "/account/sessions"))
    assert await laptop.refused("GET", "/session") == (401, "unauthenticated")
    assert await others(person) == []


async def test_signing_out_cuts_the_live_stream_of_that_session(fresh: Served, person: Person) -> None:
    phone = await (await fresh.visitor()).sign_in()
    await until_cut(phone, lambda: phone.do("DELETE", "/session"))
    await person.do("GET", "/session")


async def test_session_of_another_cannot_be_revoked(fresh: Served, person: Person) -> None:
    ben = await fresh.add_user("Ben")
    (mine,) = (await person.do("GET", "/account/sessions"))["items"]
    assert await ben.refused("DELETE", f"/account/sessions/{mine['id']}") == (404, "not_found")
    await ben.do("DELETE", "/account/sessions")
    await person.do("GET", "/session")


@pytest.mark.requirement("U1")
async def test_changed_password_counts_at_once_and_ends_the_other_sessions(
    fresh: Served, person: Person
) -> None:
    phone = await (await fresh.visitor()).sign_in()
    change = {"old": PASSWORD, "new": NEW}
    await until_cut(phone, lambda: person.do("PUT", "/account/password", change))
    assert await phone.refused("GET", "/session") == (401, "unauthenticated")
    await person.do("GET", "/session")
    old = {"name": NAME, "password": PASSWORD}
    assert await (await fresh.visitor()).refused("POST", "/session", old) == (401, "unauthenticated")
    await (await fresh.visitor()).sign_in(password=NEW)
    assert NEW not in str(await person.do("GET", "/audit?limit=200"))


@pytest.mark.requirement("U1", "U8")
async def test_password_is_changed_only_by_who_knows_the_old_one_and_to_a_good_one(
    fresh: Served, person: Person
) -> None:
    for change in (
        {"old": WRONG, "new": NEW},
        {"old": PASSWORD, "new": PASSWORD},
        {"old": PASSWORD, "new": "administrator"},
        {"old": PASSWORD, "new": "short"},
        {"old": "k" * 1_000_000, "new": NEW},
        {"old": "é" * 1000, "new": NEW},
    ):
        assert (await person.send("PUT", "/account/password", change)).status_code == 422
    body = {"old": WRONG, "new": NEW}
    statuses = [(await person.send("PUT", "/account/password", body)).status_code for _ in range(10)]
    assert statuses == [422] * 9 + [429]
    await (await fresh.visitor()).sign_in()


@pytest.mark.requirement("U8")
@pytest.mark.incident(9)
async def test_stranger_cannot_lock_somebody_out_of_a_device_that_is_known(
    fresh: Served, person: Person
) -> None:
    laptop = await (await fresh.visitor()).sign_in()
    await laptop.do("DELETE", "/session")
    stranger = await fresh.visitor()
    wrong, right = {"name": NAME, "password": WRONG}, {"name": NAME, "password": PASSWORD}
    statuses = [(await stranger.send("POST", "/session", wrong)).status_code for _ in range(31)]
    # Each try counts, the one that got in before too.
    assert statuses == [401] * 9 + [429] * 22
    assert await stranger.refused("POST", "/session", right) == (429, "too_many_requests")
    await laptop.sign_in()
    await laptop.do("DELETE", "/session")
    # It may not guess for long either, and what it used up is not the stranger's.
    statuses = [(await laptop.send("POST", "/session", wrong)).status_code for _ in range(6)]
    assert statuses[:3] == [401] * 3
    assert statuses[-1] == 429
    assert await laptop.refused("POST", "/session", right) == (429, "too_many_requests")


def device_cookie(person: Person) -> tuple[str, str]:
    ((name, value),) = [
        (each.name, each.value) for each in person.http.cookies.jar if each.name.startswith("paios_device_")
    ]
    return name, str(value)


@pytest.mark.requirement("U8")
async def test_only_the_cookie_of_a_device_of_this_very_account_spares_from_the_lock_out(
    fresh: Served, person: Person
) -> None:
    ben = await fresh.add_user("Ben")
    name, value = device_cookie(ben)
    nonce, _, signature = device_cookie(person)[1].partition(".")
    stranger = await fresh.visitor()
    wrong = {"name": NAME, "password": WRONG}
    for _ in range(10):
        await stranger.send("POST", "/session", wrong)
    flipped = signature[:-1] + ("0" if signature[-1] != "0" else "1")
    forged = [value, f"{nonce}.{flipped}", f"{nonce}.", nonce, "", f"x{nonce}.{signature}"]
    for each in forged:
        headers = {"Cookie": f"{name}={each}"}
        body = {"name": NAME, "password": PASSWORD}
        assert await stranger.refused("POST", "/session", body, headers=headers) == (429, "too_many_requests")
    # The right one is found among others of its name.
    own, known = device_cookie(person)
    headers = {"Cookie": f"{own}={known}; {own}=planted.00"}
    right = {"name": NAME, "password": PASSWORD}
    assert (await stranger.send("POST", "/session", right, headers=headers)).status_code == 200
    # And it proves nobody: it opens nothing by itself.
    mine = {"Cookie": f"paios_session={device_cookie(person)[1]}"}
    assert await (await fresh.visitor()).refused("GET", "/session", headers=mine) == (401, "unauthenticated")


class Counted(Argon2Hasher):
    """Counts what is hashed."""

    def __init__(self) -> None:
        super().__init__()
        self.calls = 0

    def _matches(self, password: str, password_hash: str) -> bool:
        self.calls += 1
        return super()._matches(password, password_hash)


@pytest.mark.requirement("U8")
async def test_unknown_name_costs_the_same_work_as_a_wrong_password() -> None:
    """By count of hashes, and by the medians of the processor's time of many, taken in turns."""
    hasher = Counted()
    stored = await hasher.hash(PASSWORD)
    await hasher.verify(WRONG, None)
    hasher.calls = 0
    spent: dict[bool, list[float]] = {True: [], False: []}
    for _ in range(8):
        for known in (True, False):
            begun = time.process_time()
            assert not await hasher.verify(WRONG, stored if known else None)
            spent[known].append(time.process_time() - begun)
    assert hasher.calls == 16
    wrong, unknown = statistics.median(spent[True]), statistics.median(spent[False])
    spread = max(statistics.pstdev(spent[True]), statistics.pstdev(spent[False]))
    assert abs(wrong - unknown) <= max(0.15 * wrong, 2 * spread)


@pytest.mark.requirement("U8")
async def test_first_unknown_name_costs_no_more_than_the_next() -> None:
    hasher = Counted()
    await hasher.hash(PASSWORD)
    begun = time.process_time()
    await hasher.verify(WRONG, None)
    first = time.process_time() - begun
    begun = time.process_time()
    await hasher.verify(WRONG, None)
    assert first < 1.6 * (time.process_time() - begun)


@pytest.mark.requirement("U8")
async def test_password_of_a_megabyte_is_refused_before_it_is_hashed(fresh: Served, person: Person) -> None:
    visitor = await fresh.visitor()
    for password in ("k" * 1_000_000, "é" * 1_000):
        begun = time.process_time()
        answer = await visitor.send("POST", "/session", {"name": NAME, "password": password})
        assert answer.status_code in {413, 422}
        # One hash is more than a tenth of a second.
        assert time.process_time() - begun < 0.1


@pytest.mark.requirement("U8")
async def test_who_is_known_does_not_queue_behind_strangers() -> None:
    hasher = Argon2Hasher()
    stored = await hasher.hash(PASSWORD)
    strangers = [asyncio.create_task(hasher.verify(WRONG, None)) for _ in range(20)]
    await asyncio.sleep(0)
    assert await hasher.verify(PASSWORD, stored, known=True)
    assert sum(each.done() for each in strangers) < 10
    assert not any(await asyncio.gather(*strangers))
