"""What the system refuses is told in the person's words, by the note's own name."""

import errno
import os

import pytest

from paios.domain.errors import InvalidPathError, NotFoundError, PaiosError, StorageError, UnreadableNoteError
from paios.drivers.vault.failures import reading, writing

pytestmark = pytest.mark.requirement("A11", "V3")

MACHINE = "/home/ada/Notes/House/Boiler.md"


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (errno.ENOENT, NotFoundError),
        (errno.ENOTDIR, NotFoundError),
        (errno.ELOOP, InvalidPathError),
        (errno.ENAMETOOLONG, InvalidPathError),
        (errno.EACCES, UnreadableNoteError),
        (errno.ENXIO, UnreadableNoteError),
        (errno.EIO, StorageError),
    ],
)
def test_a_failure_to_read_is_told(code: int, error: type[PaiosError]) -> None:
    with pytest.raises(error) as caught, reading("House/Boiler.md"):
        raise OSError(code, os.strerror(code), MACHINE)
    assert "House/Boiler.md" in caught.value.message
    assert "/home" not in caught.value.message


@pytest.mark.parametrize(
    ("code", "error", "words"),
    [
        (errno.ENOSPC, StorageError, "was not changed: the disk is full"),
        (errno.EDQUOT, StorageError, "was not changed: the disk is full"),
        (errno.EACCES, StorageError, "was not changed: the system does not permit it"),
        (errno.EROFS, StorageError, "was not changed: the system does not permit it"),
        (errno.ENOENT, NotFoundError, "no note"),
        (errno.ELOOP, InvalidPathError, "links"),
        (errno.ENOTDIR, InvalidPathError, "not a folder"),
        (errno.EIO, StorageError, "may not have been changed"),
    ],
)
def test_a_failure_to_write_is_told(code: int, error: type[PaiosError], words: str) -> None:
    with pytest.raises(error, match=words) as caught, writing("House/Boiler.md"):
        raise OSError(code, os.strerror(code), MACHINE)
    assert "House/Boiler.md" in caught.value.message
    assert "/home" not in caught.value.message
