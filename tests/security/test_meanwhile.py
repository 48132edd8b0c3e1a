"""What happens to an account while somebody is signing in to it, or changing what guards it (U1, U2, U3)."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import pyotp
import pytest
from sqlalchemy import update
from tests.support.authenticator import SecurityKey
from tests.support.house import NAME, PASSWORD, Person, Served, make_vault, served, settings_in
from tests.support.people import somebody
from tests.support.scripted_model import ScriptedModel

from paios.domain.errors import StorageError
from paios.domain.factor import MOST_PASSKEYS
from paios.drivers.authenticator import SealedAuthenticators
from paios.drivers.passwords import Argon2Hasher
from paios.drivers.sql.tables import users
from paios.services import tickets
from paios.services.proving import Proving

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("U2", "U3")]

NEW = "nine quiet herons"
REFUSED = (401, "unauthenticated")
OVER = (401, "challenge_over")


class Held(Argon2Hasher):
    """Holds what a stranger's password is found to be until it is told to go on."""

    def __init__(self) -> None:
        super().__init__(memory_kib=1024, rounds=1)
        self.go_on, self.reached = asyncio.Event(), asyncio.Event()
        self.go_on.set()

    async def verify(self, password: str, password_hash: str | None, *, known: bool = False) -> bool:
        found = await super().verify(password, password_hash, known=known)
        if not known:
            self.reached.set()
            await self.go_on.wait()
        return found


@pytest.fixture
def hasher() -> Held:
    return Held()


@pytest.fixture
async def fresh(tmp_path: Path, hasher: Held) -> AsyncIterator[Served]:
    async with served(settings_in(tmp_path), make_vault(tmp_path / "notes"), lambda: hasher) as running:
        yield running


@pytest.fixture
async def person(fresh: Served, model: ScriptedModel) -> Person:
    return await fresh.set_up(model)


async def id_of(person: Person) -> str:
    return str((await person.do("GET", "/session"))["user"]["id"])


async def enrol(person: Person) -> tuple[pyotp.TOTP, list[str]]:
    begun = await person.do("POST", "/account/app")
    app = pyotp.TOTP(begun["secret"])
    return app, (await person.do("PUT", "/account/app", {"ticket": begun["ticket"], "code": app.now()}))[
        "codes"
    ]


async def begin_app(person: Person) -> tuple[pyotp.TOTP, dict[str, str]]:
    begun = await person.do("POST", "/account/app")
    app = pyotp.TOTP(begun["secret"])
    return app, {"ticket": begun["ticket"], "code": app.now()}


async def begin_passkey(fresh: Served, person: Person) -> dict[str, Any]:
    begun = await person.do("POST", "/account/passkeys")
    key = SecurityKey(f"http://localhost:{fresh.settings.port}")
    return {"ticket": begun["ticket"], "passkey": key.create(begun["passkey"]), "name": "Key"}


async def at_its_name(fresh: Served, name: str) -> Person:
    """Somebody new, signed in where there can be passkeys."""
    headers = await (await somebody(fresh, name)).headers()
    person = await fresh.visitor(
        headers={"Host": f"localhost:{fresh.settings.port}", "Cookie": headers["Cookie"]}
    )
    person.csrf = headers["X-CSRF-Token"]
    return person


async def change_password(fresh: Served, ada: Person, ben: Person) -> None:
    await ben.do("PUT", "/account/password", {"old": PASSWORD, "new": NEW})


async def disable_and_enable(fresh: Served, ada: Person, ben: Person) -> None:
    his = await id_of(ben)
    for disabled in (True, False):
        await ada.do("PATCH", f"/people/{his}", {"disabled": disabled})


async def reset_factors(fresh: Served, ada: Person, ben: Person) -> None:
    await ada.do("DELETE", f"/people/{await id_of(ben)}/factors")


@pytest.mark.parametrize(
    "event",
    [change_password, disable_and_enable, reset_factors],
    ids=lambda event: event.__name__,
)
async def test_a_sign_in_under_way_does_not_outlive_what_ends_all_sessions(
    fresh: Served, person: Person, hasher: Held, event: Any
) -> None:
    ben = await fresh.add_user("Ben")
    stranger = await fresh.visitor()
    hasher.reached.clear()
    hasher.go_on.clear()
    body = {"name": "Ben", "password": PASSWORD}
    under_way = asyncio.create_task(stranger.refused("POST", "/session", body))
    await hasher.reached.wait()
    await event(fresh, person, ben)
    hasher.go_on.set()
    assert await under_way == REFUSED
    assert await stranger.refused("GET", "/session") == REFUSED
    refused = (await person.do("GET", "/audit?kind=session.refused"))["items"]
    assert refused[0]["data"]["name"] == "Ben"


@pytest.mark.parametrize(
    "event", [change_password, disable_and_enable, reset_factors], ids=lambda event: event.__name__
)
async def test_a_second_step_under_way_does_not_either_and_costs_no_code(
    fresh: Served, person: Person, event: Any
) -> None:
    ben = await fresh.add_user("Ben")
    _, codes = await enrol(ben)
    stranger = await fresh.visitor()
    challenge = await stranger.do("POST", "/session", {"name": "Ben", "password": PASSWORD})
    await event(fresh, person, ben)
    shown = {"ticket": challenge["ticket"], "code": codes[0]}
    assert await stranger.refused("POST", "/session/proof", shown) == OVER
    used = (await person.do("GET", "/audit?kind=recovery.used"))["items"]
    assert used == []


async def test_who_was_asked_for_no_factor_does_not_get_in_after_the_first_was_added(
    fresh: Served, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben, stranger = await fresh.add_user("Ben"), await fresh.visitor()
    possible, added = Proving.possible, False

    async def and_then_one_is_added(proving: Proving, user_id: str) -> bool:
        nonlocal added
        found = await possible(proving, user_id)
        if not found and not added:
            added = True
            await enrol(ben)
        return found

    monkeypatch.setattr(Proving, "possible", and_then_one_is_added)
    assert await stranger.refused("POST", "/session", {"name": "Ben", "password": PASSWORD}) == REFUSED
    assert added


@pytest.mark.requirement("U1")
async def test_of_many_who_sign_in_at_once_with_an_outdated_hash_each_gets_in(
    fresh: Served, person: Person
) -> None:
    weaker = await Argon2Hasher(memory_kib=512, rounds=1).hash(PASSWORD)
    async with fresh.house.stores.database.begin() as tx:
        await tx.connection.execute(update(users).values(password_hash=weaker))
    visitors = [await fresh.visitor() for _ in range(4)]
    body = {"name": NAME, "password": PASSWORD}
    answers: list[httpx2.Response] = await asyncio.gather(
        *(each.send("POST", "/session", body) for each in visitors)
    )
    assert [each.status_code for each in answers] == [200] * 4


async def test_of_several_first_factors_at_once_one_brings_recovery_codes_and_they_count(
    fresh: Served, person: Person
) -> None:
    for turn in range(3):
        ben = await at_its_name(fresh, f"Ben {turn}")
        _, app = await begin_app(ben)
        keys = [await begin_passkey(fresh, ben) for _ in range(2)]
        answers = await asyncio.gather(
            ben.send("PUT", "/account/app", app),
            *(ben.send("PUT", "/account/passkeys", key) for key in keys),
        )
        assert [each.status_code for each in answers] == [200] * 3
        (told,) = [each.json()["codes"] for each in answers if each.json()["codes"]]
        for code in told[:2]:
            await ben.do("PUT", "/account/step-up", {"code": code})


async def test_what_stays_beside_the_factor_that_went_has_its_recovery_codes(
    fresh: Served, person: Person
) -> None:
    for turn in range(6):
        ben = await at_its_name(fresh, f"Ben {turn}")
        await enrol(ben)
        key = await begin_passkey(fresh, ben)
        answers = await asyncio.gather(
            ben.send("PUT", "/account/passkeys", key), ben.send("DELETE", "/account/app")
        )
        assert [each.status_code for each in answers] == [200, 204]
        left = await ben.do("GET", "/account/factors")
        assert (len(left["passkeys"]), left["recovery_codes"]) == (1, 10)


async def test_a_late_end_of_an_app_does_not_take_the_secret_of_the_next(
    fresh: Served, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben = await at_its_name(fresh, "Ben")
    next_app, late = await begin_app(ben)
    await enrol(ben)
    keep = SealedAuthenticators.keep

    def slowly(apps: SealedAuthenticators, user_id: str, secret: str | None) -> None:
        time.sleep(0.3 if secret is None else 0)
        keep(apps, user_id, secret)

    monkeypatch.setattr(SealedAuthenticators, "keep", slowly)

    async def add() -> httpx2.Response:
        await asyncio.sleep(0.15)
        return await ben.send("PUT", "/account/app", late)

    removed, added = await asyncio.gather(ben.send("DELETE", "/account/app"), add())
    assert (removed.status_code, added.status_code) == (204, 200)
    kept = fresh.house.stores.credentials.open(f"totp-{await id_of(ben)}")
    assert kept.reveal() == next_app.secret


async def test_there_are_no_more_passkeys_than_can_be(fresh: Served, person: Person) -> None:
    ben = await at_its_name(fresh, "Ben")
    for _ in range(MOST_PASSKEYS - 1):
        await ben.do("PUT", "/account/passkeys", await begin_passkey(fresh, ben))
    keys = [await begin_passkey(fresh, ben) for _ in range(3)]
    answers = await asyncio.gather(*(ben.send("PUT", "/account/passkeys", key) for key in keys))
    assert sorted(each.status_code for each in answers) == [200, 409, 409]
    assert len((await ben.do("GET", "/account/factors"))["passkeys"]) == MOST_PASSKEYS


async def test_an_app_is_removed_also_where_its_secret_cannot_be_reached(
    fresh: Served, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben = await at_its_name(fresh, "Ben")
    await enrol(ben)

    def held(_apps: SealedAuthenticators, _user_id: str, _secret: str | None) -> None:
        raise StorageError("Another process holds the credentials.")

    monkeypatch.setattr(SealedAuthenticators, "keep", held)
    assert (await ben.send("DELETE", "/account/app")).status_code == 204
    assert (await ben.do("GET", "/account/factors"))["app_since"] is None


async def test_of_many_who_remove_one_person_at_once_one_did_it(fresh: Served, person: Person) -> None:
    his = (await somebody(fresh, "Ben")).id
    answers = await asyncio.gather(*(person.send("DELETE", f"/people/{his}") for _ in range(3)))
    assert sorted(each.status_code for each in answers) == [204, 404, 404]
    assert len((await person.do("GET", "/audit?kind=person.removed"))["items"]) == 1


@pytest.mark.requirement("U8")
async def test_neither_strangers_nor_another_person_drive_out_a_second_step(
    fresh: Served, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tickets, "_MOST", 30)
    ben = await at_its_name(fresh, "Ben")
    _, codes = await enrol(person)
    visitor = await fresh.visitor()
    challenge = await visitor.do("POST", "/session", {"name": NAME, "password": PASSWORD})
    for _ in range(40):
        await ben.do("POST", "/account/step-up", {})
    stranger = await fresh.visitor(headers={"Host": f"localhost:{fresh.settings.port}"})
    for _ in range(40):
        await stranger.do("POST", "/session/passkey")
    await visitor.do("POST", "/session/proof", {"ticket": challenge["ticket"], "code": codes[0]})
