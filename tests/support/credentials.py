"""Credential stores for tests, and a keyring that keeps what it is given in memory."""

from pathlib import Path
from typing import Final

from paios.domain.credential import Secret
from paios.drivers.clock import SystemClock
from paios.drivers.credentials.master import Keyring, MasterKeys
from paios.drivers.credentials.store import FileCredentialStore

MASTER: Final = "a master password of 2026"
OTHER: Final = "another master password"
MAIL: Final = "xoxb-planted-9f8e7d6c5b4a"
MODEL: Final = "sk-planted-0123456789abcdef"


class MemoryKeyring:
    """``drivers.credentials.master.Keyring``; ``works`` can be switched off, as when it is locked."""

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], str] = {}
        self.works = True

    def get_password(self, service: str, username: str, /) -> str | None:
        self._require()
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str, /) -> None:
        self._require()
        self.held[service, username] = password

    def delete_password(self, service: str, username: str, /) -> None:
        self._require()
        del self.held[service, username]

    def _require(self) -> None:
        if not self.works:
            raise RuntimeError("the keyring is locked")


def store_in(
    folder: Path, password: str | None = MASTER, keyring: Keyring | None = None
) -> FileCredentialStore:
    """The store of this folder as a process would open it."""
    master = MasterKeys(folder, Secret(password) if password else None, lambda: keyring)
    return FileCredentialStore(folder, master, SystemClock())
