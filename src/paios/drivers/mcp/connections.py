"""Owns: all servers that are connected to, and the tools that they offer together."""

from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TYPE_CHECKING, Any

from anyio import create_task_group, to_thread

from paios.domain.tool_server import (
    ApprovedTool,
    Connection,
    ConnectionState,
    ServerSecrets,
    StdioTransport,
    ToolServer,
)
from paios.drivers.mcp.guest import Guest
from paios.drivers.mcp.pace import Pace
from paios.drivers.mcp.sandbox import Sandbox
from paios.ports.tools import Tool

if TYPE_CHECKING:
    from paios.drivers.mcp.session import McpSession

HttpClient = Callable[[str, Mapping[str, str]], AbstractAsyncContextManager[Any]]
"""Makes a client for the origin of an address that sends these headers, over the egress driver.

Raises ``InvalidInputError`` for an address that is not allowed. What comes is an
``httpx2.AsyncClient``; the type stays in egress, where the library does.
"""


class McpConnections:
    """``ports.tool_servers.ToolConnections``. ``changed`` is called when a server's state is another.

    ``mask`` takes stored secrets out of a server's words about itself: it knows its own, and may tell it.
    """

    def __init__(
        self,
        sandbox: Sandbox,
        http: HttpClient,
        changed: Callable[[], None],
        pace: Pace,
        mask: Callable[[str], str],
    ) -> None:
        self._sandbox = sandbox
        self._http = http
        self._changed = changed
        self._pace = pace
        self._mask = mask
        self._guests: dict[str, Guest] = {}

    async def check(self, server: ToolServer, secrets: ServerSecrets) -> None:
        if isinstance(server.transport, StdioTransport):
            await to_thread.run_sync(self._sandbox.require, server.transport)
            return
        async with self._http(server.transport.url, _headers(secrets)):
            pass

    async def use(self, server: ToolServer, secrets: ServerSecrets, approved: Iterable[ApprovedTool]) -> None:
        guest = self._guests.get(server.id)
        if guest is None or guest.about != (server, secrets):
            await self.drop(server.id)
            guest = self._guests[server.id] = Guest(
                server, secrets, self._open, self._changed, self._pace, self._mask
            )
            guest.start()
        guest.approve(approved)

    async def drop(self, server_id: str, *, forget: bool = False) -> None:
        guest = self._guests.pop(server_id, None)
        if guest is not None:
            await guest.close()
        if forget:
            await to_thread.run_sync(self._sandbox.forget, server_id)

    def reconnect(self, server_id: str) -> None:
        if server_id in self._guests:
            self._guests[server_id].hurry()

    def state(self, server_id: str) -> Connection:
        guest = self._guests.get(server_id)
        return guest.state if guest else Connection(ConnectionState.DISABLED)

    def tools(self) -> Mapping[str, Tool]:
        """What is offered now, by the name that models use."""
        return {name: tool for guest in self._guests.values() for name, tool in guest.tools.items()}

    async def close(self) -> None:
        """End all connections."""
        async with create_task_group() as group:
            for server_id in tuple(self._guests):
                group.start_soon(self.drop, server_id)

    @asynccontextmanager
    async def _open(self, server: ToolServer, secrets: ServerSecrets) -> "AsyncIterator[McpSession]":
        links, session = await to_thread.run_sync(_sdk)
        if isinstance(server.transport, StdioTransport):
            command = await to_thread.run_sync(self._sandbox.command, server.id, server.transport)
            environment = self._sandbox.environment(dict(secrets.environment))
            process = links.ServerProcess(command, environment, self._sandbox.folder(server.id), self._mask)
            link = links.process_link(process)
        else:
            client = self._http(server.transport.url, _headers(secrets))
            link = links.http_link(server.transport.url, client)
        async with session.opened(link, self._pace) as opened:
            yield opened


def _sdk() -> Any:
    """The modules that need the SDK, imported off the event loop: it takes a second."""
    from paios.drivers.mcp import links, session

    return links, session


def _headers(secrets: ServerSecrets) -> dict[str, str]:
    return {} if secrets.token is None else {"authorization": f"Bearer {secrets.token}"}
