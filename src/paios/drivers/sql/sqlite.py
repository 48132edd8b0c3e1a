"""What is SQLite's own: its engines, how transactions begin, connections in threads of their own."""

import asyncio
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from sqlalchemy import URL, AdaptedConnection, Connection, create_engine, event
from sqlalchemy.dialects.sqlite.aiosqlite import AsyncAdapt_aiosqlite_dbapi
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from paios.domain.credential import Secret
from paios.drivers.sql import sqlcipher

T = TypeVar("T")

WRITES: Final = "paios_writes"
"""The execution option of connections whose transactions take the write lock at once."""

_HOW_TO_BEGIN: Final = {True: "BEGIN IMMEDIATE", False: "BEGIN"}


class SqliteThreads:
    """Connections to a SQLite file in threads of their own, for transactions that need no event loop.

    The loop waits once for a transaction, not for each step of each statement.
    """

    def __init__(self, path: Path, key: Secret | None, *, threads: int, writes: bool) -> None:
        self._engine = create_engine(
            URL.create("sqlite+pysqlite", database=str(path)),
            module=sqlcipher.driver,
            creator=partial(sqlcipher.prepared, path, key),
            pool_size=threads,
            pool_reset_on_return=None,
            hide_parameters=True,
        )
        self._begin = _HOW_TO_BEGIN[writes]
        self._threads = ThreadPoolExecutor(threads, "paios-sqlite")

    async def run(self, work: Callable[[Connection], T]) -> T:
        """One transaction, committed when ``work`` returns."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._transact, work)

    def _transact(self, work: Callable[[Connection], T]) -> T:
        with self._engine.connect() as connection:
            # Not by an event: an engine that has any asks for all of them at every statement.
            connection.exec_driver_sql(self._begin)
            result = work(connection)
            connection.commit()
            return result

    async def close(self) -> None:
        """Let what is under way end, and close the connections."""
        await asyncio.get_running_loop().run_in_executor(None, self._threads.shutdown)
        self._engine.dispose()


def asynchronous(path: Path, key: Secret | None) -> AsyncEngine:
    """An engine for the event loop. What a person wrote never stands in its errors, and so in a log (O3)."""
    engine = create_async_engine(
        URL.create("sqlite+aiosqlite", database=str(path)),
        module=AsyncAdapt_aiosqlite_dbapi(sys.modules[sqlcipher.__name__], sqlcipher.driver),
        connect_args={"key": key},
        pool_size=4,
        hide_parameters=True,
    )
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    statement = _HOW_TO_BEGIN[writes]
    raw = connection.connection.dbapi_connection
    if isinstance(raw, AdaptedConnection):
        # One visit to the connection's thread, where a cursor of SQLAlchemy takes three.
        try:
            raw.run_async(lambda driver: driver.execute(statement))
        except BaseException:
            # Cancelled, while the connection's thread goes on: whoever got this connection next would
            # find a transaction open, and one that writes would keep the lock for good.
            connection.invalidate()
            raise
    else:
        connection.exec_driver_sql(statement)
