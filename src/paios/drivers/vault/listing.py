"""Walks the vault and tells which notes there are. Opens no note.

What cannot be called by a legal vault path is left out, with links, hidden
files, and folders that the system does not let us see.
"""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from errno import EACCES, ELOOP, ENOENT, ENOTDIR, EPERM
from typing import Final

from paios.domain.errors import PaiosError, StorageError
from paios.domain.names import check_vault_path
from paios.domain.note import NoteInfo
from paios.drivers.vault.folder import Folder

_PASSED_BY: Final = frozenset({EACCES, EPERM, ENOENT, ENOTDIR, ELOOP})
_LATEST: Final = datetime(9999, 1, 1, tzinfo=UTC).timestamp()


def notes_in(folder: Folder) -> tuple[NoteInfo, ...]:
    """Every note, by path. Raises ``StorageError`` rather than pass a part of the vault off as the whole."""
    return tuple(sorted(_walk(folder), key=lambda note: note.path))


def modified_at(status: os.stat_result) -> datetime:
    """The modification time; one that no calendar has is moved to the nearest that one has."""
    return datetime.fromtimestamp(min(max(status.st_mtime, 0.0), _LATEST), UTC)


def _walk(folder: Folder) -> Iterator[NoteInfo]:
    waiting = [""]
    while waiting:
        here = waiting.pop()
        try:
            with folder.opened(here) as descriptor, os.scandir(descriptor) as entries:
                for entry in entries:
                    path = f"{here}/{entry.name}" if here else entry.name
                    if not _is_legal(entry.name, path):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(path)
                    elif entry.name.endswith(".md") and entry.is_file(follow_symlinks=False):
                        status = entry.stat(follow_symlinks=False)
                        yield NoteInfo(path, status.st_size, modified_at(status))
        except OSError as error:
            if error.errno not in _PASSED_BY or not here:
                raise StorageError(
                    "The notes folder could not be read: the disk reported an error."
                ) from error


def _is_legal(name: str, path: str) -> bool:
    if name.startswith("."):
        return False
    try:
        check_vault_path(path)
    except PaiosError:
        return False
    return True
