"""Keeping the index of notes in step with the folder, so that a search need not wait for it."""

import asyncio
from typing import Final

import structlog

from paios.domain.errors import PaiosError
from paios.ports.note_index import NoteIndex
from paios.services.indexing import IndexSync

_ROUND: Final = 10.0
_log = structlog.get_logger(__name__)


class Upkeep:
    """One background task: all words first, then meanings. A round that fails is tried again later."""

    def __init__(self, sync: IndexSync, index: NoteIndex, seconds: float = _ROUND) -> None:
        self._sync = sync
        self._index = index
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
                await self._sync.refresh()
                while await self._index.understand():
                    pass
            except PaiosError as error:
                _log.debug("notes_not_indexed", code=error.code)
            await asyncio.sleep(self._seconds)
