"""Connections to real servers, in a sandbox or on loopback, with little patience."""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import anyio
import pytest
from tests.support.tool_servers import PATIENCE, program

from paios.domain.ids import new_id
from paios.domain.tool import ToolCall, ToolResult
from paios.domain.tool_server import (
    ApprovedTool,
    Connection,
    ConnectionState,
    HttpTransport,
    Listing,
    ServerSecrets,
    StdioTransport,
    ToolChoice,
    ToolServer,
)
from paios.drivers.egress.handed import handed_client
from paios.drivers.egress.origin import Origin
from paios.drivers.mcp.connections import McpConnections
from paios.drivers.mcp.pace import Pace
from paios.drivers.mcp.sandbox import Sandbox
from paios.ports.tools import Tool

SOON: Final = Pace(
    connect=2, listing=5, call=2, fresh=0, first_pause=0.1, longest_pause=0.4, between_listings=0.05
)

TOLD: Final = "out of order"
"""What is taken out of a server's words here as if it were a stored secret."""


class Desk:
    """Adds servers to connections, approves what they list, and calls it without asking anybody."""

    def __init__(self, connections: McpConnections, sandbox: Sandbox) -> None:
        self.connections = connections
        self.sandbox = sandbox
        self.server = ToolServer("", "", HttpTransport(""), datetime(2026, 11, 22, tzinfo=UTC))
        self.secrets = ServerSecrets()
        self.approved: tuple[ApprovedTool, ...] = ()

    async def run(self, mode: str, **more: Any) -> Connection:
        """Start the hostile server in the sandbox, and wait for what becomes of it."""
        given = program("liar", "stdio", mode, **more)
        environment: Mapping[str, str] = given["environment"]
        transport = StdioTransport(
            tuple(given["command"]), tuple(environment), given.get("network", False), tuple(given["folders"])
        )
        return await self.use(transport, ServerSecrets(environment=environment))

    async def use(self, transport: StdioTransport | HttpTransport, secrets: ServerSecrets) -> Connection:
        self.server = replace(self.server, id=self.server.id or new_id(), name="guest", transport=transport)
        self.secrets = secrets
        await self.connections.use(self.server, secrets, ())
        decided = (ConnectionState.READY, ConnectionState.FAILED)
        return await self.until(lambda state: state.state in decided)

    async def until(self, holds: Callable[[Connection], bool]) -> Connection:
        with anyio.fail_after(PATIENCE):
            while not holds(state := self.connections.state(self.server.id)):  # noqa: ASYNC110
                await anyio.sleep(0.02)
        return state

    @property
    def listing(self) -> Listing:
        return self.connections.state(self.server.id).listing or Listing()

    async def approve(self, name: str = "do", choice: ToolChoice | None = None) -> Tool:
        """Approve a tool as it is listed now; the tool as the host would run it."""
        assert name in self.listing.definitions, self.connections.state(self.server.id)
        definition = self.listing.definitions[name]
        tool = ApprovedTool(self.server.id, definition, choice or ToolChoice(), self.server.added_at)
        self.approved = (*self.approved, tool)
        await self.connections.use(self.server, self.secrets, self.approved)
        return self.connections.tools()[self.server.whole_name(name)]

    async def call(self, name: str = "do", **arguments: Any) -> ToolResult:
        """What a call comes to. No gate is asked: what is tested stands behind it."""
        whole = self.server.whole_name(name)
        way: Any = self.connections.tools()[whole]
        return await way._way.call(ToolCall(new_id(), whole, arguments), way._tool)  # type: ignore[no-any-return]

    async def do(self, code: str) -> str:
        """What Python prints inside the sandbox."""
        return (await self.call(code=code)).text


@pytest.fixture
def private(tmp_path: Path) -> Path:
    """The data folder of this paios."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture
async def desk(private: Path) -> AsyncIterator[Desk]:
    sandbox = Sandbox(private / "tool-servers", (private,))
    connections = McpConnections(
        sandbox,
        lambda url, headers: handed_client(Origin.of(url), headers=headers, answer_seconds=4),
        lambda: None,
        SOON,
        lambda text: text.replace(TOLD, "[masked]"),
    )
    yield Desk(connections, sandbox)
    await connections.close()
