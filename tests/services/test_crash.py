"""``kill -9`` at every step of a run: nothing acknowledged is lost, nothing is done twice or unasked (S6)."""

import json
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import anyio
import httpx2
import pytest
from tests.support.house import Person, Stage, question_of
from tests.support.process import Installation, Server
from tests.support.scripted_model import Calls, ScriptedModel, SlowText, Text
from tests.support.turns import USAGE

from paios.domain.budget import ANSWER_TOKENS

pytestmark = [pytest.mark.anyio, pytest.mark.slow]

PATH = "Shopping list.md"
SEARCH = Calls([("vault_search", {"query": "boiler"})], text="Let me look.", delay=0.02)


@dataclass
class Life:
    """A server that is killed and started again, and the person's session, which outlives it."""

    installation: Installation
    server: Server
    cookie: str
    csrf: str

    def person(self) -> Person:
        return self.server.person(self.cookie, self.csrf)

    def kinds(self, run_id: str) -> list[str]:
        """What the database holds of a run."""
        query = "SELECT kind FROM run_events WHERE run_id = ? ORDER BY seq"
        return [kind for (kind,) in self.installation.rows(query, run_id)]

    def restart(self) -> Person:
        self.server.kill()
        self.server.start()
        return self.person()


@pytest.fixture(scope="module")
def stage() -> Stage:
    return Stage()


@pytest.fixture(scope="module")
def model(stage: Stage) -> Iterator[ScriptedModel]:
    with ScriptedModel(stage) as server:
        yield server


@pytest.fixture(scope="module")
async def life(
    tmp_path_factory: pytest.TempPathFactory, model: ScriptedModel, anyio_backend: str
) -> AsyncIterator[Life]:
    installation = Installation(tmp_path_factory.mktemp("crash"))
    installation.init(model)
    with Server(installation) as server:
        person = await server.person().sign_in()
        yield Life(installation, server, person.http.cookies["paios_session"], person.csrf)
        await person.http.aclose()


def write(line: str) -> Calls:
    arguments = {"path": PATH, "content": f"- {line}", "mode": "append"}
    return Calls([("vault_write", arguments)], delay=0.02)


async def killed_at(life: Life, person: Person, run_id: str, seq: int) -> None:
    """Follow the run, and kill the server as soon as it told of this many events."""
    with suppress(httpx2.TransportError):
        async for event in person.events(run_id):
            if event.id is not None and event.id >= seq:
                break
    life.server.kill()
    await person.http.aclose()


async def brought_to_its_end(person: Person, run_id: str) -> Any:
    """The run's end, every question allowed."""
    while (run := await person.until(run_id, "waiting", "done", "failed"))["state"] == "waiting":
        with suppress(StopIteration):
            answer = question_of(run)
            body = {"allow": True, "remember": "once", "fingerprint": answer["fingerprint"]}
            await person.send("POST", f"/approvals/{answer['id']}/answer", body)
        await anyio.sleep(0.05)
    return run


async def check_whole(life: Life, person: Person, run: Any, line: str) -> None:
    """What must hold after any crash."""
    written = life.installation.note(PATH).count(line)
    writing = [step for step in run["steps"] if step["tool"] == "vault_write"]
    states = [step["state"] for step in writing]
    assert states in (["ok"], ["interrupted"]), run
    assert written == 1 if states == ["ok"] else written in (0, 1)
    assert (await person.do("GET", "/audit/verification"))["whole"]
    rows = life.installation.rows("SELECT data FROM run_events WHERE run_id = ? AND kind = ?", run["id"],
                                  "call.started")  # fmt: skip
    starts = Counter(json.loads(data)["call_id"] for (data,) in rows)
    assert set(starts.values()) <= {1}
    page = await person.do("GET", f"/audit?run_id={run['id']}&kind=call.allowed&limit=200")
    allowed = Counter(record["data"]["call_id"] for record in page["items"])
    assert set(allowed.values()) <= {1}
    assert set(starts) == set(allowed)
    dialogue = await person.do("GET", f"/conversations/{run['conversation_id']}")
    assert [message["author"] for message in dialogue["messages"]] == ["person", "assistant"]
    assert dialogue["messages"][0]["text"].endswith(line)


@pytest.mark.requirement("S6", "L4", "P9")
@pytest.mark.parametrize("seq", [1, 2, 3, 4, 5, 6, 8])
async def test_run_killed_before_its_question_goes_on_to_it(life: Life, stage: Stage, seq: int) -> None:
    """1 started, 2 and 3 model, 4 to 6 search, 7 model called, 8 model answered."""
    line = f"line {seq} before"
    stage.play(line, SEARCH, write(line), Text("Written."))
    person = life.person()
    run = await person.say(f"Please write {line}")
    await killed_at(life, person, run["id"], seq)
    assert line not in life.installation.note(PATH)
    assert len(life.kinds(run["id"])) >= seq
    person = life.restart()
    ended = await brought_to_its_end(person, run["id"])
    assert ended["state"] == "done"
    await check_whole(life, person, ended, line)
    assert life.installation.note(PATH).count(line) == 1
    await person.http.aclose()


@pytest.mark.requirement("S6", "P3")
async def test_open_question_survives_and_nothing_was_written(life: Life, stage: Stage) -> None:
    line = "line that waits"
    stage.play(line, write(line), Text("Written."))
    person = life.person()
    run = await person.until((await person.say(f"Please write {line}"))["id"], "waiting")
    await person.http.aclose()
    person = life.restart()
    again = await person.until(run["id"], "waiting")
    assert question_of(again) == question_of(run)
    assert line not in life.installation.note(PATH)
    ended = await brought_to_its_end(person, run["id"])
    await check_whole(life, person, ended, line)
    await person.http.aclose()


@pytest.mark.requirement("S6", "P9", "L4")
@pytest.mark.parametrize("pause", [0.0, 0.002, 0.005, 0.01])
async def test_acknowledged_yes_is_acted_on_once_whenever_the_server_dies(
    life: Life, stage: Stage, pause: float
) -> None:
    line = f"line {pause} allowed"
    stage.play(line, write(line), Text("Written."))
    person = life.person()
    run = await person.until((await person.say(f"Please write {line}"))["id"], "waiting")
    acknowledged = await person.answer(run, allow=True)
    await anyio.sleep(pause)
    life.server.kill()
    await person.http.aclose()
    reached = life.kinds(run["id"])
    person = life.restart()
    stored = await person.do("GET", f"/approvals/{acknowledged['id']}")
    assert stored["state"] == "approved"
    ended = await person.until(run["id"], "done")
    await check_whole(life, person, ended, line)
    if "call.started" not in reached:
        assert life.installation.note(PATH).count(line) == 1
    await person.http.aclose()


@pytest.mark.requirement("S6", "P1")
async def test_acknowledged_no_stays_a_no(life: Life, stage: Stage) -> None:
    line = "line denied"
    stage.play(line, write(line), Text("Not written."))
    person = life.person()
    run = await person.until((await person.say(f"Please write {line}"))["id"], "waiting")
    await person.answer(run, allow=False)
    await person.http.aclose()
    person = life.restart()
    ended = await person.until(run["id"], "done")
    assert ended["steps"][0]["state"] == "refused"
    assert line not in life.installation.note(PATH)
    await person.http.aclose()


@pytest.mark.requirement("S6", "P9")
@pytest.mark.parametrize("pause", [0.0, 0.004])
async def test_lines_of_one_card_outlive_a_crash_between_them_and_run_once(
    life: Life, stage: Stage, pause: float
) -> None:
    notes = [f"Line {number} after {pause}.md" for number in range(3)]
    calls = [("vault_write", {"path": each, "content": each, "mode": "create"}) for each in notes]
    stage.play(f"three {pause}", Calls(calls), Text("Written."))
    person = life.person()
    run = await person.say(f"three {pause}")
    with anyio.fail_after(10):
        while [step["state"] for step in run["steps"]] != ["waiting"] * 3:
            await anyio.sleep(0.02)
            run = await person.do("GET", f"/runs/{run['id']}")
    asked = [step["approval"] for step in run["steps"]]
    for question, allow in ((asked[1], False), (asked[0], True)):
        body = {"allow": allow, "remember": "once", "fingerprint": question["fingerprint"]}
        await person.do("POST", f"/approvals/{question['id']}/answer", body)
    await anyio.sleep(pause)
    await person.http.aclose()
    person = life.restart()
    with anyio.fail_after(10):
        while [step["state"] for step in run["steps"]][1:] != ["refused", "waiting"]:
            await anyio.sleep(0.02)
            run = await person.do("GET", f"/runs/{run['id']}")
    assert run["state"] == "waiting"
    [left] = [one for one in (await person.do("GET", "/approvals?state=pending"))["items"]
              if one["run_id"] == run["id"]]  # fmt: skip
    assert (left["id"], left["expires_at"]) == (asked[2]["id"], asked[2]["expires_at"])
    ended = await brought_to_its_end(person, run["id"])
    states = [step["state"] for step in ended["steps"]]
    assert states in (["ok", "refused", "ok"], ["interrupted", "refused", "ok"])
    there = [(life.installation.vault / each).exists() for each in notes]
    assert there[1:] == [False, True]
    assert there[0] or states[0] == "interrupted"
    page = await person.do("GET", f"/audit?run_id={run['id']}&kind=call.allowed&limit=200")
    assert Counter(one["data"]["arguments"]["path"] for one in page["items"]) == {notes[0]: 1, notes[2]: 1}
    await person.http.aclose()


async def tokens(person: Person) -> Any:
    """What counts against the tokens of today."""
    lines = (await person.do("GET", "/usage"))["budgets"]
    return next(line for line in lines if (line["scope"], line["counted"]) == ("day", "tokens"))


@pytest.mark.requirement("S6", "S5")
async def test_answer_cut_off_in_the_middle_is_given_whole_after_the_restart(
    life: Life, stage: Stage, model: ScriptedModel
) -> None:
    text = "A long answer, word by word. " * 10
    stage.play("cut off", SlowText(text, delay=0.02))
    person = life.person()
    run = await person.say("This will be cut off")
    async for event in person.events(run["id"]):
        if event.name == "text":
            break
    held = await tokens(person)
    await person.http.aclose()
    person = life.restart()
    ended = await person.until(run["id"], "done")
    assert ended["answer"]["text"] == text
    assert held["held"] > ANSWER_TOKENS
    after = await tokens(person)
    assert (after["used"], after["held"]) == (held["used"] + USAGE["total_tokens"], 0)
    dialogue = await person.do("GET", f"/conversations/{run['conversation_id']}")
    assert len(dialogue["messages"]) == 2
    await person.http.aclose()
