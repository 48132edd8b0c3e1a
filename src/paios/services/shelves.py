"""Everybody's notes apart: which shelf is whose, from joining to leaving (U5, T5).

Owns that a person gets their own shelf and nobody else's. What a shelf is made
of is made for its owner once, and used until they go.
"""

from collections.abc import Callable
from contextlib import suppress

import structlog
from anyio import Lock, to_thread

from paios.domain.errors import InvalidInputError, NotFoundError, StorageError, UnavailableError
from paios.ports.accounts import Accounts
from paios.ports.clock import Clock
from paios.ports.installation import NotesFolders
from paios.ports.note_index import NoteIndex
from paios.ports.note_labels import NoteLabels
from paios.ports.shelves import Shelf
from paios.services.indexing import IndexSync
from paios.services.signals import Signals

_log = structlog.get_logger(__name__)


class PersonalShelves:
    """Fills ``ports.shelves.Shelves``."""

    def __init__(
        self,
        *,
        accounts: Accounts,
        folders: NotesFolders,
        index_of: Callable[[str], NoteIndex],
        labels_of: Callable[[str], NoteLabels],
        signals: Signals,
        clock: Clock,
    ) -> None:
        self._accounts = accounts
        self._folders = folders
        self._index_of = index_of
        self._labels_of = labels_of
        self._signals = signals
        self._clock = clock
        self._open: dict[str, Shelf] = {}
        self._one_at_a_time = Lock()

    async def of(self, user_id: str) -> Shelf:
        if (shelf := self._open.get(user_id)) is not None:
            return shelf
        # Together with ``put_away``: whoever is looked up here cannot be gone before their folder is there.
        async with self._one_at_a_time:
            if user_id not in self._open:
                self._open[user_id] = await self._made(user_id)
            return self._open[user_id]

    async def put_away(self, user_id: str) -> None:
        """Let go of the notes of somebody whose account is gone. The files stay; their folder says so."""
        async with self._one_at_a_time:
            shelf = self._open.pop(user_id, None)
            if shelf is not None:
                shelf.files.close()
            try:
                await to_thread.run_sync(self._folders.put_away, user_id)
            except StorageError:
                # The account is gone whatever the disk says. The next start tries again.
                _log.warning("notes_not_put_away", user_id=user_id, exc_info=True)

    async def place(self, user_id: str) -> str:
        """Where the files of somebody's notes are; empty where none was chosen."""
        founder = await self._accounts.founder() == user_id
        with suppress(UnavailableError):
            return str(self._folders.place(user_id, founder))
        return ""

    async def afterwards(self, user_id: str) -> str:
        """Where those files would be once they are gone. A folder that a person chose stays as it is."""
        if await self._accounts.founder() == user_id:
            return await self.place(user_id)
        return str(self._folders.afterwards(user_id))

    async def tidy(self) -> None:
        """Put away what a crash left in the place of somebody who is gone."""
        # The folders first: one that is there now belongs to an account that was there before it.
        there = await to_thread.run_sync(self._folders.present)
        known = {user.id for user in await self._accounts.all()}
        for user_id in there:
            if user_id not in known:
                await self.put_away(user_id)

    async def _made(self, user_id: str) -> Shelf:
        if await self._accounts.get(user_id) is None:
            raise NotFoundError("There is no such person.")
        founder = await self._accounts.founder() == user_id
        try:
            files = await to_thread.run_sync(self._folders.open, user_id, founder)
        except InvalidInputError as error:
            raise UnavailableError(error.message) from error
        index = self._index_of(user_id)
        sync = IndexSync(files, index, self._clock, lambda: self._signals.publish(user_id, "notes"))
        return Shelf(files, self._labels_of(user_id), index, sync)
