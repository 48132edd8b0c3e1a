"""Owns: private files, written whole or not at all, and locks that end with their process.

Every driver may use it, and it uses none. Must not know what a file is for.
"""

import contextlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from paios.domain.errors import StorageError

NO_LINK: Final = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
"""Flags with which a file is opened that is no link, and that no child inherits."""


def read_private(path: Path, limit: int) -> bytes | None:
    """The file's content, None where there is none.

    Raises ``StorageError`` when it is a link, has more than ``limit`` bytes, or
    is readable by others: a secret that others could read is none.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | NO_LINK)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StorageError(f"The file {path.name} cannot be read.") from error
    with os.fdopen(descriptor, "rb") as file:
        if os.name == "posix" and os.fstat(descriptor).st_mode & 0o077:
            raise StorageError(f"The file {path.name} can be read by others. Set its mode to 0600.")
        content = file.read(limit + 1)
    if len(content) > limit:
        raise StorageError(f"The file {path.name} is too large.")
    return content


def write_private(path: Path, content: bytes, check: Callable[[bytes], None] = lambda _content: None) -> None:
    """Replace ``path`` atomically and durably, mode 0600. Raises ``StorageError``; the old one then stands.

    ``check`` looks at what was read back from the disk before the old file
    goes, and raises to keep the old one.
    """
    temporary = None
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # mode 0600
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        check(Path(temporary).read_bytes())
        Path(temporary).replace(path)
        temporary = None
        sync_folder(path.parent)
    except OSError as error:
        raise StorageError(f"The file {path.name} could not be written.") from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()


def sync_folder(folder: Path) -> None:
    """Make the names in the folder durable, where the file system can."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def locked(descriptor: int, *, shared: bool = False) -> bool:
    """Take the lock of an open file if it is free; it ends with the file or the process.

    ``shared`` goes together with other shared ones; Windows has none, so there it keeps nobody away.
    """
    try:
        import fcntl
    except ImportError:
        import msvcrt

        if shared:
            return True
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]  # Windows
        except OSError:
            return False
        return True
    try:
        fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
