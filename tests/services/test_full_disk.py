"""A full disk: nothing acts, everybody is told, the server lives on and works again (L4)."""

import resource
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import anyio
import pytest
from tests.support.house import Person, Stage, question_of
from tests.support.process import Installation, Server
from tests.support.scripted_model import Calls, ScriptedModel, Text

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.slow,
    pytest.mark.requirement("L4"),
    pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the files of another process"),
]


def write(path: str) -> Calls:
    call = ("vault_write", {"path": path, "content": "x", "mode": "create"})
    return Calls([call], text="Let me see. " * 20, delay=0.03)


@dataclass
class Cramped:
    """A server that a test can take the room from, and the person who uses it."""

    installation: Installation
    server: Server
    person: Person

    @contextmanager
    def full(self) -> Iterator[None]:
        """Let every write fail that would make a file longer than a page, as on a full disk."""
        before = resource.prlimit(self.server.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(self.server.pid, resource.RLIMIT_FSIZE, (512, before[1]))
        try:
            yield
        finally:
            resource.prlimit(self.server.pid, resource.RLIMIT_FSIZE, before)

    def written(self, path: str) -> bool:
        return (self.installation.vault / path).exists()


@pytest.fixture(scope="module")
async def cramped(
    tmp_path_factory: pytest.TempPathFactory, model: ScriptedModel, anyio_backend: str
) -> AsyncIterator[Cramped]:
    installation = Installation(tmp_path_factory.mktemp("full"))
    installation.init(model)
    with Server(installation) as server:
        person = await server.person().sign_in()
        yield Cramped(installation, server, person)
        await person.http.aclose()


async def test_without_a_record_nothing_is_said_answered_or_done(cramped: Cramped, stage: Stage) -> None:
    person = cramped.person
    stage.play("while full", write("Full.md"), Text("Done."))
    run = await person.until((await person.say("write while full"))["id"], "waiting")
    question = question_of(run)
    other = await person.begin()
    yes = {"allow": True, "remember": "once", "fingerprint": question["fingerprint"]}
    with cramped.full():
        note = {"path": "Hand.md", "text": "x", "expected": None}
        for method, path, body in (
            ("POST", f"/approvals/{question['id']}/answer", yes),
            ("POST", f"/conversations/{other}/messages", {"text": "Hello?"}),
            ("PUT", "/notes/item", note),
            ("POST", "/pause", None),
        ):
            status, code = await person.refused(method, path, body)
            assert (status, code) == (503, "record_failed"), path
        assert (await person.do("GET", "/health"))["status"] == "ok"
        assert not cramped.written("Full.md")
        assert not cramped.written("Hand.md")
    assert (await person.do("GET", f"/approvals/{question['id']}"))["state"] == "pending"
    assert (await person.do("GET", f"/conversations/{other}"))["messages"] == []
    assert not (await person.do("GET", "/pause"))["paused"]
    await person.answer(run, allow=True)
    await person.until(run["id"], "done")
    assert cramped.written("Full.md")
    assert (await person.do("GET", "/audit/verification"))["whole"]


async def test_run_that_meets_a_full_disk_does_nothing_and_goes_on_when_there_is_room(
    cramped: Cramped, stage: Stage
) -> None:
    person = cramped.person
    stage.play("in the middle", write("Middle.md"), Text("Done."))
    run = await person.say("in the middle")
    async for event in person.events(run["id"]):
        if event.name == "text":
            break
    with cramped.full():
        await anyio.sleep(3)
        stuck = await person.do("GET", f"/runs/{run['id']}")
        assert stuck["state"] == "running"
        assert stuck["steps"] == []
    again = await person.until(run["id"], "waiting")
    assert not cramped.written("Middle.md")
    await person.answer(again, allow=True)
    await person.until(run["id"], "done")
    assert cramped.written("Middle.md")
    assert (await person.do("GET", "/audit/verification"))["whole"]
