"""The kill switch, stored, so that it survives restarts (S4)."""

from datetime import datetime

from paios.domain.audit import stamp
from paios.domain.pause import Pause
from paios.ports.preferences import Preferences
from paios.ports.transaction import Transaction

_NAME = "pause"


class StoredPause:
    """``PauseSwitch`` over the preferences; it is read anew each time."""

    def __init__(self, preferences: Preferences) -> None:
        self._preferences = preferences

    async def read(self) -> Pause:
        stored = await self._preferences.get(_NAME)
        if not stored or not stored["paused"]:
            return Pause(False)
        return Pause(True, datetime.fromisoformat(stored["since"]), stored["by"])

    async def set(self, pause: Pause, tx: Transaction) -> None:
        since = stamp(pause.since) if pause.since else None
        await self._preferences.put(_NAME, {"paused": pause.paused, "since": since, "by": pause.by}, tx)
