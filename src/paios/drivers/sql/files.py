"""The files of a SQLite database, owner-only (B1).

Must not open the database. On Windows, where modes mean nothing, the profile
folder's access list is what protects it.
"""

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import Final

from paios.domain.errors import StorageError, UnavailableError
from paios.drivers.durable import NO_LINK, locked

_PLAIN: Final = b"SQLite format 3\0"
"""How a plain file begins; an encrypted one begins with 16 random bytes."""

_POSIX: Final = os.name == "posix"
_OTHERS: Final = 0o077


class Form(StrEnum):
    """How a database file is kept. The file itself tells, and nothing else."""

    NONE = "none"
    """There is no file, or one in which nothing was ever written."""
    PLAIN = "plain"
    ENCRYPTED = "encrypted"


def form(database: Path) -> Form:
    """How this file is kept. Raises ``StorageError`` where it cannot be read."""
    try:
        with database.open("rb") as file:
            begin = file.read(len(_PLAIN))
    except FileNotFoundError:
        return Form.NONE
    except OSError as error:
        raise StorageError("The database file cannot be read.") from error
    if not begin:
        return Form.NONE
    return Form.PLAIN if begin == _PLAIN else Form.ENCRYPTED


def prepare(database: Path) -> None:
    """Make the folder (0700) and an empty database file (0600), or check those that are there.

    Raises ``StorageError`` when anybody else may read them, or when one is a
    link or no regular file.
    """
    try:
        database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        make(database)
    except OSError as error:
        raise StorageError("The database file cannot be opened, or is a link.") from error
    verify(database)


def make(file: Path) -> None:
    """Make it, empty and with mode 0600, where it is not there. Raises ``OSError``."""
    os.close(os.open(file, os.O_RDWR | os.O_CREAT | NO_LINK, 0o600))


@contextmanager
def hold(database: Path, *, shared: bool) -> Iterator[None]:
    """Keep a conversion away while the database is used, or while it is converted all else.

    Of a conversion that was killed, what it left is removed. Raises
    ``UnavailableError`` where another process is in the way.
    """
    try:
        descriptor = os.open(_named(database, ".lock"), os.O_RDWR | os.O_CREAT | NO_LINK, 0o600)
    except OSError as error:
        raise StorageError("The folder of the database cannot be written.") from error
    try:
        if not locked(descriptor, shared=shared):
            raise UnavailableError(
                "The database is being encrypted or decrypted. Try again when that is done."
                if shared
                else "Another command of paios uses the database. Nothing was changed."
            )
        tidy(database)
        yield
    finally:
        os.close(descriptor)


def beside(database: Path) -> Path:
    """Where the new file of a conversion is written."""
    return _named(database, ".converting")


def companions(database: Path) -> tuple[Path, ...]:
    """The files that SQLite keeps beside a database."""
    return tuple(_named(database, suffix) for suffix in ("-wal", "-shm", "-journal"))


def tidy(database: Path) -> None:
    """Remove what a conversion left. It cannot be one that is under way: that one holds the database."""
    for left in (beside(database), *companions(beside(database))):
        with suppress(OSError):
            left.unlink(missing_ok=True)


def verify(database: Path) -> None:
    """Check the modes of the folder, the database and the files beside it. Raises ``StorageError``."""
    if not _POSIX:
        return
    _require(database.parent, stat.S_ISDIR, "The database's folder")
    for path in (database, *companions(database)):
        _require(path, stat.S_ISREG, "A database file")


def _named(database: Path, suffix: str) -> Path:
    return database.with_name(database.name + suffix)


def _require(path: Path, right_kind: Callable[[int], bool], what: str) -> None:
    try:
        found = path.stat() if right_kind is stat.S_ISDIR else path.lstat()
    except FileNotFoundError:
        return
    if not right_kind(found.st_mode):
        raise StorageError(f"{what} is a link or not what it should be.")
    if found.st_uid != os.geteuid():
        raise StorageError(f"{what} belongs to another account of this machine.")
    if found.st_mode & _OTHERS:
        raise StorageError(f"{what} can be read by others; take their permissions away (chmod go-rwx).")
