"""Owns: real MCP servers for tests, as processes on a port or as programs for the sandbox."""

import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import httpx2
from tests.support.house import Person, free_port

SCRIPTS: Final = Path(__file__).with_name("mcp_servers")
PATIENCE: Final = 20.0

FOLDERS: Final = tuple(
    dict.fromkeys(
        str(Path(folder).resolve())
        for folder in (sysconfig.get_path("purelib"), sys.base_prefix, SCRIPTS)
        if not str(folder).startswith("/usr")
    )
)
"""What a Python program needs to read to be a server."""


def program(script: str, *arguments: str, **more: Any) -> dict[str, Any]:
    """A transport that runs one of the scripts in the sandbox."""
    interpreter = str(Path(sys.executable).resolve())
    return {
        "kind": "stdio",
        "command": [interpreter, str(SCRIPTS.resolve() / f"{script}.py"), *arguments],
        "environment": {"PYTHONPATH": sysconfig.get_path("purelib"), "PYTHONDONTWRITEBYTECODE": "1"},
        "folders": list(FOLDERS),
        **more,
    }


@contextmanager
def listening(script: str, *arguments: str, port: int = 0) -> Iterator[str]:
    """A script that serves HTTP in a process of its own; the address of its ``/mcp``."""
    port = port or free_port()
    command = [sys.executable, str(SCRIPTS / f"{script}.py"), "http", str(port), *arguments]
    with subprocess.Popen(command) as process:
        try:
            deadline = time.monotonic() + PATIENCE
            while not _answers(port):
                assert process.poll() is None, "the server ended"
                assert time.monotonic() < deadline, "the server does not answer"
                time.sleep(0.05)
            yield f"http://127.0.0.1:{port}/mcp"
        finally:
            process.kill()


def _answers(port: int) -> bool:
    try:
        httpx2.get(f"http://127.0.0.1:{port}/", trust_env=False)
    except httpx2.TransportError:
        return False
    return True


async def added(person: Person, name: str, transport: dict[str, Any]) -> str:
    """Add a server, and wait until it is connected; its id."""
    server: str = (await person.do("POST", "/tool-servers", {"name": name, "transport": transport}))["id"]
    await state_is(person, server, "ready")
    return server


async def state_is(person: Person, server: str, *states: str) -> Any:
    """The server, once it is in one of these states."""
    import anyio

    with anyio.fail_after(PATIENCE):
        while True:
            seen = await person.do("GET", f"/tool-servers/{server}")
            if seen["state"] in states:
                return seen
            await anyio.sleep(0.05)


async def tools_of(person: Person, server: str) -> dict[str, Any]:
    """What the API shows of the server's tools, by name."""
    items = (await person.do("GET", f"/tool-servers/{server}/tools"))["items"]
    return {tool["name"]: tool for tool in items}


async def approve(person: Person, server: str, tool: str, **choices: Any) -> Any:
    """Approve a tool as it is now, with these choices, or with none."""
    seen = (await tools_of(person, server))[tool]
    body: dict[str, Any] = {"hash": seen["current"]["hash"]}
    if choices:
        body["choices"] = {"effect": "send", "reach": "outside", **choices}
    return await person.do("PUT", f"/tool-servers/{server}/tools/{tool}", body)
