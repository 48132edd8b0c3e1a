"""A body that does not fit the contract never reaches a handler (A3, A7)."""

from typing import Any

import anyio
import orjson
import pytest
import yaml
from starlette.types import Message
from tests.gateway.web.shelf import (
    BOOK,
    BOOKS,
    DOCUMENT,
    HANDLERS,
    JSON,
    SECURITY,
    SIGNED_IN,
    Client,
    Response,
    assert_problem,
    never,
    shelf,
)

from paios.gateway.web.contract import Contract
from paios.gateway.web.exchange import Reply, ValidatedRequest
from paios.gateway.web.router import build_router

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("A3")]


async def posted(body: Any, *headers: tuple[str, str]) -> Response:
    raw = body if isinstance(body, bytes) else orjson.dumps(body)
    return await shelf().call("POST", BOOKS, raw, [*SIGNED_IN, *(headers or JSON)])


async def test_a_body_that_fits_reaches_the_handler() -> None:
    book = {"title": "Emma", "path": "novels/Emma.md", "cover": "Emma.png", "sequel": {"title": "Emma 2"}}
    response = await posted(book)
    assert (response.status, response.json) == (201, book)


@pytest.mark.parametrize(
    "content_type",
    ["application/json; charset=utf-8", "Application/JSON", 'application/json;charset="UTF-8"'],
)
async def test_json_in_utf8_is_accepted_however_it_is_labelled(content_type: str) -> None:
    assert (await posted({"title": "x"}, ("content-type", content_type))).status == 201


@pytest.mark.parametrize(
    "headers",
    [
        (),
        (("content-type", "text/plain"),),
        (("content-type", "application/x-www-form-urlencoded"),),
        (("content-type", "application/json; charset=utf-16"),),
        (("content-type", "application/jsonx"),),
        (*JSON, ("content-encoding", "gzip")),
    ],
)
async def test_a_body_of_another_type_is_refused(headers: tuple[tuple[str, str], ...]) -> None:
    response = await shelf(addBook=never).call("POST", BOOKS, b'{"title":"x"}', [*SIGNED_IN, *headers])
    assert_problem(response, 415, "unsupported_media_type")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b'{"title":"a","title":"b"}',
        b'{"title":NaN}',
        b'{"title":"\xff"}',
        b'{"title":"a\\u0000"}',
        b'{"sequel":' * 70 + b"1" + b"}" * 70,
        b'{"pages":9007199254740993}',
    ],
)
async def test_a_body_that_can_be_read_two_ways_or_none_is_refused(raw: bytes) -> None:
    assert_problem(await posted(raw), 400, "malformed_request")


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({}, "body"),
        ([], "body"),
        (None, "body"),
        ({"title": "x", "colour": "red"}, "body"),
        ({"title": 1}, "body/title"),
        ({"title": "x", "pages": 1.5}, "body/pages"),
        ({"title": "x", "pages": "1"}, "body/pages"),
        ({"title": "x", "printed": "1984\n"}, "body/printed"),
        ({"title": "x", "sequel": {"title": ""}}, "body/sequel/title"),
        ({"title": "x", "cover": "a/b"}, "body/cover"),
        ({"title": "x", "cover": "NUL.png"}, "body/cover"),
    ],
)
async def test_a_body_that_does_not_fit_is_refused_and_told_where(body: Any, where: str) -> None:
    assert_problem(await posted(body), 422, "contract_mismatch", where)


@pytest.mark.requirement("A7")
@pytest.mark.parametrize(
    "path",
    [
        "../x",
        "a/../x",
        "%2e%2e/x",
        "%252e%252e/x",
        "%c0%ae%c0%ae/x",
        "．．/x",
        "..／x",
        "..∕x",
        "..⁄x",
        "․․/x",
        "‥/x",
        "..\\x",
        "/etc/passwd",
        "a/./x",
        "a%2f..%2fx",
    ],
)
async def test_traversal_in_a_body_is_refused_with_the_reason(path: str) -> None:
    response = await posted({"title": "x", "sequel": {"title": "y", "path": path}})
    assert_problem(response, 422, "contract_mismatch", "body/sequel/path")
    assert response.json["errors"][0]["message"].startswith("A ")


async def test_a_refusal_never_repeats_a_huge_or_secret_input() -> None:
    response = await posted({"title": "hunter2" * 10_000, "k" * 5_000: 1})
    assert response.status == 422
    assert len(response.body) < 2_000
    assert b"hunter2" not in response.body


async def test_a_refusal_names_a_property_that_was_mistyped_and_none_that_could_be_a_secret() -> None:
    named = (await posted({"title": "x", "titel": 1})).json["errors"][0]["message"]
    assert "titel" in named
    response = await posted({"title": "x", "hunter2": 1, "Sesame": 2})
    assert response.json["errors"][0]["message"] == "there are properties that are not allowed here"
    assert b"hunter2" not in response.body


async def test_a_refusal_lists_ten_places_at_most() -> None:
    sequel: dict[str, Any] = {"title": 1}
    for _ in range(30):
        sequel = {"title": 1, "sequel": sequel}
    assert len((await posted(sequel)).json["errors"]) == 10


async def test_a_missing_body_is_refused() -> None:
    assert_problem(await shelf(addBook=never).call("POST", BOOKS), 400, "malformed_request")


async def test_an_optional_body_may_be_missing() -> None:
    assert (await shelf().call("POST", "/api/v1/login")).status == 204


@pytest.mark.parametrize("body", [b"{}", [b"{}"]])
async def test_a_body_where_none_is_declared_is_refused(body: Any) -> None:
    assert_problem(await shelf(getBook=never).call("GET", BOOK, body), 400, "malformed_request")


@pytest.mark.parametrize("chunked", [False, True])
async def test_a_body_beyond_the_limit_of_its_operation_is_refused(chunked: bool) -> None:
    client = shelf(writeText=never)
    chunks = [b"x" * 60] * 1000
    headers = [*SIGNED_IN, ("content-type", "application/octet-stream")]
    response = await client.call("PUT", f"{BOOK}/text", chunks if chunked else b"".join(chunks), headers)
    assert_problem(response, 413, "too_large")
    assert response.headers["connection"] == "close"
    assert len(client.read) == (2 if chunked else 0)


async def test_the_limit_is_one_mebibyte_where_none_is_declared() -> None:
    padding = b" " * (1024 * 1024 - len(b'{"title":"x"}'))
    assert (await posted(b'{"title":"x"}' + padding)).status == 201
    assert (await posted(b'{"title":"x"}' + padding + b" ")).status == 413


async def test_text_and_bytes_arrive_as_text_and_bytes() -> None:
    seen = []

    async def write(request: ValidatedRequest) -> Reply:
        seen.append(request.body)
        return Reply(204)

    client = shelf(writeText=write)
    for content_type in ("text/markdown", "application/octet-stream"):
        await client.call("PUT", f"{BOOK}/text", "ü".encode(), [*SIGNED_IN, ("content-type", content_type)])
    assert seen == ["ü", "ü".encode()]


@pytest.mark.parametrize(("raw", "status"), [(b"\xff", 400), (b"a\0", 400), (b"x" * 21, 422)])
async def test_text_that_is_not_clean_or_does_not_fit_is_refused(raw: bytes, status: int) -> None:
    headers = [*SIGNED_IN, ("content-type", "text/markdown")]
    assert (await shelf(writeText=never).call("PUT", f"{BOOK}/text", raw, headers)).status == status


async def test_a_client_that_goes_away_while_sending_is_not_answered() -> None:
    client = shelf(addBook=never)

    async def gone() -> Message:
        return {"type": "http.disconnect"}

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"cookie", b"session=abc"), (b"content-type", b"application/json"), (b"content-length", b"9")]
    await client.app(client._scope("http", BOOKS, headers) | {"method": "POST"}, gone, send)
    assert sent == []


@pytest.mark.requirement("A4")
async def test_no_input_makes_a_pattern_slow() -> None:
    document = yaml.safe_load(DOCUMENT.read_text())
    document["components"]["schemas"]["Book"]["properties"]["printed"]["pattern"] = (
        "^(([a-z])+.)+[A-Z]([a-z])+$"
    )
    client = Client(build_router(Contract.parse(yaml.safe_dump(document)), HANDLERS, SECURITY))
    body = orjson.dumps({"title": "x", "printed": "a" * 100_000})
    response = await client.call("POST", BOOKS, body, [*SIGNED_IN, *JSON])
    assert_problem(response, 422, "contract_mismatch", "body/printed")


async def test_a_body_that_does_not_end_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("paios.gateway.web.bodies.SECONDS", 0.05)
    sent: list[Message] = []
    coming: list[Message] = [{"type": "http.request", "body": b'{"title":', "more_body": True}]

    async def receive() -> Message:
        if not coming:
            await anyio.sleep_forever()
        return coming.pop()

    async def send(message: Message) -> None:
        sent.append(message)

    client = shelf(addBook=never)
    headers = [
        (b"cookie", b"session=abc"),
        (b"content-type", b"application/json"),
        (b"content-length", b"20"),
    ]
    scope = client._scope("http", BOOKS, headers) | {"method": "POST"}
    with anyio.fail_after(5):
        await client.app(scope, receive, send)
    assert sent[0]["status"] == 408
    assert (b"connection", b"close") in sent[0]["headers"]
    assert orjson.loads(sent[1]["body"])["code"] == "request_timeout"
