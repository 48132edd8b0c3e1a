"""The gate: the one way to an effect, and the only place that makes an ``Authorized``.

It gathers the facts, lets ``decide`` fold them, writes the record, and only
then mints the proof (invariants 1, 2, 9). It never performs anything, and it
has no state but the ledger of proofs.
"""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

from paios.domain.approval import Approval, ApprovalState
from paios.domain.authorized import Authorized
from paios.domain.caution import Caution
from paios.domain.decision import Decision, Source, Verdict
from paios.domain.errors import ConflictError, InvalidArgumentsError, PaiosError
from paios.domain.ids import new_id
from paios.domain.provenance import UNKNOWN, Standing
from paios.domain.strict_json import ARGUMENT_LIMIT, strict_object
from paios.domain.tool import RawToolCall, ToolCall, ToolResult, ToolSpec
from paios.guard import costs, records
from paios.guard.arguments import Arguments
from paios.guard.constraints import Schemas
from paios.guard.decide import decide
from paios.guard.facts import Facts, Problem, Proposal
from paios.guard.judge import Judge, label_of
from paios.guard.ledger import Ledger
from paios.guard.rulebook import RuleBook, situation
from paios.guard.sources.critical import is_provable
from paios.ports.approvals import Approvals, Rules
from paios.ports.audit_log import AuditLog
from paios.ports.budgets import Purse
from paios.ports.clock import Clock
from paios.ports.credentials import SecretScan
from paios.ports.factors import Confirming
from paios.ports.pause_switch import PauseSwitch
from paios.ports.tools import ToolHost
from paios.ports.transaction import Transaction, Work

PROOF_LIFETIME: Final = timedelta(seconds=30)
"""From the decision to the start of the call."""

_TRIES: Final = 3
_CONTESTED: Final = Problem("contested", "The answer that this call rests on was used up elsewhere.")


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the gate says: a decision, and the proof or the question that follows from it."""

    decision: Decision
    call: ToolCall | None
    standing: Standing = UNKNOWN
    proof: Authorized | None = None
    question: Approval | None = None


Journal = Callable[[Transaction, Ruling], Awaitable[None]]
"""What the caller stores together with the record, so that both are there or neither."""


async def _nothing(_tx: Transaction, _ruling: Ruling) -> None:
    """The journal of a caller that keeps none."""


class Gate:
    """Decides about proposals. All its collaborators are ports."""

    def __init__(
        self,
        *,
        ledger: Ledger,
        judge: Judge,
        tools: ToolHost,
        rules: Rules,
        approvals: Approvals,
        pause: PauseSwitch,
        audit: AuditLog,
        purse: Purse,
        scan: SecretScan,
        confirming: Confirming,
        clock: Clock,
        patience: Callable[[], Awaitable[timedelta]],
        caution: Callable[[str], Awaitable[Caution]],
    ) -> None:
        self._ledger = ledger
        self._judge = judge
        self._tools = tools
        self._arguments = Arguments(tools)
        self._rules = rules
        self._schemas = Schemas()
        self._approvals = approvals
        self._pause = pause
        self._audit = audit
        self._purse = purse
        self._scan = scan
        self._confirming = confirming
        self._clock = clock
        self._patience = patience
        self._caution = caution

    async def submit(
        self,
        proposal: Proposal,
        *,
        approval_id: str | None = None,
        basis: str | None = None,
        journal: Journal = _nothing,
    ) -> Ruling:
        """Decide about a proposal, on facts gathered now.

        ``approval_id`` names the question that this call waited for. ``basis``
        is what a person who acts by hand was looking at. When the approval or a
        rule's last use went to somebody else between reading and recording,
        nothing was stored, and the facts are gathered anew. Raises
        ``RecordError`` when the record cannot be written; then nothing was decided.
        """
        for _ in range(_TRIES):
            facts = await self._gather(proposal, approval_id, basis)
            with suppress(ConflictError):
                return await self._rule(proposal, facts, decide(proposal, facts), journal)
        contested = replace(await self._gather(proposal, approval_id, basis), problem=_CONTESTED)
        return await self._rule(proposal, contested, decide(proposal, contested), journal)

    async def close(self, proposal: Proposal, result: ToolResult, together: Work | None = None) -> None:
        """Record how an allowed call ended."""
        await self._audit.append(records.finished(proposal, result), together)

    async def _gather(self, proposal: Proposal, approval_id: str | None, basis: str | None) -> Facts:
        now, pause = self._clock.now(), await self._pause.read()
        spec = self._tools.spec(proposal.raw.name)
        user_id = proposal.principal.user_id
        leak = self._scan.seen({proposal.raw.name: _read(proposal.raw)})
        try:
            call = self._arguments.check(proposal.raw)
            preview = await self._tools.preview(call, user_id)
        except PaiosError as error:
            problem = Problem(error.code, self._scan.masked(error.message))
            return Facts(now, pause, spec=spec, problem=problem, leak=leak)
        if basis is not None:
            preview = replace(preview, basis=basis)
        stands = await self._judge.standing(proposal, call, spec)
        book = RuleBook(
            await self._rules.about(user_id, call.tool), self._schemas, spec.sinks if spec else {}
        )
        at = situation(proposal, now, tainted=stands.tainted)
        return Facts(
            now,
            pause,
            rules=tuple(book.speaking(call, at)),
            spec=spec,
            call=call,
            preview=preview,
            fingerprint=call.fingerprint(user_id=user_id, run_id=proposal.run_id or "", basis=preview.basis),
            approval=await self._approvals.get(user_id, approval_id) if approval_id else None,
            budget=await costs.shortage(self._purse, proposal, call, spec),
            caution=await self._caution(user_id),
            standing=stands,
            leak=leak,
            can_step_up=await self._can_step_up(user_id, spec),
        )

    async def _can_step_up(self, user_id: str, spec: ToolSpec | None) -> bool:
        """Looked up only for a call that asks for it."""
        return spec is not None and is_provable(spec) and await self._confirming.possible(user_id)

    async def _rule(self, proposal: Proposal, facts: Facts, decision: Decision, journal: Journal) -> Ruling:
        question = await self._question(proposal, facts, decision)
        ruling = Ruling(decision, facts.call, facts.standing, question=question)
        hold = await costs.holding(self._purse, proposal, facts, decision)

        async def together(tx: Transaction) -> None:
            await hold(tx)
            if question is not None:
                await self._approvals.add(question, tx)
            await self._use(decision, facts, tx)
            await journal(tx, ruling)

        approval_id = question.id if question else facts.approval.id if facts.approval else None
        entry = records.decided(proposal, facts, decision, approval_id)
        record = await self._audit.append(entry, together)
        if decision.verdict is not Verdict.ALLOW or facts.call is None:
            return ruling
        proof = Authorized(
            principal=proposal.principal,
            call=facts.call,
            basis=facts.preview.basis if facts.preview else None,
            record_seq=record.seq,
            expires_at=self._clock.now() + PROOF_LIFETIME,
            label=label_of(proposal, facts.standing),
        )
        self._ledger.enter(proof)
        return replace(ruling, proof=proof)

    async def _question(self, proposal: Proposal, facts: Facts, decision: Decision) -> Approval | None:
        if decision.verdict is not Verdict.ASK or facts.call is None or facts.preview is None:
            return None
        # The floor denies whatever could not be validated and previewed, so every Ask has both.
        return Approval(
            id=new_id(),
            user_id=proposal.principal.user_id,
            conversation_id=proposal.conversation_id or "",
            run_id=proposal.run_id or "",
            call=facts.call,
            fingerprint=facts.fingerprint,
            preview=facts.preview,
            reasons=decision.reasons,
            no_always=decision.no_always,
            created_at=facts.now,
            expires_at=facts.now + await self._patience(),
            origins=facts.standing.traces,
            confirmation=decision.confirmation,
        )

    async def _use(self, decision: Decision, facts: Facts, tx: Transaction) -> None:
        """Take what the decision rests on: the single use of an approval, one use of a rule."""
        winner = decision.winner
        if winner.rule_id is not None:
            await self._rules.use(winner.rule_id, facts.now, tx)
        if (
            winner.source is Source.APPROVAL
            and facts.approval
            and facts.approval.state is ApprovalState.APPROVED
        ):
            await self._approvals.spend(facts.approval.id, tx)


def _read(raw: RawToolCall) -> Any:
    """The arguments to look for secrets in: as JSON where they are that, else as they were written."""
    try:
        return strict_object(raw.arguments)
    except InvalidArgumentsError:
        return raw.arguments[:ARGUMENT_LIMIT]
