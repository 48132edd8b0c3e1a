"""Budgets in the database. What is taken is checked and counted by one conditional UPDATE a budget (S5).

The rows of a run, a day and a month are always taken in that order, so that two
transactions wait for each other instead of deadlocking.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, delete, func, select, true, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from paios.domain.budget import Amounts, BudgetLimits, Counted, Reservation, Scope, Spent
from paios.domain.errors import OverBudgetError
from paios.drivers.sql.engine import Database
from paios.drivers.sql.tables import budget_reservations, budget_uses
from paios.ports.transaction import Transaction

_INSERT: Final[Mapping[str, Callable[..., Any]]] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}
_NAMES: Final = tuple(each.value for each in Counted)


class SqlBudgetBook:
    """Fills ``ports.budgets.BudgetBook``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def reserve(
        self, reservation: Reservation, limits: BudgetLimits, tx: Transaction | None = None
    ) -> None:
        async with self._database.joined(tx) as connection:
            for budget in reservation.budgets.values():
                await self._open(connection, reservation.user_id, budget)
            await _take(connection, reservation, reservation.amounts, limits)
            await connection.execute(budget_reservations.insert().values(**_columns(reservation)))

    async def extend(self, reservation: Reservation, more: Amounts, limits: BudgetLimits) -> None:
        its = budget_reservations.c
        grown = update(budget_reservations).where(its.id == reservation.id)
        async with self._database.joined(None) as connection:
            await _take(connection, reservation, more, limits)
            await connection.execute(grown.values(**_added(budget_reservations, more)))

    async def settle(self, reservation_id: str, real: Amounts | None, tx: Transaction | None = None) -> None:
        its = budget_reservations.c
        closed = delete(budget_reservations).where(its.id == reservation_id).returning(budget_reservations)
        async with self._database.joined(tx) as connection:
            row = (await connection.execute(closed)).one_or_none()
            if row is None or real is None:
                return
            for budget in (row.run_id, row.day, row.month):
                change = _added(budget_uses, real - _amounts(row))
                await connection.execute(_of(row.user_id, budget).values(**change))

    async def settle_all(self) -> int:
        async with self._database.joined(None) as connection:
            return (await connection.execute(delete(budget_reservations))).rowcount

    async def spent(self, user_id: str, budgets: Iterable[str]) -> Mapping[str, Spent]:
        names = tuple(budgets)
        its = budget_uses.c
        used = await self._database.fetch(
            select(budget_uses).where(its.user_id == user_id, its.budget.in_(names))
        )
        held: dict[str, Amounts] = {}
        for column in ("run_id", "day", "month"):
            rows = await self._database.fetch(_held(user_id, column, names))
            held |= {row.budget: _amounts(row) for row in rows}
        found = {row.budget: _amounts(row) for row in used}
        return {name: Spent(found.get(name, Amounts()), held.get(name, Amounts())) for name in names}

    async def _open(self, connection: AsyncConnection, user_id: str, budget: str) -> None:
        """A row of nothing for a budget that nobody has used."""
        row = {"user_id": user_id, "budget": budget, **dict.fromkeys(_NAMES, 0)}
        insert = _INSERT[self._database.dialect](budget_uses).values(**row)
        await connection.execute(insert.on_conflict_do_nothing())


async def _take(
    connection: AsyncConnection, reservation: Reservation, amounts: Amounts, limits: BudgetLimits
) -> None:
    for scope in Scope:
        taken = _of(reservation.user_id, reservation.budgets[scope]).where(_pays(scope, amounts, limits))
        if (await connection.execute(taken.values(**_added(budget_uses, amounts)))).rowcount != 1:
            raise OverBudgetError("A budget has not as much left as this needs.")


def _pays(scope: Scope, amounts: Amounts, limits: BudgetLimits) -> ColumnElement[bool]:
    """The condition under which a budget can pay, as ``domain.budget.shortage`` says it."""
    condition: ColumnElement[bool] = true()
    for counted in Counted:
        limit, wanted = limits.of(scope, counted), amounts.of(counted)
        if limit is not None and wanted > 0:
            condition &= budget_uses.c[counted.value] + wanted <= limit
    return condition


def _of(user_id: str, budget: str) -> Any:
    its = budget_uses.c
    return update(budget_uses).where(its.user_id == user_id, its.budget == budget)


def _added(table: Any, amounts: Amounts) -> dict[str, Any]:
    return {name: table.c[name] + getattr(amounts, name) for name in _NAMES}


def _held(user_id: str, column: str, budgets: tuple[str, ...]) -> Select[Any]:
    """The sums of the open reservations of each budget that ``column`` names."""
    its = budget_reservations.c
    sums = [func.sum(its[name]).label(name) for name in _NAMES]
    query = select(its[column].label("budget"), *sums).where(its.user_id == user_id)
    return query.where(its[column].in_(budgets)).group_by(its[column])


def _columns(reservation: Reservation) -> dict[str, Any]:
    return {
        "id": reservation.id,
        "user_id": reservation.user_id,
        "run_id": reservation.run_id,
        "day": reservation.budgets[Scope.DAY],
        "month": reservation.budgets[Scope.MONTH],
        "made_at": reservation.made_at,
        **{name: getattr(reservation.amounts, name) for name in _NAMES},
    }


def _amounts(row: Row[Any]) -> Amounts:
    """Sums come as ``Decimal`` from PostgreSQL."""
    return Amounts(*(int(getattr(row, name)) for name in _NAMES))
