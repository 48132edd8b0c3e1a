"""One database transaction, opaque to everybody but the driver that made it."""

from collections.abc import Awaitable, Callable
from typing import Protocol


class Transaction(Protocol):
    """Handed from the store that opened it to the stores that join it."""


Work = Callable[[Transaction], Awaitable[None]]
"""What shall be stored together with something else: all of it, or none."""
