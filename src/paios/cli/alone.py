"""One server for one data folder, where it listens, and none beside what must be alone with it."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final, TextIO

from paios.domain.errors import UnavailableError
from paios.drivers.durable import NO_LINK, locked

_LOCK: Final = "server.lock"


@contextlib.contextmanager
def only_server(home: Path) -> Iterator[TextIO]:
    """Hold the data folder: two servers on one would drive the same runs. Yields what ``announce`` takes."""
    descriptor = os.open(home / _LOCK, os.O_RDWR | os.O_CREAT | NO_LINK, 0o600)
    with os.fdopen(descriptor, "w") as held:
        if not locked(descriptor):
            raise UnavailableError("paios is running already for this data folder.")
        held.truncate(0)
        yield held


def announce(held: TextIO, address: str) -> None:
    """Tell this account's commands where the server that holds the data folder listens."""
    held.write(f" {address}")  # Windows lets nobody read the first byte, which is locked
    held.flush()


def announced(home: Path) -> str | None:
    """Where the server of this data folder listens; None where none does.

    Nobody else can write it, so what answers there is that server, and not
    whoever took the port while it was down.
    """
    try:
        descriptor = os.open(home / _LOCK, os.O_RDWR | NO_LINK)
    except OSError:
        return None
    with os.fdopen(descriptor, "rb") as file:
        if locked(descriptor):
            return None
        file.seek(1)
        return file.read().decode()


@contextlib.contextmanager
def stopped_server(home: Path, why: str) -> Iterator[None]:
    """Keep the server from running meanwhile. ``why`` it must not: while it runs it …"""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(only_server(home))
        except UnavailableError as error:
            raise UnavailableError(f"Stop paios first: while it runs {why}. Nothing was changed.") from error
        yield
