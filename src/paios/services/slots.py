"""How many runs go at once (S3). The limit is read anew at each turn, so it can be changed meanwhile."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager


class Slots:
    """First come, first served, up to the limit of the moment."""

    def __init__(self, limit: Callable[[], Awaitable[int]]) -> None:
        self._limit = limit
        self._taken = 0
        self._turn = asyncio.Condition()

    async def look_again(self) -> None:
        """Let those who wait see a limit that changed."""
        async with self._turn:
            self._turn.notify_all()

    @asynccontextmanager
    async def one(self) -> AsyncIterator[None]:
        """Hold one slot, waiting for it if need be."""
        async with self._turn:
            while self._taken >= await self._limit():
                await self._turn.wait()
            self._taken += 1
        try:
            yield
        finally:
            async with self._turn:
                self._taken -= 1
                self._turn.notify_all()
