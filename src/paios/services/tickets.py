"""What waits for one more step of somebody: by an unguessable word, for a few minutes, once.

Kept in memory: after a restart one begins again, and nothing that waited counts.
"""

import secrets
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Generic, Protocol, TypeVar

from paios.ports.clock import Clock

LIFETIME: Final = timedelta(minutes=5)
_MOST: Final = 10_000
_EACH: Final = 10


class Somebodys(Protocol):
    """What waits for a person, or for a stranger: then ``user_id`` is empty."""

    @property
    def user_id(self) -> str: ...


T = TypeVar("T", bound=Somebodys)


@dataclass(frozen=True, slots=True)
class _Waiting(Generic[T]):
    what: T
    until: datetime


class Tickets(Generic[T]):
    """Of two who come with one ticket, one gets what waited.

    Where there are too many the oldest give way: of one person's first their own, so
    that nobody drives out others. Strangers are not told apart, so what waits for
    them belongs into a store of its own.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._waiting: OrderedDict[str, _Waiting[T]] = OrderedDict()

    def issue(self, what: T) -> str:
        """A ticket for this."""
        ticket = secrets.token_urlsafe(32)
        self.put_back(ticket, what)
        return ticket

    def take(self, ticket: str) -> T | None:
        """What waited; None if nothing does, or not any more. It waits no longer."""
        found = self._waiting.pop(ticket, None)
        # A clock that was put back makes a ticket no older, so its age is looked at from both sides.
        if found is None or not timedelta() < found.until - self._clock.now() <= LIFETIME:
            return None
        return found.what

    def waits(self, ticket: str) -> bool:
        """Whether something would be got for it."""
        return ticket in self._waiting

    def put_back(self, ticket: str, what: T) -> None:
        """It waits again under the same word, as one who mistyped expects."""
        self._waiting[ticket] = _Waiting(what, self._clock.now() + LIFETIME)
        if what.user_id:
            theirs = [each for each, one in self._waiting.items() if one.what.user_id == what.user_id]
            for each in theirs[:-_EACH]:
                del self._waiting[each]
        while len(self._waiting) > _MOST:
            self._waiting.popitem(last=False)
