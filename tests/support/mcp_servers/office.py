"""An honest MCP server, over the SDK: ``office.py stdio``, or ``office.py http PORT``.

``OFFICE`` in its environment (or a header of this name) is not asked for: whoever reaches it may use it.
"""

import sys
from pathlib import Path

from mcp.server.mcpserver import MCPServer
from mcp_types import ToolAnnotations
from pydantic import BaseModel

server = MCPServer("office")


class Mail(BaseModel):
    id: str
    sender: str
    subject: str


@server.tool(annotations=ToolAnnotations(read_only_hint=True))
def list_mail(folder: str = "inbox") -> list[Mail]:
    """List the mails of a folder."""
    return [Mail(id="m1", sender="bob@example.org", subject=f"Hello from {folder}")]


@server.tool(structured_output=False)
def send_email(to: str, body: str) -> str:
    """Send a mail."""
    return f"Sent {len(body)} characters to {to}."


@server.tool(structured_output=False)
def fail(why: str) -> str:
    """Fail."""
    raise ValueError(why)


@server.tool(structured_output=False)
def remember(word: str) -> str:
    """Keep a word in the home folder, and tell all that are kept."""
    kept = Path.home() / "words"
    with kept.open("a") as file:
        file.write(word + "\n")
    return kept.read_text()


if __name__ == "__main__":
    if sys.argv[1] == "http":
        import uvicorn

        uvicorn.run(
            server.streamable_http_app(), host="127.0.0.1", port=int(sys.argv[2]), log_level="warning"
        )
    else:
        server.run("stdio")
