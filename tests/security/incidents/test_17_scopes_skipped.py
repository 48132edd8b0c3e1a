"""Incident 17: a key sent in another header skipped its scopes. One parser reads every credential."""

from collections.abc import Callable

import pytest
from tests.support.api_keys import make
from tests.support.house import Person, Served
from tests.support.rooms import ada, model, paios, stage

__all__ = ["ada", "model", "paios", "stage"]

pytestmark = [pytest.mark.anyio, pytest.mark.incident(17)]

OTHER_WAYS: list[Callable[[str], dict[str, str]]] = [
    lambda key: {"Authorization": f"Bearer {key}"},
    lambda key: {"Authorization": f"ApiKey {key}"},
    lambda key: {"Authorization": key},
    lambda key: {"X-Api_Key": key},
    lambda key: {"Api-Key": key, "X-Auth-Token": key},
    lambda key: {"Cookie": f"X-API-Key={key}"},
    lambda key: {"Cookie": f"token={key}"},
    lambda key: {"Proxy-Authorization": f"Bearer {key}"},
]


@pytest.mark.parametrize("way", OTHER_WAYS)
async def test_a_key_in_another_place_is_no_key_and_changes_nothing_beside_itself(
    ada: Person, paios: Served, way: Callable[[str], dict[str, str]]
) -> None:
    key = (await make(ada, "notes:read")).secret
    stranger = await paios.visitor()
    assert await stranger.refused("GET", "/notes", headers=way(key)) == (401, "unauthenticated")
    stranger.http.cookies.clear()
    both = {**way(key), "X-API-Key": key}
    await stranger.do("GET", "/notes", headers=both)
    assert await stranger.refused("GET", "/conversations", headers=both) == (403, "forbidden")


async def test_no_header_makes_another_request_of_one_that_was_checked(ada: Person, paios: Served) -> None:
    key = (await make(ada, "notes:read")).secret
    for extra in (
        {"X-HTTP-Method-Override": "GET"},
        {"X-Method-Override": "GET", "X-Original-Method": "GET"},
        {"X-Original-URL": "/api/v1/notes", "X-Rewrite-URL": "/api/v1/notes"},
        {"X-Forwarded-Prefix": "/api/v1/notes", "X-Forwarded-User": "Ada"},
        {"X-CSRF-Token": ada.csrf},
    ):
        program = await paios.visitor(headers={"X-API-Key": key, **extra})
        assert await program.refused("POST", "/pause") == (403, "forbidden"), extra
        assert await program.refused("GET", "/settings") == (403, "forbidden"), extra


async def test_a_key_and_a_session_are_not_put_together(ada: Person, paios: Served) -> None:
    key = (await make(ada, "notes:read")).secret
    for path in ("/notes", "/settings"):
        assert await ada.refused("GET", path, headers={"X-API-Key": key}) == (400, "malformed_request")
    wrong = {"X-API-Key": "wrong"}
    assert await ada.refused("POST", "/pause", headers=wrong) == (400, "malformed_request")
