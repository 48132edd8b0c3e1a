"""Who is there: passwords, cookies, CSRF, and every operation's demand for them (U1, U2, N5)."""

import hashlib
from pathlib import Path

import httpx2
import pytest
from argon2 import PasswordHasher
from tests.support.contract import OPERATIONS, Operation
from tests.support.database import all_kept, past_paios
from tests.support.house import (
    PASSWORD,
    Person,
    Served,
    light_hasher,
    make_vault,
    problem_of,
    served,
    settings_in,
)
from tests.support.people import somebody
from tests.support.scripted_model import ScriptedModel

from paios.domain.account import Session
from paios.domain.ids import new_id
from paios.drivers.passwords import Argon2Hasher
from paios.ports.answers import SignedIn

pytestmark = pytest.mark.anyio

GUARDED = [operation for operation in OPERATIONS if "csrf" in operation.security]
ASKING = [operation for operation in OPERATIONS if "session" in operation.security and not operation.socket]
OPEN = {
    "get_health",
    "sign_in",
    "join",
    "get_setup_options",
    "complete_setup",
    "begin_sign_in_by_passkey",
    "finish_sign_in",
}


def cookie_of(person: Person) -> str:
    return str(person.http.cookies["paios_session"])


def named(operation: Operation) -> str:
    return operation.id


@pytest.mark.requirement("U1")
async def test_password_is_kept_as_an_argon2id_hash_only(ada: Person, paios: Served) -> None:
    assert (await hash_of(paios)).startswith("$argon2id$v=19$")
    assert all(PASSWORD.encode() not in each for each in all_kept(paios.settings.home).values())


@pytest.mark.requirement("U1")
async def test_a_hash_of_less_work_is_made_anew_at_the_next_sign_in(
    tmp_path: Path, model: ScriptedModel
) -> None:
    settings, vault = settings_in(tmp_path), make_vault(tmp_path / "notes")
    async with served(settings, vault, light_hasher) as before:
        await before.set_up(model)
        assert (await hash_of(before)).startswith("$argon2id$v=19$m=1024,t=1,p=1$")
    async with served(settings, vault, Argon2Hasher) as after:
        for _ in range(2):
            await (await after.visitor()).sign_in()
            assert (await hash_of(after)).startswith("$argon2id$v=19$m=65536,t=3,p=1$")


@pytest.mark.requirement("U1")
async def test_a_hash_of_four_lanes_still_counts_and_is_made_anew(
    tmp_path: Path, model: ScriptedModel
) -> None:
    async with served(settings_in(tmp_path), make_vault(tmp_path / "notes"), Argon2Hasher) as paios:
        await paios.set_up(model)
        accounts = paios.house.stores.accounts
        found = await accounts.by_name("Ada")
        assert found is not None
        ada, password_hash = found
        before = PasswordHasher(1, 1024, parallelism=4).hash(PASSWORD)
        await accounts.replace_hash(ada.id, before, was=password_hash)
        await (await paios.visitor()).sign_in()
        assert "p=1$" in await hash_of(paios)


async def hash_of(paios: Served) -> str:
    found = await paios.house.stores.accounts.by_name("Ada")
    assert found is not None
    return found[1]


@pytest.mark.requirement("U2")
async def test_cookie_is_httponly_samesite_and_signed_with_64_characters(paios: Served, ada: Person) -> None:
    visitor = await paios.visitor()
    answer = await visitor.send("POST", "/session", {"name": "Ada", "password": PASSWORD})
    (header,) = [each for each in answer.headers.get_list("set-cookie") if each.startswith("paios_session")]
    value, *attributes = header.split("; ")
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(attributes)
    assert not any(each.lower().startswith("domain") for each in attributes)
    _, signature = value.removeprefix("paios_session=").split(".")
    assert len(signature) == 64


@pytest.mark.requirement("U2")
async def test_secret_of_the_cookie_is_kept_as_its_hash_only(paios: Served, ada: Person) -> None:
    secret = cookie_of(ada).partition(".")[0]
    with past_paios(paios.settings.home) as database:
        hashes = [each for (each,) in database.execute("SELECT secret_hash FROM sessions")]
    assert hashlib.sha256(secret.encode()).digest() in hashes
    assert all(secret.encode() not in each for each in all_kept(paios.settings.home).values())


def forgeries(cookie: str) -> dict[str, str]:
    secret, _, signature = cookie.partition(".")
    flipped = chr(ord(secret[0]) ^ 1)
    return {
        "no signature": secret,
        "empty signature": f"{secret}.",
        "truncated signature": f"{secret}.{signature[:-1]}",
        "longer signature": f"{secret}.{signature}0",
        "flipped bit in the secret": f"{flipped}{secret[1:]}.{signature}",
        "flipped bit in the signature": f"{secret}.{signature[:-1]}{'0' if signature[-1] != '0' else '1'}",
        "plain hash for a signature": f"{secret}.{hashlib.sha256(secret.encode()).hexdigest()}",
        "empty": "",
        "only a dot": ".",
        "very long": f"{secret}.{signature}" + "a" * 3000,
    }


@pytest.mark.requirement("U2")
async def test_forged_cookie_is_refused_without_a_look_into_the_database(
    tmp_path: Path, model: ScriptedModel
) -> None:
    async with served(settings_in(tmp_path), make_vault(tmp_path / "notes")) as own:
        person = await own.set_up(model)
        cookie = cookie_of(person)
        await own.house.stores.audit.close()
        await own.house.stores.database.close()
        stranger = await own.visitor()
        for name, forged in forgeries(cookie).items():
            refused = await stranger.refused("GET", "/session", headers={"Cookie": f"paios_session={forged}"})
            assert refused == (401, "unauthenticated"), name
        # The real one needs the database, which is shut: so the others were refused before it.
        assert await person.refused("GET", "/session") == (503, "storage_failed")


@pytest.mark.requirement("U2")
async def test_signed_out_session_is_dead_at_once(paios: Served, ada: Person) -> None:
    visitor = await (await paios.visitor()).sign_in()
    cookie = cookie_of(visitor)
    await visitor.do("DELETE", "/session")
    assert "paios_session" not in visitor.http.cookies
    again = {"Cookie": f"paios_session={cookie}"}
    assert await visitor.refused("GET", "/session", headers=again) == (401, "unauthenticated")
    assert await visitor.refused("DELETE", "/session", headers=again) == (401, "unauthenticated")
    assert (await ada.do("GET", "/session"))["user"]["name"] == "Ada"


@pytest.mark.requirement("U2", "U5")
async def test_disabled_account_is_out_at_once(paios: Served, ada: Person) -> None:
    mallory = await paios.add_user("Mallory")
    with past_paios(paios.settings.home) as database:
        database.execute("UPDATE users SET disabled = 1 WHERE name = 'Mallory'")
    assert await mallory.refused("GET", "/session") == (401, "unauthenticated")
    body = {"name": "Mallory", "password": PASSWORD}
    assert await (await paios.visitor()).refused("POST", "/session", body) == (401, "unauthenticated")


@pytest.mark.requirement("U2")
async def test_cookie_that_another_port_of_this_host_set_shuts_nobody_out(paios: Served, ada: Person) -> None:
    """Cookies know no ports: whatever listens on this machine can set some of our name, for other paths."""
    ended = await (await paios.visitor()).sign_in()
    of_before, mine = f"paios_session={cookie_of(ended)}", f"paios_session={cookie_of(ada)}"
    await ended.do("DELETE", "/session")
    forged = "paios_session=forged.00"
    for shown in (
        [f"{forged}; {mine}"],
        [f"{mine}; a=b; {forged}; {of_before}"],
        [mine, forged],
        [of_before, f"{mine}; {mine}"],
    ):
        headers = [("X-CSRF-Token", ada.csrf), *(("Cookie", each) for each in shown)]
        async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{paios.settings.port}") as client:
            answer = await client.post("/api/v1/conversations", headers=headers)
        assert answer.status_code == 201, shown
    stranger = await paios.visitor()
    none = {"Cookie": f"{forged}; {of_before}"}
    assert await stranger.refused("GET", "/session", headers=none) == (401, "unauthenticated")


@pytest.mark.requirement("U2")
async def test_two_sessions_at_once_are_refused(paios: Served, ada: Person) -> None:
    ben = await (await somebody(paios, "Ben of two")).headers()
    both = {"Cookie": f"paios_session={cookie_of(ada)}; {ben['Cookie']}"}
    stranger = await paios.visitor()
    assert await stranger.refused("GET", "/session", headers=both) == (400, "malformed_request")


@pytest.mark.requirement("U2")
async def test_expired_session_is_refused(paios: Served, ada: Person) -> None:
    visitor = await (await paios.visitor()).sign_in()
    digest = hashlib.sha256(cookie_of(visitor).partition(".")[0].encode()).digest()
    with past_paios(paios.settings.home) as database:
        database.execute(
            "UPDATE sessions SET expires_at = '2020-01-01T00:00:00.000000Z' WHERE secret_hash = ?", (digest,)
        )
    assert await visitor.refused("GET", "/session") == (401, "unauthenticated")


async def test_every_operation_but_seven_asks_who_is_there() -> None:
    assert {operation.id for operation in OPERATIONS if "session" not in operation.security} == OPEN
    changing = {each.id for each in OPERATIONS if each.method != "GET"} - OPEN
    assert {operation.id for operation in GUARDED} == changing


@pytest.mark.parametrize("operation", ASKING, ids=named)
async def test_stranger_is_refused(paios: Served, ada: Person, operation: Operation) -> None:
    stranger = await paios.visitor()
    refused = await stranger.refused(operation.method, operation.at(), operation.body)
    assert refused == (401, "unauthenticated")


@pytest.mark.parametrize("operation", GUARDED, ids=named)
async def test_change_without_this_sessions_csrf_token_is_refused(
    paios: Served, ada: Person, operation: Operation
) -> None:
    other = ada.csrf[:-1] + ("A" if ada.csrf[-1] != "A" else "B")
    forger = await paios.visitor(cookies={"paios_session": cookie_of(ada)})
    for token in (None, "", other, ada.csrf + "A", ada.csrf.lower()):
        headers = {} if token is None else {"X-CSRF-Token": token}
        refused = await forger.refused(operation.method, operation.at(), operation.body, headers=headers)
        assert refused == (403, "forbidden"), token


async def test_csrf_token_of_another_session_is_refused(paios: Served, ada: Person) -> None:
    visitor = await (await paios.visitor()).sign_in()
    headers = {"X-CSRF-Token": visitor.csrf}
    assert await ada.refused("POST", "/conversations", headers=headers) == (403, "forbidden")


@pytest.mark.requirement("N5")
@pytest.mark.parametrize(
    "host", ["evil.example", "localhost", "localhost:1", "127.0.0.1.nip.io:{port}", "paios:{port}", ""]
)
async def test_server_answers_to_no_other_name(paios: Served, ada: Person, host: str) -> None:
    headers = {"Host": host.format(port=paios.settings.port)}
    for path in ("/api/v1/session", "/api/v1/health", "/", "/api/v1/ui"):
        answer = await ada.http.get(path, headers=headers)
        if host:
            assert problem_of(answer) == (421, "misdirected")
        assert answer.is_error


@pytest.mark.requirement("N5")
@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "https://localhost:{port}", "http://localhost"]
)
async def test_other_sites_pages_are_refused(paios: Served, ada: Person, origin: str) -> None:
    headers = {"Origin": origin.format(port=paios.settings.port)}
    assert await ada.refused("POST", "/conversations", headers=headers) == (403, "forbidden")
    assert await ada.refused("GET", "/conversations", headers=headers) == (403, "forbidden")


@pytest.mark.requirement("N5")
async def test_own_page_is_not_refused(paios: Served, ada: Person) -> None:
    headers = {"Origin": f"http://127.0.0.1:{paios.settings.port}", "Sec-Fetch-Site": "same-origin"}
    await ada.do("POST", "/conversations", headers=headers)


@pytest.mark.requirement("U2")
def test_neither_cookie_nor_csrf_shows_in_repr(paios: Served) -> None:
    now = paios.house.stores.clock.now()
    session = Session(new_id(), new_id(), now, now, now, "device", now)
    signed_in = SignedIn(session, None, None, "the-csrf-value", "the-cookie")  # type: ignore[arg-type]
    assert "the-csrf-value" not in repr(signed_in)
    assert "the-cookie" not in repr(signed_in)
