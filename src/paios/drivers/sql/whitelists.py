"""Whitelists in the database."""

from typing import Any

from sqlalchemy import Row, delete, select

from paios.domain.errors import NotFoundError
from paios.domain.page import Page, Slice
from paios.domain.whitelist import ListEntry, ListKind
from paios.drivers.sql.engine import Database
from paios.drivers.sql.faults import translated
from paios.drivers.sql.slices import slice_of
from paios.drivers.sql.tables import whitelist_entries
from paios.ports.transaction import Transaction


class SqlWhitelists:
    """Fills ``ports.whitelists.Whitelists``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of_user(self, user_id: str) -> tuple[ListEntry, ...]:
        query = select(whitelist_entries).where(whitelist_entries.c.user_id == user_id)
        rows = await self._database.fetch(query.order_by(whitelist_entries.c.position))
        return tuple(map(_entry, rows))

    async def page(self, user_id: str, part: Slice, kind: ListKind | None = None) -> Page[ListEntry]:
        its = whitelist_entries.c
        query = select(whitelist_entries).where(its.user_id == user_id)
        if kind is not None:
            query = query.where(its.kind == kind.value)
        rows, total = await slice_of(self._database, query.order_by(its.position.desc()), part)
        return Page(tuple(map(_entry, rows)), total)

    async def add(self, entry: ListEntry, tx: Transaction | None = None) -> None:
        async with self._database.joined(tx) as connection:
            with translated(conflict="This is on the list already."):
                await connection.execute(
                    whitelist_entries.insert().values(
                        id=entry.id,
                        user_id=entry.user_id,
                        kind=entry.kind.value,
                        value=entry.value,
                        created_at=entry.created_at,
                    )
                )

    async def remove(self, user_id: str, entry_id: str, tx: Transaction | None = None) -> None:
        its = whitelist_entries.c
        gone = delete(whitelist_entries).where(its.id == entry_id, its.user_id == user_id)
        async with self._database.joined(tx) as connection:
            if (await connection.execute(gone)).rowcount != 1:
                raise NotFoundError("There is no such entry.")


def _entry(row: Row[Any]) -> ListEntry:
    return ListEntry(row.id, row.user_id, ListKind(row.kind), row.value, row.created_at)
