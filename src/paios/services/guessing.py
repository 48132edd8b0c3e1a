"""How often a password may be tried: by account and by address, always (U8, incident 9)."""

from datetime import timedelta
from typing import Final

from paios.ports.clock import Clock
from paios.services.throttle import Throttle

_WINDOW: Final = timedelta(minutes=5)


class SignInLimits:
    """The budgets of strangers, and those of devices on which the account's person signed in before.

    Strangers cannot use up what such a device has, so they cannot lock the
    person out of it; and it may itself not guess for long.
    """

    def __init__(self, clock: Clock) -> None:
        self._by_account = Throttle(clock, most=10, window=_WINDOW)
        self._by_address = Throttle(clock, most=30, window=_WINDOW)
        self._by_device = Throttle(clock, most=5, window=_WINDOW)
        self._by_home = Throttle(clock, most=30, window=_WINDOW)

    def attempt(self, account: str, address: str, device: str | None) -> None:
        """Count an attempt; ``device`` is one known for the account. Raises ``TooManyRequestsError``."""
        if device is None:
            self._by_address.attempt(address)
            self._by_account.attempt(account)
        else:
            # The device first: what it may not do any more must not be taken from the others at home.
            self._by_device.attempt(device)
            self._by_home.attempt(f"{address} {account}")
