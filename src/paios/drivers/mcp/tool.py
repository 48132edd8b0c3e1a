"""Owns: one approved tool of a server as ``ports.tools.Tool``. Must not decide anything."""

from typing import Any, Protocol

import orjson

from paios.domain.authorized import Authorized
from paios.domain.label import OUTSIDE_WORDS
from paios.domain.tool import Outcome, Preview, ToolCall, ToolResult
from paios.domain.tool_server import ApprovedTool, ToolServer


class Way(Protocol):
    """The way to the server that has the tool."""

    async def require(self, tool: ApprovedTool) -> None:
        """Raises ``UnavailableError`` where the server cannot be reached, ``ConflictError`` where the tool
        is not the one that was approved.
        """
        ...

    async def call(self, call: ToolCall, tool: ApprovedTool) -> ToolResult: ...


class ServerTool:
    """Asks the server, for a proof, to do what was approved."""

    def __init__(self, server: ToolServer, tool: ApprovedTool, way: Way) -> None:
        self.spec = tool.spec(server)
        self._server = server
        self._tool = tool
        self._way = way

    async def preview(self, call: ToolCall, owner: str) -> Preview:  # noqa: ARG002 - a server knows no owner
        await self._way.require(self._tool)
        name, server = self._tool.definition.name, self._server.name
        return Preview(
            sentence=f"Use {name} of {server}?",
            covers=f"Using {name} of the server {server} with exactly these arguments, once.",
            basis=self._tool.definition.hash,
            details=tuple((argument, _shown(value)) for argument, value in call.arguments.items()),
        )

    async def run(self, proof: Authorized) -> ToolResult:
        if proof.basis not in (None, self._tool.definition.hash):
            told = f"{self.spec.name} was changed meanwhile. Nothing was done."
            return ToolResult(proof.call.id, Outcome.ERROR, told, told, OUTSIDE_WORDS, code="conflict")
        return await self._way.call(proof.call, self._tool)


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else orjson.dumps(value).decode()
