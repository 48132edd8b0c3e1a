"""Rules, on both databases (P1, P4)."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import anyio
import pytest
from sqlalchemy import text, update
from tests.drivers.sql.conftest import NOON

from paios.domain.approval import Approval
from paios.domain.decision import Verdict
from paios.domain.errors import ConflictError, NotFoundError
from paios.domain.ids import new_id
from paios.domain.principal import Adapter
from paios.domain.rule import Context, Lifetime, Rule, exactly
from paios.domain.run import EventKind, RunEvent
from paios.drivers.sql import migration
from paios.drivers.sql.approvals import SqlApprovals
from paios.drivers.sql.engine import Database
from paios.drivers.sql.rules import SqlRules
from paios.drivers.sql.runs import SqlRuns
from paios.drivers.sql.tables import rules

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("B2", "P4")]


@pytest.fixture
async def asked(database: Database, approval: Approval) -> Approval:
    await SqlApprovals(database).add(approval)
    return approval


@pytest.fixture
def store(database: Database) -> SqlRules:
    return SqlRules(database)


def _rule(asked: Approval, **more: object) -> Rule:
    rule = Rule(
        id=new_id(),
        user_id=asked.user_id,
        verdict=Verdict.ALLOW,
        tool="vault_write",
        created_at=NOON,
        constraints=exactly(path="Shopping list.md"),
        lifetime=Lifetime(asked.conversation_id, NOON + timedelta(hours=1), 2),
        approval_id=asked.id,
    )
    return replace(rule, **more)  # type: ignore[arg-type]


async def test_rules_come_back_newest_first_until_they_are_revoked(store: SqlRules, asked: Approval) -> None:
    rule = _rule(asked)
    plain = _rule(asked, lifetime=Lifetime(), approval_id=None, constraints={})
    await store.add(rule)
    await store.add(plain)
    assert await store.of_user(asked.user_id) == (plain, rule)
    assert await store.of_user(new_id()) == ()
    with pytest.raises(NotFoundError):
        await store.revoke(new_id(), rule.id)
    await store.revoke(asked.user_id, rule.id)
    assert await store.of_user(asked.user_id) == (plain,)
    with pytest.raises(NotFoundError):
        await store.revoke(asked.user_id, rule.id)
    with pytest.raises(ConflictError):
        await store.use(rule.id, NOON)


async def test_a_rule_of_two_uses_is_used_twice(store: SqlRules, asked: Approval) -> None:
    rule, refused = _rule(asked), list[ConflictError]()
    await store.add(rule)

    async def use() -> None:
        try:
            await store.use(rule.id, NOON)
        except ConflictError as error:
            refused.append(error)

    async with anyio.create_task_group() as tasks:
        for _ in range(5):
            tasks.start_soon(use)
    (found,) = await store.of_user(asked.user_id)
    assert (len(refused), found.use_count, found.lifetime.uses_left) == (3, 2, 0)
    assert found.last_used_at == NOON


async def test_an_unbounded_rule_counts_its_uses(store: SqlRules, asked: Approval) -> None:
    rule = _rule(asked, lifetime=Lifetime())
    await store.add(rule)
    await store.use(rule.id, NOON)
    (found,) = await store.of_user(asked.user_id)
    assert (found.use_count, found.lifetime.uses_left) == (1, None)


async def test_everything_that_a_rule_says_is_kept_and_can_be_changed(
    store: SqlRules, asked: Approval
) -> None:
    rule = _rule(asked)
    await store.add(rule)
    assert await store.get(asked.user_id, rule.id) == rule
    changed = replace(
        rule,
        verdict=Verdict.ASK,
        constraints={"properties": {"path": {"pattern": "^Plans/"}}},
        context=Context(frozenset({Adapter.WEB, Adapter.MCP_SERVER}), interactive=True, remote=False),
        untainted=True,
        lifetime=Lifetime(asked.conversation_id, None, 7),
    )
    await store.change(changed)
    assert await store.get(asked.user_id, rule.id) == changed
    assert await store.get(new_id(), rule.id) is None
    with pytest.raises(NotFoundError):
        await store.change(replace(changed, user_id=new_id()))
    await store.revoke(asked.user_id, rule.id)
    with pytest.raises(NotFoundError):
        await store.change(rule)
    assert await store.get(asked.user_id, rule.id) == replace(changed, ended=True)


async def test_a_decision_reads_the_rules_of_one_tool(store: SqlRules, asked: Approval) -> None:
    write, move = _rule(asked), _rule(asked, tool="vault_move")
    await store.add(write)
    await store.add(move)
    assert await store.about(asked.user_id, "vault_write") == (write,)
    assert await store.about(new_id(), "vault_write") == ()
    await store.revoke(asked.user_id, write.id)
    assert await store.about(asked.user_id, "vault_write") == ()
    assert await store.of_user(asked.user_id) == (move,)
    assert await store.of_user(asked.user_id, ended=True) == (move, replace(write, ended=True))


@pytest.mark.requirement("I12")
async def test_a_grant_ends_with_its_run(store: SqlRules, database: Database, asked: Approval) -> None:
    grant, other = _rule(asked, lifetime=Lifetime(run_id=asked.run_id)), _rule(asked)
    await store.add(grant)
    await store.add(other)
    assert await store.of_user(asked.user_id) == (other, grant)
    await SqlRuns(database).append(RunEvent(asked.run_id, 1, EventKind.FINISHED, {}, NOON))
    assert await store.of_user(asked.user_id) == await store.about(asked.user_id, "vault_write") == (other,)
    assert await store.get(asked.user_id, grant.id) == replace(grant, ended=True)


@pytest.mark.requirement("I12")
async def test_a_grant_to_a_run_that_nobody_knows_counts_as_ended(store: SqlRules, asked: Approval) -> None:
    await store.add(_rule(asked, lifetime=Lifetime(run_id=new_id())))
    assert await store.about(asked.user_id, "vault_write") == ()


@pytest.mark.requirement("I12", "S4")
async def test_all_grants_can_be_ended_at_once(store: SqlRules, database: Database, asked: Approval) -> None:
    grant, other = _rule(asked, lifetime=Lifetime(run_id=asked.run_id)), _rule(asked)
    await store.add(grant)
    await store.add(other)
    async with database.begin() as tx:
        await store.revoke_grants(tx)
    assert await store.of_user(asked.user_id) == (other,)
    with pytest.raises(ConflictError):
        await store.use(grant.id, NOON)


@pytest.mark.requirement("P8")
@pytest.mark.parametrize(
    "damage",
    [
        {"constraints": "[1]"},
        {"constraints": '{"properties'},
        {"constraints": "[" * 100_000},
        {"context": "{}"},
        {"context": '{"adapters":["telnet"],"interactive":null,"remote":null}'},
        {"context": "3"},
        {"context": "[" * 100_000},
        {"verdict": "perhaps"},
    ],
    ids=["no object", "no JSON", "too deep", "no context", "a door of tomorrow", "number", "deep", "verdict"],
)
async def test_a_row_that_cannot_be_read_allows_nothing_and_hides_no_other(
    store: SqlRules, database: Database, asked: Approval, damage: dict[str, Any]
) -> None:
    whole, damaged = _rule(asked), _rule(asked)
    await store.add(whole)
    await store.add(damaged)
    async with database.begin() as tx:
        await tx.connection.execute(update(rules).where(rules.c.id == damaged.id).values(**damage))
    found, other = await store.about(asked.user_id, "vault_write")
    assert other == whole
    assert found.constraints is None or found.verdict is Verdict.DENY


async def test_rules_survive_the_way_to_schemas_and_back(
    store: SqlRules, database: Database, asked: Approval
) -> None:
    """What an older version cannot say becomes stricter, never wider."""
    plain, free = _rule(asked), _rule(asked, constraints={})
    pattern = {"properties": {"path": {"pattern": "^P"}}}
    narrow, denied = (
        _rule(asked, constraints=pattern),
        _rule(asked, constraints=pattern, verdict=Verdict.DENY),
    )
    local = _rule(asked, context=Context(remote=False))
    grant = _rule(asked, lifetime=Lifetime(run_id=asked.run_id))
    for rule in (plain, free, narrow, denied, local, grant):
        await store.add(rule)
    async with database.begin() as tx:
        await tx.connection.run_sync(migration.downgrade, "0004")
        rows = (await tx.connection.execute(text("SELECT id, equals, revoked FROM rules"))).all()
    old = {row.id: (json.loads(row.equals), bool(row.revoked)) for row in rows}
    assert old == {
        plain.id: ({"path": "Shopping list.md"}, False),
        free.id: ({}, False),
        narrow.id: ({}, True),
        denied.id: ({}, False),
        local.id: ({"path": "Shopping list.md"}, True),
        grant.id: ({"path": "Shopping list.md"}, True),
    }
    await database.migrate()
    assert await store.of_user(asked.user_id) == (replace(denied, constraints={}), free, plain)
