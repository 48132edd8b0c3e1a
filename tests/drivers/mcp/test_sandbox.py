"""The walls: what a program that is a tool server can reach, take, and leave behind (T2)."""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from tests.drivers.mcp.conftest import Desk

from paios.domain.errors import InvalidInputError, UnavailableError
from paios.domain.ids import new_id
from paios.domain.tool_server import ConnectionState, ServerSecrets, StdioTransport
from paios.drivers.mcp import sandbox as walls
from paios.drivers.mcp.sandbox import Sandbox

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("T2")]

READ = """
import os
for path in {paths!r}:
    try: print(os.listdir(path) if os.path.isdir(path) else open(path).read())
    except OSError as error: print(type(error).__name__)
"""
CONNECT = """
import socket
try: socket.create_connection(("127.0.0.1", {port}), 2); print("reached")
except OSError: print("no")
"""
WRITE = """
for path in ("/usr/x", "/x", "/etc/x"):
    try: open(path, "w"); print("wrote", path)
    except OSError: pass
"""
FORKS = """
import os, time
count = 0
try:
    while True:
        if os.fork() == 0: time.sleep(30); os._exit(0)
        count += 1
except OSError: print(count)
"""


async def test_it_sees_neither_the_home_nor_the_data_folder(desk: Desk, private: Path) -> None:
    (private / "paios.db").write_text("secrets")
    await desk.run("honest")
    await desk.approve()
    paths = [str(private), str(private / "paios.db"), "/etc/passwd", "/etc/shadow", str(Path.home() / ".ssh")]
    assert set((await desk.do(READ.format(paths=paths))).split()) <= {"FileNotFoundError", "PermissionError"}
    assert await desk.do("import os; print(os.getcwd(), os.listdir('.'))") == "/home/guest []\n"


async def test_it_is_given_the_variables_of_the_admin_and_no_others(desk: Desk, monkeypatch: Any) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-person")
    await desk.run("honest", environment={"OFFICE_KEY": "given"})
    await desk.approve()
    seen = set((await desk.do("import os; print(*sorted(os.environ))")).split())
    assert "OFFICE_KEY" in seen
    assert seen <= {"HOME", "LANG", "PATH", "OFFICE_KEY", "PWD", "LC_CTYPE"}


async def test_without_a_declaration_it_reaches_nobody(desk: Desk) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        await desk.run("honest")
        await desk.approve()
        assert await desk.do(CONNECT.format(port=port)) == "no\n"
        await desk.run("honest", network=True)
        await desk.approve()
        assert await desk.do(CONNECT.format(port=port)) == "reached\n"


async def test_a_program_that_is_not_there_is_named(desk: Desk) -> None:
    state = await desk.use(StdioTransport(("no-such-helper", "--serve")), ServerSecrets())
    assert state.error.startswith("There is no program no-such-helper where it runs")


async def test_its_home_stays_and_the_rest_does_not(desk: Desk) -> None:
    await desk.run("honest")
    await desk.approve()
    assert await desk.do("open('kept', 'w').write('x'); open('/tmp/lost', 'w').write('x')") == ""
    desk.connections.reconnect(desk.server.id)
    await desk.until(lambda state: state.state is not ConnectionState.READY)
    await desk.until(lambda state: state.state is ConnectionState.READY)
    found = await desk.do("import os; print(os.listdir('.'), os.path.exists('/tmp/lost'))")
    assert found == "['kept'] False\n"
    await desk.connections.drop(desk.server.id, forget=True)
    assert not desk.sandbox.folder(desk.server.id).exists()


async def test_it_can_write_nowhere_else_and_gain_nothing(desk: Desk) -> None:
    await desk.run("honest")
    await desk.approve()
    assert await desk.do(WRITE) == ""
    status = await desk.do("print(open('/proc/self/status').read())")
    assert "CapEff:\t0000000000000000" in status
    assert "NoNewPrivs:\t1" in status
    assert "0" not in (await desk.do("import os; print(os.listdir('/proc'))")).split()


async def test_a_fork_bomb_stays_in_its_box(desk: Desk) -> None:
    await desk.run("honest")
    await desk.approve()
    assert 20 < int(await desk.do(FORKS)) < 200


async def test_a_memory_hog_is_stopped(desk: Desk) -> None:
    await desk.run("honest")
    await desk.approve()
    assert "MemoryError" in await desk.do("x = bytearray(2 * 1024**3)")
    assert await desk.do("print('still here')") == "still here\n"


async def test_files_and_scratch_space_are_bounded(desk: Desk) -> None:
    await desk.run("honest")
    await desk.approve()
    assert "OSError" in await desk.do("open('big', 'wb').truncate(300 * 1024**2)")
    assert "OSError" in await desk.do("open('/tmp/big', 'wb').write(bytes(80 * 1024**2))")


async def test_nothing_of_it_outlives_its_connection(desk: Desk) -> None:
    await desk.run("honest")
    await desk.approve()
    marker = "86399.125"
    await desk.do(f"subprocess.Popen(['sleep', '{marker}'], start_new_session=True)")
    await anyio.to_thread.run_sync(_wait_until, lambda: _running(marker))
    await desk.connections.drop(desk.server.id)
    await anyio.to_thread.run_sync(_wait_until, lambda: not _running(marker))


@pytest.mark.parametrize(
    "folder", ["/", "relative", "/no/such/folder", str(Path.home()), str(Path.home().parent)]
)
def test_a_folder_that_holds_the_home_is_not_shown(folder: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError):
        Sandbox(tmp_path / "s", ()).require(StdioTransport(("true",), folders=(folder,)))


def test_the_data_folder_is_not_shown_by_any_name(tmp_path: Path) -> None:
    private = tmp_path / "data"
    (private / "inner").mkdir(parents=True)
    (tmp_path / "link").symlink_to(private)
    for folder in (private, private / "inner", tmp_path, tmp_path / "link"):
        with pytest.raises(InvalidInputError):
            Sandbox(private / "s", (private,)).require(StdioTransport(("true",), folders=(str(folder),)))


@pytest.mark.parametrize("broken", ["/usr/bin/false", "/no/such/bwrap"])
async def test_without_walls_nothing_is_run(
    desk: Desk, tmp_path: Path, broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walls, "_bubblewrap", lambda: broken)
    with pytest.raises(UnavailableError, match="Nothing was started"):
        desk.sandbox.require(StdioTransport(("touch", str(tmp_path / "ran"))))
    state = await desk.run("honest")
    assert state.state is ConnectionState.FAILED
    assert "bubblewrap does not work" in state.error


@pytest.mark.skipif(os.geteuid() != 0, reason="becomes another user")
def test_another_user_than_root_gets_walls_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """As root, the program is given a user of its own; otherwise the kernel maps the user that there is."""
    monkeypatch.setattr("os.geteuid", lambda: 65534)
    folder = Path(tempfile.mkdtemp(prefix="paios-walls-"))
    try:
        sandbox = Sandbox(folder, ())
        command = sandbox.command(
            new_id(), StdioTransport(("/bin/sh", "-c", "id -u; touch kept; unshare -U true"))
        )
        shutil.chown(folder, 65534)
        for each in folder.rglob("*"):
            shutil.chown(each, 65534)
        ended = subprocess.run(
            command,
            user=65534,
            group=65534,
            extra_groups=[],
            env=sandbox.environment({}),
            capture_output=True,
        )
        assert ended.stdout == b"65534\n"
        assert ended.returncode != 0
        assert [each.name for each in folder.glob("*/home/*")] == ["kept"]
    finally:
        shutil.rmtree(folder)


def test_it_dies_with_paios(tmp_path: Path) -> None:
    marker = "86398.125"
    command = Sandbox(tmp_path, ()).command(new_id(), StdioTransport(("/usr/bin/sleep", marker)))
    starter = f"import subprocess, time; subprocess.Popen({command!r}); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", starter]) as paios:
        _wait_until(lambda: _running(marker))
        paios.kill()
    _wait_until(lambda: not _running(marker))


def test_elsewhere_than_on_linux_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    with pytest.raises(UnavailableError, match="only on Linux"):
        Sandbox(tmp_path, ()).require(StdioTransport(("true",)))


def _wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def _running(marker: str) -> bool:
    """Whether a ``sleep`` of this length runs; not only what shall start it."""
    sleeping = re.compile(rf"(?:/usr/bin/)?sleep\0{re.escape(marker)}\0")
    return any(sleeping.match(_command(process)) for process in Path("/proc").glob("[0-9]*"))


def _command(process: Path) -> str:
    try:
        return (process / "cmdline").read_text("utf-8", "replace")
    except OSError:
        return ""
