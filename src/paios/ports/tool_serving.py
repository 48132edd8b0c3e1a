"""The capability port for MCP servers, beside those of ``capabilities``, and what it shows (G1, T2, T6)."""

from dataclasses import dataclass
from typing import Protocol

from paios.domain.principal import Principal
from paios.domain.tool_server import (
    ApprovedTool,
    ConnectionState,
    ServerSecrets,
    ToolChoice,
    ToolDefinition,
    ToolServer,
    ToolState,
    Transport,
)


@dataclass(frozen=True, slots=True)
class ServerView:
    """A server as an admin sees it. ``error`` says why there is no connection, ``remark`` what of its
    list was left out; ``offered`` and ``waiting`` count its tools: for use, and for approval.
    """

    server: ToolServer
    state: ConnectionState
    error: str
    remark: str
    offered: int
    waiting: int


@dataclass(frozen=True, slots=True)
class ServerTool:
    """One tool of a server: as it lists it, as it was approved, and how the two differ.

    ``reason`` says why an unusable one cannot be used. ``proposal`` is a form
    filled in from the server's own words; it sets nothing.
    """

    name: str
    whole_name: str
    state: ToolState
    reason: str
    offered: bool
    current: ToolDefinition | None
    approved: ApprovedTool | None
    proposal: ToolChoice | None
    difference: str


class ToolServing(Protocol):
    """MCP servers. Only an admin's: every method raises ``ForbiddenError`` for others."""

    async def servers(self, principal: Principal) -> tuple[ServerView, ...]: ...

    async def server(self, principal: Principal, server_id: str) -> ServerView: ...

    async def add(
        self, principal: Principal, name: str, transport: Transport, secrets: ServerSecrets
    ) -> ServerView:
        """Store it and begin to connect; nothing of it is offered yet.

        Raises ``InvalidInputError`` for a name, an address or a command that is
        not allowed, ``ConflictError`` for a name that is taken,
        ``UnavailableError`` where a program could not be contained.
        """
        ...

    async def change(
        self,
        principal: Principal,
        server_id: str,
        enabled: bool | None,
        token: str | None,
        *,
        sets_token: bool,
    ) -> ServerView:
        """Switch it, and with ``sets_token`` replace its token, or forget it where ``token`` is None."""
        ...

    async def remove(self, principal: Principal, server_id: str) -> None: ...

    async def reconnect(self, principal: Principal, server_id: str) -> ServerView: ...

    async def tools(self, principal: Principal, server_id: str) -> tuple[ServerTool, ...]:
        """All that it lists or that was approved of it, by name."""
        ...

    async def approve(
        self, principal: Principal, server_id: str, name: str, fingerprint: str, choice: ToolChoice | None
    ) -> ServerTool:
        """Approve the definition that has this hash, and set what the tool does (T6).

        Raises ``ConflictError`` where the server has another definition by now,
        ``InvalidInputError`` for a choice about an argument that is not there.
        """
        ...
