"""Second factors over the real API: apps, passkeys, recovery codes, and what they guard (U3, U6, U8)."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import cbor2
import pyotp
import pytest
from tests.support.authenticator import SecurityKey, b64, unb64
from tests.support.database import all_kept
from tests.support.house import NAME, PASSWORD, Person, Served, make_vault, served, settings_in
from tests.support.scripted_model import ScriptedModel

from paios.domain.factor import STEP_SECONDS
from paios.drivers.clock import SystemClock

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("U3")]

GOOD = {"name": NAME, "password": PASSWORD}
WRONG_CODE = (401, "unauthenticated")
OVER = (401, "challenge_over")


@pytest.fixture
async def fresh(tmp_path: Path) -> AsyncIterator[Served]:
    async with served(settings_in(tmp_path), make_vault(tmp_path / "notes")) as running:
        yield running


@pytest.fixture
async def person(fresh: Served, model: ScriptedModel) -> Person:
    return await fresh.set_up(model)


class Hands:
    """The machine's clock, which a test turns."""

    def __init__(self) -> None:
        self._turned = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._turned

    def turn(self, seconds: float) -> None:
        self._turned += timedelta(seconds=seconds)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Hands:
    hands = Hands()
    monkeypatch.setattr(SystemClock, "now", lambda _: hands.now())
    return hands


class App:
    """An authenticator app, at the time that the server has too."""

    def __init__(self, clock: Hands, secret: str) -> None:
        self._totp = pyotp.TOTP(secret)
        self._clock = clock

    def code(self, ago: int = 0) -> str:
        """What it shows now, or showed so many seconds ago."""
        return self._totp.at(self._clock.now() - timedelta(seconds=ago))

    def next_code(self) -> str:
        """What it shows in half a minute, when that has passed."""
        self._clock.turn(STEP_SECONDS)
        return self.code()


async def enrolled(clock: Hands, person: Person) -> tuple[App, list[str]]:
    begun = await person.do("POST", "/account/app")
    assert begun["secret"] in begun["uri"]
    app = App(clock, begun["secret"])
    added = await person.do("PUT", "/account/app", {"ticket": begun["ticket"], "code": app.code()})
    return app, added["codes"]


async def at(fresh: Served, host: str = "localhost") -> Person:
    """A visitor at this name of the server: passkeys are for names."""
    return await fresh.visitor(headers={"Host": f"{host}:{fresh.settings.port}"})


def origin(fresh: Served) -> str:
    return f"http://localhost:{fresh.settings.port}"


async def with_passkey(fresh: Served, **kind: bool) -> tuple[Person, SecurityKey, list[str]]:
    person = await (await at(fresh)).sign_in()
    key = SecurityKey(origin(fresh), **kind)
    begun = await person.do("POST", "/account/passkeys")
    body = {"ticket": begun["ticket"], "passkey": key.create(begun["passkey"]), "name": "Key"}
    added = await person.do("PUT", "/account/passkeys", body)
    assert added["passkey"]["name"] == "Key"
    return person, key, added["codes"]


async def challenged(visitor: Person) -> Any:
    answer = await visitor.send("POST", "/session", GOOD)
    assert answer.status_code == 200, answer.text
    assert set(answer.json()) == {"ticket", "ways", "passkey"}
    assert "set-cookie" not in answer.headers
    return answer.json()


async def test_password_and_code_sign_in_and_neither_does_alone(
    fresh: Served, person: Person, clock: Hands
) -> None:
    app, _ = await enrolled(clock, person)
    visitor = await fresh.visitor()
    challenge = await challenged(visitor)
    assert challenge["ways"] == ["totp", "recovery"]
    assert challenge["passkey"] is None
    assert (await visitor.send("GET", "/session")).status_code == 401
    shown = {"ticket": challenge["ticket"], "code": app.next_code()}
    signed_in = await visitor.do("POST", "/session/proof", shown)
    visitor.csrf = signed_in["csrf"]
    assert (await visitor.do("GET", "/session"))["user"]["name"] == NAME
    wrong = {**GOOD, "password": "not the password"}
    assert await visitor.refused("POST", "/session", wrong) == (401, "unauthenticated")
    bogus = {"ticket": "A" * 43, "code": app.next_code()}
    assert await visitor.refused("POST", "/session/proof", bogus) == OVER


async def test_a_code_counts_once_and_no_earlier_one_after_it(
    fresh: Served, person: Person, clock: Hands
) -> None:
    app, _ = await enrolled(clock, person)
    code = app.next_code()
    visitor = await fresh.visitor()
    ticket = (await challenged(visitor))["ticket"]
    await visitor.do("POST", "/session/proof", {"ticket": ticket, "code": code})
    ticket = (await challenged(visitor))["ticket"]
    for replayed in (code, app.code(ago=STEP_SECONDS), f"{code[:3]} {code[3:]}"):
        body = {"ticket": ticket, "code": replayed}
        assert await visitor.refused("POST", "/session/proof", body) == WRONG_CODE
    await visitor.do("POST", "/session/proof", {"ticket": ticket, "code": app.next_code()})


async def test_of_two_who_show_the_same_code_at_once_one_gets_in(
    fresh: Served, person: Person, clock: Hands
) -> None:
    app, codes = await enrolled(clock, person)
    for code in (app.next_code(), codes[0]):
        visitors = [await fresh.visitor() for _ in range(4)]
        tickets = [(await challenged(each))["ticket"] for each in visitors]
        answers = await asyncio.gather(
            *(
                each.send("POST", "/session/proof", {"ticket": ticket, "code": code})
                for each, ticket in zip(visitors, tickets, strict=True)
            )
        )
        assert sorted(each.status_code for each in answers) == [200, 401, 401, 401]


async def test_a_recovery_code_counts_once_in_any_spelling(
    fresh: Served, person: Person, clock: Hands
) -> None:
    _, codes = await enrolled(clock, person)
    assert len(set(codes)) == 10
    visitor = await fresh.visitor()
    ticket = (await challenged(visitor))["ticket"]
    spelled = codes[3].lower().replace("-", " ")
    await visitor.do("POST", "/session/proof", {"ticket": ticket, "code": spelled})
    ticket = (await challenged(visitor))["ticket"]
    again = {"ticket": ticket, "code": codes[3]}
    assert await visitor.refused("POST", "/session/proof", again) == WRONG_CODE
    assert (await person.do("GET", "/account/factors"))["recovery_codes"] == 9


async def test_recovery_codes_are_kept_as_hashes_and_new_ones_end_the_old(
    fresh: Served, person: Person, clock: Hands
) -> None:
    _, codes = await enrolled(clock, person)
    async with fresh.house.stores.database.read() as connection:
        rows = (await connection.exec_driver_sql("SELECT * FROM recovery_codes")).all()
    stored = repr(rows)
    assert len(rows) == 10
    assert not any(code in stored or code.replace("-", "") in stored for code in codes)
    renewed = (await person.do("POST", "/account/recovery-codes"))["codes"]
    assert not set(renewed) & set(codes)
    visitor = await fresh.visitor()
    ticket = (await challenged(visitor))["ticket"]
    old = {"ticket": ticket, "code": codes[0]}
    assert await visitor.refused("POST", "/session/proof", old) == WRONG_CODE
    await visitor.do("POST", "/session/proof", {"ticket": ticket, "code": renewed[0]})


@pytest.mark.requirement("U8")
async def test_codes_cannot_be_guessed_for_long(fresh: Served, person: Person, clock: Hands) -> None:
    await enrolled(clock, person)
    visitor = await fresh.visitor()
    guesses, statuses = iter(range(10**6)), []
    for _ in range(3):
        ticket = (await challenged(visitor))["ticket"]
        for _ in range(7):
            body = {"ticket": ticket, "code": f"{next(guesses):06}"}
            statuses.append((await visitor.send("POST", "/session/proof", body)).status_code)
    assert statuses.count(200) == 0
    assert statuses[5:7] == [401, 401]  # the ticket was used up by five tries
    assert statuses[-7:] == [429] * 7
    # Who is signed in already is not locked out of their own by that.
    assert await person.do("GET", "/account/factors")


async def test_what_begins_with_the_first_factor_ends_what_a_password_alone_began(
    fresh: Served, person: Person, clock: Hands
) -> None:
    elsewhere = await (await fresh.visitor()).sign_in()
    await enrolled(clock, person)
    assert await elsewhere.refused("GET", "/session") == (401, "unauthenticated")
    assert await person.do("GET", "/session")


async def test_an_app_is_added_only_once_and_only_with_its_own_code(
    fresh: Served, person: Person, clock: Hands
) -> None:
    begun = await person.do("POST", "/account/app")
    wrong = {"ticket": begun["ticket"], "code": "000000"}
    assert (await person.refused("PUT", "/account/app", wrong))[0] == 422
    assert (await person.do("GET", "/account/factors"))["app_since"] is None
    code = App(clock, begun["secret"]).code()
    two = await person.do("POST", "/account/app")
    await person.do("PUT", "/account/app", {"ticket": begun["ticket"], "code": code})
    used = {"ticket": begun["ticket"], "code": code}
    assert (await person.refused("PUT", "/account/app", used))[0] == 422
    other = App(clock, two["secret"]).code()
    second = {"ticket": two["ticket"], "code": other}
    assert await person.refused("PUT", "/account/app", second) == (409, "conflict")
    assert await person.refused("POST", "/account/app") == (409, "conflict")
    # The first app is still the one that counts.
    visitor = await fresh.visitor()
    ticket = (await challenged(visitor))["ticket"]
    later = App(clock, begun["secret"]).next_code()
    await visitor.do("POST", "/session/proof", {"ticket": ticket, "code": later})


async def test_anothers_ticket_is_nobodys(fresh: Served, person: Person, clock: Hands) -> None:
    ben = await fresh.add_user("Ben")
    begun = await person.do("POST", "/account/app")
    code = App(clock, begun["secret"]).code()
    assert (await ben.refused("PUT", "/account/app", {"ticket": begun["ticket"], "code": code}))[0] == 422
    assert (await ben.do("GET", "/account/factors"))["app_since"] is None


async def test_without_the_app_a_password_lets_in_again(fresh: Served, person: Person, clock: Hands) -> None:
    await enrolled(clock, person)
    await person.do("DELETE", "/account/app")
    assert await person.refused("DELETE", "/account/app") == (404, "not_found")
    factors = await person.do("GET", "/account/factors")
    assert factors == {"app_since": None, "passkeys": [], "recovery_codes": 0}
    await (await fresh.visitor()).sign_in()
    assert not [each for each in fresh.house.stores.credentials.names() if each.name.startswith("totp-")]


@pytest.mark.requirement("U6")
async def test_a_passkey_is_the_second_step(fresh: Served, person: Person) -> None:
    _, key, _ = await with_passkey(fresh)
    visitor = await at(fresh)
    challenge = await challenged(visitor)
    assert challenge["ways"] == ["passkey", "recovery"]
    answer = key.get(challenge["passkey"])
    shown = {"ticket": challenge["ticket"], "passkey": answer}
    await visitor.do("POST", "/session/proof", shown)
    # Neither the ticket nor the answer counts again.
    assert await visitor.refused("POST", "/session/proof", shown) == OVER
    ticket = (await challenged(visitor))["ticket"]
    replayed = {"ticket": ticket, "passkey": answer}
    assert await visitor.refused("POST", "/session/proof", replayed) == OVER


@pytest.mark.requirement("U6")
async def test_a_passkey_alone_signs_in_if_the_device_asked_who_it_is(fresh: Served, person: Person) -> None:
    _, key, _ = await with_passkey(fresh)
    visitor = await at(fresh)
    begun = await visitor.do("POST", "/session/passkey")
    assert begun["passkey"]["allowCredentials"] == []
    assert begun["passkey"]["userVerification"] == "required"
    key.verifies = False
    unasked = {"ticket": begun["ticket"], "passkey": key.get(begun["passkey"])}
    assert await visitor.refused("POST", "/session/proof", unasked) == OVER
    key.verifies = True
    begun = await visitor.do("POST", "/session/passkey")
    shown = {"ticket": begun["ticket"], "passkey": key.get(begun["passkey"])}
    assert (await visitor.do("POST", "/session/proof", shown))["user"]["name"] == NAME


@pytest.mark.requirement("U6")
@pytest.mark.parametrize(
    "lie",
    [
        {"origin": "http://localhost:1"},
        {"origin": "https://evil.example"},
        {"type": "webauthn.create"},
        {"challenge": b64(bytes(32))},
    ],
    ids=lambda lie: next(iter(lie)),
)
async def test_an_answer_for_another_page_or_challenge_does_not_count(
    fresh: Served, person: Person, lie: dict[str, str]
) -> None:
    _, key, _ = await with_passkey(fresh)
    visitor = await at(fresh)
    begun = await visitor.do("POST", "/session/passkey")
    shown = {"ticket": begun["ticket"], "passkey": key.get(begun["passkey"], **lie)}
    assert await visitor.refused("POST", "/session/proof", shown) == OVER


@pytest.mark.requirement("U6")
async def test_a_copied_passkey_whose_count_went_back_does_not_count(fresh: Served, person: Person) -> None:
    _, key, _ = await with_passkey(fresh)
    visitor = await at(fresh)
    for uses, status in ((5, 200), (2, 401), (6, 200)):
        key.uses = uses
        begun = await visitor.do("POST", "/session/passkey")
        shown = {"ticket": begun["ticket"], "passkey": key.get(begun["passkey"])}
        assert (await visitor.send("POST", "/session/proof", shown)).status_code == status


@pytest.mark.requirement("U6")
async def test_a_passkey_that_nobody_registered_or_with_another_key_does_not_count(
    fresh: Served, person: Person
) -> None:
    _, key, _ = await with_passkey(fresh)
    stranger, forged = SecurityKey(origin(fresh)), SecurityKey(origin(fresh))
    stranger.user = key.user
    forged.id, forged.uses, forged.user = key.id, key.uses, key.user
    visitor = await at(fresh)
    for false in (stranger, forged):
        begun = await visitor.do("POST", "/session/passkey")
        shown = {"ticket": begun["ticket"], "passkey": false.get(begun["passkey"])}
        assert await visitor.refused("POST", "/session/proof", shown) == OVER


@pytest.mark.requirement("U6")
async def test_one_passkey_is_not_two_peoples_and_anothers_is_no_second_step(
    fresh: Served, person: Person
) -> None:
    _, key, _ = await with_passkey(fresh)
    await fresh.add_user("Ben")
    ben = await (await at(fresh)).sign_in("Ben")
    begun = await ben.do("POST", "/account/passkeys")
    body = {"ticket": begun["ticket"], "passkey": key.create(begun["passkey"]), "name": "Mine"}
    assert await ben.refused("PUT", "/account/passkeys", body) == (409, "conflict")
    own = SecurityKey(origin(fresh))
    begun = await ben.do("POST", "/account/passkeys")
    body = {"ticket": begun["ticket"], "passkey": own.create(begun["passkey"]), "name": "Mine"}
    await ben.do("PUT", "/account/passkeys", body)
    visitor = await at(fresh)
    challenge = await challenged(visitor)  # Ada's
    shown = {"ticket": challenge["ticket"], "passkey": own.get(challenge["passkey"])}
    assert await visitor.refused("POST", "/session/proof", shown) == OVER


@pytest.mark.requirement("U6")
async def test_a_passkey_that_says_it_is_somebody_elses_does_not_count(fresh: Served, person: Person) -> None:
    _, key, _ = await with_passkey(fresh)
    visitor = await at(fresh)
    own = b64(key.user)
    for user, counts in ((b64(b"somebody else"), False), (own[:-2], False), (None, True), (own, True)):
        begun = await visitor.do("POST", "/session/passkey")
        passkey = key.get(begun["passkey"])
        del passkey["response"]["userHandle"]
        passkey["response"] |= {"userHandle": user} if user else {}
        shown = {"ticket": begun["ticket"], "passkey": passkey}
        answer = await visitor.send("POST", "/session/proof", shown)
        assert answer.status_code == (200 if counts else 401), user


@pytest.mark.requirement("U6")
@pytest.mark.parametrize("public", [[1], "text", 5, {}, [], None, {1: 2, 3: -7}, {1: [2], 3: {}}], ids=str)
async def test_a_passkey_whose_key_is_none_is_refused(fresh: Served, person: Person, public: Any) -> None:
    person = await (await at(fresh)).sign_in()
    begun = await person.do("POST", "/account/passkeys")
    made = SecurityKey(origin(fresh)).create(begun["passkey"])
    attestation = cbor2.loads(unb64(made["response"]["attestationObject"]))
    before_key = 37 + 16 + 2 + 32
    attestation["authData"] = attestation["authData"][:before_key] + cbor2.dumps(public)
    made["response"]["attestationObject"] = b64(cbor2.dumps(attestation))
    body = {"ticket": begun["ticket"], "passkey": made, "name": "Key"}
    assert (await person.refused("PUT", "/account/passkeys", body))[0] == 422


@pytest.mark.requirement("U6")
async def test_a_page_reached_by_number_has_no_passkeys_and_says_so(fresh: Served, person: Person) -> None:
    _, _, codes = await with_passkey(fresh)
    visitor = await fresh.visitor()
    answer = await visitor.send("POST", "/session/passkey")
    assert answer.status_code == 422
    assert "localhost" in answer.json()["detail"]
    challenge = await challenged(visitor)
    assert (challenge["ways"], challenge["passkey"]) == (["recovery"], None)
    await visitor.do("POST", "/session/proof", {"ticket": challenge["ticket"], "code": codes[0]})


@pytest.mark.requirement("U6")
async def test_somebody_disabled_meanwhile_does_not_finish(fresh: Served, person: Person) -> None:
    await fresh.add_user("Ben")
    ben = await (await at(fresh)).sign_in("Ben")
    key = SecurityKey(origin(fresh))
    begun = await ben.do("POST", "/account/passkeys")
    body = {"ticket": begun["ticket"], "passkey": key.create(begun["passkey"]), "name": "Mine"}
    await ben.do("PUT", "/account/passkeys", body)
    visitor = await at(fresh)
    begun = await visitor.do("POST", "/session/passkey")
    (his,) = [each for each in (await person.do("GET", "/people"))["items"] if each["name"] == "Ben"]
    await person.do("PATCH", f"/people/{his['id']}", {"disabled": True})
    shown = {"ticket": begun["ticket"], "passkey": key.get(begun["passkey"])}
    assert await visitor.refused("POST", "/session/proof", shown) == OVER


@pytest.mark.requirement("U6")
async def test_what_guards_the_account_is_changed_only_after_a_fresh_proof(
    fresh: Served, person: Person, clock: Hands
) -> None:
    app, _ = await enrolled(clock, person)
    clock.turn(600)
    for method, path in (
        ("DELETE", "/account/app"),
        ("POST", "/account/passkeys"),
        ("POST", "/account/recovery-codes"),
    ):
        assert await person.refused(method, path) == (403, "step_up_needed")
    asked = await person.do("POST", "/account/step-up", {})
    assert asked["ways"] == ["totp", "recovery"]
    # A password is no proof for who has more, nor is a code that was used.
    assert (await person.refused("PUT", "/account/step-up", {"password": PASSWORD}))[0] == 422
    assert (await person.refused("PUT", "/account/step-up", {"code": "000000"}))[0] == 422
    await person.do("PUT", "/account/step-up", {"code": app.next_code()})
    assert len((await person.do("POST", "/account/recovery-codes"))["codes"]) == 10


@pytest.mark.requirement("U6")
async def test_whoever_has_no_factor_proves_it_with_the_password(
    fresh: Served, person: Person, clock: Hands
) -> None:
    clock.turn(600)
    assert await person.refused("POST", "/account/app") == (403, "step_up_needed")
    assert (await person.do("POST", "/account/step-up", {}))["ways"] == ["password"]
    assert (await person.refused("PUT", "/account/step-up", {"password": "guess"}))[0] == 422
    await person.do("PUT", "/account/step-up", {"password": PASSWORD})
    assert await person.do("POST", "/account/app")
    statuses = [
        (await person.send("PUT", "/account/step-up", {"password": "guess"})).status_code for _ in range(10)
    ]
    assert statuses[-1] == 429


@pytest.mark.requirement("U6")
async def test_a_proof_for_one_purpose_is_none_for_another(fresh: Served, person: Person) -> None:
    signed_in, key, _ = await with_passkey(fresh)
    visitor = await at(fresh)
    # What was asked for to sign in does not prove the session, nor the other way about.
    begun = await visitor.do("POST", "/session/passkey")
    for_session = {"ticket": begun["ticket"], "passkey": key.get(begun["passkey"])}
    assert (await signed_in.refused("PUT", "/account/step-up", for_session))[0] == 422
    asked = await signed_in.do("POST", "/account/step-up", {})
    for_sign_in = {"ticket": asked["ticket"], "passkey": key.get(asked["passkey"])}
    assert await visitor.refused("POST", "/session/proof", for_sign_in) == OVER
    asked = await signed_in.do("POST", "/account/step-up", {})
    right = {"ticket": asked["ticket"], "passkey": key.get(asked["passkey"])}
    await signed_in.do("PUT", "/account/step-up", right)
    assert (await signed_in.refused("PUT", "/account/step-up", right))[0] == 422


@pytest.mark.requirement("U6")
async def test_an_administrator_takes_away_what_somebody_lost(
    fresh: Served, person: Person, clock: Hands
) -> None:
    ben = await fresh.add_user("Ben")

    async def listed() -> dict[str, Any]:
        (his,) = [each for each in (await person.do("GET", "/people"))["items"] if each["name"] == "Ben"]
        return dict(his)

    assert not (await listed())["second_factor"]
    await enrolled(clock, ben)
    his = await listed()
    assert his["second_factor"]
    await person.do("DELETE", f"/people/{his['id']}/factors")
    assert not (await listed())["second_factor"]
    assert await ben.refused("GET", "/session") == (401, "unauthenticated")
    await (await fresh.visitor()).sign_in("Ben")
    records = (await person.do("GET", "/audit?limit=200"))["items"]
    assert "person.factors_reset" in {each["kind"] for each in records}


async def test_who_is_removed_leaves_no_secret_behind(fresh: Served, person: Person, clock: Hands) -> None:
    ben = await fresh.add_user("Ben")
    await enrolled(clock, ben)
    (his,) = [each for each in (await person.do("GET", "/people"))["items"] if each["name"] == "Ben"]
    await person.do("DELETE", f"/people/{his['id']}")
    assert not [each for each in fresh.house.stores.credentials.names() if his["id"] in each.name]


async def test_the_apps_secret_is_sealed_and_no_administrators_to_see_or_change(
    fresh: Served, person: Person, clock: Hands
) -> None:
    begun = await person.do("POST", "/account/app")
    code = App(clock, begun["secret"]).code()
    await person.do("PUT", "/account/app", {"ticket": begun["ticket"], "code": code})
    kept = all_kept(fresh.settings.home)
    assert not [name for name, content in kept.items() if begun["secret"].encode() in content]
    assert (await person.do("GET", "/credentials"))["items"] == []
    user_id = (await person.do("GET", "/session"))["user"]["id"]
    name = f"totp-{user_id}"
    assert (await person.refused("PUT", f"/credentials/{name}", {"secret": "A" * 32}))[0] == 422
    assert (await person.refused("DELETE", f"/credentials/{name}"))[0] == 422


@pytest.mark.requirement("U8")
@pytest.mark.parametrize(
    "code", ["12345", "1234567", "abc", "０１２３４５", "123456\n", "'; DROP TABLE users"]
)
async def test_what_is_no_code_is_refused_and_costs_nothing(
    fresh: Served, person: Person, clock: Hands, code: str
) -> None:
    app, _ = await enrolled(clock, person)
    visitor = await fresh.visitor()
    ticket = (await challenged(visitor))["ticket"]
    refused = await visitor.send("POST", "/session/proof", {"ticket": ticket, "code": code})
    assert refused.status_code in {401, 422}
    await visitor.do("POST", "/session/proof", {"ticket": ticket, "code": app.next_code()})


@pytest.mark.requirement("U6")
async def test_a_passkey_that_keeps_no_count_works_as_often_as_it_is_asked(
    fresh: Served, person: Person
) -> None:
    _, key, _ = await with_passkey(fresh, counts=False)
    visitor = await at(fresh)
    for _ in range(2):
        begun = await visitor.do("POST", "/session/passkey")
        shown = {"ticket": begun["ticket"], "passkey": key.get(begun["passkey"])}
        await visitor.do("POST", "/session/proof", shown)
