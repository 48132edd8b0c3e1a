"""Questions and remembered answers: the capability port ``Approving``."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from paios.domain.approval import Answer, Approval, ApprovalState
from paios.domain.audit import AuditEntry
from paios.domain.decision import Verdict
from paios.domain.errors import InvalidInputError, NotFoundError
from paios.domain.ids import new_id
from paios.domain.page import Page, Slice
from paios.domain.principal import Principal
from paios.domain.rule import Lifetime, Rule
from paios.guard.questions import Questions
from paios.guard.sources.critical import is_critical
from paios.ports.approvals import Approvals, Rules
from paios.ports.audit_log import AuditLog
from paios.ports.clock import Clock
from paios.ports.runs import Runs
from paios.ports.tools import ToolHost
from paios.services.engine import Engine
from paios.services.signals import Signals


class ApprovalDesk:
    """What a person can do with questions and rules."""

    def __init__(
        self,
        *,
        questions: Questions,
        approvals: Approvals,
        rules: Rules,
        runs: Runs,
        tools: ToolHost,
        audit: AuditLog,
        engine: Engine,
        signals: Signals,
        clock: Clock,
    ) -> None:
        self._questions = questions
        self._approvals = approvals
        self._rules = rules
        self._runs = runs
        self._tools = tools
        self._audit = audit
        self._engine = engine
        self._signals = signals
        self._clock = clock

    async def questions(
        self, principal: Principal, part: Slice, state: ApprovalState | None
    ) -> Page[Approval]:
        return await self._approvals.page(principal.user_id, part, state)

    async def question(self, principal: Principal, approval_id: str) -> Approval:
        approval = await self._approvals.get(principal.user_id, approval_id)
        if approval is None:
            raise NotFoundError("There is no such question.")
        return approval

    async def answer(self, principal: Principal, approval_id: str, answer: Answer) -> Approval:
        approval = await self._questions.answer(principal, approval_id, answer)
        self._signals.publish(principal.user_id, "approvals", approval.id)
        self._signals.publish(principal.user_id, "rules")
        run = await self._runs.get(principal.user_id, approval.run_id)
        if run is not None:
            self._engine.wake(run)
        return approval

    async def rules(self, principal: Principal, part: Slice) -> Page[Rule]:
        rules = await self._rules.of_user(principal.user_id)
        return Page(rules[part.offset : part.offset + part.limit], len(rules))

    async def add_rule(
        self,
        principal: Principal,
        verdict: Verdict,
        tool: str,
        equals: Mapping[str, Any],
        until: datetime | None,
        uses_left: int | None,
    ) -> Rule:
        spec = self._tools.spec(tool)
        if spec is None:
            raise InvalidInputError(f"There is no tool named {tool}.")
        if unknown := sorted(set(equals) - set(spec.parameters["properties"])):
            raise InvalidInputError(f"{tool} has no argument {', '.join(unknown)}.")
        if verdict is Verdict.ALLOW and is_critical(spec):
            raise InvalidInputError("What deletes always asks; it cannot be allowed beforehand.")
        now = self._clock.now()
        if until is not None and until <= now:
            raise InvalidInputError("This rule would already be over.")
        rule = Rule(
            id=new_id(),
            user_id=principal.user_id,
            verdict=verdict,
            tool=tool,
            created_at=now,
            equals=dict(equals),
            lifetime=Lifetime(until=until, uses_left=uses_left),
        )
        data = {"rule_id": rule.id, "verdict": verdict, "tool": tool, "equals": dict(equals)}
        entry = AuditEntry("rule.created", principal.user_id, data)
        await self._audit.append(entry, lambda tx: self._rules.add(rule, tx))
        self._signals.publish(principal.user_id, "rules", rule.id)
        return rule

    async def revoke_rule(self, principal: Principal, rule_id: str) -> None:
        entry = AuditEntry("rule.revoked", principal.user_id, {"rule_id": rule_id})
        await self._audit.append(entry, lambda tx: self._rules.revoke(principal.user_id, rule_id, tx))
        self._signals.publish(principal.user_id, "rules", rule_id)
