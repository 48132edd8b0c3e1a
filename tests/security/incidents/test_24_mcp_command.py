"""Incident 24: whoever could configure an MCP server had any command executed.

Only an admin adds one; the command is an argument vector that no shell reads,
and runs behind walls, or not at all.
"""

from pathlib import Path

import pytest
from tests.drivers.mcp.conftest import Desk, desk, private
from tests.support.house import Person, Served
from tests.support.rooms import ada, model, paios, stage

from paios.domain.tool_server import ConnectionState, ServerSecrets, StdioTransport

__all__ = ["ada", "desk", "model", "paios", "private", "stage"]

pytestmark = [pytest.mark.anyio, pytest.mark.incident(24)]


async def test_who_is_no_admin_adds_no_command(ada: Person, paios: Served, tmp_path: Path) -> None:
    bob = await paios.add_user("Bob")
    mark = tmp_path / "ran"
    new = {"name": "mine", "transport": {"kind": "stdio", "command": ["/usr/bin/touch", str(mark)]}}
    assert await bob.refused("POST", "/tool-servers", new) == (403, "forbidden")
    assert (await ada.do("GET", "/tool-servers"))["items"] == []
    assert not mark.exists()


async def test_no_shell_reads_the_command(desk: Desk) -> None:
    mark = "/home/guest/ran"
    command = ("/usr/bin/echo", f"; touch {mark}", f"$(touch {mark})", f"`touch {mark}`")
    state = await desk.use(StdioTransport(command), ServerSecrets())
    assert state.state is ConnectionState.FAILED
    assert not (desk.sandbox.folder(desk.server.id) / "home" / "ran").exists()


async def test_a_command_reaches_nothing_outside_its_walls(desk: Desk, tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    await desk.use(StdioTransport(("/bin/sh", "-c", f"touch {mark} {mark.parent}")), ServerSecrets())
    assert not mark.exists()


async def test_options_of_the_sandbox_cannot_be_smuggled_in(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("sesame")
    command = ("--bind", str(tmp_path), "/tmp/x", "/bin/cat", "/tmp/x/secret")
    state = await desk.use(StdioTransport(command), ServerSecrets())
    assert state.state is ConnectionState.FAILED
    assert "sesame" not in state.error
