"""Owns: the events of a run, as services write and stores keep them, told in a few words.

story = Story().started().answered("", SEARCH).allowed(SEARCH).finished(SEARCH, "Two notes.")
"""

import json
from datetime import timedelta
from typing import Any, Final, Self

from tests.support.facts import NOW

from paios.domain.decision import Decision, Reason, Source, Verdict
from paios.domain.label import OWN_WORDS, Label
from paios.domain.model import ModelAnswer
from paios.domain.run import EventKind, Run, RunEvent, RunState
from paios.domain.tool import Outcome, Passage, RawToolCall, ToolResult
from paios.guard.gate import Ruling
from paios.services import journal

RUN: Final = Run("r", "ada", "c", "m", RunState.QUEUED, NOW)
SEARCH: Final = RawToolCall("1", "vault_search", '{"query": "boiler"}')
WRITE: Final = RawToolCall("2", "vault_write", '{"path": "a.md"}')


def passage(text: str, label: Label = OWN_WORDS, path: str = "House/Boiler.md") -> Passage:
    return Passage(path, "Boiler", 3, 4, text, label)


class Story:
    """What happened in one run so far, in order. Every event went to a store and came back."""

    def __init__(self) -> None:
        self.events: list[RunEvent] = []

    def happened(self, kind: EventKind, data: dict[str, Any]) -> Self:
        seq = len(self.events) + 1
        stored = json.loads(json.dumps(data))
        self.events.append(RunEvent(RUN.id, seq, kind, stored, NOW + timedelta(seconds=seq)))
        return self

    def started(self) -> Self:
        return self.happened(EventKind.STARTED, {"model": "scripted"})

    def called(self, tools: bool = True, **more: Any) -> Self:
        return self.happened(EventKind.MODEL_CALLED, {"tools": tools, **more})

    def answered(self, text: str, *calls: RawToolCall) -> Self:
        return self.happened(EventKind.MODEL_ANSWERED, journal.answered(ModelAnswer(text, calls), calls))

    def denied(
        self, raw: RawToolCall, why: str = "You said no.", asked: str | None = None, *, asked_on: bool = False
    ) -> Self:
        return self._decided(raw, Reason(Source.FLOOR, Verdict.DENY, "no", why), asked, asked_on=asked_on)

    def asked(self, raw: RawToolCall, approval_id: str = "q") -> Self:
        reason = Reason(Source.OTHERWISE, Verdict.ASK, "acts", "It would change something.")
        return self._decided(raw, reason, approval_id)

    def allowed(self, raw: RawToolCall, asked: str | None = None, rule_id: str | None = None) -> Self:
        reason = Reason(Source.ALLOW_RULE, Verdict.ALLOW, "yes", "You said yes.", rule_id)
        self._decided(raw, reason, asked)
        return self.happened(EventKind.CALL_STARTED, {"call_id": raw.id})

    def finished(
        self,
        raw: RawToolCall,
        text: str = "Done.",
        *passages: Passage,
        outcome: Outcome = Outcome.OK,
        label: Label = OWN_WORDS,
        asked_on: bool = False,
    ) -> Self:
        result = ToolResult(raw.id, outcome, text, "Did it", label, passages)
        return self.happened(EventKind.CALL_FINISHED, journal.finished(result, asked_on=asked_on))

    def done(self) -> Self:
        return self.happened(EventKind.FINISHED, {"message_id": "answer"})

    def failed(self) -> Self:
        return self.happened(EventKind.FAILED, {"code": "model_failed", "message": "It broke."})

    def stopped(self, message_id: str | None = None) -> Self:
        return self.happened(EventKind.STOPPED, {"by": "Ada", "message_id": message_id})

    def _decided(
        self, raw: RawToolCall, reason: Reason, asked: str | None, *, asked_on: bool = False
    ) -> Self:
        ruling = Ruling(Decision(reason.verdict, (reason,)), None)
        effect = "read" if raw.name == "vault_search" else "write"
        data = journal.decided(raw, ruling, effect, asked, asked_on=asked_on)
        return self.happened(EventKind.CALL_DECIDED, data)
