"""MCP servers: what is stored of them, and the connections to them."""

from collections.abc import Iterable
from typing import Protocol

from paios.domain.tool_server import ApprovedTool, Connection, ServerSecrets, ToolServer
from paios.ports.transaction import Transaction


class ToolServers(Protocol):
    """The servers that an admin added, and the tools of theirs that were approved."""

    async def all(self) -> tuple[ToolServer, ...]:
        """All of them, by name."""
        ...

    async def get(self, server_id: str) -> ToolServer | None: ...

    async def add(self, server: ToolServer, tx: Transaction | None = None) -> None:
        """Raises ``ConflictError`` where the name is taken."""
        ...

    async def change(self, server: ToolServer, tx: Transaction | None = None) -> None:
        """Store it as it is now. Raises ``NotFoundError`` where it is gone."""
        ...

    async def remove(self, server_id: str, tx: Transaction | None = None) -> None:
        """Forget it and everything that was approved of it. Raises ``NotFoundError`` where it is gone."""
        ...

    async def approved(self, server_id: str) -> tuple[ApprovedTool, ...]: ...

    async def approve(self, tool: ApprovedTool, tx: Transaction | None = None) -> None:
        """Store it in the place of what was approved under this name before."""
        ...


class ToolConnections(Protocol):
    """The connections that paios keeps up. None of their failures comes out of here but in words."""

    async def check(self, server: ToolServer, secrets: ServerSecrets) -> None:
        """Whether such a server could be connected to at all; nothing is started.

        Raises ``InvalidInputError`` for an address, a command or a folder that
        is not allowed, ``UnavailableError`` where there is no sandbox.
        """
        ...

    async def use(self, server: ToolServer, secrets: ServerSecrets, approved: Iterable[ApprovedTool]) -> None:
        """Keep up a connection to this server, as it is now, and offer these tools of it."""
        ...

    async def drop(self, server_id: str, *, forget: bool = False) -> None:
        """End the connection; with ``forget``, remove what the server kept on this machine."""
        ...

    def reconnect(self, server_id: str) -> None:
        """Begin anew, now."""
        ...

    def state(self, server_id: str) -> Connection: ...
