"""A run as a person sees it: a fold over its events."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from paios.domain.decision import Reason, Verdict
from paios.domain.defence import Note
from paios.domain.errors import InvalidArgumentsError
from paios.domain.provenance import Trace
from paios.domain.run import EventKind, Run, RunEvent, RunState, state_after
from paios.domain.strict_json import encodable, strict_object


class StepState(StrEnum):
    """Where a tool call stands. The last four are final."""

    PROPOSED = "proposed"
    WAITING = "waiting"
    RUNNING = "running"
    OK = "ok"
    ERROR = "error"
    REFUSED = "refused"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class StepView:
    """One tool call. ``effect`` is "unknown" until it was decided about."""

    id: str
    tool: str
    arguments: Mapping[str, Any]
    state: StepState = StepState.PROPOSED
    effect: str = "unknown"
    reasons: tuple[Reason, ...] = ()
    origins: tuple[Trace, ...] = ()
    summary: str = ""
    notes: tuple[Note, ...] = ()
    approval_id: str | None = None


@dataclass(frozen=True, slots=True)
class RunView:
    """A run after ``seq`` things happened in it."""

    run: Run
    seq: int = 0
    state: RunState = RunState.QUEUED
    model: str = ""
    steps: tuple[StepView, ...] = ()
    answer_id: str | None = None
    error: tuple[str, str] | None = None

    def after(self, event: RunEvent) -> "RunView":
        """The view once this event has happened too."""
        moved = replace(self, seq=event.seq, state=state_after(event))
        data = event.data
        match event.kind:
            case EventKind.STARTED:
                return replace(moved, model=data["model"])
            case EventKind.MODEL_ANSWERED:
                fresh = tuple(
                    StepView(call["id"], encodable(call["name"]), _readable(call["arguments"]))
                    for call in data["calls"]
                )
                return replace(moved, steps=self.steps + fresh)
            case EventKind.CALL_DECIDED:
                return moved._change(data["call_id"], **_decided(data))
            case EventKind.CALL_STARTED:
                return moved._change(data["call_id"], state=StepState.RUNNING)
            case EventKind.CALL_FINISHED:
                return moved._change(data["call_id"], **_finished(data))
            case EventKind.FINISHED:
                return replace(moved, answer_id=data["message_id"])
            case EventKind.FAILED:
                return replace(moved, error=(data["code"], data["message"]))._close()
            case EventKind.STOPPED:
                return replace(moved, answer_id=data["message_id"])._close()
            case EventKind.MODEL_CALLED:  # pragma: no branch - the last kind there is
                return moved

    def _change(self, step_id: str, **changes: Any) -> "RunView":
        steps = tuple(replace(step, **changes) if step.id == step_id else step for step in self.steps)
        return replace(self, steps=steps)

    def _close(self) -> "RunView":
        """An ended run has no open steps: one that ran was interrupted, the others never happened."""
        ends = {StepState.RUNNING: StepState.INTERRUPTED}
        ends |= dict.fromkeys((StepState.PROPOSED, StepState.WAITING), StepState.REFUSED)
        steps = tuple(replace(step, state=ends.get(step.state, step.state)) for step in self.steps)
        return replace(self, steps=steps)


def view(run: Run, events: Iterable[RunEvent]) -> RunView:
    """The run after all of ``events``, which begin with its first."""
    seen = RunView(run)
    for event in events:
        seen = seen.after(event)
    return seen


_AFTER_DECISION = {
    Verdict.ALLOW: StepState.RUNNING,
    Verdict.ASK: StepState.WAITING,
    Verdict.DENY: StepState.REFUSED,
}


def _decided(data: Mapping[str, Any]) -> dict[str, Any]:
    reasons = tuple(map(Reason.of, data["reasons"]))
    denied = data["verdict"] == Verdict.DENY
    decided = {} if data.get("arguments") is None else {"arguments": data["arguments"]}
    return decided | {
        "state": _AFTER_DECISION[Verdict(data["verdict"])],
        "effect": data["effect"],
        "reasons": reasons,
        "origins": tuple(map(Trace.of, data.get("traces", ()))),
        "approval_id": data["approval_id"],
        "summary": reasons[0].text if denied else "",
    }


def _finished(data: Mapping[str, Any]) -> dict[str, Any]:
    notes = tuple(map(Note.of, data.get("notes", ())))
    return {"state": StepState(data["outcome"]), "summary": data["summary"], "notes": notes}


def _readable(arguments: str) -> Mapping[str, Any]:
    """The arguments as the model gave them, also when nobody can make sense of them."""
    try:
        return strict_object(arguments)
    except InvalidArgumentsError:
        return {"unparsed": encodable(arguments[:2000])}
