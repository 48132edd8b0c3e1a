"""Who asks is settled before anything of theirs is read (A3, A10)."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from starlette.requests import HTTPConnection
from tests.gateway.web.shelf import (
    BOOK,
    BOOKS,
    DOCUMENT,
    HANDLERS,
    JSON,
    SECURITY,
    SIGNED_IN,
    Client,
    Reader,
    assert_problem,
    never,
    shelf,
)
from tests.support.proofs import PERSON

from paios.domain.errors import UnauthenticatedError
from paios.domain.permission import Permission
from paios.domain.principal import Kind, Principal
from paios.gateway.web.contract import Contract
from paios.gateway.web.exchange import Reply, ValidatedRequest
from paios.gateway.web.router import build_router

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("A3")]


@pytest.mark.parametrize("target", [BOOKS, f"{BOOKS}/not-an-id", f"{BOOKS}?limit=x"])
async def test_a_stranger_learns_nothing_but_that_they_are_one(target: str) -> None:
    response = await shelf(getBook=never, listBooks=never).call("GET", target, headers=())
    assert_problem(response, 401, "unauthenticated")
    assert response.headers["www-authenticate"] == 'Cookie realm="paios"'


async def test_a_strangers_body_is_not_read() -> None:
    client = shelf(addBook=never)
    response = await client.call("POST", BOOKS, [b"{"] * 1000, JSON)
    assert response.status == 401
    assert response.headers["connection"] == "close"
    assert client.read == []


async def test_a_public_operation_asks_nobody() -> None:
    assert (await shelf().call("POST", "/api/v1/login", headers=())).status == 204


async def test_either_of_two_schemes_suffices() -> None:
    bearer = (("authorization", "Bearer 42"),)
    assert (await shelf().call("GET", f"{BOOKS}/new", headers=bearer)).json == "robot"
    assert (await shelf().call("GET", f"{BOOKS}/new", headers=SIGNED_IN)).json == "ada"


async def test_neither_of_two_schemes_is_told_both() -> None:
    response = await shelf().call("GET", f"{BOOKS}/new", headers=())
    assert response.headers["www-authenticate"] == 'Cookie realm="paios", Bearer realm="paios"'


@pytest.mark.incident(17)
async def test_a_wrong_credential_is_not_mended_by_another() -> None:
    headers = (("cookie", "session=old"), ("authorization", "Bearer 42"))
    assert_problem(
        await shelf(newBooks=never).call("GET", f"{BOOKS}/new", headers=headers), 401, "unauthenticated"
    )


@pytest.mark.requirement("U4", "U5")
async def test_who_lacks_the_permission_is_refused_before_anything_of_theirs_is_read() -> None:
    scoped = replace(PERSON, kind=Kind.API_KEY, permissions=frozenset({Permission.NOTES_READ}))
    client = shelf(by=scoped, addBook=never)
    assert (await client.call("GET", BOOK)).status == 200
    response = await client.call("POST", BOOKS, [b"{"] * 1000, (*SIGNED_IN, *JSON))
    assert_problem(response, 403, "forbidden")
    assert "notes:write" in response.json["detail"]
    assert client.read == []


@pytest.mark.requirement("U4", "U5")
@pytest.mark.parametrize("nobody", [None, "ada", {"principal": "admin"}], ids=["none", "name", "claim"])
async def test_an_identity_that_is_no_principal_may_do_nothing(nobody: object) -> None:
    client = shelf(by=nobody, getBook=never)
    assert_problem(await client.call("GET", BOOK), 403, "forbidden")


@pytest.mark.parametrize(("token", "status"), [(None, 401), ("wrong", 403), ("xyz", 204)])
async def test_all_schemes_of_an_alternative_are_needed(token: str | None, status: int) -> None:
    headers = [*SIGNED_IN, *([("x-csrf-token", token)] if token else [])]
    assert (await shelf().call("DELETE", BOOK, headers=headers)).status == status


async def test_the_identity_is_what_the_first_scheme_found() -> None:
    seen = []

    async def delete(request: ValidatedRequest) -> Reply:
        seen.append((request.identity.name, request.client, request.operation))
        return Reply(204)

    await shelf(deleteBook=delete).call("DELETE", BOOK, headers=[*SIGNED_IN, ("x-csrf-token", "xyz")])
    assert seen == [("ada", "127.0.0.1", "deleteBook")]


@pytest.mark.requirement("U4", "U5")
@pytest.mark.parametrize(
    ("then", "refusal"),
    [
        (None, (401, "unauthenticated")),
        (replace(PERSON, kind=Kind.API_KEY, permissions=frozenset()), (403, "forbidden")),
        (replace(PERSON, name="Ada now"), None),
    ],
    ids=["ended", "lost the right", "renamed"],
)
async def test_who_asks_is_settled_again_once_the_body_is_whole(
    then: Principal | None, refusal: tuple[int, str] | None
) -> None:
    seen, now = [], [PERSON]

    async def session(_: HTTPConnection) -> Reader:
        if not now:
            raise UnauthenticatedError("That session has ended.")
        return Reader("ada", now[0])

    async def add(request: ValidatedRequest) -> Reply:
        seen.append(request.identity.principal)
        return Reply(201, request.body)

    def held_back() -> Iterator[bytes]:
        yield b'{"title":'
        now[:] = [then] if then else []
        yield b'"x"}'

    checks = {**SECURITY, "session": session}
    client = Client(build_router(Contract.load(DOCUMENT), {**HANDLERS, "addBook": add}, checks))
    response = await client.call("POST", BOOKS, held_back(), (*SIGNED_IN, *JSON))
    if refusal is None:
        assert (response.status, seen) == (201, [then])
    else:
        assert_problem(response, *refusal)
        assert seen == []
