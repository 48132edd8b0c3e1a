"""Owns which folder may be a vault (V2). Looks at folders, opens one, and changes nothing.

Folders are compared by device and inode, so neither a link, a bind mount nor
another spelling brings a refused folder in by the back door.
"""

import os
import pwd
from contextlib import suppress
from pathlib import Path
from typing import Final

from paios.domain.errors import InvalidInputError

_SYSTEM: Final = tuple(map(Path, ("/", "/etc", "/sys", "/proc", "/dev")))

Identity = tuple[int, int]
"""Device and inode."""


def open_root(root: Path, forbidden: tuple[Path, ...]) -> int:
    """A directory descriptor of ``root``, which the caller closes.

    Raises ``InvalidInputError`` unless it is an existing folder that neither
    is, nor lies in, nor holds a system folder, the home folder as a whole, its
    ``.ssh``, or one of ``forbidden``. (What lies in ``/`` or in the home folder
    is fine.)
    """
    try:
        descriptor = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    except (OSError, ValueError) as error:
        raise InvalidInputError("The notes folder does not exist, or cannot be opened.") from error
    try:
        _refuse(descriptor, forbidden)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _refuse(descriptor: int, forbidden: tuple[Path, ...]) -> None:
    homes = _homes()
    only_as_a_whole = {_identity(path) for path in (Path("/"), *homes)}
    lineage = _lineage(descriptor)
    for path in (*_SYSTEM, *homes, *(home / ".ssh" for home in homes), *forbidden):
        if lineage[0] in map(_identity, (path.resolve(), *path.resolve().parents)):
            raise InvalidInputError("The notes folder must not hold a folder of the system or of paios.")
        if (closed := _identity(path)) in lineage and closed not in only_as_a_whole:
            raise InvalidInputError("The notes folder must not lie in a folder of the system or of paios.")


def _homes() -> tuple[Path, ...]:
    """The home folder by the user database and by the environment, which may lie."""
    found = [Path.home()]
    with suppress(KeyError):  # an account without an entry has no second home
        found.append(Path(pwd.getpwuid(os.getuid()).pw_dir))
    return tuple(found)


def _lineage(descriptor: int) -> list[Identity | None]:
    """A folder and all that it lies in, up to the root, whatever is renamed meanwhile."""
    found = [_identity(descriptor)]
    climb = ".."
    while (above := _identity(climb, descriptor)) != found[-1]:
        found.append(above)
        climb += "/.."
    return found


def _identity(path: Path | str | int, descriptor: int | None = None) -> Identity | None:
    """Device and inode; None for what is not there or cannot be seen, which is no vault either."""
    try:
        status = os.stat(path, dir_fd=descriptor)
    except OSError:
        return None
    return status.st_dev, status.st_ino
