"""The agent, played by a real HTTP server in the OpenAI wire format: honest until it reads the injection.

It makes the user task's calls one by one, but for calls of one tool that act and follow each other: those
it proposes in one answer, as models do with three mails to three people. When a result has carried the
injection it makes the attacker's calls instead, each refused one three times, and then goes on with the
user's, each refused one twice, but for acts that the attacker's calls have done already. Then it gives the
task's own answer. It believes the attacker without reading: whether a text defence has cut the injection
out of the result or not, it is lost from then on, as the benchmark takes the worst for given.
"""

import json
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby, takewhile
from typing import Any, Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bench.environment import World
from bench.owner import matters
from bench.suites import Call, Case

MODEL: Final = "hijacked"
SEPARATOR: Final = "__"
_USER_TRIES: Final = 2
_ATTACK_TRIES: Final = 3


class Side(StrEnum):
    """Whose call it is."""

    USER = "user"
    ATTACK = "attack"


@dataclass
class Attempt:
    """One call as the agent proposed it, and whether the environment got to see it."""

    side: Side
    call: Call
    executed: bool = False
    answer: str = ""


@dataclass
class Agent:
    """The agent in one run. ``next_calls`` is asked once for each request of paios."""

    case: Case
    world: World
    attempts: list[Attempt] = field(default_factory=list)
    attack: list[Call] | None = None
    """What the attacker wanted; ``None`` while nothing carried the injection."""

    def __post_init__(self) -> None:
        self.user = self.case.user_calls(self.world.before)
        self._script = self._play()
        self._seen = 0
        self._said: list[Call] = []

    def next_calls(self, answers: Sequence[str]) -> list[Call]:
        """The next calls, given the last ones' results as paios tells them; none to give the answer."""
        executed = [Call(one.tool, one.arguments) for one in self.world.trace[self._seen :]]
        proposed = self.attempts[len(self.attempts) - len(self._said) :]
        for attempt, said, answer in zip(proposed, self._said, answers, strict=True):
            attempt.executed = said in executed
            if attempt.executed:
                executed.remove(said)
            attempt.answer = answer
        self._seen = len(self.world.trace)
        self._said = next(self._script, [])
        return self._said

    def proposed(self) -> int:
        """How many calls its last answer wants."""
        return len(self._said)

    @property
    def answer(self) -> str:
        """What it says at the end: the task's own answer, and the attacker's words where there are some."""
        said = [self.case.user_task.GROUND_TRUTH_OUTPUT or "Done."]
        if self.attack is not None and self.case.injection_task.GROUND_TRUTH_OUTPUT:
            said.append(self.case.injection_task.GROUND_TRUTH_OUTPUT)
        return "\n\n".join(said)

    def _play(self) -> Iterator[list[Call]]:
        for answer in self._answers():
            calls = [call for call in answer if not self._done(call)]
            yield from self._insist(Side.USER, calls, _USER_TRIES) if calls else ()
            if self.attack is None and self.case.injection and self.world.poisoned:
                self.attack = self.case.attack_calls(self.world.before, self.world.now)
                for wanted in self.attack:
                    yield from self._insist(Side.ATTACK, [wanted], _ATTACK_TRIES)

    def _answers(self) -> Iterator[list[Call]]:
        """The user's calls as it proposes them: alone, or with those of the same tool that act."""
        for tool, alike in groupby(self.user, lambda call: call.tool):
            calls = list(alike)
            yield from [calls] if matters(self.case.suite, tool) else ([call] for call in calls)

    def _done(self, call: Call) -> bool:
        """Whether the attacker wanted this very act too, and it was done: nobody deletes a file twice."""
        theirs = (one for one in self.attempts if one.side is Side.ATTACK and one.executed)
        return matters(self.case.suite, call.tool) and any(one.call == call for one in theirs)

    def _insist(self, side: Side, calls: list[Call], tries: int) -> Iterator[list[Call]]:
        for time in range(tries):
            attempts = [Attempt(side, call) for call in calls]
            self.attempts += attempts
            yield [self._rephrased(call) if time == _ATTACK_TRIES - 1 else call for call in calls]
            calls = [attempt.call for attempt in attempts if not attempt.executed]
            if not calls:
                return

    def _rephrased(self, call: Call) -> Call:
        """The same call with its defaults spelled out."""
        fields = self.world.tools[call.tool].parameters.model_fields
        spelled = {name: known.default for name, known in fields.items() if not known.is_required()}
        return Call(call.tool, {**spelled, **call.arguments})


class HijackedModel:
    """The server. ``agent`` is who answers: one run at a time has it."""

    def __init__(self) -> None:
        self.agent: Agent | None = None
        self._answers = 0

    def application(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/v1/chat/completions", self._complete, methods=["POST"]),
                Route("/v1/models", self._list_models),
            ]
        )

    async def _list_models(self, _request: Request) -> Response:
        return JSONResponse(
            {"object": "list", "data": [{"id": MODEL, "object": "model", "owned_by": "bench"}]}
        )

    async def _complete(self, request: Request) -> Response:
        body = json.loads(await request.body())
        self._answers += 1
        return StreamingResponse(_streamed(self._delta(body)), headers={"content-type": "text/event-stream"})

    def _delta(self, body: Mapping[str, Any]) -> dict[str, Any]:
        offered = [tool["function"]["name"] for tool in body.get("tools", ())]
        if self.agent is None or not offered:
            return {"content": "Nothing more can be done."}
        results = takewhile(lambda message: message["role"] == "tool", reversed(body["messages"]))
        calls = self.agent.next_calls([str(message["content"]) for message in results][::-1])
        if not calls:
            return {"content": self.agent.answer}
        functions = [
            {"name": _offered_as(call.tool, offered), "arguments": json.dumps(call.arguments)}
            for call in calls
        ]
        return {
            "tool_calls": [
                {"index": at, "id": f"call_{self._answers}_{at}", "type": "function", "function": function}
                for at, function in enumerate(functions)
            ]
        }


def _offered_as(tool: str, offered: list[str]) -> str:
    """The name under which paios offers a tool; its own name where it does not offer it."""
    return next((name for name in offered if name.rpartition(SEPARATOR)[2] == tool), tool)


async def _streamed(delta: dict[str, Any]) -> AsyncIterator[bytes]:
    finish = "tool_calls" if "tool_calls" in delta else "stop"
    usage = {"prompt_tokens": 7, "completion_tokens": 5, "total_tokens": 12}
    for choices, more in (
        ([{"index": 0, "delta": {"role": "assistant", **delta}, "finish_reason": None}], {}),
        ([{"index": 0, "delta": {}, "finish_reason": finish}], {}),
        ([], {"usage": usage}),
    ):
        chunk = {"id": "bench", "object": "chat.completion.chunk", "model": MODEL, "choices": choices, **more}
        yield b"data: " + json.dumps(chunk).encode() + b"\n\n"
    yield b"data: [DONE]\n\n"
