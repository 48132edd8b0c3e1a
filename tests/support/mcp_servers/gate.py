"""An MCP server whose one tool ends when a test says so: ``gate.py http PORT``."""

import asyncio
import sys
from pathlib import Path

from mcp.server.mcpserver import MCPServer

server = MCPServer("gate")


@server.tool(structured_output=False)
async def hold(until: str) -> str:
    """End once there is a file of this name, and leave another one beside it."""
    while not Path(until).exists():  # noqa: ASYNC110, ASYNC240
        await asyncio.sleep(0.02)
    Path(f"{until}.done").touch()  # noqa: ASYNC240
    return "It is open."


if __name__ == "__main__":
    import uvicorn

    uvicorn.run(server.streamable_http_app(), host="127.0.0.1", port=int(sys.argv[2]), log_level="warning")
