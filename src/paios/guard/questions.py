"""Answering questions: one answer, by the owner, to what they were shown, in time (P3, P4, P9)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from paios.domain.approval import Answer, Approval, ApprovalState, Remember
from paios.domain.decision import Verdict
from paios.domain.errors import (
    AnsweredError,
    ConflictError,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
    PausedError,
)
from paios.domain.ids import new_id
from paios.domain.principal import Kind, Principal
from paios.domain.rule import Lifetime, Rule
from paios.domain.tool import ToolSpec
from paios.guard import records
from paios.ports.approvals import Approvals, Rules
from paios.ports.audit_log import AuditLog
from paios.ports.clock import Clock
from paios.ports.pause_switch import PauseSwitch
from paios.ports.tools import ToolHost
from paios.ports.transaction import Transaction


class Questions:
    """The life of a question after it was asked. Each end is recorded in the same commit."""

    def __init__(
        self,
        *,
        approvals: Approvals,
        rules: Rules,
        audit: AuditLog,
        tools: ToolHost,
        pause: PauseSwitch,
        clock: Clock,
    ) -> None:
        self._approvals = approvals
        self._rules = rules
        self._audit = audit
        self._tools = tools
        self._clock = clock
        self._pause = pause

    async def answer(self, principal: Principal, approval_id: str, answer: Answer) -> Approval:
        """Take a person's answer, and the rule that they want remembered with it.

        Raises ``ForbiddenError`` where no person is speaking, ``NotFoundError`` for a
        question that is not theirs, ``AnsweredError`` for one that was answered or
        whose time is up, ``PausedError`` in a pause, ``ConflictError`` for an answer to
        something else than what
        is asked, ``InvalidInputError`` for a memory that must not be.
        """
        if principal.kind is not Kind.USER or not principal.interactive:
            raise ForbiddenError("Only a person can answer this.")
        if (await self._pause.read()).paused:
            raise PausedError("Everything is paused. Resume to answer this; its time does not run meanwhile.")
        approval = await self._approvals.get(principal.user_id, approval_id)
        if approval is None:
            raise NotFoundError("There is no such question.")
        now = self._clock.now()
        if not approval.open_at(now):
            raise AnsweredError("This question was already answered, or its time is up.")
        if answer.fingerprint != approval.fingerprint:
            raise ConflictError("This is not the question that was shown. Look at it again.")
        if answer.remember is not Remember.ONCE and approval.no_always is not None:
            raise InvalidInputError(f"This can only be answered once at a time. {approval.no_always}")
        rule = self._rule(approval, answer, now)
        state = ApprovalState.APPROVED if answer.allow else ApprovalState.DENIED

        async def together(tx: Transaction) -> None:
            await self._approvals.close(approval.id, state, now, answer.remember, tx)
            if rule is not None:
                await self._rules.add(rule, tx)

        entry = records.answered(approval, answer, principal.user_id, rule.id if rule else None)
        await self._audit.append(entry, together)
        return replace(approval, state=state, answered_at=now, remember=answer.remember)

    async def expire(self) -> tuple[Approval, ...]:
        """Turn every question whose time is up into a denial, and tell which. A pause stops its time."""
        if (await self._pause.read()).paused:
            return ()
        overdue = await self._approvals.overdue(self._clock.now())
        return tuple([ended for one in overdue if (ended := await self._end(one, ApprovalState.EXPIRED))])

    async def withdraw(self, user_id: str, approval_id: str) -> None:
        """End a question whose run was stopped. One that is answered stays as it is."""
        approval = await self._approvals.get(user_id, approval_id)
        if approval is not None:
            await self._end(approval, ApprovalState.WITHDRAWN)

    async def _end(self, approval: Approval, state: ApprovalState) -> Approval | None:
        entry = records.expired(approval) if state is ApprovalState.EXPIRED else records.withdrawn(approval)
        now = self._clock.now()
        try:
            await self._audit.append(
                entry, lambda tx: self._approvals.close(approval.id, state, now, None, tx)
            )
        except AnsweredError:
            return None
        return replace(approval, state=state, answered_at=now)

    def _rule(self, approval: Approval, answer: Answer, now: datetime) -> Rule | None:
        if answer.remember is Remember.ONCE:
            return None
        spec = self._tools.spec(approval.call.tool)
        return Rule(
            id=new_id(),
            user_id=approval.user_id,
            verdict=Verdict.ALLOW if answer.allow else Verdict.DENY,
            tool=approval.call.tool,
            created_at=now,
            equals=_bound(spec, approval.call.arguments),
            lifetime=_lifetime(answer.remember, approval, now),
            approval_id=approval.id,
        )


def _bound(spec: ToolSpec | None, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """What a remembered answer is bound to: the tool's own choice, and all arguments if it is gone."""
    names = spec.bound_by if spec is not None else tuple(arguments)
    return {name: arguments[name] for name in names if name in arguments}


def _lifetime(remember: Remember, approval: Approval, now: datetime) -> Lifetime:
    if remember is Remember.CONVERSATION:
        return Lifetime(conversation_id=approval.conversation_id)
    if remember is Remember.HOUR:
        return Lifetime(until=now + timedelta(hours=1))
    return Lifetime()
