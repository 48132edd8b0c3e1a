"""Preferences in the database."""

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from paios.drivers.sql.engine import Database
from paios.drivers.sql.tables import preferences
from paios.ports.transaction import Transaction


class SqlPreferences:
    """Fills ``ports.preferences.Preferences``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, name: str) -> Any | None:
        query = select(preferences.c.value).where(preferences.c.name == name)
        rows = await self._database.fetch(query)
        return rows[0].value if rows else None

    async def put(self, name: str, value: Any, tx: Transaction | None = None) -> None:
        changed = update(preferences).where(preferences.c.name == name).values(value=value)
        async with self._database.joined(tx) as connection:
            if (await connection.execute(changed)).rowcount:
                return
            try:
                async with connection.begin_nested():
                    await connection.execute(preferences.insert().values(name=name, value=value))
            except IntegrityError:  # PostgreSQL: somebody else was first
                await connection.execute(changed)
