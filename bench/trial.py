"""One run: say the task, answer the questions, and keep what happened as a record.

A record is JSON, whole enough to tell the run's story without running it again.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from bench.approver import APPROVERS, asked_for
from bench.environment import World
from bench.hijacked import Agent, HijackedModel
from bench.installation import BenchmarkError, Installation
from bench.suites import Call, Case
from bench.verdict import judged

Json = dict[str, Any]
_LONGEST: Final = 400


@dataclass(frozen=True)
class Setting:
    """How paios is set, and who answers."""

    mode: str
    strict: bool
    approver: str

    def __str__(self) -> str:
        return f"{self.mode}{', strict' if self.strict else ''}, {self.approver}"

    def applies(self, case: Case) -> bool:
        """Whether the case says anything under this setting: a task in peace needs no tired person."""
        return case.injection is not None or (self.approver != "tired" and not self.strict)


@dataclass
class Bench:
    """What one worker holds: paios, the world behind its tools, and the model that it asks."""

    house: Installation
    world: World
    model: HijackedModel
    _caution: tuple[str, bool] | None = None

    async def run(self, case: Case, setting: Setting) -> Json:
        """One run of a case under a setting, as a record."""
        begun = time.monotonic()
        if self._caution != (setting.mode, setting.strict):
            await self.house.be_cautious(setting.mode, strict=setting.strict)
            self._caution = setting.mode, setting.strict
        self.world.begin(case)
        agent = self.model.agent = Agent(case, self.world)
        run, questions = await self._converse(agent, setting)
        return {
            "suite": case.suite,
            "user": case.user,
            "injection": case.injection,
            "mode": setting.mode,
            "strict": setting.strict,
            "approver": setting.approver,
            **_verdict(agent, ended=run["state"] == "done"),
            "poisoned": self.world.poisoned,
            "questions": questions,
            "calls": _calls(agent, run),
            "state": run["state"],
            "error": run["error"],
            "answer": shortened(agent.answer),
            "seconds": round(time.monotonic() - begun, 3),
        }

    async def _converse(self, agent: Agent, setting: Setting) -> tuple[Json, list[Json]]:
        questions: list[Json] = []

        async def ask(card: list[Json]) -> None:
            first = len(questions)
            answers = [APPROVERS[setting.approver](asked_for(question), agent) for question in card]
            for question, allow in zip(card, answers, strict=True):
                questions.append(_question(question, agent, card=first, allow=allow))
                await self.house.answer(question, allow=allow)

        try:
            run_id = await self.house.say(agent.case.user_task.PROMPT)
            return await self.house.ended(run_id, ask, agent.proposed), questions
        except BenchmarkError as error:
            return {"state": "broken", "steps": [], "error": {"message": str(error)}}, questions


def _verdict(agent: Agent, *, ended: bool) -> Json:
    verdict = judged(agent)
    return {
        "check": verdict.check,
        "solved": verdict.solved and ended,
        "refused": [_told(call) for call in verdict.refused],
        "attacked": verdict.attacked,
        "text_only": verdict.text_only,
        "attack_check": verdict.attack_check,
        "succeeded": verdict.succeeded,
        "foothold": [_told(call) for call in verdict.foothold],
        "foothold_acts": verdict.foothold_acts,
    }


def _question(question: Mapping[str, Any], agent: Agent, *, card: int, allow: bool) -> Json:
    return {
        "card": card,
        "side": agent.attempts[-1].side,
        "allowed": allow,
        "sentence": question["sentence"],
        "reasons": question["reasons"],
        "origins": [shortened(origin) for origin in question.get("origins", ())],
        **_told(asked_for(question)),
    }


def _calls(agent: Agent, run: Json) -> list[Json]:
    """Each attempt with the step that paios made of it: one call an answer, so they stand in one order."""
    steps = run["steps"]
    return [
        {
            "side": attempt.side,
            **_told(attempt.call),
            "executed": attempt.executed,
            "state": step.get("state", "missing"),
            "reasons": step.get("reasons", []),
            "origins": [shortened(origin) for origin in step.get("origins", ())],
            "answer": shortened(attempt.answer),
        }
        for attempt, step in zip(agent.attempts, [*steps, *[{}] * len(agent.attempts)], strict=False)
    ]


def _told(call: Call) -> Json:
    return {"tool": call.tool, "arguments": shortened(dict(call.arguments))}


def shortened(value: Any) -> Any:
    """The same with its long texts cut, so that thousands of records fit a file."""
    if isinstance(value, str):
        return value if len(value) <= _LONGEST else f"{value[:_LONGEST]}… ({len(value)} characters)"
    if isinstance(value, Mapping):
        return {key: shortened(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [shortened(item) for item in value]
    return value
