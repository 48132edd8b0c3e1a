"""Incident 9: a bogus device token switched the rate limit off. Nothing that is sent switches it off."""

import pytest
from tests.support.api_keys import make, program
from tests.support.house import NAME, PASSWORD, Person, Served
from tests.support.rooms import ada, model, paios, stage

from paios.domain import api_key

__all__ = ["ada", "model", "paios", "stage"]

pytestmark = [pytest.mark.anyio, pytest.mark.incident(9), pytest.mark.requirement("U8")]

BOGUS = [
    {"X-Forwarded-For": "203.0.113.9"},
    {"Forwarded": "for=203.0.113.10", "X-Real-IP": "203.0.113.11"},
    {"X-API-Key": api_key.written("0" * 30)},
    {"Cookie": "paios_session=bogus.bogus"},
    {"Authorization": "Bearer bogus", "X-Device-Token": "bogus"},
]


async def test_no_token_or_header_gives_more_guesses_at_a_password(ada: Person, paios: Served) -> None:
    visitor = await paios.visitor()
    wrong, right = {"name": NAME, "password": "guess"}, {"name": NAME, "password": PASSWORD}
    for number in range(9):
        headers = BOGUS[number % len(BOGUS)]
        assert (await visitor.refused("POST", "/session", wrong, headers=headers))[0] == 401
    await visitor.refused("POST", "/session", wrong)
    key = (await make(ada, "notes:read")).secret
    for headers in [*BOGUS, {"X-API-Key": key}]:
        refused = await visitor.refused("POST", "/session", right, headers=headers)
        assert refused == (429, "too_many_requests"), headers


async def test_no_token_or_header_gives_more_guesses_at_a_key(ada: Person, paios: Served) -> None:
    right, statuses = await make(ada, "notes:read"), []
    for number in range(40):
        guess = await paios.visitor(headers={"X-API-Key": api_key.written(f"{number:030}")})
        extra = {"X-Forwarded-For": f"203.0.113.{number}", "X-Device-Token": f"{number}"}
        statuses.append((await guess.send("GET", "/notes", headers=extra)).status_code)
    assert statuses == [401] * 30 + [429] * 10
    # Who guesses cannot lock out the program that has no need to, also where it comes for the first time.
    await (await program(paios, right.secret)).do("GET", "/notes")
