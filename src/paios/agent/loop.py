"""The agent's loop, sans I/O: events in, one command out (T1, S6).

Its whole state is a fold over the run's stored events, so a loop that is
rebuilt after a crash wants exactly what the one before it wanted. It calls
nothing and holds no tool; what it wants is put to the gate by others.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice, takewhile
from typing import Any, Final, Self

from paios.agent.citations import rendered
from paios.agent.commands import CallModel, Command, Finish, GiveUp, Propose, Recover, Rest
from paios.agent.prompt import KEPT_HERE, LAST_WORDS
from paios.domain.label import Integrity, Label, Secrecy
from paios.domain.model import Speaker, Utterance
from paios.domain.run import EventKind, RunEvent
from paios.domain.tool import GRANTING, Passage, RawToolCall

AHEAD: Final = 10
"""At most so many calls are asked about before their turn: what one card can show."""


@dataclass(frozen=True, slots=True)
class Loop:
    """One run as it stands.

    ``opening`` is the dialogue before the run: instructions, earlier messages,
    the person's words. ``pending`` are calls of the last answer that have no
    result yet, the first of which is next; ``questions`` has, by the id of such a
    call, the question that was asked about it. ``told`` says that a model on this
    machine has been shown what must not leave it: what comes after is made of
    that, and stays here too (I13).
    """

    opening: tuple[Utterance, ...]
    call_limit: int
    turns: tuple[Utterance, ...] = ()
    pending: tuple[RawToolCall, ...] = ()
    started: str | None = None
    questions: Mapping[str, str] = field(default_factory=dict)
    calls_made: int = 0
    passages: tuple[Passage, ...] = ()
    tools_offered: bool = True
    answered: bool = False
    told: bool = False
    ended: bool = False

    def after(self, events: Iterable[RunEvent]) -> Self:
        """The loop once these events have happened too."""
        loop = self
        for event in events:
            loop = loop._step(event)
        return loop

    def next(self) -> Command:
        """What the run wants now."""
        if self.ended:
            return Rest()
        if self.pending:
            return self._next_call(self.pending[0])
        if self.answered and self.turns:
            return Finish(self.turns[-1].text)
        if self.calls_made < self.call_limit:
            return CallModel(self.opening + self.turns, tools=True)
        last = Utterance(Speaker.SYSTEM, LAST_WORDS)
        return CallModel((*self.opening, *self.turns, last), tools=False)

    def ahead(self) -> tuple[Propose, ...]:
        """The calls that could be asked about together with the next one, in order.

        They directly follow it in the same answer, want the same tool, and were
        not asked about yet. Whoever asks may not run them before their turn.
        """
        alike = takewhile(lambda call: call.name == self.pending[0].name != GRANTING, self.pending[1:])
        wanted = (
            Propose(raw, number) for number, raw in enumerate(islice(alike, AHEAD), self.calls_made + 1)
        )
        return tuple(one for one in wanted if one.raw.id not in self.questions)

    @property
    def asked_on(self) -> bool:
        """Whether the call after the next one was asked about already."""
        return any(call.id in self.questions for call in self.pending[1:2])

    def _next_call(self, raw: RawToolCall) -> Command:
        if not self.tools_offered:
            return GiveUp("calls_used_up", f"The model wanted more than {self.call_limit} tool calls.")
        if self.started == raw.id:
            return Recover(raw)
        return Propose(raw, self.calls_made, self.questions.get(raw.id))

    def _step(self, event: RunEvent) -> Self:
        data = event.data
        match event.kind:
            case EventKind.STARTED:
                return self
            case EventKind.MODEL_CALLED:
                shut_in = any(one.abroad for one in (*self.opening, *self.turns))
                told = self.told or (shut_in and data.get("local", True))
                return replace(self, tools_offered=data["tools"], told=told)
            case EventKind.MODEL_ANSWERED:
                return self._hear(data)
            case EventKind.CALL_DECIDED if data["verdict"] == "deny":
                return self._resolve(data["call_id"], f"Refused: {data['reasons'][0]['text']}")
            case EventKind.CALL_DECIDED if data["verdict"] == "ask":
                return replace(self, questions={**self.questions, data["call_id"]: data["approval_id"]})
            case EventKind.CALL_DECIDED:
                return self
            case EventKind.CALL_STARTED:
                return replace(self, started=data["call_id"])
            case EventKind.CALL_FINISHED:
                return self._take(data)
            case EventKind.FINISHED | EventKind.FAILED | EventKind.STOPPED:  # pragma: no branch - the last
                return replace(self, ended=True)

    def _hear(self, data: Any) -> Self:
        calls = tuple(RawToolCall(call["id"], call["name"], call["arguments"]) for call in data["calls"])
        abroad = None
        if self.told:
            named = tuple(replace(call, arguments="{}") for call in calls)
            abroad = Utterance(Speaker.ASSISTANT, KEPT_HERE, named)
        turn = Utterance(Speaker.ASSISTANT, data["text"], calls, abroad=abroad)
        return replace(self, turns=(*self.turns, turn), pending=calls, answered=not calls)

    def _take(self, data: Any) -> Self:
        passages = tuple(passage_of(item) for item in data["passages"])
        number = len(self.passages) + 1
        text, abroad = _result(data["text"], passages, number), None
        if data["secrecy"] == Secrecy.LOCAL_ONLY:
            abroad = _result(KEPT_HERE, tuple(map(_abroad, passages)), number)
        return replace(
            self._resolve(data["call_id"], text, abroad),
            passages=self.passages + passages,
        )

    def _resolve(self, call_id: str, text: str, abroad: str | None = None) -> Self:
        told = KEPT_HERE if self.told else abroad
        elsewhere = Utterance(Speaker.TOOL, told, call_id=call_id) if told is not None else None
        result = Utterance(Speaker.TOOL, text, call_id=call_id, abroad=elsewhere)
        return replace(
            self,
            turns=(*self.turns, result),
            pending=tuple(call for call in self.pending if call.id != call_id),
            started=None,
            questions={asked: one for asked, one in self.questions.items() if asked != call_id},
            calls_made=self.calls_made + 1,
        )


def _result(text: str, passages: tuple[Passage, ...], number: int) -> str:
    return f"{text}\n\n{rendered(passages, number)}".strip() if passages else text


def _abroad(passage: Passage) -> Passage:
    """The passage as a model elsewhere sees it; it keeps its number."""
    if passage.label.secrecy < Secrecy.LOCAL_ONLY:
        return passage
    return replace(passage, path="a note", title="", text=KEPT_HERE)


def passage_of(data: Any) -> Passage:
    """A passage as it was stored in an event."""
    label = Label(Integrity(data["integrity"]), Secrecy(data["secrecy"]))
    return Passage(data["path"], data["title"], data["first_line"], data["last_line"], data["text"], label)
