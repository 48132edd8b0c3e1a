"""Owns: what everybody who plants has at hand: a paios that runs, its administrator, models, commands."""

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from tests.support.house import FINAL, PATIENCE, Stage
from tests.support.planted.plants import Plants
from tests.support.planted.visitor import Answer, Visitor
from tests.support.process import Installation
from tests.support.scripted_model import ScriptedModel, Turn

_CODE: Final = re.compile(r"/setup#code=(\S+)")


@dataclass
class Scene:
    """``answers`` are those of the API and of the command line, in order."""

    installation: Installation
    plants: Plants
    stage: Stage
    model: ScriptedModel
    screener: ScriptedModel
    answers: list[Answer] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.admin = Visitor(f"http://127.0.0.1:{self.installation.port}", self.plants, self.answers)

    def setup_code(self) -> str:
        found = _CODE.search(self.installation.log.read_text())
        assert found is not None
        return found[1]

    def command(self, *words: str, said: str = "", fails: bool = False, tells: Sequence[str] = ()) -> str:
        """One command to its end, which must succeed, or fail; what it printed."""
        done = self.installation.run(*words, said=said)
        printed = done.stdout + done.stderr
        self.answers.append(Answer(f"paios {words[0]}", printed.encode(), frozenset(tells)))
        assert bool(done.returncode) is fails, printed
        return printed

    def run(self, words: str, *turns: Turn, allow: bool = True) -> Any:
        """Say something that the model answers with these turns; the run, once it has ended."""
        self.stage.play(words, *turns)
        conversation = self.admin.do("POST", "/conversations")["id"]
        said = self.admin.do("POST", f"/conversations/{conversation}/messages", {"text": words})
        return self.ended(said["run"]["id"], allow=allow)

    def ended(self, run_id: str, *, allow: bool = True) -> Any:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            run = self.admin.do("GET", f"/runs/{run_id}")
            if run["state"] in FINAL:
                return run
            for step in run["steps"] if run["state"] == "waiting" else ():
                if (question := step["approval"]) and step["state"] == "waiting":
                    body = {"allow": allow, "remember": "once", "fingerprint": question["fingerprint"]}
                    self.admin.send("POST", f"/approvals/{question['id']}/answer", body)
            time.sleep(0.02)
        raise TimeoutError(run_id)
