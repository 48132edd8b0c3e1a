"""Driving one run: performing what its loop wants, through the gate, and writing down each step.

Everything that happens is stored before it counts, so a run can be left at any
instruction and taken up again (S6). Pause is read before every step, below the
model (S4). An effect happens only between an allowed decision, stored together
with its audit record, and the record of how it ended.
"""

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

from paios.agent.citations import cited
from paios.agent.commands import CallModel, Finish, GiveUp, Propose, Recover, Rest
from paios.agent.loop import Loop
from paios.domain.approval import ApprovalState
from paios.domain.audit import AuditEntry
from paios.domain.conversation import Author, Message
from paios.domain.decision import Verdict
from paios.domain.errors import ModelError
from paios.domain.ids import new_id
from paios.domain.label import OWN_WORDS, SYSTEM_WORDS, join_all
from paios.domain.model import ModelAnswer, ModelRequest, TextDelta
from paios.domain.principal import Principal
from paios.domain.run import EventKind, Run, RunEvent
from paios.domain.tool import Outcome, RawToolCall, ToolResult, ToolSpec
from paios.guard.facts import Proposal
from paios.guard.gate import Gate, Ruling
from paios.guard.questions import Questions
from paios.ports.approvals import Approvals
from paios.ports.audit_log import AuditLog
from paios.ports.chat_model import ChatModel
from paios.ports.clock import Clock
from paios.ports.conversations import Conversations
from paios.ports.pause_switch import PauseSwitch
from paios.ports.runs import Runs
from paios.ports.tools import ToolHost
from paios.ports.transaction import Transaction
from paios.services import journal
from paios.services.feed import Feed
from paios.services.signals import Signals


@dataclass(frozen=True, slots=True)
class Workbench:
    """What every turn works with. ``offered`` tells the tools that the assistant may know of, now."""

    gate: Gate
    tools: ToolHost
    offered: Callable[[], tuple[ToolSpec, ...]]
    model: ChatModel
    runs: Runs
    approvals: Approvals
    questions: Questions
    conversations: Conversations
    audit: AuditLog
    pause: PauseSwitch
    clock: Clock
    feed: Feed
    signals: Signals


class Turn:
    """One run, from where its events left it until it ends, parks or is paused."""

    def __init__(self, bench: Workbench, run: Run, principal: Principal, loop: Loop, seq: int) -> None:
        self._bench = bench
        self._run = run
        self._principal = principal
        self._loop = loop
        self._seq = seq
        self._stopped_by: str | None = None
        self._stream: asyncio.Task[ModelAnswer] | None = None

    def stop(self, by: str) -> None:
        """Stop before the next step, and cut a model that is talking."""
        self._stopped_by = by
        if self._stream is not None:
            self._stream.cancel()

    async def go(self) -> None:
        """Perform the loop's commands for as long as there is something to do."""
        going = True
        while going and not self._loop.ended:
            if self._stopped_by is not None:
                return await self._stop(self._stopped_by)
            if (await self._bench.pause.read()).paused:
                return None
            going = await self._perform()
        return None

    async def fail(self, code: str, message: str) -> None:
        """End the run with an error that the person can read."""
        entry = self._entry("run.failed", {"code": code, "message": message})
        await self._end(EventKind.FAILED, {"code": code, "message": message}, entry)

    async def _perform(self) -> bool:
        match self._loop.next():
            case CallModel() as command:
                return await self._call_model(command)
            case Propose() as command:
                return await self._propose(command)
            case Recover(raw):
                return await self._recover(raw)
            case Finish(text):
                await self._finish(text)
            case GiveUp(code, message):
                await self.fail(code, message)
            case Rest():
                pass
        return False

    async def _call_model(self, command: CallModel) -> bool:
        await self._happened(EventKind.MODEL_CALLED, {"tools": command.tools})
        if self._stopped_by is not None:
            return True
        request = ModelRequest(command.dialogue, self._bench.offered() if command.tools else ())
        self._stream = asyncio.create_task(self._listen(request))
        try:
            answer = await self._stream
        except asyncio.CancelledError:
            self._stream.cancel()
            if self._stopped_by is None:
                raise
            return True
        except ModelError as error:
            await self.fail(error.code, error.message)
            return False
        finally:
            self._stream = None
        calls = tuple(RawToolCall(new_id(), call.name, call.arguments) for call in answer.calls)
        await self._happened(EventKind.MODEL_ANSWERED, journal.answered(answer, calls))
        return True

    async def _listen(self, request: ModelRequest) -> ModelAnswer:
        async with aclosing(self._bench.model.answer(request)) as pieces:
            async for piece in pieces:
                if not isinstance(piece, TextDelta):
                    return piece
                self._bench.feed.write(self._run.id, piece.text)
        raise ModelError("The model stopped without an answer.")

    async def _propose(self, command: Propose) -> bool:
        """Put a call to the gate, and run it if it may. False when it waits for a person."""
        if command.approval_id is not None and await self._still_asked(command.approval_id):
            return False
        bench, raw = self._bench, command.raw
        proposal = self._proposal(raw, command.calls_before)
        kept: list[RunEvent] = []

        async def keep(tx: Transaction, ruling: Ruling) -> None:
            kept[:] = self._events_of(raw, ruling, command.approval_id)
            for event in kept:
                await bench.runs.append(event, tx)

        ruling = await bench.gate.submit(proposal, approval_id=command.approval_id, journal=keep)
        self._apply(*kept)
        if ruling.question is not None:
            bench.signals.publish(self._run.user_id, "approvals", ruling.question.id)
            return False
        if ruling.proof is not None:
            await self._close(proposal, await bench.tools.run(ruling.proof))
        return True

    async def _recover(self, raw: RawToolCall) -> bool:
        """Say of a call that was cut off that nobody knows how it ended. It is not done again."""
        text = "The server stopped while this ran. It may have happened or not: look before doing it again."
        result = ToolResult(raw.id, Outcome.INTERRUPTED, text, "Cut off by a restart", SYSTEM_WORDS)
        await self._close(self._proposal(raw, 0), result)
        return True

    async def _close(self, proposal: Proposal, result: ToolResult) -> None:
        event = self._event(EventKind.CALL_FINISHED, journal.finished(result))
        await self._bench.gate.close(proposal, result, lambda tx: self._bench.runs.append(event, tx))
        self._apply(event)
        spec = self._bench.tools.spec(proposal.raw.name)
        if spec is not None and spec.acts:
            self._bench.signals.publish(self._run.user_id, "notes")

    async def _still_asked(self, approval_id: str) -> bool:
        question = await self._bench.approvals.get(self._run.user_id, approval_id)
        return question is not None and question.state is ApprovalState.PENDING

    async def _finish(self, text: str) -> None:
        message = self._message(text)
        entry = self._entry("run.finished", {"message_id": message.id, "characters": len(text)})
        await self._end(EventKind.FINISHED, {"message_id": message.id}, entry, message)

    async def _stop(self, by: str) -> None:
        """End the run where it stands, keeping what was written of the answer."""
        waiting = self._loop.next()
        if isinstance(waiting, Propose) and waiting.approval_id is not None:
            await self._bench.questions.withdraw(self._run.user_id, waiting.approval_id)
        written = waiting.text if isinstance(waiting, Finish) else self._bench.feed.text(self._run.id)
        message = self._message(written) if written.strip() else None
        data = {"by": by, "message_id": message.id if message else None}
        await self._end(EventKind.STOPPED, data, self._entry("run.stopped", data), message)

    async def _end(
        self, kind: EventKind, data: dict[str, Any], entry: AuditEntry, message: Message | None = None
    ) -> None:
        event = self._event(kind, data)

        async def together(tx: Transaction) -> None:
            if message is not None:
                await self._bench.conversations.add_message(message, tx)
            await self._bench.runs.append(event, tx)

        await self._bench.audit.append(entry, together)
        self._apply(event)
        self._bench.signals.publish(self._run.user_id, "runs", self._run.id)
        self._bench.signals.publish(self._run.user_id, "conversations", self._run.conversation_id)

    def _message(self, text: str) -> Message:
        return Message(
            id=new_id(),
            conversation_id=self._run.conversation_id,
            author=Author.ASSISTANT,
            text=text,
            created_at=self._bench.clock.now(),
            label=join_all(OWN_WORDS, *self._loop.labels),
            run_id=self._run.id,
            citations=cited(text, self._loop.passages),
        )

    def _proposal(self, raw: RawToolCall, calls_before: int) -> Proposal:
        return Proposal(
            principal=self._principal,
            raw=raw,
            run_id=self._run.id,
            conversation_id=self._run.conversation_id,
            offered=frozenset(spec.name for spec in self._bench.offered()),
            calls_before=calls_before,
            call_limit=self._loop.call_limit,
        )

    def _events_of(self, raw: RawToolCall, ruling: Ruling, approval_id: str | None) -> list[RunEvent]:
        spec = self._bench.tools.spec(raw.name)
        effect = spec.effect if spec else "unknown"
        data = journal.decided(raw, ruling, effect, approval_id)
        events = [self._event(EventKind.CALL_DECIDED, data)]
        if ruling.decision.verdict is Verdict.ALLOW:
            events.append(self._event(EventKind.CALL_STARTED, {"call_id": raw.id}, ahead=1))
        return events

    def _entry(self, kind: str, data: dict[str, Any]) -> AuditEntry:
        where = {"run_id": self._run.id, "conversation_id": self._run.conversation_id}
        return AuditEntry(kind, self._run.user_id, {**where, **data})

    async def _happened(self, kind: EventKind, data: dict[str, Any]) -> None:
        event = self._event(kind, data)
        await self._bench.runs.append(event)
        self._apply(event)

    def _event(self, kind: EventKind, data: dict[str, Any], ahead: int = 0) -> RunEvent:
        return RunEvent(self._run.id, self._seq + 1 + ahead, kind, data, self._bench.clock.now())

    def _apply(self, *events: RunEvent) -> None:
        """Let stored events count. Never before they are stored."""
        self._loop = self._loop.after(events)
        self._seq += len(events)
        self._bench.feed.happened(self._run.id)
