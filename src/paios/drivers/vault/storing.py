"""Owns how bytes reach the disk whole or not at all (V7). Knows files, not notes."""

import os
import re
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Final
from uuid import uuid4

from paios.domain.errors import NoteChangedError
from paios.drivers.vault.folder import Place, names_in
from paios.drivers.vault.renaming import rename_new

_TEMPORARY: Final = re.compile(r"\.paios-[0-9a-f]{32}\.tmp")
_LEFT_BEHIND: Final = 3600.0
"""Seconds after which a temporary file can only be a crash's."""

NO_EXECUTION: Final = 0o666
"""The permission bits that a note may have (P7)."""


def create(place: Place, data: bytes) -> os.stat_result:
    """A new file. Raises ``FileExistsError`` rather than overwrite."""

    def settle(temporary: str) -> None:
        rename_new(temporary, place.name, source_dir=place.folder, target_dir=place.folder)

    return _store(place, data, None, settle)


def replace(place: Place, data: bytes, mode: int, unchanged: Callable[[], object]) -> os.stat_result:
    """A new content under an old name. ``unchanged`` is asked last, and stops it by raising."""

    def settle(temporary: str) -> None:
        unchanged()
        os.rename(temporary, place.name, src_dir_fd=place.folder, dst_dir_fd=place.folder)

    return _store(place, data, mode & NO_EXECUTION, settle)


def relocate(source: Place, target: Place) -> None:
    """Move exactly the file that is looked at now. Raises ``FileExistsError`` rather than overwrite.

    Raises ``NoteChangedError`` where another took its name meanwhile; that one
    is put back.
    """
    seen = source.found()
    if _is_case_only(source, target, seen):
        os.rename(source.name, target.name, src_dir_fd=source.folder, dst_dir_fd=target.folder)
    else:
        rename_new(source.name, target.name, source_dir=source.folder, target_dir=target.folder)
    moved = os.stat(target.name, dir_fd=target.folder, follow_symlinks=False)
    if not os.path.samestat(seen, moved):
        with suppress(FileExistsError):  # a third one; then this one stays where it can be found
            rename_new(target.name, source.name, source_dir=target.folder, target_dir=source.folder)
        raise NoteChangedError(f"{source.path} was replaced by something else just now.")
    os.fsync(target.folder)
    os.fsync(source.folder)


def _store(place: Place, data: bytes, mode: int | None, settle: Callable[[str], None]) -> os.stat_result:
    _sweep(place.folder)
    temporary = f".paios-{uuid4().hex}.tmp"
    try:
        status = _written(place.folder, temporary, data, mode)
        settle(temporary)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(temporary, dir_fd=place.folder)
        raise
    os.fsync(place.folder)
    return status


def _written(folder: int, name: str, data: bytes, mode: int | None) -> os.stat_result:
    new = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    descriptor = os.open(name, new, 0o644 if mode is None else 0o600, dir_fd=folder)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        if mode is not None:
            os.fchmod(descriptor, mode)
        os.fsync(descriptor)
        return os.fstat(descriptor)
    finally:
        os.close(descriptor)


def _sweep(folder: int) -> None:
    """Remove what a crash left behind in this folder."""
    for name in filter(_TEMPORARY.fullmatch, names_in(folder)):
        with suppress(FileNotFoundError):
            age = time.time() - os.stat(name, dir_fd=folder, follow_symlinks=False).st_mtime
            if age > _LEFT_BEHIND:
                os.unlink(name, dir_fd=folder)


def _is_case_only(source: Place, target: Place, seen: os.stat_result) -> bool:
    """Whether the target's name is the source's own, on a file system that ignores case."""
    if source.name.casefold() != target.name.casefold() or target.name in names_in(target.folder):
        return False
    try:
        there = os.stat(target.name, dir_fd=target.folder, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return os.path.samestat(seen, there)
