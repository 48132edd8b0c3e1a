"""Rules as a person keeps them: the capability port ``Policy`` (P1, P2, P4, P8)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from paios.domain.audit import AuditEntry, stamp
from paios.domain.decision import Verdict
from paios.domain.errors import InvalidInputError, NotFoundError
from paios.domain.ids import new_id
from paios.domain.page import Page, Slice
from paios.domain.principal import Principal
from paios.domain.rule import Rule
from paios.domain.rule_words import rule_text
from paios.domain.tool import GRANTING
from paios.guard.constraints import Schemas, check_constraints
from paios.guard.sources.critical import is_critical
from paios.ports.answers import RuleDraft, RuleFilter, ShownRule, Suggestion
from paios.ports.approvals import Approvals, Rules
from paios.ports.audit_log import AuditLog
from paios.ports.clock import Clock
from paios.ports.tools import ToolHost
from paios.services.dismissals import Dismissals, likeness
from paios.services.signals import Signals
from paios.services.suggestions import suggested

_LOOKED_BACK: Final = 1000
"""How many of the newest questions suggestions are made from."""


class RuleDesk:
    """What a person can do with rules. Each change is recorded in the same commit."""

    def __init__(
        self,
        *,
        rules: Rules,
        approvals: Approvals,
        tools: ToolHost,
        dismissed: Dismissals,
        audit: AuditLog,
        signals: Signals,
        clock: Clock,
    ) -> None:
        self._rules = rules
        self._dismissed = dismissed
        self._approvals = approvals
        self._tools = tools
        self._audit = audit
        self._signals = signals
        self._clock = clock
        self._schemas = Schemas()

    async def rules(self, principal: Principal, wanted: RuleFilter, part: Slice) -> Page[ShownRule]:
        kept = await self._rules.of_user(principal.user_id, ended=not wanted.alive)
        found = [shown for shown in map(self._shown, kept) if _is_wanted(shown, wanted)]
        return Page(tuple(found[part.offset : part.offset + part.limit]), len(found))

    async def add_rule(self, principal: Principal, draft: RuleDraft) -> ShownRule:
        now = self._clock.now()
        self._check(draft, now)
        rule = _drawn(Rule(new_id(), principal.user_id, draft.verdict, draft.tool, now), draft)
        entry = AuditEntry("rule.created", principal.user_id, _recorded(rule))
        await self._audit.append(entry, lambda tx: self._rules.add(rule, tx))
        self._signals.publish(principal.user_id, "rules", rule.id)
        return self._shown(rule)

    async def change_rule(self, principal: Principal, rule_id: str, changes: Mapping[str, Any]) -> ShownRule:
        before = await self._rules.get(principal.user_id, rule_id)
        if before is None or before.ended:
            raise NotFoundError("There is no such rule.")
        if before.lifetime.run_id is not None:
            raise InvalidInputError("This was granted to one answer as it stands. Revoke it instead.")
        if before.constraints is None and "constraints" not in changes:
            raise InvalidInputError("This rule cannot be read. Say anew which arguments it is about.")
        draft = replace(_draft(before), **changes)
        self._check(draft, self._clock.now())
        rule = _drawn(before, draft)
        data = {"before": _recorded(before), "after": _recorded(rule), "rule_id": rule.id}
        entry = AuditEntry("rule.changed", principal.user_id, data)
        await self._audit.append(entry, lambda tx: self._rules.change(rule, tx))
        self._signals.publish(principal.user_id, "rules", rule.id)
        return self._shown(rule)

    async def revoke_rule(self, principal: Principal, rule_id: str) -> None:
        entry = AuditEntry("rule.revoked", principal.user_id, {"rule_id": rule_id})
        await self._audit.append(entry, lambda tx: self._rules.revoke(principal.user_id, rule_id, tx))
        self._signals.publish(principal.user_id, "rules", rule_id)

    async def suggestions(self, principal: Principal) -> tuple[Suggestion, ...]:
        asked = await self._approvals.page(principal.user_id, Slice(_LOOKED_BACK))
        rules = await self._rules.of_user(principal.user_id)
        found = suggested(asked.items, rules, self._tools.spec, self._clock.now())
        gone = await self._dismissed.of_user(principal.user_id)
        return tuple(one for one in found if likeness(one.tool, one.constraints) not in gone)

    async def dismiss_suggestion(
        self, principal: Principal, tool: str, constraints: Mapping[str, Any]
    ) -> None:
        data = {"tool": tool, "constraints": constraints}
        entry = AuditEntry("suggestion.dismissed", principal.user_id, data)
        await self._dismissed.add(principal.user_id, likeness(tool, constraints), entry)
        self._signals.publish(principal.user_id, "rules")

    def _check(self, draft: RuleDraft, now: datetime) -> None:
        spec = self._tools.spec(draft.tool)
        if spec is None:
            raise InvalidInputError(f"There is no tool named {draft.tool}.")
        check_constraints(draft.constraints, spec)
        if draft.verdict is Verdict.ALLOW and (is_critical(spec) or spec.name == GRANTING):
            raise InvalidInputError("This always asks; it cannot be allowed beforehand.")
        if draft.until is not None and draft.until <= now:
            raise InvalidInputError("This rule would already be over.")

    def _shown(self, rule: Rule) -> ShownRule:
        readable = self._schemas.readable(rule.constraints)
        text = rule_text(rule, self._tools.spec(rule.tool), readable=readable)
        alive = not rule.ended and rule.lifetime.lasts(self._clock.now())
        return ShownRule(rule, text, readable, alive)


def _is_wanted(shown: ShownRule, wanted: RuleFilter) -> bool:
    rule, text = shown.rule, wanted.text.casefold()
    return (
        (shown.alive or not wanted.alive)
        and wanted.tool in (None, rule.tool)
        and wanted.verdict in (None, rule.verdict)
        and (text in shown.text.casefold() or text in rule.tool.casefold())
    )


def _draft(rule: Rule) -> RuleDraft:
    its = rule.lifetime
    said = rule.constraints if rule.constraints is not None else {}
    return RuleDraft(rule.verdict, rule.tool, said, rule.context, rule.untainted, its.until, its.uses_left)


def _drawn(rule: Rule, draft: RuleDraft) -> Rule:
    """The rule as the draft has it."""
    return replace(
        rule,
        verdict=draft.verdict,
        constraints=dict(draft.constraints),
        context=draft.context,
        untainted=draft.untainted,
        lifetime=replace(rule.lifetime, until=draft.until, uses_left=draft.uses_left),
    )


def _recorded(rule: Rule) -> dict[str, Any]:
    its = rule.lifetime
    return {
        "rule_id": rule.id,
        "verdict": rule.verdict,
        "tool": rule.tool,
        "constraints": rule.constraints,
        "adapters": sorted(rule.context.adapters),
        "interactive": rule.context.interactive,
        "remote": rule.context.remote,
        "untainted": rule.untainted,
        "until": stamp(its.until) if its.until else None,
        "uses_left": its.uses_left,
    }
