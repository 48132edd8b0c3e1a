"""What is SQLite's own: how its connections are set up, and one in a thread of its own."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final, TypeVar

from sqlalchemy import URL, AdaptedConnection, Connection, Engine, StaticPool, create_engine, event

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


class SqliteThread:
    """One more connection to a SQLite file, in a thread of its own and without an event loop."""

    def __init__(self, path: Path, options: dict[str, Any]) -> None:
        url = URL.create("sqlite+pysqlite", database=str(path))
        engine = create_engine(
            url, poolclass=StaticPool, connect_args={"check_same_thread": False}, **options
        )
        self._engine = engine.execution_options(**{WRITES: True})
        self._thread = ThreadPoolExecutor(1, "paios-sqlite")
        prepare_connections(engine)

    async def run(self, work: Callable[[Connection], T]) -> T:
        """One transaction that may write: committed when ``work`` returns."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._transact, work)

    def _transact(self, work: Callable[[Connection], T]) -> T:
        with self._engine.begin() as connection:
            return work(connection)

    async def close(self) -> None:
        """Close the connection, in the thread that made it."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._engine.dispose)
        self._thread.shutdown()


def prepare_connections(engine: Engine) -> None:
    """Set up every connection that ``engine`` makes, and begin its transactions as they should be."""
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
    statement = "BEGIN IMMEDIATE" if writes else "BEGIN"
    raw = connection.connection.dbapi_connection
    if isinstance(raw, AdaptedConnection):
        # One visit to the connection's thread, where a cursor of SQLAlchemy takes three.
        raw.run_async(lambda driver: driver.execute(statement))
    else:
        connection.exec_driver_sql(statement)


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value
