"""Rate limits on guessing, unconditional: no header, token or success switches them off (U8, incident 9)."""

from collections import OrderedDict, deque
from datetime import datetime, timedelta
from typing import Final

from paios.domain.errors import TooManyRequestsError
from paios.ports.clock import Clock

_KEYS: Final = 10_000


class Throttle:
    """At most ``most`` attempts a key in any ``window``. Keys are kept for as long as they matter."""

    def __init__(self, clock: Clock, most: int, window: timedelta) -> None:
        self._clock = clock
        self._most = most
        self._window = window
        self._attempts: OrderedDict[str, deque[datetime]] = OrderedDict()

    def attempt(self, key: str) -> None:
        """Count one attempt. Raises ``TooManyRequestsError`` when there were too many before it."""
        self.check(key)
        self._attempts.setdefault(key, deque()).append(self._clock.now())
        self._attempts.move_to_end(key)
        while len(self._attempts) > _KEYS:
            self._attempts.popitem(last=False)

    def check(self, key: str) -> None:
        """Count nothing, but raise ``TooManyRequestsError`` when there were too many attempts before."""
        now, seen = self._clock.now(), self._attempts.get(key, deque())
        # What lies in the future is of a clock that was put back since: it must not lock out for longer.
        while seen and not now - self._window < seen[0] <= now:
            seen.popleft()
        if len(seen) >= self._most:
            wait = int((seen[0] + self._window - now).total_seconds()) + 1
            raise TooManyRequestsError(f"Too many attempts. Try again in {wait} seconds.", wait)
