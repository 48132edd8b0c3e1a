"""A task that is cancelled in the middle of its transaction leaves nothing behind, and nobody locked out."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import text

from paios.drivers.sql.engine import Database

pytestmark = pytest.mark.anyio

ROUNDS = 120
WRITE = text("INSERT INTO preferences (name, value) VALUES ('cut', '{}')")


async def write(database: Database) -> None:
    async with database.begin() as tx:
        await tx.connection.execute(text("DELETE FROM preferences"))
        await tx.connection.execute(WRITE)


async def read(database: Database) -> None:
    async with database.read() as connection:
        await connection.execute(text("SELECT * FROM preferences"))


@pytest.mark.parametrize("work", [write, read])
@pytest.mark.requirement("B1")
async def test_cancelled_transaction_never_keeps_its_connection_or_the_lock(
    database: Database, work: Callable[[Database], Awaitable[None]]
) -> None:
    for turn in range(ROUNDS):
        task = asyncio.ensure_future(work(database))
        await asyncio.sleep(turn % 40 * 0.0001)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        async with asyncio.timeout(5):
            await write(database)
