"""Renaming that never overwrites, as one step of the kernel where it offers that.

Linux has ``renameat2`` with ``RENAME_NOREPLACE``. Elsewhere, and on file
systems that do not know the flag, a second hard link is made, which fails if
the name is taken, and then the first is removed. A crash between the two
leaves the file under both names, whole.
"""

import ctypes
import errno
import os
from typing import Any, Final

_NO_REPLACE: Final = 1
_UNSUPPORTED: Final = frozenset({errno.EINVAL, errno.ENOSYS, errno.ENOTSUP})


def rename_new(source: str, target: str, *, source_dir: int, target_dir: int) -> None:
    """Rename between two open folders. Raises ``FileExistsError`` rather than overwrite."""
    code = _renameat2(source_dir, source, target_dir, target)
    if code in _UNSUPPORTED:
        rename_by_link(source, target, source_dir=source_dir, target_dir=target_dir)
    elif code:
        raise OSError(code, os.strerror(code))


def rename_by_link(source: str, target: str, *, source_dir: int, target_dir: int) -> None:
    """The same in two steps. Raises ``FileExistsError`` rather than overwrite."""
    os.link(source, target, src_dir_fd=source_dir, dst_dir_fd=target_dir, follow_symlinks=False)
    os.unlink(source, dir_fd=source_dir)


def _renameat2(source_dir: int, source: str, target_dir: int, target: str) -> int:
    """The error number; 0 when it worked."""
    try:
        call: Any = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return errno.ENOSYS
    failed = call(source_dir, os.fsencode(source), target_dir, os.fsencode(target), _NO_REPLACE)
    return ctypes.get_errno() if failed else 0
