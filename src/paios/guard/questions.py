"""Answering questions: one answer, by the owner, to what they were shown, in time (P3, P4, P9, P10)."""

from dataclasses import replace
from datetime import datetime, timedelta

from paios.domain.approval import Answer, Approval, ApprovalState, Remember
from paios.domain.canonical import canonical
from paios.domain.decision import Confirmation, Verdict
from paios.domain.errors import (
    AnsweredError,
    ConflictError,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
    PausedError,
    StepUpError,
)
from paios.domain.factor import Way
from paios.domain.ids import new_id
from paios.domain.permission import Permission
from paios.domain.principal import Kind, Principal
from paios.domain.rule import Lifetime, Rule
from paios.domain.tool import GRANTING, RawToolCall
from paios.guard import records
from paios.guard.arguments import Arguments
from paios.guard.binding import bound
from paios.guard.grants import granted, narrowed
from paios.ports.approvals import Approvals, Rules
from paios.ports.audit_log import AuditLog
from paios.ports.clock import Clock
from paios.ports.factors import Confirming
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
        confirming: Confirming,
        clock: Clock,
    ) -> None:
        self._approvals = approvals
        self._rules = rules
        self._audit = audit
        self._tools = tools
        self._arguments = Arguments(tools)
        self._clock = clock
        self._pause = pause
        self._confirming = confirming

    async def answer(self, principal: Principal, approval_id: str, answer: Answer) -> Approval:
        """Take a person's answer, and the rules that follow from it.

        Raises ``ForbiddenError`` where neither a person speaks nor an API key that may,
        ``NotFoundError`` for a question that is not theirs, ``AnsweredError`` for one that was answered or
        whose time is up, ``PausedError`` in a pause, ``ConflictError`` for an answer to
        something else than what
        is asked, ``InvalidInputError`` for a memory that must not be or an edit that
        makes no sense, ``StepUpError`` where a click is not enough, what ``Confirming`` raises for a proof
        that does not count, and what the tool's preview raises for the edited call. Then the question stays
        open.
        """
        _check_speaker(principal, answer)
        if (await self._pause.read()).paused:
            raise PausedError("Everything is paused. Resume to answer this; its time does not run meanwhile.")
        asked = await self._approvals.get(principal.user_id, approval_id)
        if asked is None:
            raise NotFoundError("There is no such question.")
        if principal.kind is not Kind.USER and asked.call.tool == GRANTING:
            raise ForbiddenError("Only a person can allow a whole task beforehand.")
        now = self._clock.now()
        if not asked.open_at(now):
            raise AnsweredError("This question was already answered, or its time is up.")
        if answer.fingerprint != asked.fingerprint:
            raise ConflictError("This is not the question that was shown. Look at it again.")
        _check_memory(asked, answer, now)
        approval = await self._edited(asked, answer)
        confirmed_by = await self._confirmed(asked, answer, principal)
        rules = self._rules_of(approval, answer, now)
        state = ApprovalState.APPROVED if answer.allow else ApprovalState.DENIED
        by = principal.device or principal.name

        async def together(tx: Transaction) -> None:
            edited = approval if approval.edited else None
            await self._approvals.close(
                asked.id, state, now, answer.remember, tx, by=by, edited=edited, confirmed_by=confirmed_by
            )
            for rule in rules:
                await self._rules.add(rule, tx)

        approval = replace(approval, confirmed_by=confirmed_by)
        entry = records.answered(asked, approval, answer, principal, tuple(rule.id for rule in rules))
        await self._audit.append(entry, together)
        return replace(approval, state=state, answered_at=now, remember=answer.remember, answered_by=by)

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

    async def _confirmed(self, asked: Approval, answer: Answer, principal: Principal) -> Way | None:
        """By what a yes is proved for which a click is not enough. A no needs no proof."""
        if not answer.allow or asked.confirmation is Confirmation.CLICK:
            return None
        if principal.kind is not Kind.USER:
            raise ForbiddenError("Only a person can say yes to this.")
        if answer.step_up is None:
            raise StepUpError("A click is not enough for this. Prove that it is you.")
        return await self._confirming.confirmed(principal.user_id, asked.fingerprint, answer.step_up)

    async def _edited(self, asked: Approval, answer: Answer) -> Approval:
        """The question as the person changed it: the same call with other arguments, previewed anew."""
        if answer.arguments is None or answer.arguments == asked.call.arguments:
            return asked
        if asked.confirmation is not Confirmation.CLICK:
            raise InvalidInputError("This can be answered only as it was asked. Say no, and what you want.")
        if not answer.allow or answer.remember is not Remember.ONCE:
            raise InvalidInputError("Arguments can be changed only for a yes that counts once.")
        text = _text(answer)
        call = self._arguments.check(RawToolCall(asked.call.id, asked.call.tool, text))
        if call.tool == GRANTING:
            narrowed(asked.call.arguments, call.arguments)
        preview = await self._tools.preview(call, asked.user_id)
        fingerprint = call.fingerprint(user_id=asked.user_id, run_id=asked.run_id, basis=preview.basis)
        return replace(asked, call=call, preview=preview, fingerprint=fingerprint, edited=True)

    def _rules_of(self, approval: Approval, answer: Answer, now: datetime) -> tuple[Rule, ...]:
        if approval.call.tool == GRANTING:
            return granted(approval, self._tools.spec, now) if answer.allow else ()
        if answer.remember is Remember.ONCE:
            return ()
        spec = self._tools.spec(approval.call.tool)
        rule = Rule(
            id=new_id(),
            user_id=approval.user_id,
            verdict=Verdict.ALLOW if answer.allow else Verdict.DENY,
            tool=approval.call.tool,
            created_at=now,
            constraints=bound(spec, approval.call.arguments),
            lifetime=_lifetime(answer, approval, now),
            approval_id=approval.id,
        )
        return (rule,)


def _check_speaker(principal: Principal, answer: Answer) -> None:
    """A person may say what they want. A key says yes or no, once, to what was asked, as it was asked."""
    if principal.kind is Kind.USER and principal.interactive:
        return
    if principal.kind is not Kind.API_KEY or not principal.may(Permission.APPROVALS_ANSWER):
        raise ForbiddenError("Only a person can answer this.")
    if answer.remember is not Remember.ONCE or answer.arguments is not None:
        raise ForbiddenError("An answer that is remembered or changed must come from a person.")


def _check_memory(asked: Approval, answer: Answer, now: datetime) -> None:
    if answer.remember is not Remember.ONCE and asked.no_always is not None:
        raise InvalidInputError(f"This can only be answered once at a time. {asked.no_always}")
    if (answer.until is not None) != (answer.remember is Remember.UNTIL):
        raise InvalidInputError(
            "Until when must be said with the answer that counts until then, and only there."
        )
    if answer.until is not None and answer.until <= now:
        raise InvalidInputError("This answer would already be over.")
    if (answer.uses is not None) != (answer.remember is Remember.USES):
        raise InvalidInputError(
            "How often must be said with the answer that counts so often, and only there."
        )


def _text(answer: Answer) -> str:
    try:
        return canonical(dict(answer.arguments or {})).decode()
    except ValueError as error:
        raise InvalidInputError("The changed arguments are not JSON.") from error


def _lifetime(answer: Answer, approval: Approval, now: datetime) -> Lifetime:
    match answer.remember:
        case Remember.CONVERSATION:
            return Lifetime(conversation_id=approval.conversation_id)
        case Remember.HOUR:
            return Lifetime(until=now + timedelta(hours=1))
        case _:
            return Lifetime(until=answer.until, uses_left=answer.uses)
