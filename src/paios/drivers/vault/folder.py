"""Owns the way from the vault's root to a file (V2). Knows nothing of names, proofs or text.

Each step is taken from the open descriptor of the folder before it and follows
no link, so what was checked is what is used: there is no path left that
somebody could bend in between. A *hard* link to a file outside cannot be told
from the file itself; only somebody who may already write to the vault, and
whom the system lets link that file, can make one.
"""

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from errno import ELOOP
from threading import Lock
from typing import Final

from paios.domain.errors import TooLargeError, UnavailableError, UnreadableNoteError
from paios.domain.note import NOTE_LIMIT

_FOLDER: Final = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
# Without O_NONBLOCK, opening a FIFO would wait for somebody to write to it.
_FILE: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY
_CHUNK: Final = 256 * 1024


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a file and what the file system says of it, both from one descriptor."""

    data: bytes
    status: os.stat_result

    @property
    def revision(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Place:
    """A name in an open folder. ``path`` is how the person calls it."""

    folder: int
    name: str
    path: str

    def content(self, limit: int = NOTE_LIMIT) -> Content:
        """The file that is here. Raises ``UnreadableNoteError``, ``TooLargeError``, ``OSError``."""
        descriptor = os.open(self.name, _FILE, dir_fd=self.folder)
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise UnreadableNoteError(f"{self.path} is not a regular file.")
            return Content(self._read(descriptor, status.st_size, limit), status)
        finally:
            os.close(descriptor)

    def found(self) -> os.stat_result:
        """What is here, links not followed. Raises ``UnreadableNoteError``, ``OSError``."""
        status = os.stat(self.name, dir_fd=self.folder, follow_symlinks=False)
        if stat.S_ISLNK(status.st_mode):
            raise OSError(ELOOP, os.strerror(ELOOP))
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableNoteError(f"{self.path} is not a regular file.")
        return status

    def _read(self, descriptor: int, size: int, limit: int) -> bytes:
        parts: list[bytes] = []
        # The file may grow while it is read, so its size alone is no bound.
        while size <= limit and (part := os.read(descriptor, _CHUNK)):
            parts.append(part)
            size = max(size, sum(map(len, parts)))
        if size > limit:
            raise TooLargeError(f"{self.path} is larger than {limit // 1024} KiB.")
        return b"".join(parts)


class Folder:
    """The vault's root, held open for as long as the vault is."""

    def __init__(self, descriptor: int) -> None:
        self._root = descriptor
        self._closed = False
        self._turn = Lock()

    def close(self) -> None:
        """Once closed, always closed: the number may stand for somebody else's folder by then."""
        with self._turn:
            if not self._closed:
                self._closed = True
                os.close(self._root)

    @contextmanager
    def place(self, path: str, *, make: bool = False, private: bool = False) -> Iterator[Place]:
        """Where ``path`` is or would be. ``make`` creates the folders on the way.

        Raises ``OSError``: ``ENOENT`` and ``ENOTDIR`` where there is no such
        folder, ``ELOOP`` where one is a link.
        """
        *folders, name = path.split("/")
        with self.opened("/".join(folders), make=make, private=private) as folder:
            yield Place(folder, name, path)

    @contextmanager
    def opened(self, path: str, *, make: bool = False, private: bool = False) -> Iterator[int]:
        """A descriptor of the folder ``path``; of the root, for an empty path."""
        with self._turn:
            if self._closed or not os.fstat(self._root).st_nlink:
                raise UnavailableError("The notes folder is no longer there.")
            descriptor = os.dup(self._root)
        try:
            for name in filter(None, path.split("/")):
                below = _step(descriptor, name, (0o700 if private else 0o777) if make else None)
                os.close(descriptor)
                descriptor = below
            yield descriptor
        finally:
            os.close(descriptor)


def names_in(folder: int) -> list[str]:
    """What is in an open folder."""
    with os.scandir(folder) as entries:
        return [entry.name for entry in entries]


def _step(folder: int, name: str, mode: int | None) -> int:
    try:
        return os.open(name, _FOLDER, dir_fd=folder)
    except FileNotFoundError:
        if mode is None:
            raise
    except NotADirectoryError:
        # Linux says so for a link too.
        if stat.S_ISLNK(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode):
            raise OSError(ELOOP, os.strerror(ELOOP)) from None
        raise
    with suppress(FileExistsError):
        os.mkdir(name, mode, dir_fd=folder)
        os.fsync(folder)
    return os.open(name, _FOLDER, dir_fd=folder)
