"""One database transaction, opaque to everybody but the driver that made it."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import Protocol


class Transaction(Protocol):
    """Handed from the store that opened it to the stores that join it."""


Work = Callable[[Transaction], Awaitable[None]]
"""What shall be stored together with something else: all of it, or none."""


class Transactions(Protocol):
    """For what must be stored together where no audit record goes with it."""

    def begin(self) -> AbstractAsyncContextManager[Transaction]:
        """Committed at the end, rolled back on any exception. Raises ``StorageError``.

        A transaction is not opened inside another one.
        """
        ...
