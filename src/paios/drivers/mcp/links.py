"""Owns: the two ways to a server, each as a pair of streams for the SDK. Bounds what comes in.

Imports the SDK: import it late.
"""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Final, NamedTuple

import anyio
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.message import SessionMessage
from mcp_types import JSONRPCMessage, JSONRPCNotification, jsonrpc_message_adapter

from paios.domain.errors import PaiosError, UnavailableError
from paios.drivers.mcp.process import ServerProcess

Incoming = SessionMessage | Exception

MESSAGES: Final = 1_000
"""Most messages that a server may send in ``WINDOW`` seconds."""

WINDOW: Final = 10.0
_LISTED_ANEW: Final = "notifications/tools/list_changed"


class Link(NamedTuple):
    """Streams of a connection. Types as the SDK's transports have them."""

    read: Any
    write: Any


@asynccontextmanager
async def http_link(url: str, client: AbstractAsyncContextManager[Any]) -> AsyncIterator[Link]:
    """Streamable HTTP over a client that egress handed out; it is closed at the end."""
    async with (
        client as http,
        # No goodbye: a server that is left could make the leaving last.
        streamable_http_client(url, http_client=http, terminate_on_close=False) as (read, write),
    ):
        yield Link(read, write)


@asynccontextmanager
async def process_link(process: ServerProcess) -> AsyncIterator[Link]:
    """JSON-RPC lines to and from a process; it is started here, and killed at the end."""
    incoming, read = anyio.create_memory_object_stream[Incoming](0)
    write, outgoing = anyio.create_memory_object_stream[SessionMessage](0)
    async with process, anyio.create_task_group() as group:
        group.start_soon(_listen, process, incoming)
        group.start_soon(_speak, process, outgoing)
        try:
            yield Link(read, write)
        finally:
            group.cancel_scope.cancel()
            for stream in (incoming, read, write, outgoing):
                stream.close()


async def _listen(process: ServerProcess, incoming: MemoryObjectSendStream[Incoming]) -> None:
    async with incoming:
        while (line := await process.line()) is not None:
            await incoming.send(_parsed(line))


def _parsed(line: bytes) -> Incoming:
    try:
        message: JSONRPCMessage = jsonrpc_message_adapter.validate_json(line, by_name=False)
    except ValueError:
        return UnavailableError("It says what is not in the protocol.")
    return SessionMessage(message)


async def _speak(process: ServerProcess, outgoing: MemoryObjectReceiveStream[SessionMessage]) -> None:
    async with outgoing:
        async for one in outgoing:
            text = one.message.model_dump_json(by_alias=True, exclude_unset=True)
            await process.send(text.encode() + b"\n")


class Sieve:
    """Between a transport and the session: lets through what is wanted, at a pace that can be borne.

    ``ended`` is set when nothing will come any more, ``changed`` when the
    server says that its tools did. Other notifications go nowhere.
    """

    def __init__(self) -> None:
        self.ended = anyio.Event()
        self.changed = anyio.Event()
        self.reason: PaiosError = UnavailableError("It closed the connection.")
        self._count = 0
        self._since = 0.0

    async def pour(self, read: Any, incoming: MemoryObjectSendStream[Incoming]) -> None:
        """Pass messages on until there are none, or too many."""
        try:
            async with incoming:
                async for item in read:
                    self._require_bearable()
                    if isinstance(item, SessionMessage) and not self._kept_back(item.message):
                        await incoming.send(item)
        except PaiosError as error:
            self.reason = error
        except (anyio.BrokenResourceError, anyio.ClosedResourceError):
            pass
        finally:
            self.ended.set()

    def _kept_back(self, message: JSONRPCMessage) -> bool:
        if not isinstance(message, JSONRPCNotification):
            return False
        if message.method == _LISTED_ANEW:
            self.changed.set()
        return True

    def _require_bearable(self) -> None:
        now = anyio.current_time()
        if now - self._since > WINDOW:
            self._since, self._count = now, 0
        self._count += 1
        if self._count > MESSAGES:
            raise UnavailableError(f"It sent more than {MESSAGES} messages within {WINDOW:g} seconds.")
