"""What budgets give out, on both databases: never more than their limit, and nothing is forgotten."""

from collections.abc import Mapping

import anyio
import pytest
from tests.drivers.sql.conftest import NOON

from paios.domain.budget import NO_LIMITS, Amounts, BudgetLimits, Counted, Reservation, Scope, budgets_at
from paios.domain.errors import OverBudgetError
from paios.domain.ids import new_id
from paios.domain.run import Run
from paios.drivers.sql.budgets import SqlBudgetBook
from paios.drivers.sql.engine import Database

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("S5", "B2")]

DAY = "2026-11-22"


def day(**most: int) -> BudgetLimits:
    return BudgetLimits({}, {Counted(name): limit for name, limit in most.items()}, {})


def reservation(run: Run, **amounts: int) -> Reservation:
    budgets = budgets_at(run.id, NOON)
    return Reservation(new_id(), run.user_id, run.id, budgets, Amounts(**amounts), NOON)


async def day_of(book: SqlBudgetBook, run: Run) -> tuple[Amounts, Amounts]:
    spent = (await book.spent(run.user_id, [DAY]))[DAY]
    return spent.used, spent.held


async def test_reserved_is_used_at_once_and_settled_at_what_it_really_was(
    database: Database, run: Run
) -> None:
    book, made = SqlBudgetBook(database), reservation(run, tokens=5000, money=70, seconds=10)
    await book.reserve(made, NO_LIMITS)
    assert await day_of(book, run) == (made.amounts, made.amounts)
    await book.settle(made.id, Amounts(tokens=1200, money=9, seconds=3))
    assert await day_of(book, run) == (Amounts(tokens=1200, money=9, seconds=3), Amounts())
    names: Mapping[Scope, str] = budgets_at(run.id, NOON)
    spent = await book.spent(run.user_id, names.values())
    assert [spent[name].used.tokens for name in names.values()] == [1200] * 3


async def test_what_nobody_settles_stands_as_it_was_estimated(database: Database, run: Run) -> None:
    book = SqlBudgetBook(database)
    told, lost = reservation(run, tokens=10), reservation(run, tokens=7)
    await book.reserve(told, NO_LIMITS)
    await book.reserve(lost, NO_LIMITS)
    await book.settle(told.id, None)
    assert await book.settle_all() == 1
    await book.settle(lost.id, Amounts(tokens=1))
    assert await day_of(book, run) == (Amounts(tokens=17), Amounts())


async def test_reservation_beyond_a_limit_takes_nothing_from_any_budget(database: Database, run: Run) -> None:
    book, limits = SqlBudgetBook(database), day(tokens=100)
    await book.reserve(reservation(run, tokens=60), limits)
    with pytest.raises(OverBudgetError):
        await book.reserve(reservation(run, tokens=41), limits)
    spent = await book.spent(run.user_id, budgets_at(run.id, NOON).values())
    assert {one.used.tokens for one in spent.values()} == {60}
    await book.reserve(reservation(run, tokens=40), limits)


async def test_what_is_not_wanted_cannot_be_short(database: Database, run: Run) -> None:
    book = SqlBudgetBook(database)
    await book.reserve(reservation(run, tokens=60), NO_LIMITS)
    await book.reserve(reservation(run, calls=1), day(tokens=10, calls=1))
    with pytest.raises(OverBudgetError):
        await book.reserve(reservation(run, calls=1), day(tokens=10, calls=1))


async def test_extended_reservation_obeys_the_limit_too(database: Database, run: Run) -> None:
    book, made, limits = SqlBudgetBook(database), reservation(run, seconds=10), day(seconds=25)
    await book.reserve(made, limits)
    await book.extend(made, Amounts(seconds=10), limits)
    with pytest.raises(OverBudgetError):
        await book.extend(made, Amounts(seconds=10), limits)
    assert await day_of(book, run) == (Amounts(seconds=20), Amounts(seconds=20))
    await book.settle(made.id, Amounts(seconds=12))
    assert await day_of(book, run) == (Amounts(seconds=12), Amounts())


async def fails_after(database: Database, book: SqlBudgetBook, made: Reservation) -> None:
    async with database.begin() as tx:
        await book.reserve(made, NO_LIMITS, tx)
        raise OverBudgetError("Another one, in the same transaction.")


async def test_reservation_goes_with_the_transaction_that_it_was_made_in(
    database: Database, run: Run
) -> None:
    book, made = SqlBudgetBook(database), reservation(run, tokens=5)
    with pytest.raises(OverBudgetError):
        await fails_after(database, book, made)
    assert await day_of(book, run) == (Amounts(), Amounts())


async def test_many_at_once_do_not_overspend_together(database: Database, run: Run) -> None:
    book, limits = SqlBudgetBook(database), day(tokens=100, calls=1000)
    won: list[bool] = []

    async def attempt() -> None:
        try:
            await book.reserve(reservation(run, tokens=9, calls=1), limits)
            won.append(True)
        except OverBudgetError:
            won.append(False)

    async with anyio.create_task_group() as together:
        for _ in range(30):
            together.start_soon(attempt)
    assert (sum(won), len(won)) == (11, 30)
    assert (await day_of(book, run))[0] == Amounts(tokens=99, calls=11)


async def test_budget_of_one_person_is_not_anothers(database: Database, run: Run) -> None:
    book = SqlBudgetBook(database)
    await book.reserve(reservation(run, tokens=5), NO_LIMITS)
    assert (await book.spent(new_id(), [DAY]))[DAY].used == Amounts()
