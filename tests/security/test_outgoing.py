"""Nothing leaves the machine unless a person configured it: what the kernel knows of the sockets (N3)."""

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.house import Stage
from tests.support.process import Installation, Server
from tests.support.scripted_model import ScriptedModel, SlowText

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.slow,
    pytest.mark.requirement("N3", "A1"),
    pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells of every socket in /proc"),
]


def connections(pid: int) -> tuple[set[str], set[str]]:
    """Listening and connected addresses of a process, in all protocols over IP, as the kernel writes them."""
    inodes = set()
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        try:
            target = str(descriptor.readlink())
        except FileNotFoundError:
            continue
        if target.startswith("socket:["):
            inodes.add(target[8:-1])
    listening: set[str] = set()
    connected: set[str] = set()
    for table in ("tcp", "tcp6", "udp", "udp6", "raw", "raw6"):
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            _, local, remote, state, *_, inode = line.split()[:10]
            if inode in inodes:
                (listening if state == "0A" else connected).add(local if state == "0A" else remote)
    return listening, connected


def port(address: str) -> int:
    return int(address.rsplit(":", 1)[1], 16)


LOOPBACK = ("0100007F", "00000000000000000000000001000000")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, model: ScriptedModel) -> Iterator[Server]:
    installation = Installation(tmp_path_factory.mktemp("outgoing"))
    installation.init(model)
    with Server(installation) as running:
        yield running


async def test_idle_server_listens_on_loopback_and_connects_to_nothing(server: Server) -> None:
    await asyncio.sleep(1.5)
    listening, connected = connections(server.pid)
    assert listening
    assert all(each.startswith(LOOPBACK) for each in listening)
    assert {port(each) for each in listening} == {server.installation.port}
    assert {each for each in connected if port(each)} == set()


async def test_answering_server_connects_to_the_chosen_model_alone(
    server: Server, stage: Stage, model: ScriptedModel
) -> None:
    stage.play("watch the wire", SlowText("Slowly, slowly. " * 20, delay=0.05))
    person = await server.person().sign_in()
    run = await person.say("watch the wire")
    seen: set[str] = set()
    async for event in person.events(run["id"]):
        if event.name == "text":
            seen |= connections(server.pid)[1]
    await person.http.aclose()
    assert any(port(each) == model.port for each in seen)
    assert all(each.startswith(LOOPBACK) or port(each) == 0 for each in seen)
