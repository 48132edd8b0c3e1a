"""A small API of its own, for tests of the spec-first router: a book shelf.

``Shelf`` binds real handlers to ``shelf.yaml``; a test replaces the one it is
about. ``Client`` speaks ASGI as uvicorn does, raw targets and chunks included.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message
from starlette.websockets import WebSocket
from tests.support.proofs import PERSON

from paios.domain.errors import ForbiddenError, UnauthenticatedError
from paios.domain.principal import Principal
from paios.gateway.web.contract import Contract
from paios.gateway.web.exchange import (
    Handler,
    Reply,
    SecurityHandler,
    SocketHandler,
    StreamReply,
    ValidatedRequest,
)
from paios.gateway.web.router import build_router

DOCUMENT = Path(__file__).parent / "shelf.yaml"
ID = "c0ffee00-0000-4000-8000-000000000000"
BOOKS = "/api/v1/books"
BOOK = f"{BOOKS}/{ID}"
SIGNED_IN = (("cookie", "session=abc"),)
JSON = (("content-type", "application/json"),)


@dataclass(frozen=True)
class Reader:
    """Who may do everything on the shelf."""

    name: str
    principal: Principal = PERSON


async def session(connection: HTTPConnection) -> Reader | None:
    value = connection.cookies.get("session")
    if value is None:
        return None
    if value != "abc":
        raise UnauthenticatedError("That session has ended.")
    return Reader("ada")


async def csrf(connection: HTTPConnection) -> str | None:
    value = connection.headers.get("x-csrf-token")
    if value not in {None, "xyz"}:
        raise ForbiddenError("That token is not yours.")
    return value


async def key(connection: HTTPConnection) -> Reader | None:
    return Reader("robot") if connection.headers.get("authorization") == "Bearer 42" else None


async def list_books(request: ValidatedRequest) -> Reply:
    return Reply(200, {"query": request.query, "headers": request.headers})


async def add_book(request: ValidatedRequest) -> Reply:
    return Reply(201, request.body)


async def get_book(request: ValidatedRequest) -> Reply:
    return Reply(200, {"title": f"Book {request.path['id']}"})


async def nothing(_: ValidatedRequest) -> Reply:
    return Reply(204)


async def who(request: ValidatedRequest) -> Reply:
    return Reply(200, request.identity.name)


async def lines(*texts: bytes) -> AsyncIterator[bytes]:
    for text in texts:
        yield text


async def events(_: ValidatedRequest) -> StreamReply:
    return StreamReply(200, "text/event-stream", lines(b"data: 1\n\n", b"data: 2\n\n"))


async def read_text(_: ValidatedRequest) -> StreamReply:
    return StreamReply(200, "application/octet-stream", lines(b"\x00\x01", b"\x02"))


async def live(request: ValidatedRequest, socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text(f"hello {request.identity.name}, since {request.query.get('since')}")


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


HANDLERS: Mapping[str, Handler | SocketHandler] = {
    "listBooks": list_books,
    "addBook": add_book,
    "getBook": get_book,
    "deleteBook": nothing,
    "readText": read_text,
    "writeText": nothing,
    "newBooks": who,
    "login": nothing,
    "events": events,
    "live": live,
}
SECURITY: Mapping[str, SecurityHandler] = {"session": session, "csrf": csrf, "key": key}


def shelf(by: Any = PERSON, **replaced: Handler | SocketHandler) -> "Client":
    """A client of the shelf, with some handlers replaced. ``by`` is the principal of whoever signs in."""

    async def signed_in(connection: HTTPConnection) -> Reader | None:
        found = await session(connection)
        return found and Reader(found.name, by)

    checks = {**SECURITY, "session": signed_in}
    return Client(build_router(Contract.load(DOCUMENT), {**HANDLERS, **replaced}, checks))


@dataclass(frozen=True)
class Response:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return orjson.loads(self.body)


@dataclass
class Client:
    """Calls an ASGI application; ``state`` is what the server hands to every scope."""

    app: ASGIApp
    read: list[bytes] = field(default_factory=list)
    scope: dict[str, Any] = field(default_factory=dict)

    async def call(
        self,
        method: str,
        target: str,
        body: bytes | Iterable[bytes] | None = None,
        headers: Iterable[tuple[str, str]] = SIGNED_IN,
    ) -> Response:
        """One request. Bytes are sent with a Content-Length, an iterable is sent in chunks."""
        raw = [(name.encode(), value.encode("latin-1")) for name, value in headers]
        if isinstance(body, bytes):
            raw.append((b"content-length", b"%d" % len(body)))
        elif body is not None:
            raw.append((b"transfer-encoding", b"chunked"))
        chunks = iter([body or b""] if isinstance(body, bytes | None) else body)
        sent: list[Message] = []

        async def receive() -> Message:
            chunk = next(chunks, None)
            if chunk is None and isinstance(body, bytes | None):
                await asyncio.sleep(_PATIENCE)
                return {"type": "http.disconnect"}
            if chunk is None:
                return _LAST
            self.read.append(chunk)
            return {"type": "http.request", "body": chunk, "more_body": not isinstance(body, bytes | None)}

        async def send(message: Message) -> None:
            sent.append(message)

        await self.app(self._scope("http", target, raw) | {"method": method}, receive, send)
        names = {name.decode(): value.decode("latin-1") for name, value in sent[0]["headers"]} if sent else {}
        content = b"".join(message.get("body", b"") for message in sent[1:])
        return Response(sent[0]["status"] if sent else 0, names, content)

    async def connect(
        self,
        target: str,
        headers: Iterable[tuple[str, str]] = SIGNED_IN,
        *,
        extension: bool = True,
        incoming: Iterable[Message] = (),
    ) -> list[Message]:
        """What the application sends to a WebSocket client."""
        raw = [(name.encode(), value.encode("latin-1")) for name, value in headers]
        coming = iter([{"type": "websocket.connect"}, *incoming])
        sent: list[Message] = []

        async def receive() -> Message:
            return next(coming, {"type": "websocket.disconnect", "code": 1005})

        async def send(message: Message) -> None:
            sent.append(message)

        extensions: dict[str, Any] = {"websocket.http.response": {}} if extension else {}
        scope = self._scope("websocket", target, raw) | {"extensions": extensions}
        await self.app(scope, receive, send)
        return sent

    def _scope(self, kind: str, target: str, headers: list[tuple[bytes, bytes]]) -> dict[str, Any]:
        path, _, query = target.partition("?")
        return {
            "type": kind,
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "scheme": "http",
            "path": path,
            "raw_path": path.encode("latin-1"),
            "query_string": query.encode("latin-1"),
            "root_path": "",
            "headers": headers,
            "client": ("127.0.0.1", 50000),
            "server": ("127.0.0.1", 3080),
            **self.scope,
        }


def assert_problem(response: Response, status: int, code: str, where: str | None = None) -> None:
    assert (response.status, response.json["code"]) == (status, code)
    assert response.headers["content-type"] == "application/problem+json"
    assert [each["where"] for each in response.json.get("errors", [])] == ([where] if where else [])


_PATIENCE = 0.2
"""Seconds that a client stays for the answer."""

_LAST: Message = {"type": "http.request", "body": b"", "more_body": False}
