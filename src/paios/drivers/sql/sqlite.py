"""What is SQLite's own: how its connections are set up, and one in a thread of its own."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final, TypeVar

from sqlalchemy import URL, AdaptedConnection, Connection, Engine, create_engine, event

T = TypeVar("T")

BUSY_SECONDS: Final = 10
"""How long a writer waits for its turn before it gives up."""

WRITES: Final = "paios_writes"
"""The execution option of connections whose transactions take the write lock at once."""

_PRAGMAS: Final = (
    f"busy_timeout={BUSY_SECONDS * 1000}",
    "journal_mode=WAL",
    "synchronous=FULL",
    "secure_delete=ON",
    "foreign_keys=ON",
    "temp_store=MEMORY",
)
_HOW_TO_BEGIN: Final = {True: "BEGIN IMMEDIATE", False: "BEGIN"}


class SqliteThreads:
    """Connections to a SQLite file in threads of their own, for transactions that need no event loop.

    The loop waits once for a transaction, not for each step of each statement.
    """

    def __init__(self, path: Path, options: dict[str, Any], *, threads: int, writes: bool) -> None:
        url = URL.create("sqlite+pysqlite", database=str(path))
        engine = create_engine(url, pool_size=threads, pool_reset_on_return=None, **options)
        event.listen(engine, "connect", _prepare_connection)
        self._engine = engine
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


def prepare_connections(engine: Engine) -> None:
    """Set up every connection that an asynchronous engine makes, and begin its transactions."""
    event.listen(engine, "connect", _prepare_connection)
    event.listen(engine, "begin", _begin)


def _prepare_connection(connection: Any, _record: object) -> None:
    # None: the driver opens no transaction of its own; _begin does.
    connection.isolation_level = None
    # SQLite's lower() knows ASCII only; searches shall find "Ärzte" by "ärzte" as PostgreSQL does.
    connection.create_function("lower", 1, _lower, deterministic=True)
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


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


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value
