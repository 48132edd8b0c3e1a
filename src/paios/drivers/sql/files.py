"""The files of a SQLite database, owner-only (B1).

Must not open the database. On Windows, where modes mean nothing, the profile
folder's access list is what protects it.
"""

import os
import stat
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Final

from paios.domain.errors import StorageError

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
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
        os.close(os.open(database, flags, 0o600))
    except OSError as error:
        raise StorageError("The database file cannot be opened, or is a link.") from error
    verify(database)


def verify(database: Path) -> None:
    """Check the modes of the folder, the database and the files beside it. Raises ``StorageError``."""
    if not _POSIX:
        return
    _require(database.parent, stat.S_ISDIR, "The database's folder")
    for name in (database.name, f"{database.name}-wal", f"{database.name}-shm"):
        _require(database.with_name(name), stat.S_ISREG, "A database file")


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
