"""Telling open pages that something of theirs changed. In-process, nothing is kept."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncGenerator, Callable
from typing import Final

from paios.ports.answers import Change

_EVERYTHING: Final = (
    "account",
    "alerts",
    "approvals",
    "conversations",
    "keys",
    "notes",
    "pause",
    "people",
    "rules",
    "runs",
    "sessions",
    "settings",
    "tool-servers",
    "usage",
)
_ROOM: Final = 100


class Signals:
    """Who listens for whose changes. A listener that falls behind is told to read everything again."""

    def __init__(self) -> None:
        self._listeners: defaultdict[str, set[asyncio.Queue[Change]]] = defaultdict(set)
        self._heard: list[Callable[[str, Change], None]] = []

    def hear(self, tell: Callable[[str, Change], None]) -> None:
        """Call ``tell`` with every change of one person, and whose it is. It must neither wait nor raise."""
        self._heard.append(tell)

    def publish(self, user_id: str, what: str, item: str | None = None) -> None:
        """Tell the user's pages."""
        for tell in self._heard:
            tell(user_id, Change(what, item))
        for queue in self._listeners.get(user_id, ()):
            self._put(queue, Change(what, item))

    def publish_all(self, what: str) -> None:
        """Tell everybody's pages."""
        for user_id in tuple(self._listeners):
            self.publish(user_id, what)

    async def listen(self, user_id: str) -> AsyncGenerator[Change, None]:
        """Changes from now on, until the caller stops."""
        queue: asyncio.Queue[Change] = asyncio.Queue(maxsize=_ROOM)
        self._listeners[user_id].add(queue)
        try:
            while True:
                yield await queue.get()
        finally:
            self._listeners[user_id].discard(queue)
            if not self._listeners[user_id]:
                del self._listeners[user_id]

    def _put(self, queue: asyncio.Queue[Change], change: Change) -> None:
        if not queue.full():
            queue.put_nowait(change)
            return
        while not queue.empty():
            queue.get_nowait()
        for what in _EVERYTHING:
            queue.put_nowait(Change(what))
