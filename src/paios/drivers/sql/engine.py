"""The database: opened safely, one transaction at a time, closed for good.

Owns connections and transactions. Must not know any table, nor import Alembic:
``migrate`` does so only where something is to be migrated.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, ExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Row, Select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from paios.domain.credential import Secret
from paios.domain.errors import LockedError, PaiosError, StorageError
from paios.drivers.sql import files, rows
from paios.drivers.sql.faults import translated
from paios.drivers.sql.sqlcipher import BUSY_SECONDS
from paios.drivers.sql.sqlite import WRITES, SqliteThreads, asynchronous
from paios.drivers.sql.urls import parsed, sqlite_file
from paios.ports.acting import SERVER, acting_for
from paios.ports.credentials import DatabaseKey
from paios.ports.transaction import Transaction

T = TypeVar("T")

_READERS: Final = 3
"""Threads that read SQLite, so that a long search does not hold up a short look-up."""


@dataclass(frozen=True, slots=True)
class SqlTransaction:
    """A transaction of this driver. After any error in it, it is good for nothing but its end."""

    connection: AsyncConnection


class Database:
    """A SQLite file or a PostgreSQL database.

    In SQLite every transaction of ``begin`` takes the write lock at once, in
    the order of asking, so that two writers wait for each other instead of
    failing half way (B1); ``read`` never waits for a writer.
    """

    def __init__(
        self,
        engine: AsyncEngine,
        path: Path | None = None,
        key: Secret | None = None,
        held: ExitStack | None = None,
    ) -> None:
        self._engine = engine
        self._writers = engine.execution_options(**{WRITES: True})
        self._path = path
        self._key = key
        self._held = held or ExitStack()
        self._writing = self._reading = None
        if path is not None:
            self._writing = SqliteThreads(path, key, threads=1, writes=True)
            self._reading = SqliteThreads(path, key, threads=_READERS, writes=False)
        self._turn = asyncio.Lock()
        self._closed = False
        self._holder: asyncio.Task[Any] | None = None

    @classmethod
    def open(cls, url: str, key: DatabaseKey | None = None) -> "Database":
        """Prepare a database for use: ``sqlite:////folder/file`` or ``postgresql://…``.

        Whether a SQLite file is encrypted is seen in the file; a new one is,
        where there is a ``key``. Raises ``StorageError`` for another URL, and
        for a SQLite file that others may read, that is a link, or that cannot
        be made; ``LockedError`` for an encrypted one without its key.
        """
        path = sqlite_file(url)
        if path is None:
            return cls(
                create_async_engine(parsed(url), pool_size=8, pool_pre_ping=True, hide_parameters=True)
            )
        files.prepare(path)
        with ExitStack() as held:
            held.enter_context(files.hold(path, shared=True))
            opening = _opening(files.form(path), key)
            return cls(asynchronous(path, opening), path, opening, held.pop_all())

    @property
    def dialect(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return self._engine.dialect.name

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[SqlTransaction]:
        """A transaction that may write: committed at the end, rolled back on any exception.

        Raises ``StorageError`` when the database is out of reach, full, or
        another writer does not finish in time.
        """
        async with self._my_turn(), self._connect(self._writers) as connection:
            yield SqlTransaction(connection)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A connection that sees one state of the database and must not write."""
        async with self._connect(self._engine) as connection:
            yield connection

    async def run(self, work: Callable[[Connection], T]) -> T:
        """A whole transaction of plain statements, committed when ``work`` returns.

        In SQLite it is one visit to a thread, where ``begin`` makes several a
        statement: three times as many transactions a second. Errors as ``begin``.
        """
        if self._writing is None:
            async with self.begin() as tx:
                return await tx.connection.run_sync(work)
        self._require_open()
        async with self._my_turn():
            with translated():
                return await self._writing.run(work)

    async def look(self, work: Callable[[Connection], T]) -> T:
        """As ``run``, for what only reads; it waits for no writer."""
        if self._reading is None:
            async with self.read() as connection:
                return await connection.run_sync(work)
        self._require_open()
        with translated():
            return await self._reading.run(work)

    async def fetch(self, query: Select[Any]) -> Sequence[Row[Any]]:
        """All rows of one query."""
        return await self.look(lambda connection: connection.execute(query).all())

    def joined(self, tx: Transaction | None) -> AbstractAsyncContextManager[AsyncConnection]:
        """The connection of ``tx``, or of a transaction of its own where there is none.

        Raises ``TypeError`` for another driver's transaction.
        """
        if tx is None:
            return self._own()
        if not isinstance(tx, SqlTransaction):
            raise TypeError("this transaction was not opened by the database")
        return _borrowed(tx.connection)

    async def migrate(self) -> None:
        """Bring the schema to this version's. Raises ``StorageError`` where a newer one left its mark."""
        from paios.drivers.sql import migration

        async with self.read() as connection:
            if await migration.is_current(connection):
                return
        with acting_for(SERVER):
            async with self.begin() as tx:
                await tx.connection.run_sync(migration.upgrade)
        if self._path is not None:
            files.verify(self._path)

    async def close(self) -> None:
        """Close all connections. What was committed stays."""
        if self._closed:
            return
        self._closed = True
        if self._key is not None:
            self._key.wipe()
        with self._held, translated():
            await self._engine.dispose()
            for threads in (self._reading, self._writing):
                if threads is not None:
                    await threads.close()

    @asynccontextmanager
    async def _own(self) -> AsyncIterator[AsyncConnection]:
        async with self.begin() as tx:
            yield tx.connection

    @asynccontextmanager
    async def _connect(self, engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
        self._require_open()
        with translated():
            async with AsyncExitStack() as opened:
                try:
                    connection = await opened.enter_async_context(engine.connect())
                except PaiosError:
                    raise
                except Exception as error:
                    raise StorageError("The database cannot be reached, or is not a database.") from error
                await opened.enter_async_context(connection.begin())
                if self._path is None:  # SQLite's connections are spared the visit
                    await connection.run_sync(rows.announce)
                yield connection

    def _require_open(self) -> None:
        if self._closed:
            raise StorageError("The database is closed.")

    @asynccontextmanager
    async def _my_turn(self) -> AsyncIterator[None]:
        """Queue fairly inside this process: SQLite's own waiting polls, and starves the unlucky."""
        if self._path is None:
            yield
            return
        if self._holder is asyncio.current_task():
            raise StorageError("A transaction was asked for inside another one.")
        try:
            async with asyncio.timeout(BUSY_SECONDS):
                await self._turn.acquire()
        except TimeoutError as error:
            raise StorageError("The database is busy; nothing was changed.") from error
        self._holder = asyncio.current_task()
        try:
            yield
        finally:
            self._holder = None
            self._turn.release()


@asynccontextmanager
async def _borrowed(connection: AsyncConnection) -> AsyncIterator[AsyncConnection]:
    with translated():
        yield connection


def _opening(form: files.Form, key: DatabaseKey | None) -> Secret | None:
    """What opens a file of this form; a new one is encrypted where there is a key."""
    if form is files.Form.PLAIN or (form is files.Form.NONE and key is None):
        return None
    if key is None:
        raise LockedError("The database is encrypted and no key was given, or it is not a database.")
    return key.open() if form is files.Form.ENCRYPTED else key.open_or_make()
