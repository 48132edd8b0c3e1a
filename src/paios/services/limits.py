"""The limits in force: a person's setting, else the environment's, else the default (S2)."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import timedelta

from paios.domain.settings import Limits
from paios.ports.preferences import Preferences
from paios.ports.transaction import Transaction

_NAME = "limits"


class LimitSettings:
    """Reads and stores the limits. ``fallback`` is what counts where nobody set anything."""

    def __init__(self, preferences: Preferences, fallback: Limits) -> None:
        self._preferences = preferences
        self._fallback = fallback

    async def read(self) -> Limits:
        stored = await self._preferences.get(_NAME) or {}
        known = {name: value for name, value in stored.items() if name in asdict(self._fallback)}
        return replace(self._fallback, **known)

    async def change(self, changes: Mapping[str, int], tx: Transaction) -> None:
        """Store changed limits; the contract has checked their ranges."""
        stored = await self._preferences.get(_NAME) or {}
        await self._preferences.put(_NAME, {**stored, **changes}, tx)

    async def concurrent_runs(self) -> int:
        return (await self.read()).concurrent_runs

    async def patience(self) -> timedelta:
        """How long a question waits for its answer."""
        return timedelta(minutes=(await self.read()).approval_minutes)
