"""Owns: ``win32cred`` and ``pywintypes`` as pywin32-ctypes has them, over a Credential Manager in memory.

After https://learn.microsoft.com/windows/win32/api/wincred: a credential has one
target, a blob of 2,560 bytes at most, and a missing one is error 1168.
"""

import sys
from types import ModuleType
from typing import Any, Final

_MOST_BYTES: Final = 5 * 512
_NOT_FOUND: Final = 1168
_DENIED: Final = 5


class WindowsError(Exception):
    """``pywintypes.error``."""

    def __init__(self, winerror: int, funcname: str) -> None:
        super().__init__(winerror, funcname)
        self.winerror, self.funcname = winerror, funcname


class CredentialManager:
    """``win32cred``. ``denies`` makes it refuse everything."""

    CRED_TYPE_GENERIC = 1
    CRED_PERSIST_ENTERPRISE = 3

    def __init__(self) -> None:
        self.held: dict[str, dict[str, Any]] = {}
        self.denies = False

    def CredRead(self, Type: int, TargetName: str) -> dict[str, Any]:  # noqa: N802, N803 - theirs
        self._require(TargetName, "CredRead")
        return self.held[TargetName]

    def CredWrite(self, credential: dict[str, Any], _flags: int) -> None:  # noqa: N802 - theirs
        if self.denies:
            raise WindowsError(_DENIED, "CredWrite")
        blob = credential["CredentialBlob"].encode("utf-16-le")
        if len(blob) > _MOST_BYTES:
            raise WindowsError(87, "CredWrite")
        self.held[credential["TargetName"]] = {**credential, "CredentialBlob": blob}

    def CredDelete(self, Type: int, TargetName: str) -> None:  # noqa: N802, N803 - theirs
        self._require(TargetName, "CredDelete")
        del self.held[TargetName]

    def _require(self, target: str, function: str) -> None:
        if self.denies:
            raise WindowsError(_DENIED, function)
        if target not in self.held:
            raise WindowsError(_NOT_FOUND, function)


def install() -> CredentialManager:
    """Put it where ``keyring.backends.Windows`` looks, which is not imported yet."""
    manager = CredentialManager()
    package, types = ModuleType("win32ctypes.pywin32"), ModuleType("pywintypes")
    types.error = WindowsError  # type: ignore[attr-defined]  # a module in the making
    package.pywintypes, package.win32cred = types, manager  # type: ignore[attr-defined]  # as above
    manager.__name__ = "win32cred"  # type: ignore[attr-defined]  # the library asks for it
    sys.modules |= {"win32ctypes": ModuleType("win32ctypes"), "win32ctypes.pywin32": package}
    return manager
