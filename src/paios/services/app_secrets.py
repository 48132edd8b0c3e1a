"""The sealed secrets of authenticator apps, beside the rows that ask for their codes (U3).

No transaction holds both, so they are changed in an order: the secret is there
before its row, and goes after it. Whoever changes them takes a turn, so that no
late end of one change undoes the next.
"""

from weakref import WeakValueDictionary

import structlog
from anyio import Lock, to_thread

from paios.domain.errors import StorageError
from paios.ports.factors import Authenticators

_log = structlog.get_logger(__name__)


class AppSecrets:
    """One for all who change them."""

    def __init__(self, apps: Authenticators) -> None:
        self._apps = apps
        self._turns: WeakValueDictionary[str, Lock] = WeakValueDictionary()

    def turn(self, user_id: str) -> Lock:
        """To be held around a change of this person's app: the row and the secret."""
        return self._turns.setdefault(user_id, Lock())

    async def keep(self, user_id: str, secret: str) -> None:
        """Before the row is there: a row with another secret, or none, would lock its person out."""
        await to_thread.run_sync(self._apps.keep, user_id, secret)

    async def forget(self, user_id: str) -> None:
        """After the row is gone. One that cannot be reached stays, and opens nothing without its row."""
        try:
            await to_thread.run_sync(self._apps.keep, user_id, None)
        except StorageError:
            _log.exception("app_secret_left_behind", user=user_id)
