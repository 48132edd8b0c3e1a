"""Telling live streams that something was taken from their person. In-process, nothing is kept.

A recall is only a knock: whoever hears it looks again whether the credential
still counts, and looks from time to time without a knock too.
"""

import asyncio
from collections import defaultdict
from contextlib import suppress


class Recalls:
    """Who waits for whose recall."""

    def __init__(self) -> None:
        self._waiting: defaultdict[str, set[asyncio.Event]] = defaultdict(set)

    def recall(self, user_id: str) -> None:
        """A session or key of this person ended, or what they may do became less."""
        for event in self._waiting.get(user_id, ()):
            event.set()

    async def wait(self, user_id: str, seconds: float) -> None:
        """Until a recall, or so long."""
        event = asyncio.Event()
        self._waiting[user_id].add(event)
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await event.wait()
        finally:
            self._waiting[user_id].discard(event)
            if not self._waiting[user_id]:
                del self._waiting[user_id]
