"""Asking an application in process: no network, any address, and nothing that never ends is waited for."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import unquote

import orjson
from starlette.types import ASGIApp, Message

_PATIENCE: Final = 20.0
_ENDLESS: Final = b"text/event-stream"


@dataclass(frozen=True)
class Answer:
    """A status (101 for an accepted WebSocket), and the body unless it is a live stream."""

    status: int
    headers: Mapping[bytes, bytes] = field(default_factory=dict)
    body: bytes = b""

    @property
    def code(self) -> str:
        """That of a problem; "" for anything else."""
        if self.headers.get(b"content-type") != b"application/problem+json":
            return ""
        return str(orjson.loads(self.body)["code"])


async def ask(
    app: ASGIApp,
    method: str,
    target: str,
    headers: Mapping[str, str],
    body: Any = None,
    *,
    address: str = "127.0.0.1",
    socket: bool = False,
) -> Answer:
    """One request. A live stream is left as soon as it has begun."""
    content = b"" if body is None else orjson.dumps(body)
    sent = dict(headers)
    if body is not None:
        sent |= {"content-type": "application/json", "content-length": str(len(content))}
    path, _, query = target.partition("?")
    scope: dict[str, Any] = {
        "type": "websocket" if socket else "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": method,
        "scheme": "ws" if socket else "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(name.lower().encode(), value.encode()) for name, value in sent.items()],
        "client": (address, 50_000),
        "extensions": {"websocket.http.response": {}},
        "subprotocols": [],
    }
    said = [{"type": "websocket.connect"} if socket else {"type": "http.request", "body": content}]
    heard: list[Message] = []
    begun = asyncio.Event()

    async def receive() -> Message:
        if said:
            return said.pop()
        return await asyncio.Event().wait()  # type: ignore[return-value]  # never

    async def send(message: Message) -> None:
        heard.append(message)
        if _begins_endless(message):
            begun.set()

    running = asyncio.ensure_future(app(scope, receive, send))
    waiting = asyncio.ensure_future(begun.wait())
    try:
        async with asyncio.timeout(_PATIENCE):
            await asyncio.wait({running, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            running.result()
    finally:
        for task in (running, waiting):
            task.cancel()
        await asyncio.gather(running, waiting, return_exceptions=True)
    return _answer(heard)


def _begins_endless(message: Message) -> bool:
    if message["type"] == "websocket.accept":
        return True
    media: bytes = dict(message.get("headers", ())).get(b"content-type", b"")
    return message["type"] == "http.response.start" and media.startswith(_ENDLESS)


def _answer(heard: list[Message]) -> Answer:
    first = heard[0]
    if first["type"] == "websocket.accept":
        return Answer(101)
    body = b"".join(each.get("body", b"") for each in heard[1:])
    return Answer(first["status"], dict(first["headers"]), body)
