"""Questions, on both databases (P9)."""

from dataclasses import replace
from datetime import timedelta

import anyio
import pytest
from tests.drivers.sql.conftest import NOON

from paios.domain.approval import Approval, ApprovalState, Remember
from paios.domain.errors import AnsweredError
from paios.domain.ids import new_id
from paios.domain.page import Slice
from paios.domain.tool import Preview
from paios.drivers.sql.approvals import SqlApprovals
from paios.drivers.sql.engine import Database

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


@pytest.mark.requirement("P10", "P11")
async def test_what_a_person_edited_is_stored_with_their_answer(
    approvals: SqlApprovals, approval: Approval
) -> None:
    call = replace(approval.call, arguments={"path": "Other.md"})
    edited = replace(approval, call=call, fingerprint="e" * 64, preview=Preview("Do?", "It.", basis="b"))
    await approvals.close(
        approval.id, ApprovalState.APPROVED, NOON, Remember.ONCE, by="A phone", edited=edited
    )
    expected = replace(
        edited,
        state=ApprovalState.APPROVED,
        answered_at=NOON,
        remember=Remember.ONCE,
        edited=True,
        answered_by="A phone",
    )
    assert await approvals.get(approval.user_id, approval.id) == expected
    with pytest.raises(AnsweredError):
        await approvals.close(approval.id, ApprovalState.DENIED, NOON, edited=approval)
    assert await approvals.get(approval.user_id, approval.id) == expected
