"""What does not fit the contract never reaches, or leaves, a handler (A3, A6, A7, A9, A11)."""

import math
import uuid
from collections.abc import AsyncIterator
from typing import Any

import orjson
import pytest
import yaml
from starlette.types import Message
from starlette.websockets import WebSocket
from structlog.testing import capture_logs
from tests.gateway.web.shelf import (
    BOOK,
    BOOKS,
    DOCUMENT,
    HANDLERS,
    ID,
    JSON,
    SECURITY,
    SIGNED_IN,
    Client,
    Response,
    lines,
    nothing,
    session,
    shelf,
)

from paios.domain.errors import ConflictError, PausedError, TooManyRequestsError
from paios.gateway.web.contract import Contract
from paios.gateway.web.exchange import Handler, Reply, StreamReply, ValidatedRequest
from paios.gateway.web.router import BindingError, build_router

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("A3")]

LIVE = f"/api/v1/live/{ID}"


async def never(_: ValidatedRequest) -> Reply:
    raise AssertionError("the handler was reached")


def replying(reply: Any) -> Handler:
    async def handler(_: ValidatedRequest) -> Reply:
        return reply  # type: ignore[no-any-return]

    return handler


def raising(error: Exception) -> Handler:
    async def handler(_: ValidatedRequest) -> Reply:
        raise error

    return handler


async def listed(query: str, *headers: tuple[str, str]) -> Response:
    return await shelf().call("GET", f"{BOOKS}?{query}", headers=[*SIGNED_IN, *headers])


async def posted(body: Any, *headers: tuple[str, str]) -> Response:
    raw = body if isinstance(body, bytes) else orjson.dumps(body)
    return await shelf().call("POST", BOOKS, raw, [*SIGNED_IN, *(headers or JSON)])


def assert_problem(response: Response, status: int, code: str, where: str | None = None) -> None:
    assert (response.status, response.json["code"]) == (status, code)
    assert response.headers["content-type"] == "application/problem+json"
    assert [each["where"] for each in response.json.get("errors", [])] == ([where] if where else [])


# Binding at start


def test_an_operation_without_handler_fails_at_start() -> None:
    handlers = {name: handler for name, handler in HANDLERS.items() if name not in {"login", "getBook"}}
    with pytest.raises(BindingError) as caught:
        build_router(Contract.load(DOCUMENT), handlers, SECURITY)
    assert caught.value.defects == ["no handler for operation getBook", "no handler for operation login"]


def test_a_handler_without_operation_fails_at_start() -> None:
    with pytest.raises(BindingError, match="no operation for handler burnBook"):
        build_router(Contract.load(DOCUMENT), {**HANDLERS, "burnBook": nothing}, SECURITY)


def test_a_security_scheme_without_handler_fails_at_start() -> None:
    with pytest.raises(BindingError, match="no handler for security scheme csrf"):
        build_router(Contract.load(DOCUMENT), HANDLERS, {"session": session})


def test_a_security_handler_without_scheme_fails_at_start() -> None:
    with pytest.raises(BindingError, match="no security scheme for handler magic"):
        build_router(Contract.load(DOCUMENT), HANDLERS, {**SECURITY, "magic": session})


# Finding the operation


async def test_a_literal_address_goes_before_a_templated_one() -> None:
    assert (await shelf().call("GET", f"{BOOKS}/new")).json == "ada"


@pytest.mark.parametrize(
    "target", ["/", "/api/v1", "/api/v1/nothing", "/books", f"{BOOK}/", f"{BOOKS}/", "/api/v1//books"]
)
async def test_an_unknown_address_is_not_found(target: str) -> None:
    assert_problem(await shelf().call("GET", target), 404, "not_found")


@pytest.mark.parametrize(
    ("method", "target", "allow"),
    [
        ("OPTIONS", BOOKS, "GET, HEAD, POST"),
        ("PATCH", BOOK, "DELETE, GET, HEAD"),
        ("GET", "/api/v1/login", "POST"),
        ("TRACE", BOOKS, "GET, HEAD, POST"),
        ("/websocket", BOOKS, "GET, HEAD, POST"),
        ("WebSocket", LIVE, ""),
        ("GET", LIVE, ""),
    ],
)
async def test_an_unknown_method_is_told_which_are_allowed(method: str, target: str, allow: str) -> None:
    response = await shelf().call(method, target)
    assert_problem(response, 405, "method_not_allowed")
    assert response.headers["allow"] == allow


async def test_head_is_get_without_the_body() -> None:
    get, head = await shelf().call("GET", BOOK), await shelf().call("HEAD", BOOK)
    assert (head.status, head.headers, head.body) == (get.status, get.headers, b"")


# Paths


@pytest.mark.requirement("A6")
@pytest.mark.parametrize(
    "value",
    [
        "1",
        "c0ffee00-0000-1000-8000-000000000000",
        "c0ffee00-0000-4000-c000-000000000000",
        ID.upper(),
        "{" + ID + "}",
        ID.replace("-", ""),
        f"{ID}x",
        f"{ID}%20",
        f"{ID}%EF%BC%90",
    ],
)
async def test_an_id_that_is_no_uuid4_is_refused_before_the_handler(value: str) -> None:
    response = await shelf(getBook=never).call("GET", f"{BOOKS}/{value}")
    assert_problem(response, 422, "contract_mismatch", "path/id")


@pytest.mark.requirement("A6")
async def test_a_percent_encoded_id_is_decoded_once() -> None:
    assert (await shelf().call("GET", f"{BOOKS}/%63{ID[1:]}")).json["title"] == f"Book {ID}"


@pytest.mark.requirement("A7")
@pytest.mark.parametrize(
    "value",
    [
        "..",
        ".",
        "%2e%2e",
        "%2E.",
        "..%2f",
        "..%5c",
        "..\\",
        "%252e%252e",
        "%c0%ae%c0%ae",
        "%e0%80%ae",
        "%EF%BC%8E%EF%BC%8E",
        "%E2%80%A5",
        "%u002e%u002e",
        f"{ID}%00",
        f"{ID}%0a",
        f"{ID}%ff",
        f"{ID}%",
        f"{ID}%g0",
        f"{ID}\xe9",
    ],
)
async def test_a_path_that_could_be_read_as_going_elsewhere_is_refused(value: str) -> None:
    assert_problem(await shelf(getBook=never).call("GET", f"{BOOKS}/{value}"), 400, "malformed_request")


async def test_a_server_that_hands_over_no_raw_path_is_served_too() -> None:
    client = shelf()
    client.scope["raw_path"] = None
    assert (await client.call("GET", BOOK)).status == 200


# Queries and headers


async def test_parameters_are_typed_and_defaults_applied() -> None:
    response = await listed("score=0.5&lent=true&tag=a&tag=b%26c&title=a+b&folder=x%2Fy.md", ("x-page", "3"))
    assert response.json == {
        "query": {
            "limit": 20,
            "score": 0.5,
            "lent": True,
            "tag": ["a", "b&c"],
            "title": "a b",
            "folder": "x/y.md",
        },
        "headers": {"x-page": 3},
    }


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=101",
        "limit=",
        "limit=1.0",
        "limit=%EF%BC%91",
        "limit=0x1",
        "limit=1_0",
        "limit=+1",
        "limit=99999999999999999",
        "score=2",
        "score=1e999",
        "score=NaN",
        "score=.5",
        "lent=True",
        "lent=1",
        f"title={'x' * 51}",
        "tag=12345678901",
        "tag=a&tag=b&tag=c&tag=d",
        "folder=/etc/passwd",
        "folder=a//b",
    ],
)
async def test_a_parameter_that_does_not_fit_its_schema_is_refused(query: str) -> None:
    response = await listed(query)
    assert (response.status, response.json["code"]) == (422, "contract_mismatch")
    assert response.json["errors"][0]["where"].startswith(f"query/{query.partition('=')[0]}")


async def test_a_missing_required_parameter_is_refused() -> None:
    document = yaml.safe_load(DOCUMENT.read_text())
    document["paths"]["/books"]["get"]["parameters"][1]["required"] = True
    client = Client(build_router(Contract.parse(yaml.safe_dump(document)), HANDLERS, SECURITY))
    assert_problem(await client.call("GET", BOOKS), 422, "contract_mismatch", "query/score")


async def test_an_unknown_parameter_is_refused() -> None:
    assert_problem(await listed("page=1"), 422, "contract_mismatch", "query/page")


async def test_a_parameter_of_an_operation_that_has_none_is_refused() -> None:
    response = await shelf(getBook=never).call("GET", f"{BOOK}?x=1")
    assert_problem(response, 422, "contract_mismatch", "query/x")


async def test_a_repeated_parameter_is_refused() -> None:
    assert_problem(await listed("limit=1&limit=1"), 400, "malformed_request")


@pytest.mark.parametrize(
    "query", ["title=%00", "title=a%0a", "title=%1b", "title=%ff", "title=%c0%ae", "title=%", "title=\xe9"]
)
async def test_a_query_with_broken_escapes_or_control_characters_is_refused(query: str) -> None:
    assert_problem(await listed(query), 400, "malformed_request")


@pytest.mark.requirement("A7")
@pytest.mark.parametrize("name", ["title", "folder", "tag"])
@pytest.mark.parametrize(
    "value",
    [
        "../x",
        "%2e%2e%2fx",
        "%252e%252e%252fx",
        "%25c0%25ae./x",
        "%EF%BC%8E%EF%BC%8E/x",
        "..%5cx",
        "..%E2%88%95x",
    ],
)
async def test_traversal_in_a_query_is_refused(name: str, value: str) -> None:
    assert_problem(await listed(f"{name}={value}"), 422, "contract_mismatch", f"query/{name}")


async def test_free_text_may_speak_of_parent_folders() -> None:
    assert (await listed("q=what+is+../+for")).json["query"]["q"] == "what is ../ for"


@pytest.mark.parametrize("value", ["0", "x", "", "1\x00"])
async def test_a_header_that_does_not_fit_is_refused(value: str) -> None:
    response = await listed("", ("x-page", value))
    assert response.status in {400, 422}


async def test_a_header_that_may_occur_once_is_refused_twice() -> None:
    assert_problem(await listed("", ("x-page", "1"), ("x-page", "2")), 400, "malformed_request")
    assert_problem(await posted({"title": "x"}, *JSON, *JSON), 400, "malformed_request")


async def test_headers_that_are_not_ours_may_repeat() -> None:
    assert (await listed("", ("accept", "a"), ("accept", "b"))).status == 200


async def test_the_handler_sees_only_declared_headers() -> None:
    assert (await listed("", ("x-other", "1"))).json["headers"] == {}


# Bodies


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


# Security


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


@pytest.mark.parametrize(("token", "status"), [(None, 401), ("wrong", 403), ("xyz", 204)])
async def test_all_schemes_of_an_alternative_are_needed(token: str | None, status: int) -> None:
    headers = [*SIGNED_IN, *([("x-csrf-token", token)] if token else [])]
    assert (await shelf().call("DELETE", BOOK, headers=headers)).status == status


async def test_the_identity_is_what_the_first_scheme_found() -> None:
    seen = []

    async def delete(request: ValidatedRequest) -> Reply:
        seen.append((request.identity, request.client, request.operation))
        return Reply(204)

    await shelf(deleteBook=delete).call("DELETE", BOOK, headers=[*SIGNED_IN, ("x-csrf-token", "xyz")])
    assert seen == [("ada", "127.0.0.1", "deleteBook")]


# Replies


@pytest.mark.parametrize(
    "reply",
    [
        Reply(202, {"title": "secret"}),
        Reply(500, {"title": "secret"}),
        Reply(200, {"title": "secret", "colour": "red"}),
        Reply(200, {"title": b"secret"}),
        Reply(200, {"title": "secret", "score": math.nan}),
        Reply(200, {"title": "secret", "pages": 2**60}),
        Reply(200, {"title": uuid.uuid4()}),
        Reply(200, {"title": "secret\ud800"}),
        Reply(200, {1: "secret"}),
        Reply(200),
        Reply(304, {"title": "secret"}),
        Reply(200, {"title": "secret"}, (("X-Secret", "secret"),)),
        Reply(200, {"title": "secret"}, (("Content-Type", "text/html"),)),
        StreamReply(200, "text/html", lines(b"secret")),
        StreamReply(200, "application/json", lines(b"secret")),
        StreamReply(200, "application/problem+json", lines(b"secret")),
        "secret",
        None,
    ],
    ids=repr,
)
async def test_a_reply_that_breaks_the_contract_does_not_leave(reply: Any) -> None:
    with capture_logs() as logs:
        response = await shelf(getBook=replying(reply)).call("GET", BOOK)
    assert_problem(response, 500, "internal")
    assert b"secret" not in response.body
    assert logs[0]["reference"] == response.json["reference"]


@pytest.mark.parametrize("value", ["a=b\r\nX-Evil: 1", "a=\0", "ü"])
async def test_a_header_value_that_could_split_the_response_does_not_leave(value: str) -> None:
    with capture_logs():
        response = await shelf(listBooks=replying(Reply(200, {}, (("Set-Cookie", value),)))).call(
            "GET", BOOKS
        )
    assert response.status == 500


async def test_a_declared_header_leaves() -> None:
    response = await shelf(listBooks=replying(Reply(200, {}, (("Set-Cookie", "a=b"),)))).call("GET", BOOKS)
    assert response.headers["set-cookie"] == "a=b"
    assert response.headers["content-type"] == "application/json"


async def test_a_reply_without_body_says_so() -> None:
    response = await shelf(getBook=replying(Reply(304))).call("GET", BOOK)
    assert (response.status, response.body) == (304, b"")
    assert "content-length" not in response.headers
    assert "content-type" not in response.headers


@pytest.mark.requirement("A11")
@pytest.mark.parametrize(
    ("error", "status", "header"),
    [
        (ConflictError("Somebody else was quicker."), 409, None),
        (PausedError("Paused."), 423, None),
        (TooManyRequestsError("Slow down.", 7), 429, ("retry-after", "7")),
    ],
)
async def test_an_error_of_a_handler_becomes_a_problem(
    error: Exception, status: int, header: tuple[str, str] | None
) -> None:
    response = await shelf(getBook=raising(error)).call("GET", BOOK)
    assert response.status == status
    assert response.json["detail"] == str(error)
    assert header is None or header in response.headers.items()


@pytest.mark.requirement("A11", "O3")
async def test_a_defect_of_a_handler_is_told_by_a_reference_alone() -> None:
    with capture_logs() as logs:
        response = await shelf(getBook=raising(OSError(2, "gone", "/home/ada"))).call("GET", BOOK)
    assert_problem(response, 500, "internal")
    assert b"/home" not in response.body
    assert logs[0]["reference"] == response.json["reference"]


# Streams


@pytest.mark.requirement("A9")
async def test_events_are_streamed() -> None:
    response = await shelf().call("GET", "/api/v1/events", [b""])
    assert response.status == 400
    response = await shelf().call("GET", "/api/v1/events")
    assert response.headers["content-type"] == "text/event-stream"
    assert "content-length" not in response.headers
    assert response.body == b"data: 1\n\ndata: 2\n\n"


@pytest.mark.parametrize("failing", [False, True])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_a_stream_is_closed_whatever_happens(method: str, failing: bool) -> None:
    class Chunks:
        closed = False

        def __aiter__(self) -> AsyncIterator[bytes]:
            return self

        async def __anext__(self) -> bytes:
            if failing:
                raise RuntimeError("the disk broke")
            raise StopAsyncIteration

        async def aclose(self) -> None:
            self.closed = True

    chunks = Chunks()
    client = shelf(readText=replying(StreamReply(200, "application/octet-stream", chunks)))
    if failing and method == "GET":
        with capture_logs() as logs, pytest.raises(BaseException):  # noqa: B017
            await client.call(method, f"{BOOK}/text")
        assert logs[0]["event"] == "stream_broken"
    else:
        assert (await client.call(method, f"{BOOK}/text")).body == b""
    assert chunks.closed


async def test_a_client_that_goes_away_while_reading_is_no_error() -> None:
    chunks = lines(b"1", b"2")
    client = shelf(readText=replying(StreamReply(200, "application/octet-stream", chunks)))
    scope = client._scope("http", f"{BOOK}/text", [(b"cookie", b"session=abc")])

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def gone(_: Message) -> None:
        raise OSError

    with capture_logs() as logs:
        await client.app(scope | {"method": "GET", "asgi": {"spec_version": "2.4"}}, receive, gone)
    assert logs == []
    assert [chunk async for chunk in chunks] == []


async def test_a_stream_that_breaks_the_contract_is_closed() -> None:
    chunks = lines(b"secret")
    with capture_logs():
        await shelf(getBook=replying(StreamReply(200, "text/html", chunks))).call("GET", BOOK)
    assert [chunk async for chunk in chunks] == []


# WebSockets


@pytest.mark.requirement("A9")
async def test_a_websocket_is_accepted_after_the_checks_and_closed_after_the_handler() -> None:
    accept, text, close = await shelf().connect(f"{LIVE}?since=7")
    assert accept["type"] == "websocket.accept"
    assert text["text"] == "hello ada, since 7"
    assert (close["type"], close["code"]) == ("websocket.close", 1000)


@pytest.mark.parametrize(
    ("target", "headers", "status"),
    [
        (LIVE, (), 401),
        (LIVE, (("cookie", "session=old"),), 401),
        (f"{LIVE}x", SIGNED_IN, 422),
        (f"{LIVE}?since=x", SIGNED_IN, 422),
        (f"{LIVE}?token=x", SIGNED_IN, 422),
        (f"{LIVE}%2f..", SIGNED_IN, 400),
        (BOOKS, SIGNED_IN, 405),
        ("/api/v1/nowhere", SIGNED_IN, 404),
    ],
)
async def test_a_websocket_is_refused_before_it_is_accepted(
    target: str, headers: tuple[tuple[str, str], ...], status: int
) -> None:
    start, body = await shelf().connect(target, headers)
    assert (start["type"], start["status"]) == ("websocket.http.response.start", status)
    assert orjson.loads(body["body"])["status"] == status


async def test_a_websocket_is_closed_where_the_server_cannot_answer() -> None:
    [close] = await shelf().connect(LIVE, (), extension=False)
    assert (close["type"], close["code"]) == ("websocket.close", 1008)


@pytest.mark.parametrize(
    ("error", "code", "reason"),
    [(PausedError("Paused."), 1008, "paused"), (RuntimeError("/home/ada"), 1011, None)],
)
async def test_an_error_in_a_conversation_closes_it(error: Exception, code: int, reason: str | None) -> None:
    async def talk(_: ValidatedRequest, socket: WebSocket) -> None:
        await socket.accept()
        raise error

    with capture_logs() as logs:
        *_, close = await shelf(live=talk).connect(LIVE)
    assert close["code"] == code
    assert close["reason"] == (reason or logs[0]["reference"])


async def test_an_error_before_the_conversation_refuses_it() -> None:
    async def talk(_: ValidatedRequest, socket: WebSocket) -> None:
        raise PausedError("Paused.")

    assert (await shelf(live=talk).connect(LIVE))[0]["status"] == 423


async def test_an_error_after_the_conversation_is_logged_and_no_more() -> None:
    async def talk(_: ValidatedRequest, socket: WebSocket) -> None:
        await socket.accept()
        await socket.close()
        raise RuntimeError("too late")

    with capture_logs() as logs:
        sent = await shelf(live=talk).connect(LIVE)
    assert [message["type"] for message in sent] == ["websocket.accept", "websocket.close"]
    assert len(logs) == 1


async def test_a_handler_may_close_the_conversation_itself() -> None:
    async def talk(_: ValidatedRequest, socket: WebSocket) -> None:
        await socket.accept()
        await socket.close(4000)

    assert [message.get("code") for message in await shelf(live=talk).connect(LIVE)] == [None, 4000]


async def test_a_client_that_hangs_up_is_no_error() -> None:
    async def talk(_: ValidatedRequest, socket: WebSocket) -> None:
        await socket.accept()
        await socket.receive_text()

    with capture_logs() as logs:
        assert [message["type"] for message in await shelf(live=talk).connect(LIVE)] == ["websocket.accept"]
    assert logs == []
