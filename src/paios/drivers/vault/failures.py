"""Turns what the operating system says into errors that name only vault-relative paths (A11)."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from paios.domain.errors import InvalidPathError, NotFoundError, PaiosError, StorageError, UnreadableNoteError

_MISSING = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ESTALE})
_LINK = frozenset({errno.ELOOP, errno.EMLINK})
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_REFUSED = frozenset({errno.EACCES, errno.EPERM})


@contextmanager
def reading(path: str) -> Iterator[None]:
    """Maps every ``OSError`` that comes from looking at the note ``path``."""
    try:
        yield
    except OSError as error:
        raise _while_reading(error.errno, path) from error


@contextmanager
def writing(path: str) -> Iterator[None]:
    """Maps every ``OSError`` that comes from changing the note ``path``."""
    try:
        yield
    except OSError as error:
        raise _while_writing(error.errno, path) from error


def link_refused(path: str) -> InvalidPathError:
    """A link stands somewhere in ``path``; the vault follows none (V2)."""
    return InvalidPathError(f"{path} is, or lies behind, a link. paios follows no links in your notes.")


def not_found(path: str) -> NotFoundError:
    return NotFoundError(f"There is no note {path}.")


def _while_reading(code: int | None, path: str) -> PaiosError:
    if code in _MISSING:
        return not_found(path)
    if code in _LINK:
        return link_refused(path)
    if code in _REFUSED:
        return UnreadableNoteError(f"{path} cannot be read: the system does not permit it.")
    if code == errno.ENXIO:
        return UnreadableNoteError(f"{path} is not a regular file.")
    if code == errno.ENAMETOOLONG:
        return InvalidPathError(f"{path} is too long for this file system.")
    return StorageError(f"{path} could not be read: the disk reported an error.")


def _while_writing(code: int | None, path: str) -> PaiosError:
    if code in _FULL:
        return StorageError(f"{path} was not changed: the disk is full.")
    if code in _REFUSED or code == errno.EROFS:
        return StorageError(f"{path} was not changed: the system does not permit it.")
    if code == errno.ENOTDIR:
        return InvalidPathError(f"{path} lies behind something that is not a folder.")
    if code in _MISSING | _LINK or code in (errno.ENXIO, errno.ENAMETOOLONG):
        return _while_reading(code, path)
    return StorageError(f"{path} may not have been changed: the disk reported an error.")
