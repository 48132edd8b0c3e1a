"""Telling a person's devices, through the push services of their browsers, and where the devices are kept."""

from datetime import datetime
from typing import Protocol

from paios.domain.push import PushAddress, PushDevice, Word
from paios.ports.transaction import Transaction


class PushService(Protocol):
    @property
    def public_key(self) -> str:
        """What a browser must know to let this server push, base64url without padding (RFC 8292)."""
        ...

    async def check(self, address: PushAddress) -> None:
        """Raises ``InvalidInputError`` where no message could or must be sent to it."""
        ...

    async def send(self, address: PushAddress, word: Word) -> bool:
        """Whether the service took it; False where it knows the device no more.

        Raises ``UnavailableError`` when it cannot be reached or refuses, ``InvalidInputError`` as ``check``.
        """
        ...


class PushDevices(Protocol):
    async def put(self, device: PushDevice, tx: Transaction) -> None:
        """Keep it, in place of what this session or this very address had before."""
        ...

    async def of_session(self, session_id: str) -> PushDevice | None: ...

    async def of_user(self, user_id: str, now: datetime) -> tuple[PushDevice, ...]:
        """Those whose session still lasts."""
        ...

    async def remove(self, device: PushDevice, tx: Transaction | None = None) -> None:
        """Forget it, unless it has been given another address since."""
        ...
