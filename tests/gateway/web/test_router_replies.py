"""What does not fit the contract never leaves a handler (A3, A9, A11)."""

import math
import uuid
from collections.abc import AsyncIterator
from typing import Any

import pytest
from starlette.types import Message
from structlog.testing import capture_logs
from tests.gateway.web.shelf import (
    BOOK,
    BOOKS,
    assert_problem,
    lines,
    raising,
    replying,
    shelf,
)

from paios.domain.errors import ConflictError, PausedError, TooManyRequestsError
from paios.gateway.web.exchange import Reply, StreamReply

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("A3")]


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
    ids=lambda reply: type(reply).__name__,
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
