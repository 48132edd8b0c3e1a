"""Keeps the index of notes as the folder is, whoever edits it (V6).

Owns what has to be indexed anew. The folder is the truth; nothing is changed
there, and the index can be thrown away at any time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import anyio
from anyio import to_thread

from paios.domain.errors import InvalidInputError, NotFoundError, TooLargeError
from paios.domain.note import NoteInfo
from paios.ports.clock import Clock
from paios.ports.note_index import NoteIndex
from paios.ports.vault_files import VaultFiles

FRESH_SECONDS: Final = 2.0
"""For how long a search may trust the last look at the folder."""

_UNSETTLED: Final = timedelta(seconds=2)
"""How coarse a file system's clock may be: a note this young can change without its times showing it."""

_Stamp = tuple[int, float]
"""Size in bytes, and modification time in seconds."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A note that cannot be indexed, and why, in words."""

    path: str
    why: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of the notes that changed are indexed."""

    done: int = 0
    total: int = 0


class IndexSync:
    """Compares the folder with the index and carries the differences over.

    ``changed`` is called at the end of each refresh that changed the index, whole or not.
    """

    def __init__(
        self,
        files: VaultFiles,
        index: NoteIndex,
        clock: Clock,
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        self._files = files
        self._index = index
        self._clock = clock
        self._changed = changed
        self._touched = False
        self._one_at_a_time = anyio.Lock()
        self._started = 0
        self._last: datetime | None = None
        self._unsettled: dict[str, str] = {}
        self._skipped: dict[str, str] = {}
        self._progress = Progress()

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        """The notes that the last refresh could not read, by path."""
        return tuple(Skipped(path, why) for path, why in sorted(self._skipped.items()))

    @property
    def progress(self) -> Progress:
        """Of the refresh that runs, or that ran last."""
        return self._progress

    async def fresh(self) -> None:
        """Refresh, unless that was done a moment ago. Raises what ``refresh`` does."""
        age = (self._clock.now() - self._last).total_seconds() if self._last else None
        if age is None or not 0 <= age <= FRESH_SECONDS:
            await self.refresh()

    async def refresh(self) -> None:
        """Make the index say what the folder says at the time of the call, or later.

        Can be cancelled at any point; what was indexed by then stays. Raises
        ``StorageError`` where folder or index cannot be read at all.
        """
        before = self._started
        async with self._one_at_a_time:
            if self._started > before:
                return  # somebody else's began after this call did, and so saw as much
            self._started += 1
            now = self._clock.now()
            try:
                await self._carry_over(now)
            except BaseException:
                self._started -= 1  # whoever waits must look for themselves
                raise
            finally:
                self._tell()
            self._last = now

    async def _carry_over(self, now: datetime) -> None:
        notes = {
            note.path: note for note in await to_thread.run_sync(self._files.list, abandon_on_cancel=True)
        }
        indexed = await self._index.revisions()
        for path in indexed.keys() - notes.keys():
            await self._remove(path)
        self._skipped = {path: why for path, why in self._skipped.items() if path in notes}
        changed = [note for note in notes.values() if self._may_have_changed(note, indexed.get(note.path))]
        self._progress = Progress(0, len(changed))
        for done, info in enumerate(changed, 1):
            await self._take_in(info, indexed.get(info.path), now)
            self._progress = Progress(done, len(changed))

    def _may_have_changed(self, info: NoteInfo, indexed: _Stamp | None) -> bool:
        return indexed != _stamp(info) or info.path in self._unsettled

    async def _take_in(self, info: NoteInfo, indexed: _Stamp | None, now: datetime) -> None:
        try:
            note = await to_thread.run_sync(self._files.read, info.path, abandon_on_cancel=True)
        except (InvalidInputError, TooLargeError, NotFoundError) as error:
            self._skipped[info.path] = error.message
            if indexed:
                await self._remove(info.path)
            return
        self._skipped.pop(info.path, None)
        current = indexed == _stamp(info) and self._unsettled.get(info.path) == note.revision
        if now - info.modified_at < _UNSETTLED:
            self._unsettled[info.path] = note.revision
        else:
            self._unsettled.pop(info.path, None)
        if not current:
            # Size and time as they were before it was read: a note that changed
            # in between differs at the next look.
            await self._index.put(note, *_stamp(info))
            self._touched = True

    async def _remove(self, path: str) -> None:
        self._unsettled.pop(path, None)
        await self._index.remove(path)
        self._touched = True

    def _tell(self) -> None:
        if self._touched:
            self._touched = False
            self._changed()


def _stamp(info: NoteInfo) -> _Stamp:
    return info.size, info.modified_at.timestamp()
