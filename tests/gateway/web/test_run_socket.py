"""The socket of a run lives no longer than either side of it."""

import asyncio
from collections.abc import AsyncGenerator
from types import SimpleNamespace
from typing import Any, cast

import pytest
from starlette.types import Message
from starlette.websockets import WebSocket

from paios.domain.errors import StorageError
from paios.gateway.web.exchange import ValidatedRequest
from paios.gateway.web.handlers.runs import RunHandlers
from paios.ports.answers import Happening
from paios.ports.capabilities import Inference

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("A9")]

LEAVES: list[Message] = [{"type": "websocket.connect"}, {"type": "websocket.disconnect", "code": 1000}]


class Following:
    """A run that is followed; ``ended`` says that nobody does any more."""

    def __init__(self, error: Exception | None = None) -> None:
        self.ended = False
        self._error = error

    async def follow(self, *_: object) -> AsyncGenerator[Happening, None]:
        async def happenings() -> AsyncGenerator[Happening, None]:
            try:
                yield Happening("text", text="Yes.")
                if self._error is not None:
                    raise self._error
                await asyncio.Event().wait()
            finally:
                self.ended = True

        return happenings()


async def opened(following: Following, heard: list[Message]) -> list[Message]:
    """What is sent on a socket on which this is heard, and then nothing."""
    sent: list[Message] = []

    async def receive() -> Message:
        await asyncio.sleep(0)
        return heard.pop(0) if heard else await asyncio.Future()

    async def send(message: Message) -> None:
        sent.append(message)

    principal: Any = SimpleNamespace(principal=None)
    request: Any = SimpleNamespace(identity=principal, path={"run_id": "x"}, query={"after": 0})
    socket = WebSocket({"type": "websocket"}, receive, send)
    handlers = RunHandlers(cast("Inference", following))
    await asyncio.wait_for(handlers.open_run_socket(cast("ValidatedRequest", request), socket), 5)
    return sent


@pytest.mark.parametrize("says", [0, 3])
async def test_who_leaves_is_followed_up_no_more_whatever_they_said(says: int) -> None:
    following = Following()
    spoken: list[Message] = [{"type": "websocket.receive", "text": "hello"}] * says
    sent = await opened(following, [LEAVES[0], *spoken, LEAVES[1]])
    assert following.ended
    assert [each["type"] for each in sent] == ["websocket.accept", "websocket.send"]


async def test_what_breaks_on_the_way_is_for_the_router_to_tell() -> None:
    following = Following(StorageError("broken"))
    with pytest.raises(StorageError):
        await opened(following, LEAVES[:1])
    assert following.ended
