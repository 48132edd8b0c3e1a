"""Questions and rules, on both databases (P9)."""

from dataclasses import replace
from datetime import timedelta

import anyio
import pytest
from tests.drivers.sql.conftest import NOON

from paios.domain.approval import Approval, ApprovalState, Remember
from paios.domain.decision import Verdict
from paios.domain.errors import AnsweredError, ConflictError, NotFoundError
from paios.domain.ids import new_id
from paios.domain.page import Slice
from paios.domain.rule import Lifetime, Rule
from paios.drivers.sql.approvals import SqlApprovals
from paios.drivers.sql.engine import Database
from paios.drivers.sql.rules import SqlRules

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("B2")]


@pytest.fixture
async def approvals(database: Database, approval: Approval) -> SqlApprovals:
    store = SqlApprovals(database)
    await store.add(approval)
    return store


async def test_an_approval_comes_back_as_it_was_asked(approvals: SqlApprovals, approval: Approval) -> None:
    assert await approvals.get(approval.user_id, approval.id) == approval
    assert await approvals.get(new_id(), approval.id) is None


async def test_the_inbox_is_newest_first_and_by_state(approvals: SqlApprovals, approval: Approval) -> None:
    newer = replace(approval, id=new_id())
    await approvals.add(newer)
    await approvals.close(approval.id, ApprovalState.DENIED, NOON)
    everything = await approvals.page(approval.user_id, Slice())
    assert [found.id for found in everything.items] == [newer.id, approval.id]
    pending = await approvals.page(approval.user_id, Slice(), ApprovalState.PENDING)
    assert (pending.items, pending.total) == ((newer,), 1)
    assert (await approvals.page(new_id(), Slice())).total == 0


@pytest.mark.requirement("P9")
async def test_of_two_answers_exactly_one_wins(
    database: Database, approvals: SqlApprovals, approval: Approval
) -> None:
    refused: list[ApprovalState] = []

    async def answer(state: ApprovalState) -> None:
        try:
            async with database.begin() as tx:
                await approvals.close(approval.id, state, NOON, Remember.ONCE, tx)
        except AnsweredError:
            refused.append(state)

    answers = [ApprovalState.APPROVED, ApprovalState.DENIED] * 4
    async with anyio.create_task_group() as tasks:
        for state in answers:
            tasks.start_soon(answer, state)
    found = await approvals.get(approval.user_id, approval.id)
    assert found is not None
    assert len(refused) == len(answers) - 1
    assert refused.count(found.state) == answers.count(found.state) - 1
    assert (found.answered_at, found.remember) == (NOON, Remember.ONCE)


@pytest.mark.requirement("P9")
async def test_an_approval_is_spent_once(
    database: Database, approvals: SqlApprovals, approval: Approval
) -> None:
    async def spend() -> None:
        async with database.begin() as tx:
            await approvals.spend(approval.id, tx)

    with pytest.raises(AnsweredError):
        await spend()
    await approvals.close(approval.id, ApprovalState.APPROVED, NOON, Remember.ONCE)
    await spend()
    with pytest.raises(AnsweredError):
        await spend()


@pytest.mark.requirement("P9")
async def test_a_denied_approval_cannot_be_spent(
    database: Database, approvals: SqlApprovals, approval: Approval
) -> None:
    await approvals.close(approval.id, ApprovalState.DENIED, NOON)

    async def spend() -> None:
        async with database.begin() as tx:
            await approvals.spend(approval.id, tx)

    with pytest.raises(AnsweredError):
        await spend()


async def test_only_pending_questions_become_overdue(approvals: SqlApprovals, approval: Approval) -> None:
    assert await approvals.overdue(approval.expires_at - timedelta(microseconds=1)) == ()
    assert await approvals.overdue(approval.expires_at) == (approval,)
    await approvals.close(approval.id, ApprovalState.EXPIRED, approval.expires_at)
    assert await approvals.overdue(approval.expires_at) == ()


def _rule(approval: Approval, **more: object) -> Rule:
    rule = Rule(
        id=new_id(),
        user_id=approval.user_id,
        verdict=Verdict.ALLOW,
        tool="vault_write",
        created_at=NOON,
        equals={"path": "Shopping list.md"},
        lifetime=Lifetime(approval.conversation_id, NOON + timedelta(hours=1), 2),
        approval_id=approval.id,
    )
    return replace(rule, **more)  # type: ignore[arg-type]


async def test_rules_come_back_newest_first_until_they_are_revoked(
    database: Database, approvals: SqlApprovals, approval: Approval
) -> None:
    store, rule = SqlRules(database), _rule(approval)
    plain = _rule(approval, lifetime=Lifetime(), approval_id=None, equals={})
    await store.add(rule)
    await store.add(plain)
    assert await store.of_user(approval.user_id) == (plain, rule)
    assert await store.of_user(new_id()) == ()
    with pytest.raises(NotFoundError):
        await store.revoke(new_id(), rule.id)
    await store.revoke(approval.user_id, rule.id)
    assert await store.of_user(approval.user_id) == (plain,)
    with pytest.raises(NotFoundError):
        await store.revoke(approval.user_id, rule.id)
    with pytest.raises(ConflictError):
        await store.use(rule.id, NOON)


async def test_a_rule_of_two_uses_is_used_twice(
    database: Database, approvals: SqlApprovals, approval: Approval
) -> None:
    store, rule, refused = SqlRules(database), _rule(approval), []
    await store.add(rule)

    async def use() -> None:
        try:
            await store.use(rule.id, NOON)
        except ConflictError as error:
            refused.append(error)

    async with anyio.create_task_group() as tasks:
        for _ in range(5):
            tasks.start_soon(use)
    (found,) = await store.of_user(approval.user_id)
    assert (len(refused), found.use_count, found.lifetime.uses_left) == (3, 2, 0)
    assert found.last_used_at == NOON


async def test_an_unbounded_rule_counts_its_uses(
    database: Database, approvals: SqlApprovals, approval: Approval
) -> None:
    store, rule = SqlRules(database), _rule(approval, lifetime=Lifetime())
    await store.add(rule)
    await store.use(rule.id, NOON)
    (found,) = await store.of_user(approval.user_id)
    assert (found.use_count, found.lifetime.uses_left) == (1, None)
