"""Owns: encrypting a SQLite file and decrypting it, in place. Must not decide whether to, nor find the key.

The new file is written beside the old one, made durable, opened anew, examined
and compared with the old one row by row; only then it takes the old one's name.
Whenever this is killed, one whole database has the name, and what lies beside
it is removed by whoever opens it next.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final

from paios.domain.credential import Secret
from paios.domain.errors import StorageError, UnavailableError
from paios.drivers.durable import NO_LINK, sync_folder
from paios.drivers.sql import files
from paios.drivers.sql.files import Form
from paios.drivers.sql.sqlcipher import Error, driver, opened, raw

Tell = Callable[[str, float], None]
"""Is told what is being done, and which part of it is done, many times a second."""

_SPARE: Final = 4 * 1024 * 1024
"""Bytes that must be free beside what the new file takes."""

_STEPS: Final = 20_000
"""Of SQLite's machine, between two looks at how far it is."""

_ROWS: Final = 1_000
_CHUNK: Final = 1024 * 1024
_UNCHANGED: Final = " Nothing was changed."
_CAUSES: Final = {
    driver.SQLITE_FULL: "The disk is full.",
    driver.SQLITE_CORRUPT: "The database is damaged.",
    driver.SQLITE_NOTADB: "The database is damaged, or is none.",
    driver.SQLITE_READONLY: "The folder of the database cannot be written.",
    driver.SQLITE_CANTOPEN: "The folder of the database cannot be written.",
}
_SCHEMA: Final = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name"


@dataclass(frozen=True, slots=True)
class Conversion:
    """What was done. ``overwritten`` is whether the old file was, which only a plain one is."""

    tables: int
    rows: int
    overwritten: bool


def convert(path: Path, key: Secret, to: Form, tell: Tell) -> Conversion:
    """Keep the database in the form ``to`` from now on; it must be in the other one.

    Raises ``UnavailableError`` where anything else uses it, ``LockedError``
    where the key does not open it, ``StorageError`` for what cannot be read or
    written; nothing was changed then.
    """
    old_key, new_key = (None, key) if to is Form.ENCRYPTED else (key, None)
    files.verify(path)
    with files.hold(path, shared=False), _told():
        try:
            _require_room(path)
            with closing(opened(path, old_key)) as source:
                _own(source)
                tell("Checking the old file", 0.0)
                if not _sound(source):
                    raise StorageError(_CAUSES[driver.SQLITE_CORRUPT] + _UNCHANGED)
                _copy(source, path, new_key, tell)
                done = _compared(source, files.beside(path), new_key, tell)
                seen = _seen(path)
            with _outlived(path, overwritten=to is Form.ENCRYPTED, tell=tell) as overwrite:
                if _seen(path) != seen or any(each.exists() for each in files.companions(path)):
                    raise UnavailableError("Something else used the database meanwhile." + _UNCHANGED)
                files.beside(path).replace(path)
                sync_folder(path.parent)
                return Conversion(*done, overwrite())
        finally:
            files.tidy(path)


def _require_room(path: Path) -> None:
    sizes = [each.stat().st_size for each in (path, *files.companions(path)) if each.exists()]
    wanted, free = sum(sizes) + _SPARE, shutil.disk_usage(path.parent).free
    if free < wanted:
        raise StorageError(
            f"The new file needs {wanted // _CHUNK:,} MiB beside the old one, and {free // _CHUNK:,} MiB "
            "are free." + _UNCHANGED
        )


def _own(source: Any) -> None:
    """Fold the write-ahead log into the file, and keep every other connection out until the end."""
    source.execute("PRAGMA busy_timeout = 2000")
    # In this order: a connection that is exclusive from the start leaves a crashed one's -shm where it is.
    source.execute("PRAGMA journal_mode = DELETE")
    source.execute("PRAGMA locking_mode = EXCLUSIVE")
    source.execute("BEGIN EXCLUSIVE")
    source.execute("COMMIT")
    if source.execute("PRAGMA journal_mode").fetchall() != [("delete",)]:
        raise UnavailableError("Something else uses the database." + _UNCHANGED)


def _sound(connection: Any) -> bool:
    found: bool = connection.execute("PRAGMA integrity_check(1)").fetchall() == [("ok",)]
    return found


def _copy(source: Any, path: Path, key: Secret | None, tell: Tell) -> None:
    beside, size = files.beside(path), max(path.stat().st_size, 1)
    files.make(beside)
    source.execute("ATTACH ? AS beside KEY ?", (str(beside), raw(key) if key else ""))
    # Nobody needs it until it is whole, and then it is made durable at once.
    source.execute("PRAGMA beside.journal_mode = OFF")
    source.execute("PRAGMA beside.synchronous = OFF")
    source.set_progress_handler(lambda: tell("Copying", min(beside.stat().st_size / size, 1.0)), _STEPS)
    source.execute("SELECT sqlcipher_export('beside')")
    source.set_progress_handler(None, 0)
    source.execute("DETACH beside")
    descriptor = os.open(beside, os.O_RDWR | NO_LINK)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _compared(source: Any, beside: Path, key: Secret | None, tell: Tell) -> tuple[int, int]:
    """How many tables and rows are the same in both. Raises ``StorageError`` where anything is not."""
    with closing(opened(beside, key)) as copy:
        tell("Checking", 0.0)
        whole = _sound(copy)
        if key is not None:
            whole = whole and not copy.execute("PRAGMA cipher_integrity_check").fetchall()
        schema = source.execute(_SCHEMA).fetchall()
        if not whole or schema != copy.execute(_SCHEMA).fetchall():
            raise StorageError("The new file is not whole." + _UNCHANGED)
        # A virtual table keeps its rows in ordinary ones, which are compared.
        tables = [
            name for kind, name, _, sql in schema if kind == "table" and "VIRTUAL" not in sql[:20].upper()
        ]
        source.text_factory = copy.text_factory = bytes  # whatever stands there, readable as text or not
        rows = 0
        for number, name in enumerate(tables):
            tell("Checking", number / len(tables))
            rows += _equal_rows(source, copy, name)
    return len(tables), rows


def _equal_rows(source: Any, copy: Any, table: str) -> int:
    query, count = 'SELECT * FROM "{}"'.format(table.replace('"', '""')), 0  # noqa: S608 - a name of the schema
    for ours, theirs in zip_longest(_batches(source.execute(query)), _batches(copy.execute(query))):
        if ours != theirs:
            raise StorageError("The new file does not have what the old one has." + _UNCHANGED)
        count += len(ours)
    return count


def _batches(cursor: Any) -> Iterator[list[Any]]:
    while batch := cursor.fetchmany(_ROWS):
        yield batch


def _seen(path: Path) -> tuple[int, int, int]:
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns


@contextmanager
def _outlived(path: Path, *, overwritten: bool, tell: Tell) -> Iterator[Callable[[], bool]]:
    """What overwrites the file once another has its name, and says whether it did.

    That reaches the blocks that the file has now, where the disk writes in place;
    not older ones, copies, nor what an SSD keeps. A file that has another name
    somewhere is left alone: that is a backup.
    """
    if os.name != "posix" or not overwritten:
        yield lambda: False
        return
    descriptor = os.open(path, os.O_WRONLY | NO_LINK)
    try:

        def overwrite() -> bool:
            found = os.fstat(descriptor)
            if found.st_nlink:
                return False
            with suppress(OSError):
                for at in range(0, found.st_size, _CHUNK):
                    tell("Overwriting the old file", at / found.st_size)
                    os.pwrite(descriptor, bytes(min(_CHUNK, found.st_size - at)), at)
                os.fsync(descriptor)
                return True
            return False

        yield overwrite
    finally:
        os.close(descriptor)


@contextmanager
def _told() -> Iterator[None]:
    """Say in words what SQLite and the system say in numbers."""
    try:
        yield
    except Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in (driver.SQLITE_BUSY, driver.SQLITE_LOCKED):
            raise UnavailableError("Something else uses the database." + _UNCHANGED) from error
        cause = _CAUSES.get(code, "The new file could not be written. Is the disk full?")
        raise StorageError(cause + _UNCHANGED) from error
    except OSError as error:
        raise StorageError("The folder of the database cannot be written." + _UNCHANGED) from error
