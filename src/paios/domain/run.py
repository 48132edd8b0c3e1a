"""Runs: one execution of the agent, kept as the list of what happened in it.

The events are the truth; ``Run.state`` is a projection of them that can be
queried. Whoever holds the events can continue the run (S6).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class RunState(StrEnum):
    """Where a run stands. The last three are final."""

    QUEUED = "queued"
    RUNNING = "running"
    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"

    @property
    def final(self) -> bool:
        return self in (RunState.DONE, RunState.FAILED, RunState.STOPPED)


class EventKind(StrEnum):
    """What can happen in a run, in the order in which it can."""

    STARTED = "run.started"
    MODEL_CALLED = "model.called"
    MODEL_ANSWERED = "model.answered"
    CALL_DECIDED = "call.decided"
    CALL_STARTED = "call.started"
    CALL_FINISHED = "call.finished"
    FINISHED = "run.finished"
    FAILED = "run.failed"
    STOPPED = "run.stopped"


@dataclass(frozen=True, slots=True)
class RunEvent:
    """One thing that happened. ``seq`` counts from 1 in each run; ``data`` is JSON."""

    run_id: str
    seq: int
    kind: EventKind
    data: Mapping[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True)
class Run:
    """One execution that answers one message. ``key_id`` is the API key that asked for it, if one did."""

    id: str
    user_id: str
    conversation_id: str
    message_id: str
    state: RunState
    created_at: datetime
    key_id: str | None = None


STATE_AFTER: Mapping[EventKind, RunState] = {
    EventKind.STARTED: RunState.RUNNING,
    EventKind.MODEL_CALLED: RunState.RUNNING,
    EventKind.MODEL_ANSWERED: RunState.RUNNING,
    EventKind.CALL_DECIDED: RunState.RUNNING,
    EventKind.CALL_STARTED: RunState.RUNNING,
    EventKind.CALL_FINISHED: RunState.RUNNING,
    EventKind.FINISHED: RunState.DONE,
    EventKind.FAILED: RunState.FAILED,
    EventKind.STOPPED: RunState.STOPPED,
}
"""The state that an event puts its run in, where nothing is asked."""


def state_after(event: RunEvent) -> RunState:
    """The run's state once ``event`` happened.

    A decision to ask makes it wait, and so does the end of a call where the next
    one was asked about already, which the event says as ``asked_on``.
    """
    asks = event.kind is EventKind.CALL_DECIDED and event.data["verdict"] == "ask"
    if asks or event.data.get("asked_on"):
        return RunState.WAITING
    return STATE_AFTER[event.kind]
