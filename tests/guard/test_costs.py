"""What a call would use up, and that no budget can be passed by calls that are decided together (S5)."""

from dataclasses import replace

import anyio
import pytest
from tests.support.gatehouse import ADA, Gatehouse, Lever, Place, call, gatehouse

from paios.domain.budget import TIME_SLICE, Amounts, BudgetLimits, Counted, budgets_at
from paios.domain.decision import Source, Verdict
from paios.domain.tool import Effect, RawToolCall, Reach, ToolCall
from paios.guard.costs import cost

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("S5")]


def read() -> RawToolCall:
    return call("vault_read", path="Shopping list.md")


async def allow(house: Gatehouse, **most: int) -> None:
    """Set limits on the day."""
    limits = BudgetLimits({}, {Counted(name): limit for name, limit in most.items()}, {})
    async with house.database.begin() as tx:
        await house.terms.change(tx, limits=limits)


async def spent(house: Gatehouse) -> Amounts:
    day = house.clock.now().date().isoformat()
    return (await house.book.spent(ADA.user_id, [day]))[day].used


def test_what_a_call_may_carry_out_is_what_it_is_told() -> None:
    lever = Lever(Effect.SEND).spec
    told = ToolCall("c", "lever", {"to": "bob"})
    assert cost(told, lever) == Amounts(seconds=TIME_SLICE, calls=1)
    outside = replace(lever, reach=Reach.OUTSIDE)
    assert cost(told, outside).egress_bytes == len(b'{"to":"bob"}')
    assert cost(told, None) == cost(told, outside), "who is unknown is taken to be outside"


async def test_allowed_call_is_paid_with_its_record_and_settled_at_what_it_was(house: Gatehouse) -> None:
    began, raw = house.clock.now(), read()
    ruling = await house.wants(raw)
    assert ruling.proof is not None
    assert await spent(house) == Amounts(seconds=TIME_SLICE, calls=1)
    house.clock.turn(2.5)
    await house.budgets.settle(raw.id, began, Amounts(calls=1))
    assert await spent(house) == Amounts(seconds=3, calls=1)


async def test_call_that_no_budget_can_pay_is_denied_and_costs_nothing(house: Gatehouse) -> None:
    await allow(house, calls=1)
    await house.wants(read())
    refused = await house.wants(read())
    winner = refused.decision.winner
    assert (winner.source, winner.verdict, winner.code) == (Source.FLOOR, Verdict.DENY, "budget_used_up")
    assert winner.text.startswith("You may use 1 tool call today, and 1 tool call")
    assert refused.proof is None
    assert (await spent(house)).calls == 1
    house.clock.turn(24 * 3600)
    assert (await house.wants(read())).proof is not None


async def test_call_that_is_asked_about_is_paid_only_once_it_may_run(house: Gatehouse) -> None:
    raw = call("vault_delete", path="Shopping list.md")
    asked = await house.wants(raw)
    assert asked.question is not None
    assert (await spent(house)).calls == 0
    await house.answers(asked)
    assert (await house.wants(raw, after=asked)).proof is not None
    assert (await spent(house)).calls == 1


async def test_calls_decided_together_do_not_pass_the_limit(house: Gatehouse) -> None:
    await allow(house, calls=3)
    verdicts: list[Verdict] = []

    async def attempt() -> None:
        verdicts.append((await house.wants(read())).decision.verdict)

    async with anyio.create_task_group() as together:
        for _ in range(8):
            together.start_soon(attempt)
    assert (verdicts.count(Verdict.ALLOW), len(verdicts)) == (3, 8)
    assert (await spent(house)).calls == 3


async def test_what_may_be_carried_out_is_held_and_more_than_is_left_of_it_is_not(house: Gatehouse) -> None:
    """A tool that reaches nobody outside carries nothing out, however little is left."""
    radio = Lever(Effect.SEND)
    radio.spec = replace(radio.spec, reach=Reach.OUTSIDE)
    async with gatehouse(house.folder, clock=house.clock, tools=(radio,)) as armed:
        await allow(armed, egress_bytes=12)
        said, long = call("lever", to="bob"), call("lever", to="somebody else")
        asked = await armed.wants(said)
        await armed.answers(asked)
        assert (await armed.wants(said, after=asked)).proof is not None
        assert (await spent(armed)).egress_bytes == len(b'{"to":"bob"}')
        assert (await armed.wants(long)).decision.winner.code == "budget_used_up"
        assert (await armed.wants(read())).proof is not None


async def test_what_a_person_does_by_hand_is_not_counted(house: Gatehouse) -> None:
    await allow(house, calls=0)
    by_hand = replace(house.proposal(read()), run_id=None, conversation_id=None)
    assert (await house.gate.submit(by_hand)).proof is not None
    assert (await spent(house)).calls == 0


async def test_run_has_a_budget_of_its_own(house: Gatehouse) -> None:
    limits = BudgetLimits({Counted.CALLS: 1}, {}, {})
    async with house.database.begin() as tx:
        await house.terms.change(tx, limits=limits)
    here = Place()
    names = budgets_at(here.run, house.clock.now())
    assert (await house.wants(read(), at=here)).proof is not None
    assert (await house.wants(read(), at=here)).decision.winner.text.startswith("This answer may use")
    assert (await house.wants(read())).proof is not None
    assert len(set(names.values())) == 3


async def test_reservation_of_a_decision_that_cannot_be_recorded_is_not_kept(house: Gatehouse) -> None:
    await house.wants(read())
    before = await spent(house)
    with house.full_disk(), pytest.raises(Exception, match=r"."):
        await house.wants(read())
    assert await spent(house) == before


async def test_paid_call_stays_paid_after_a_crash(house: Gatehouse) -> None:
    await house.wants(read())
    folder, clock = house.folder, house.clock
    async with gatehouse(folder, clock=clock) as again:
        assert await again.budgets.settle_all() == 1
        assert await spent(again) == Amounts(seconds=TIME_SLICE, calls=1)
