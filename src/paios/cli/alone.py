"""One server for one data folder, and none beside what must be alone with it."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from paios.domain.errors import UnavailableError
from paios.drivers.durable import NO_LINK, locked


@contextlib.contextmanager
def only_server(home: Path) -> Iterator[None]:
    """Hold the data folder: two servers on one would drive the same runs."""
    descriptor = os.open(home / "server.lock", os.O_RDWR | os.O_CREAT | NO_LINK, 0o600)
    with os.fdopen(descriptor, "w"):
        if not locked(descriptor):
            raise UnavailableError("paios is running already for this data folder.")
        yield


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
