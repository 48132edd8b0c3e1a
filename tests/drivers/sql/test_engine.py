"""Transactions, and what a connection is set to."""

import anyio
import anyio.lowlevel
import pytest
from sqlalchemy import select, text

from paios.domain.errors import StorageError
from paios.drivers.sql.engine import Database
from paios.drivers.sql.preferences import SqlPreferences
from paios.drivers.sql.tables import preferences

pytestmark = pytest.mark.anyio


async def test_what_fails_half_way_leaves_nothing(database: Database) -> None:
    store = SqlPreferences(database)

    async def fail_half_way() -> None:
        async with database.begin() as tx:
            await store.put("theme", "dark", tx)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail_half_way()
    assert await store.get("theme") is None


async def test_what_is_done_together_is_stored_together(database: Database) -> None:
    store = SqlPreferences(database)
    async with database.begin() as tx:
        await store.put("theme", "dark", tx)
        await store.put("language", "de", tx)
    assert (await store.get("theme"), await store.get("language")) == ("dark", "de")


async def test_two_writers_wait_for_each_other(database: Database) -> None:
    store = SqlPreferences(database)
    await store.put("count", 0)

    async def add_one() -> None:
        async with database.begin() as tx:
            query = select(preferences.c.value).where(preferences.c.name == "count").with_for_update()
            before = await tx.connection.scalar(query)
            await anyio.lowlevel.checkpoint()
            await store.put("count", (before or 0) + 1, tx)

    async with anyio.create_task_group() as tasks:
        for _ in range(20):
            tasks.start_soon(add_one)
    assert await store.get("count") == 20


async def test_another_drivers_transaction_is_refused(database: Database) -> None:
    with pytest.raises(TypeError):
        await SqlPreferences(database).put("theme", "dark", object())


async def test_an_error_of_the_database_says_nothing_about_it(database: Database) -> None:
    with pytest.raises(StorageError) as raised:
        async with database.read() as connection:
            await connection.execute(text("SELECT secret FROM no_such_table"))
    assert "no_such_table" not in str(raised.value)
    assert "SELECT" not in str(raised.value)
