"""A model call that goes on buys its time and its words as they come, and ends when it cannot."""

from collections.abc import AsyncGenerator
from pathlib import Path

import anyio
import pytest
from tests.support.gatehouse import ADA, HERE, Gatehouse, gatehouse

from paios.domain.budget import ANSWER_TOKENS, TIME_SLICE, Amounts, BudgetLimits, Counted, Price, budgets_at
from paios.domain.errors import ModelError, OverBudgetError
from paios.domain.model import ModelAnswer, ModelRequest, Speaker, TextDelta, Utterance
from paios.domain.run import Run, RunState
from paios.services.model_call import ModelCall

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("S5")]

ASKED = ModelRequest((Utterance(Speaker.USER, "x" * 30),), ())
ASKED_TOKENS = 10


class Talker:
    """A model that says ``pieces``, waits until it is told to go on, and answers."""

    name = "talker"
    id = None
    local = True

    def __init__(self, *pieces: str, fails: bool = False) -> None:
        self.pieces, self.fails = pieces, fails
        self.may_end, self.left = anyio.Event(), False

    async def answer(self, _request: ModelRequest) -> AsyncGenerator[TextDelta | ModelAnswer, None]:
        try:
            for piece in self.pieces:
                yield TextDelta(piece)
            if self.fails:
                raise ModelError("It broke.")
            await self.may_end.wait()
            yield ModelAnswer("".join(self.pieces), (), 11, 22)
        finally:
            self.left = True


def call_of(house: Gatehouse, talker: Talker) -> ModelCall:
    run = Run(HERE.run, ADA.user_id, HERE.conversation, "", RunState.RUNNING, house.clock.now())
    return ModelCall(talker, house.budgets, run, ASKED, slice_seconds=0.02)


async def limited(house: Gatehouse, price: Price | None = None, **most: int) -> None:
    limits = BudgetLimits({Counted(name): limit for name, limit in most.items()}, {}, {})
    async with house.database.begin() as tx:
        await house.terms.change(tx, limits=limits, prices={"": price} if price else None)


async def spent(house: Gatehouse) -> Amounts:
    run = budgets_at(HERE.run, house.clock.now())
    return (await house.book.spent(ADA.user_id, run.values()))[HERE.run].used


async def test_time_is_bought_slice_by_slice_and_counted_as_it_was(tmp_path: Path) -> None:
    async with gatehouse(tmp_path) as house, anyio.create_task_group() as together:
        talker = Talker("Hm.")
        call = call_of(house, talker)
        meter = await call.pay()
        assert (await spent(house)).seconds == TIME_SLICE
        together.start_soon(call.answer, meter)
        while (await spent(house)).seconds < 3 * TIME_SLICE:  # noqa: ASYNC110
            await anyio.sleep(0.01)
        house.clock.turn(25)
        talker.may_end.set()
        while (await spent(house)).tokens != 33:  # noqa: ASYNC110
            await anyio.sleep(0.01)
        assert await spent(house) == Amounts(tokens=33, seconds=25)


async def test_call_ends_when_no_more_time_can_be_bought(tmp_path: Path) -> None:
    async with gatehouse(tmp_path) as house:
        await limited(house, seconds=2 * TIME_SLICE + 1)
        talker = Talker("Hm.")
        call = call_of(house, talker)
        with pytest.raises(OverBudgetError, match=r"^This answer may use 21 seconds"):
            await call.answer(await call.pay())
        assert talker.left
        assert await spent(house) == Amounts(tokens=ASKED_TOKENS + 1)


async def test_more_words_than_were_held_are_bought_too(tmp_path: Path) -> None:
    async with gatehouse(tmp_path) as house:
        await limited(house, Price(0, 1000), money=2 * ANSWER_TOKENS - 1)
        talker = Talker("abc" * (ANSWER_TOKENS + 1))
        call = call_of(house, talker)
        with pytest.raises(OverBudgetError, match=r"EUR are used up or held"):
            await call.answer(await call.pay())
        assert (await spent(house)).money == ANSWER_TOKENS + 1


async def test_model_that_breaks_off_costs_what_was_sent_and_heard(tmp_path: Path) -> None:
    async with gatehouse(tmp_path) as house:
        call = call_of(house, Talker("abc" * 5, fails=True))
        with pytest.raises(ModelError, match="It broke"):
            await call.answer(await call.pay())
        assert await spent(house) == Amounts(tokens=ASKED_TOKENS + 5)


@pytest.mark.requirement("S4")
async def test_call_that_was_cut_before_it_began_asks_nobody(tmp_path: Path) -> None:
    async with gatehouse(tmp_path) as house:
        talker = Talker("Hm.")
        call = call_of(house, talker)
        meter = await call.pay()
        call.cut()
        assert await call.answer(meter) is None
        assert not talker.left
        assert await spent(house) == Amounts(tokens=ASKED_TOKENS)
