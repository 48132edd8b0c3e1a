"""How often each person wants to be asked: one choice a person, kept with the settings."""

from dataclasses import asdict

from paios.domain.caution import ASKING, Caution, Mode
from paios.ports.preferences import Preferences
from paios.ports.transaction import Transaction


class CautionSettings:
    """Reads and stores the choices. Who chose nothing is asked about everything."""

    def __init__(self, preferences: Preferences) -> None:
        self._preferences = preferences

    async def of_user(self, user_id: str) -> Caution:
        stored = await self._preferences.get(_name(user_id))
        return ASKING if stored is None else Caution(Mode(stored["mode"]), stored["strict"])

    async def choose(self, user_id: str, caution: Caution, tx: Transaction) -> None:
        await self._preferences.put(_name(user_id), asdict(caution), tx)


def _name(user_id: str) -> str:
    return f"caution:{user_id}"
