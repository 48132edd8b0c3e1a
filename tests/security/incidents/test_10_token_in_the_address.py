"""Incident 10: a token stood in the address, and one token served two purposes."""

import pytest
from tests.support.api_keys import make
from tests.support.house import Person, Served
from tests.support.rooms import ada, model, paios, stage

__all__ = ["ada", "model", "paios", "stage"]

pytestmark = [pytest.mark.anyio, pytest.mark.incident(10)]

NAMES = ("token", "access_token", "api_key", "X-API-Key", "key", "paios_session", "csrf", "code")


async def test_no_credential_counts_in_an_address(ada: Person, paios: Served) -> None:
    key, cookie = (await make(ada, "notes:read")).secret, ada.http.cookies["paios_session"]
    stranger = await paios.visitor()
    for name in NAMES:
        for secret in (key, cookie):
            refused = await stranger.refused("GET", f"/notes?{name}={secret}")
            assert refused == (401, "unauthenticated"), name
    # Not even for who is known by another one: an address is written into logs and histories.
    for name in NAMES:
        assert await ada.refused("GET", f"/notes?{name}={key}") == (422, "contract_mismatch")


async def test_each_secret_serves_one_purpose(ada: Person, paios: Served) -> None:
    key, cookie = (await make(ada, "notes:read")).secret, ada.http.cookies["paios_session"]
    secrets = {"key": key, "cookie": cookie, "csrf": ada.csrf, "code": paios.house.setup_code or ""}
    fits = {"key": "X-API-Key", "cookie": "Cookie"}
    stranger = await paios.visitor()
    for name, secret in secrets.items():
        for header, value in (("X-API-Key", secret), ("Cookie", f"paios_session={secret}")):
            answer = await stranger.send("GET", "/notes", headers={header: value})
            assert answer.status_code == (200 if fits.get(name) == header else 401), (name, header)
            stranger.http.cookies.clear()
    for name in ("key", "cookie"):
        refused = await ada.refused("POST", "/conversations", headers={"X-CSRF-Token": secrets[name]})
        assert refused == (403, "forbidden")
    code = {"X-Setup-Code": key}
    assert await stranger.refused("GET", "/setup", headers=code) == (401, "unauthenticated")
