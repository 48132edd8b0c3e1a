"""Which database a URL names."""

from pathlib import Path
from typing import Final

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from paios.domain.errors import StorageError

_DRIVERS: Final = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}


def parsed(url: str) -> URL:
    """The URL with the driver that serves it. Raises ``StorageError`` for one that no driver here serves."""
    try:
        found = make_url(url)
        backend = found.get_backend_name()
    except ArgumentError as error:
        raise StorageError("The database's URL cannot be understood.") from error
    if backend not in _DRIVERS:
        raise StorageError("The database must be a sqlite:// or postgresql:// URL.")
    if backend == "sqlite" and (found.query or (found.database or ":memory:").startswith((":", "file:"))):
        raise StorageError("The SQLite database must be a plain file.")
    return found.set(drivername=_DRIVERS[backend])


def sqlite_file(url: str) -> Path | None:
    """The file of a SQLite URL; None for PostgreSQL. Raises ``StorageError`` for any other URL."""
    found = parsed(url)
    return None if found.get_backend_name() == "postgresql" else Path(found.database or "").absolute()
