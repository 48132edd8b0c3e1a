"""Driving one run: performing what its loop wants, through the gate, and writing down each step.

Everything that happens is stored before it counts, so a run can be left at any
instruction and taken up again (S6). Pause is read before every step, below the
model (S4). An effect happens only between an allowed decision, stored together
with its audit record, and the record of how it ended.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any, Final

from paios.agent.citations import cited
from paios.agent.commands import CallModel, Finish, GiveUp, Propose, Recover, Rest
from paios.agent.loop import Loop
from paios.domain.approval import ApprovalState
from paios.domain.audit import AuditEntry
from paios.domain.authorized import Authorized
from paios.domain.conversation import Author, Message
from paios.domain.decision import Verdict
from paios.domain.defence import Note, NoteKind
from paios.domain.errors import ModelError, OverBudgetError, PausedError
from paios.domain.ids import new_id
from paios.domain.label import SYSTEM_WORDS, Label, Secrecy, join_all
from paios.domain.model import ModelAnswer, ModelRequest, Speaker
from paios.domain.pause import Doing, Occupation
from paios.domain.principal import Principal
from paios.domain.run import EventKind, Run, RunEvent
from paios.domain.tool import GRANTING, Outcome, RawToolCall, Sink, ToolResult, ToolSpec
from paios.guard.costs import cost
from paios.guard.facts import Proposal
from paios.guard.gate import Ruling
from paios.guard.sources.floor import CANARY_SEEN, CREDENTIAL_SEEN
from paios.ports.chat_model import ChatModel
from paios.ports.transaction import Transaction, Work
from paios.services import journal
from paios.services.edited import as_approved, telling
from paios.services.model_call import ModelCall
from paios.services.witness import Witness
from paios.services.workbench import Workbench

_KEPT_HERE: Final = "It must stay on this machine, and the model is not on it: the model was not told."


class _LeftError(Exception):
    """This ruling is not to count: the call is left for its turn."""


class Turn:
    """One run, from where its events left it until it ends, parks or is paused."""

    def __init__(
        self,
        bench: Workbench,
        run: Run,
        principal: Principal,
        loop: Loop,
        witness: Witness,
        seq: int,
        canary: str | None,
    ) -> None:
        """``seq`` is the last event's; ``canary`` the word that must not stand in a call (I5)."""
        self._bench = bench
        self._run = run
        self._principal = principal
        self._loop = loop
        self._witness = witness
        self._seq = seq
        self._canary = canary
        self._stopped_by: str | None = None
        self._held = False
        self._call: ModelCall | None = None
        self.doing = Doing()

    def stop(self, by: str) -> None:
        """Stop before the next step, and cut a model that is talking."""
        self._stopped_by = by
        if self._call is not None:
            self._call.cut()

    def hold(self) -> None:
        """Look at the kill switch before anything else starts, and cut a model that is talking (S4)."""
        self._held = True
        if self._call is not None:
            self._call.cut()

    @property
    def _halted(self) -> bool:
        """Whether nothing may start before stop and pause were looked at again."""
        return self._held or self._stopped_by is not None

    async def go(self) -> None:
        """Perform the loop's commands for as long as there is something to do."""
        going = True
        while going and not self._loop.ended:
            if self._stopped_by is not None:
                return await self._stop(self._stopped_by)
            self._held = False
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
        if self._halted:
            return True
        bench, run = self._bench, self._run
        request = ModelRequest(command.dialogue, self._offered() if command.tools else ())
        self._call = ModelCall(
            bench.model, bench.budgets, run, request, lambda text: bench.feed.write(run.id, text)
        )
        try:
            with self._at(Occupation.MODEL):
                meter = await self._call.pay()
                data = {"tools": command.tools, "local": bench.model.local}
                await self._happened(EventKind.MODEL_CALLED, data)
                answer = await self._call.answer(meter)
        except (ModelError, OverBudgetError) as error:
            await self.fail(error.code, error.message)
            return False
        finally:
            self._call = None
        if answer is None:
            return True
        calls = tuple(RawToolCall(new_id(), call.name, call.arguments) for call in answer.calls)
        await self._happened(EventKind.MODEL_ANSWERED, journal.answered(answer, calls))
        return True

    async def _propose(self, command: Propose) -> bool:
        """Put a call to the gate, and run it if it may. False when it waits for a person."""
        bench, raw = self._bench, command.raw
        if command.approval_id is not None:
            question = await bench.approvals.get(self._run.user_id, command.approval_id)
            if question is not None and question.state is ApprovalState.PENDING:
                return False
            raw = as_approved(raw, question)
        proposal = await self._validated(self._proposal(raw, command.calls_before))
        try:
            ruling = await self._submit(proposal, command.approval_id)
        except PausedError:
            return True
        winner = ruling.decision.winner
        if winner.code == CANARY_SEEN:
            await bench.alarms.canary_seen(self._run, raw.id, winner.text)
        if winner.code == CREDENTIAL_SEEN:
            await bench.alarms.credential_seen(self._run, raw.id, winner.text)
        if ruling.question is not None:
            await self._ask_ahead(ruling)
            return False
        if ruling.proof is not None:
            await self._run_tool(proposal, ruling.proof, command.raw)
        return True

    async def _ask_ahead(self, asked: Ruling) -> None:
        """Ask about the calls after this one that are alike, so that one card can hold them all.

        Of what would be allowed or denied nothing is stored: it is decided in its
        turn, as everything is once more. So is what touches a file that a call
        before it would have changed by then: a yes to it would be void.
        """
        touched = _paths(asked)

        def fits(ruling: Ruling) -> bool:
            alone = touched.isdisjoint(_paths(ruling))
            touched.update(_paths(ruling))
            return alone and ruling.question is not None

        for command in self._loop.ahead():
            proposal = await self._validated(self._proposal(command.raw, command.calls_before))
            try:
                with suppress(_LeftError):
                    await self._submit(proposal, None, fits)
            except PausedError:
                return

    async def _submit(
        self, proposal: Proposal, approval_id: str | None, fits: Callable[[Ruling], bool] | None = None
    ) -> Ruling:
        """Have the gate rule, and store that as events with it.

        Raises ``PausedError`` where stop or pause came first and ``_LeftError`` for a
        ruling that does not fit; then nothing of it is stored, here or by the gate.
        """
        bench = self._bench
        kept: list[RunEvent] = []

        async def keep(tx: Transaction, ruling: Ruling) -> None:
            if self._halted or ruling.decision.winner.code == PausedError.code:
                raise PausedError("It came between two steps; what comes next is decided after it.")
            if fits is not None and not fits(ruling):
                raise _LeftError
            kept[:] = self._events_of(proposal.raw, ruling, approval_id)
            for event in kept:
                await bench.runs.append(event, tx)

        await self._witness.catch_up(proposal.raw.name)
        ruling = await bench.gate.submit(proposal, approval_id=approval_id, journal=keep)
        self._apply(*kept)
        if ruling.question is not None:
            bench.signals.publish(self._run.user_id, "approvals", ruling.question.id)
        return ruling

    async def _validated(self, proposal: Proposal) -> Proposal:
        """The proposal with what a second model says against it, held to all that the person said (I7)."""
        said = (one.text for one in self._loop.opening if one.speaker is Speaker.USER)
        with self._at(Occupation.MODEL):
            words, told = "\n\n".join(said), self._loop.told
            doubt = await self._bench.validator.validate(self._ask, words, proposal.raw, local_only=told)
        return replace(proposal, validation=doubt)

    async def _ask(self, model: ChatModel, request: ModelRequest) -> ModelAnswer | None:
        """Put a question to a second model: paid by this run, cut with it. Raises as ``ModelCall`` does."""
        if self._halted:
            return None
        self._call = call = ModelCall(model, self._bench.budgets, self._run, request)
        try:
            return await call.answer(await call.pay())
        finally:
            self._call = None

    async def _run_tool(self, proposal: Proposal, proof: Authorized, asked: RawToolCall) -> None:
        began, tools = self._bench.clock.now(), self._bench.tools
        spent = cost(proof.call, tools.spec(proof.call.tool))
        with self._at(Occupation.TOOL, proof.call.tool):
            brought = await tools.run(proof)
            brought = await self._bench.defences.clean(brought, tools.spec(proof.call.tool), self._ask)
            result = self._noting(telling(proposal.raw, asked, brought))
            settle = self._bench.budgets.settle
            await self._close(proposal, result, lambda tx: settle(proof.call.id, began, spent, tx))

    def _noting(self, result: ToolResult) -> ToolResult:
        """The result with word for the person of what the model will not be told (I13)."""
        if self._bench.model.local or result.label.secrecy < Secrecy.LOCAL_ONLY:
            return result
        return replace(result, notes=(*result.notes, Note(NoteKind.WITHHELD, _KEPT_HERE)))

    async def _recover(self, raw: RawToolCall) -> bool:
        """Say of a call that was cut off that nobody knows how it ended. It is not done again."""
        text = "The server stopped while this ran. It may have happened or not: look before doing it again."
        result = ToolResult(raw.id, Outcome.INTERRUPTED, text, "Cut off by a restart", SYSTEM_WORDS)
        await self._close(self._proposal(raw, 0), result)
        return True

    async def _close(self, proposal: Proposal, result: ToolResult, settled: Work | None = None) -> None:
        data = journal.finished(result, asked_on=self._loop.asked_on)
        event = self._event(EventKind.CALL_FINISHED, data)

        async def together(tx: Transaction) -> None:
            await self._bench.runs.append(event, tx)
            if settled is not None:
                await settled(tx)

        await self._bench.gate.close(proposal, result, together)
        self._apply(event)
        spec = self._bench.tools.spec(proposal.raw.name)
        if spec is not None and spec.acts:
            self._bench.signals.publish(self._run.user_id, "notes")

    @contextmanager
    def _at(self, what: Occupation, tool: str | None = None) -> Iterator[None]:
        self.doing = Doing(what, self._bench.clock.now(), tool)
        try:
            yield
        finally:
            self.doing = Doing()
            self._bench.signals.publish(self._run.user_id, "usage")

    async def _finish(self, text: str) -> None:
        message = self._message(text)
        entry = self._entry("run.finished", {"message_id": message.id, "characters": len(text)})
        await self._end(EventKind.FINISHED, {"message_id": message.id}, entry, message)

    async def _stop(self, by: str) -> None:
        """End the run where it stands, keeping what was written of the answer."""
        wanted = self._loop.next()
        written = wanted.text if isinstance(wanted, Finish) else self._bench.feed.text(self._run.id)
        message = self._message(written) if written.strip() else None
        data = {"by": by, "message_id": message.id if message else None}
        await self._end(EventKind.STOPPED, data, self._entry("run.stopped", data), message)

    async def _end(
        self, kind: EventKind, data: dict[str, Any], entry: AuditEntry, message: Message | None = None
    ) -> None:
        """End the run, and before it whatever it still asks."""
        for question in self._loop.questions.values():
            await self._bench.questions.withdraw(self._run.user_id, question)
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
            label=self._label(),
            run_id=self._run.id,
            citations=cited(text, self._loop.passages),
        )

    def _label(self) -> Label:
        """That of an answer: of all that was read, and as secret as what the model was told of it."""
        label = join_all(self._witness.evidence.label)
        secrecy = label.secrecy if self._loop.told else min(label.secrecy, Secrecy.PRIVATE)
        return Label(label.integrity, secrecy)

    def _proposal(self, raw: RawToolCall, calls_before: int) -> Proposal:
        return Proposal(
            principal=self._principal,
            raw=raw,
            run_id=self._run.id,
            conversation_id=self._run.conversation_id,
            # Also what is hidden by now: the gate then says why it is too late, which the model can use.
            offered=frozenset(spec.name for spec in self._bench.offered(self._principal)),
            calls_before=calls_before,
            call_limit=self._loop.call_limit,
            evidence=self._witness.evidence,
            canary=self._canary,
        )

    def _offered(self) -> tuple[ToolSpec, ...]:
        """What the model may know of now. Grants can be asked for only before anything was read (I12)."""
        asks = not self._witness.evidence.tainted
        return tuple(spec for spec in self._bench.offered(self._principal) if asks or spec.name != GRANTING)

    def _events_of(self, raw: RawToolCall, ruling: Ruling, approval_id: str | None) -> list[RunEvent]:
        spec = self._bench.tools.spec(raw.name)
        effect = spec.effect if spec else "unknown"
        data = journal.decided(raw, ruling, effect, approval_id, asked_on=self._loop.asked_on)
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
        for event in events:
            self._witness.hear(event)
        self._seq += len(events)
        self._bench.feed.happened(self._run.id)


def _paths(ruling: Ruling) -> set[str]:
    """The files that a call would touch, as far as its tool says which arguments are files."""
    return {trace.value for trace in ruling.standing.traces if trace.sink is Sink.PATH}
