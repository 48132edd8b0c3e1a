"""Owns: the library's way to the Security framework of macOS, over a Keychain in memory."""

import platform
import sys
from types import ModuleType


class KeychainError(Exception):
    """``api.Error``."""


class NotFoundError(KeychainError):
    """``api.NotFound``: errSecItemNotFound."""


class DeniedError(KeychainError):
    """``api.KeychainDenied``: the person said no, or the Keychain is locked."""


class Keychain:
    """``denies`` makes it refuse everything."""

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], str] = {}
        self.denies = False

    def find_generic_password(self, _keychain: str | None, service: str, username: str) -> str:
        self._require()
        if (service, username) not in self.held:
            raise NotFoundError
        return self.held[service, username]

    def set_generic_password(self, _keychain: str | None, service: str, username: str, password: str) -> None:
        self._require()
        self.held[service, username] = password

    def delete_generic_password(self, _keychain: str | None, service: str, username: str) -> None:
        self.find_generic_password(None, service, username)
        del self.held[service, username]

    def _require(self) -> None:
        if self.denies:
            raise DeniedError


def install() -> Keychain:
    """Put it where ``keyring.backends.macOS`` looks, which is not imported yet, on what says it is a Mac."""
    keychain = Keychain()
    api = ModuleType("keyring.backends.macOS.api")
    for name in ("find_generic_password", "set_generic_password", "delete_generic_password"):
        setattr(api, name, getattr(keychain, name))
    names = {"Error": KeychainError, "NotFound": NotFoundError, "KeychainDenied": DeniedError}
    for name, error in names.items():
        setattr(api, name, error)
    sys.modules[api.__name__] = api
    platform.system = lambda: "Darwin"
    return keychain
