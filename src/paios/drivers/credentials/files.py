"""Owns: the folder of the store: private files, written whole or not at all, and one writer at a time."""

import contextlib
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from paios.domain.errors import StorageError, UnavailableError

LIMIT: Final = 32 * 1024 * 1024
"""Most bytes of a file that is read."""

_PATIENCE: Final = 10.0
"""Seconds to wait for another process that is changing the store."""

_NO_LINK: Final = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)


def read_private(path: Path) -> bytes | None:
    """The content, None where there is no file. Raises ``StorageError`` for one that others can read."""
    try:
        descriptor = os.open(path, os.O_RDONLY | _NO_LINK)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StorageError(f"The file {path.name} of the credentials cannot be read.") from error
    with os.fdopen(descriptor, "rb") as file:
        if os.name == "posix" and os.fstat(descriptor).st_mode & 0o077:
            raise StorageError(f"The file credentials/{path.name} can be read by others. Make its mode 0600.")
        content = file.read(LIMIT + 1)
    if len(content) > LIMIT:
        raise StorageError(f"The file {path.name} of the credentials is too large.")
    return content


def write_private(path: Path, content: bytes, check: Callable[[bytes], None] = lambda _content: None) -> None:
    """Replace ``path`` atomically and durably, mode 0600. Raises ``StorageError``; the old one then stands.

    ``check`` looks at what was read back from the disk before the old file
    goes, and raises to keep the old one.
    """
    temporary = None
    try:
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
        raise StorageError(f"The file {path.name} of the credentials could not be written.") from error
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


@contextlib.contextmanager
def only_writer(folder: Path, patience: float = _PATIENCE) -> Iterator[None]:
    """Hold the folder, made where there is none, against other processes; the lock ends with the process.

    What writers that were killed left behind is removed. Raises
    ``UnavailableError`` where another holds it for too long.
    """
    try:
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)  # the data folder, where there is none
        folder.mkdir(mode=0o700, exist_ok=True)
        descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | _NO_LINK, 0o600)
    except OSError as error:
        raise StorageError("The folder of the credentials cannot be written.") from error
    try:
        ends = time.monotonic() + patience
        while not _taken(descriptor):
            if time.monotonic() > ends:
                raise UnavailableError("Another command is changing the credentials. Try again.")
            time.sleep(0.02)
        for left in folder.glob(".*.*"):
            left.unlink(missing_ok=True)
        yield
    finally:
        os.close(descriptor)


def _taken(descriptor: int) -> bool:
    """Take the lock if it is free."""
    try:
        import fcntl
    except ImportError:
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]  # Windows
        except OSError:
            return False
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
