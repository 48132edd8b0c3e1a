"""Keeping each person's index of notes in step with their folder, so that a search need not wait for it."""

import asyncio
from typing import Final

import structlog

from paios.domain.errors import PaiosError
from paios.ports.accounts import Accounts
from paios.ports.acting import SERVER, acting_for
from paios.ports.shelves import Shelf, Shelves

_ROUND: Final = 10.0
_log = structlog.get_logger(__name__)


class Upkeep:
    """One background task for all who may come in. What fails for one is tried again in the next round."""

    def __init__(self, accounts: Accounts, shelves: Shelves, seconds: float = _ROUND) -> None:
        self._accounts = accounts
        self._shelves = shelves
        self._seconds = seconds
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._forever())

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _forever(self) -> None:
        while True:
            try:
                with acting_for(SERVER):
                    await self.round()
            except PaiosError as error:
                _log.debug("notes_not_indexed", code=error.code)
            await asyncio.sleep(self._seconds)

    async def round(self) -> None:
        """All words first, then meanings, one note of each person in turn: nobody waits for another's."""
        here = [user.id for user in await self._accounts.all() if not user.disabled]
        behind = [shelf for user_id in here if (shelf := await self._refreshed(user_id)) is not None]
        while behind:
            behind = [shelf for shelf in behind if await _understood(shelf)]
        _log.debug("notes_kept_up", people=len(here))

    async def _refreshed(self, user_id: str) -> Shelf | None:
        try:
            shelf = await self._shelves.of(user_id)
            await shelf.sync.refresh()
        except PaiosError as error:
            _log.debug("notes_not_indexed", user_id=user_id, code=error.code)
            return None
        return shelf


async def _understood(shelf: Shelf) -> bool:
    try:
        return await shelf.index.understand()
    except PaiosError as error:
        _log.debug("notes_not_understood", code=error.code)
        return False
