"""Where the kill switch stands. It is read below the model, before every step (S4)."""

from typing import Protocol

from paios.domain.pause import Pause
from paios.ports.transaction import Transaction


class PauseSwitch(Protocol):
    async def read(self) -> Pause:
        """The stored position, read anew. Raises ``StorageError``: unknown is not "running"."""
        ...

    async def set(self, pause: Pause, tx: Transaction) -> None: ...
