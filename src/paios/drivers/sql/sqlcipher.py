"""SQLCipher's driver, for plain files and for encrypted ones, and as SQLAlchemy wants it with asyncio.

Owns how a connection to a SQLite file begins: its key first. As a module it is
what SQLAlchemy's dialect takes for ``aiosqlite``, which itself knows only the
standard library's driver and errors.
"""

from functools import partial
from math import log
from pathlib import Path
from typing import Any, Final

from aiosqlite import Connection, __version__
from sqlcipher3 import dbapi2 as driver
from sqlcipher3.dbapi2 import (
    DatabaseError,
    Error,
    IntegrityError,
    NotSupportedError,
    OperationalError,
    ProgrammingError,
    sqlite_version,
    sqlite_version_info,
)

from paios.domain.credential import Secret
from paios.domain.errors import LockedError

__all__ = [
    "Connection",
    "DatabaseError",
    "Error",
    "IntegrityError",
    "NotSupportedError",
    "OperationalError",
    "ProgrammingError",
    "__version__",
    "connect",
    "driver",
    "opened",
    "prepared",
    "sqlite_version",
    "sqlite_version_info",
]

BUSY_SECONDS: Final = 10
"""How long a writer waits for its turn before it gives up."""

_PRAGMAS: Final = (
    f"busy_timeout={BUSY_SECONDS * 1000}",
    "journal_mode=WAL",
    "synchronous=FULL",
    "secure_delete=ON",
    "foreign_keys=ON",
    "temp_store=MEMORY",
)
_ROWS_AT_ONCE: Final = 64


def opened(path: Path | str, key: Secret | None) -> Any:
    """A connection to the file, usable from any thread, that opens no transaction of its own.

    ``key`` is 64 hexadecimal digits, or None for a plain file. Raises
    ``LockedError`` where it does not open the file.
    """
    connection = driver.connect(str(path), isolation_level=None, check_same_thread=False)
    try:
        if key is not None:
            # By the driver, and not by SQLAlchemy or aiosqlite, which could log the statement.
            connection.execute(f'PRAGMA key = "{raw(key)}"')
            connection.execute("PRAGMA cipher_log = off")  # to standard error, and we tell it ourselves
            connection.execute("SELECT count(*) FROM sqlite_schema")
    except DatabaseError as error:
        connection.close()
        if error.sqlite_errorcode == driver.SQLITE_NOTADB:
            raise LockedError(
                "The database does not open with its key in the credential store: it belongs to another "
                "store, or is damaged. Nothing was changed. Put back the copy of the one or of the other."
            ) from error
        raise
    return connection


def raw(key: Secret) -> str:
    """The key as SQLCipher takes one that needs no derivation."""
    return f"x'{key.reveal()}'"


def prepared(path: Path | str, key: Secret | None) -> Any:
    """As ``opened``, set up for everyday use."""
    connection = opened(path, key)
    # SQLite's lower() knows ASCII only; searches shall find "Ärzte" by "ärzte" as PostgreSQL does.
    connection.create_function("lower", 1, _lower, deterministic=True)
    # SQLCipher is built without the functions of mathematics.
    connection.create_function("ln", 1, log, deterministic=True)
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    return connection


def connect(database: str, *, key: Secret | None, check_same_thread: bool) -> Connection:
    """Called by SQLAlchemy where it would call ``aiosqlite.connect``."""
    del check_same_thread
    return Connection(partial(prepared, database, key), iter_chunk_size=_ROWS_AT_ONCE)


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value
