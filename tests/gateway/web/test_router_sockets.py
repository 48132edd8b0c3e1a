"""A WebSocket is checked like any request, before it is accepted (A9)."""

import orjson
import pytest
from starlette.websockets import WebSocket
from structlog.testing import capture_logs
from tests.gateway.web.shelf import BOOKS, ID, SIGNED_IN, shelf

from paios.domain.errors import PausedError
from paios.gateway.web.exchange import ValidatedRequest

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("A3")]

LIVE = f"/api/v1/live/{ID}"


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
