"""The router behind a real server: what only a connection can show (A3, A9, N5)."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio
import pytest
import uvicorn
from anyio.abc import ByteStream
from tests.gateway.web.shelf import BOOK, BOOKS, DOCUMENT, HANDLERS, ID, SECURITY

from paios.gateway.web.contract import Contract
from paios.gateway.web.exchange import Reply, StreamReply, ValidatedRequest
from paios.gateway.web.guards import EdgeGuard
from paios.gateway.web.router import build_router

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("A3")]

UPGRADE = (
    "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
)


class Endless:
    """A stream that ends only when its client goes."""

    def __init__(self) -> None:
        self.closed = anyio.Event()

    async def chunks(self) -> AsyncIterator[bytes]:
        try:
            while True:
                yield b"data: tick\n\n"
                await anyio.sleep(0.01)
        finally:
            self.closed.set()


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def endless() -> Endless:
    return Endless()


@pytest.fixture
async def server(endless: Endless) -> AsyncIterator[int]:
    """The port of a guarded shelf."""

    async def events(_: ValidatedRequest) -> StreamReply:
        return StreamReply(200, "text/event-stream", endless.chunks())

    async def cut(_: ValidatedRequest) -> StreamReply:
        async def chunks() -> AsyncIterator[bytes]:
            yield b"half"
            raise OSError("the disk broke")

        return StreamReply(200, "application/octet-stream", chunks())

    async def login(request: ValidatedRequest) -> Reply:
        return Reply(204 if not await request.disconnected() else 500)

    handlers = {**HANDLERS, "events": events, "readText": cut, "login": login}
    router = build_router(Contract.load(DOCUMENT), handlers, SECURITY)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        app = EdgeGuard(router, hosts={f"localhost:{port}"}, origins={f"http://localhost:{port}"})
        config = uvicorn.Config(app, lifespan="off", log_level="critical", server_header=False)
        running = uvicorn.Server(config)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(running.serve, [listener])
            while not running.started:  # noqa: ASYNC110 - uvicorn has no event for it
                await anyio.sleep(0.01)
            yield port
            running.should_exit = True


@asynccontextmanager
async def asking(port: int, line: str, headers: str = "", host: str = "") -> AsyncIterator[ByteStream]:
    host = host or f"localhost:{port}"
    async with await anyio.connect_tcp("127.0.0.1", port) as stream:
        head = f"{line} HTTP/1.1\r\nHost: {host}\r\nCookie: session=abc\r\n{headers}\r\n"
        await stream.send(head.encode("latin-1"))
        yield stream


async def until_closed(stream: ByteStream) -> bytes:
    received = b""
    with anyio.fail_after(5):
        try:
            while True:
                received += await stream.receive()
        except (anyio.EndOfStream, anyio.BrokenResourceError):
            return received


async def test_a_request_is_served(server: int) -> None:
    async with asking(server, f"GET {BOOK}", "Connection: close\r\n") as stream:
        received = await until_closed(stream)
    assert received.startswith(b"HTTP/1.1 200")
    assert f"Book {ID}".encode() in received
    assert b"server:" not in received.lower()


async def test_a_client_that_waits_is_not_taken_for_gone(server: int) -> None:
    async with asking(server, "POST /api/v1/login", "Connection: close\r\n") as stream:
        assert (await until_closed(stream)).startswith(b"HTTP/1.1 204")


async def test_a_chunked_body_is_cut_off_at_the_limit(server: int) -> None:
    headers = "Content-Type: application/octet-stream\r\nTransfer-Encoding: chunked\r\n"
    async with asking(server, f"PUT {BOOK}/text", headers) as stream:
        await stream.send(b"40\r\n" + b"x" * 64 + b"\r\n" + b"40\r\n" + b"x" * 64 + b"\r\n")
        received = await until_closed(stream)
    assert received.startswith(b"HTTP/1.1 413")


async def test_a_body_announced_as_huge_is_refused_before_it_is_sent(server: int) -> None:
    headers = "Content-Type: application/json\r\nContent-Length: 10000000000\r\n"
    async with asking(server, f"POST {BOOKS}", headers) as stream:
        assert (await until_closed(stream)).startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize("raw", ["..%2f..%2fetc", "%c0%ae%c0%ae", "..", "a\\b"])
@pytest.mark.requirement("A7")
async def test_the_path_is_judged_as_it_was_sent(server: int, raw: str) -> None:
    async with asking(server, f"GET {BOOKS}/{raw}", "Connection: close\r\n") as stream:
        assert (await until_closed(stream)).startswith(b"HTTP/1.1 400")


@pytest.mark.requirement("A9")
async def test_a_stream_ends_when_its_client_goes(server: int, endless: Endless) -> None:
    async with asking(server, "GET /api/v1/events") as stream:
        with anyio.fail_after(5):
            while b"tick" not in await stream.receive():
                pass
    with anyio.fail_after(5):
        await endless.closed.wait()


async def test_a_stream_that_breaks_is_not_taken_for_a_whole_one(server: int) -> None:
    async with asking(server, f"GET {BOOK}/text") as stream:
        received = await until_closed(stream)
    assert b"half" in received
    assert not received.endswith(b"0\r\n\r\n")


@pytest.mark.requirement("A9", "N5")
@pytest.mark.parametrize(
    ("line", "headers", "host", "status"),
    [
        (f"GET /api/v1/live/{ID}", "", "", b"101"),
        (f"GET /api/v1/live/{ID}", "Origin: http://evil.example\r\n", "", b"403"),
        (f"GET /api/v1/live/{ID}", "", "evil.example", b"421"),
        (f"GET /api/v1/live/{ID}x", "", "", b"422"),
        (f"GET {BOOKS}", "", "", b"405"),
    ],
)
async def test_a_websocket_handshake_is_accepted_or_told_why_not(
    server: int, line: str, headers: str, host: str, status: bytes
) -> None:
    async with asking(server, line, UPGRADE + headers, host) as stream:
        with anyio.fail_after(5):
            received = await stream.receive()
    assert received.startswith(b"HTTP/1.1 " + status)
    if status != b"101":
        assert b"problem+json" in received
        assert b"content-security-policy" in received.lower()
