"""Rules in the database. A revoked rule stays stored, for the record, and counts no more."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, or_, select, update

from paios.domain.decision import Verdict
from paios.domain.errors import ConflictError, NotFoundError
from paios.domain.rule import Lifetime, Rule
from paios.drivers.sql.engine import Database
from paios.drivers.sql.tables import rules
from paios.ports.transaction import Transaction


class SqlRules:
    """Fills ``ports.approvals.Rules``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, rule: Rule, tx: Transaction | None = None) -> None:
        async with self._database.joined(tx) as connection:
            await connection.execute(
                rules.insert().values(
                    id=rule.id,
                    user_id=rule.user_id,
                    verdict=rule.verdict.value,
                    tool=rule.tool,
                    equals=dict(rule.equals),
                    created_at=rule.created_at,
                    conversation_id=rule.lifetime.conversation_id,
                    until=rule.lifetime.until,
                    uses_left=rule.lifetime.uses_left,
                    approval_id=rule.approval_id,
                    use_count=rule.use_count,
                    last_used_at=rule.last_used_at,
                    revoked=False,
                )
            )

    async def of_user(self, user_id: str) -> tuple[Rule, ...]:
        its = rules.c
        query = select(rules).where(its.user_id == user_id, ~its.revoked).order_by(its.position.desc())
        return tuple(map(_rule, await self._database.fetch(query)))

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

    async def revoke(self, user_id: str, rule_id: str, tx: Transaction | None = None) -> None:
        its = rules.c
        gone = update(rules).where(its.id == rule_id, its.user_id == user_id, ~its.revoked)
        async with self._database.joined(tx) as connection:
            if (await connection.execute(gone.values(revoked=True))).rowcount != 1:
                raise NotFoundError("There is no such rule.")


def _rule(row: Row[Any]) -> Rule:
    return Rule(
        id=row.id,
        user_id=row.user_id,
        verdict=Verdict(row.verdict),
        tool=row.tool,
        created_at=row.created_at,
        equals=row.equals,
        lifetime=Lifetime(row.conversation_id, row.until, row.uses_left),
        approval_id=row.approval_id,
        use_count=row.use_count,
        last_used_at=row.last_used_at,
    )
