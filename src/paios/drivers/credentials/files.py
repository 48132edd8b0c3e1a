"""Owns: the folder of the store, and that it has one writer at a time."""

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from paios.domain.errors import StorageError, UnavailableError
from paios.drivers.durable import NO_LINK, locked

LIMIT: Final = 32 * 1024 * 1024
"""Most bytes of a file that is read."""

_PATIENCE: Final = 10.0
"""Seconds to wait for another process that is changing the store."""


@contextlib.contextmanager
def only_writer(folder: Path, patience: float = _PATIENCE) -> Iterator[None]:
    """Hold the folder, made where there is none, against other processes; the lock ends with the process.

    What writers that were killed left behind is removed. Raises
    ``UnavailableError`` where another holds it for too long.
    """
    try:
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)  # the data folder, where there is none
        folder.mkdir(mode=0o700, exist_ok=True)
        descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | NO_LINK, 0o600)
    except OSError as error:
        raise StorageError("The folder of the credentials cannot be written.") from error
    try:
        ends = time.monotonic() + patience
        while not locked(descriptor):
            if time.monotonic() > ends:
                raise UnavailableError("Another command is changing the credentials. Try again.")
            time.sleep(0.02)
        for left in folder.glob(".*.*"):
            left.unlink(missing_ok=True)
        yield
    finally:
        os.close(descriptor)
