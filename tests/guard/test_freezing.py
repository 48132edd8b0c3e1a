"""A pause freezes questions: nobody can answer them, and their time does not run (S4)."""

import pytest
from tests.support.gatehouse import ADA, PATIENCE, Gatehouse, add_milk

from paios.domain.approval import ApprovalState
from paios.domain.errors import PausedError

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("S4")]


async def test_question_cannot_be_answered_in_a_pause_and_stays_open(house: Gatehouse) -> None:
    asked = await house.wants(add_milk())
    await house.set_pause(True)
    with pytest.raises(PausedError, match="Resume to answer this"):
        await house.answers(asked)
    await house.set_pause(False)
    assert (await house.answers(asked)).state is ApprovalState.APPROVED


async def test_question_does_not_expire_in_a_pause_and_gets_its_time_back(house: Gatehouse) -> None:
    asked = await house.wants(add_milk())
    assert asked.question is not None
    await house.set_pause(True)
    house.clock.turn(PATIENCE.total_seconds() + 1)
    assert await house.questions.expire() == ()
    async with house.database.begin() as tx:
        await house.approvals.extend(PATIENCE * 2, tx)
    await house.set_pause(False)
    assert await house.questions.expire() == ()
    later = await house.approvals.get(ADA.user_id, asked.question.id)
    assert later is not None
    assert later.expires_at == asked.question.expires_at + PATIENCE * 2
    house.clock.turn(PATIENCE.total_seconds() * 2)
    assert [one.state for one in await house.questions.expire()] == [ApprovalState.EXPIRED]
