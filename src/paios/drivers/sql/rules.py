"""Rules in the database. A revoked rule stays stored, for the record, and counts no more.

A row that cannot be read comes back as a rule without constraints that denies,
or that allows nothing: it hides no other rule, and nobody takes it for wider.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, Select, or_, select, update

from paios.domain.decision import Verdict
from paios.domain.errors import ConflictError, NotFoundError
from paios.domain.principal import Adapter
from paios.domain.rule import Context, Lifetime, Rule
from paios.domain.run import RunState
from paios.drivers.sql.engine import Database
from paios.drivers.sql.tables import rules, runs
from paios.ports.transaction import Transaction

_OVER: Final = tuple(state.value for state in RunState if state.final)


class SqlRules:
    """Fills ``ports.approvals.Rules``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, rule: Rule, tx: Transaction | None = None) -> None:
        kept = {
            "id": rule.id,
            "user_id": rule.user_id,
            "tool": rule.tool,
            "created_at": rule.created_at,
            "conversation_id": rule.lifetime.conversation_id,
            "run_id": rule.lifetime.run_id,
            "approval_id": rule.approval_id,
            "use_count": rule.use_count,
            "last_used_at": rule.last_used_at,
            "revoked": rule.ended,
        }
        async with self._database.joined(tx) as connection:
            await connection.execute(rules.insert().values(**kept, **_said(rule)))

    async def about(self, user_id: str, tool: str) -> tuple[Rule, ...]:
        return await self._list(_alive().where(rules.c.user_id == user_id, rules.c.tool == tool))

    async def of_user(self, user_id: str, *, ended: bool = False) -> tuple[Rule, ...]:
        query = _all() if ended else _alive()
        return await self._list(query.where(rules.c.user_id == user_id))

    async def get(self, user_id: str, rule_id: str) -> Rule | None:
        found = await self._list(_all().where(rules.c.user_id == user_id, rules.c.id == rule_id))
        return found[0] if found else None

    async def use(self, rule_id: str, at: datetime, tx: Transaction | None = None) -> None:
        its = rules.c
        counted = (
            update(rules)
            .where(its.id == rule_id, ~its.revoked, or_(its.uses_left.is_(None), its.uses_left > 0))
            .values(uses_left=its.uses_left - 1, use_count=its.use_count + 1, last_used_at=at)
        )
        async with self._database.joined(tx) as connection:
            if (await connection.execute(counted)).rowcount != 1:
                raise ConflictError("This rule was revoked, or has no uses left.")

    async def change(self, rule: Rule, tx: Transaction | None = None) -> None:
        its = rules.c
        same = update(rules).where(its.id == rule.id, its.user_id == rule.user_id, ~its.revoked)
        async with self._database.joined(tx) as connection:
            if (await connection.execute(same.values(**_said(rule)))).rowcount != 1:
                raise NotFoundError("There is no such rule.")

    async def revoke(self, user_id: str, rule_id: str, tx: Transaction | None = None) -> None:
        its = rules.c
        gone = update(rules).where(its.id == rule_id, its.user_id == user_id, ~its.revoked)
        async with self._database.joined(tx) as connection:
            if (await connection.execute(gone.values(revoked=True))).rowcount != 1:
                raise NotFoundError("There is no such rule.")

    async def revoke_grants(self, tx: Transaction) -> None:
        grants = update(rules).where(rules.c.run_id.is_not(None), ~rules.c.revoked).values(revoked=True)
        async with self._database.joined(tx) as connection:
            await connection.execute(grants)

    async def _list(self, query: Select[Any]) -> tuple[Rule, ...]:
        rows = await self._database.fetch(query.order_by(rules.c.position.desc()))
        return tuple(map(_rule, rows))


def _all() -> Select[Any]:
    over = runs.c.state.in_(_OVER).label("over")
    return select(rules, over).select_from(rules.outerjoin(runs, rules.c.run_id == runs.c.id))


def _alive() -> Select[Any]:
    return _all().where(~rules.c.revoked, or_(rules.c.run_id.is_(None), runs.c.state.not_in(_OVER)))


def _said(rule: Rule) -> dict[str, Any]:
    """What can be changed later."""
    context = {
        "adapters": sorted(rule.context.adapters),
        "interactive": rule.context.interactive,
        "remote": rule.context.remote,
    }
    return {
        "verdict": rule.verdict.value,
        "constraints": _json(rule.constraints),
        "context": _json(context),
        "untainted": rule.untainted,
        "until": rule.lifetime.until,
        "uses_left": rule.lifetime.uses_left,
    }


def _json(value: Mapping[str, Any] | None) -> str:
    return json.dumps(value, allow_nan=False, separators=(",", ":"))


def _rule(row: Row[Any]) -> Rule:
    constraints, context = _object(row.constraints), _context(row.context)
    return Rule(
        id=row.id,
        user_id=row.user_id,
        verdict=Verdict(row.verdict) if row.verdict in {*Verdict} else Verdict.DENY,
        tool=row.tool,
        created_at=row.created_at,
        constraints=None if context is None else constraints,
        context=context or Context(),
        untainted=row.untainted,
        lifetime=Lifetime(row.conversation_id, row.until, row.uses_left, row.run_id),
        approval_id=row.approval_id,
        use_count=row.use_count,
        last_used_at=row.last_used_at,
        ended=bool(row.revoked or row.over),
    )


def _object(text: str) -> dict[str, Any] | None:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _context(text: str) -> Context | None:
    try:
        said = json.loads(text)
        return Context(frozenset(map(Adapter, said["adapters"])), said["interactive"], said["remote"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
