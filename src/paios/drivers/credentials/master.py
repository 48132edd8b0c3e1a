"""Owns: where the master key of the credentials comes from (K2, K3). Must not open a credential.

A store says which source locks it, and only that one is asked; a new store is
locked with the first of these that there is: the master password that was
given, the keyring of the operating system, a key file of mode 0600. A password
is never stored. What the keyring or the file holds is random, and one entry is
for one key: a change of key makes a new entry before the old one goes. Which two
stores it leads from and to is written down before, so that where it is cut off,
the one that lost is removed, and never what somebody still needs.
"""

import re
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from paios.domain.credential import MasterSource, Secret, require_password
from paios.domain.errors import InvalidInputError, LockedError, StorageError
from paios.drivers.credentials.files import LIMIT
from paios.drivers.durable import read_private, sync_folder, write_private

SERVICE: Final = "paios credentials"
"""What the entry of the keyring is called; its user is the store's id."""

_MATERIAL: Final = re.compile(rb"[0-9a-f]{64}")
_LOCK: Final = rf"({'|'.join(MasterSource)}) ([0-9a-f]{{32}})?\n"
_NOTE: Final = re.compile((_LOCK * 2).encode())
_TRUSTED: Final = frozenset(
    f"keyring.backends.{name}" for name in ("SecretService", "libsecret", "kwallet", "macOS", "Windows")
)
"""Keyrings that keep what they are given locked; the library also knows some that write plain files."""

WRONG: Final = {
    MasterSource.PASSWORD: "This is not the master password that the credentials are locked with. "
    "Nothing was changed.",
    MasterSource.KEYRING: "The key in this system's keyring is not the one that the credentials are locked "
    "with. Nothing was changed.",
    MasterSource.KEY_FILE: "The key file is not the one that the credentials are locked with. "
    "Nothing was changed.",
}
_LOST: Final = (
    " Without it they cannot be opened by anybody, nor can an encrypted database. If it is lost for good, "
    "so are they: "
    "run paios credentials remove --all, and set them anew."
)


@dataclass(frozen=True, slots=True)
class Lock:
    """What the store of this id is locked with; without an id, there is no store."""

    source: MasterSource = MasterSource.PASSWORD
    store_id: str = ""


class Keyring(Protocol):
    """The part of ``keyring.backend.KeyringBackend`` that is used."""

    def get_password(self, service: str, username: str, /) -> str | None: ...

    def set_password(self, service: str, username: str, password: str, /) -> None: ...

    def delete_password(self, service: str, username: str, /) -> None: ...


def system_keyring() -> Keyring | None:
    """The keyring of the operating system, None where there is none. Takes most of a second to find out."""
    import keyring.backend

    usable = [
        each
        for each in keyring.backend.get_all_keyring()
        if type(each).__module__ in _TRUSTED and each.priority >= 1
    ]
    best: Keyring | None = max(usable, key=lambda each: each.priority, default=None)
    return best


class MasterKeys:
    """Gets and makes what the key is derived from. ``find_keyring`` is asked only when it is needed."""

    def __init__(
        self, folder: Path, password: Secret | None, find_keyring: Callable[[], Keyring | None]
    ) -> None:
        self._folder = folder
        self._password = password
        self._find_keyring = find_keyring

    def get(self, source: MasterSource, store_id: str) -> bytearray:
        """What the store of this id is locked with, for the caller to wipe.

        Raises ``LockedError`` where it is not there.
        """
        match source:
            case MasterSource.PASSWORD:
                if self._password is None:
                    raise LockedError(
                        "The credentials are locked with a master password, and none was given. "
                        "Set PAIOS_MASTER_PASSWORD_FILE or PAIOS_MASTER_PASSWORD." + _LOST
                    )
                return self._password.copy_bytes()
            case MasterSource.KEYRING:
                return self._from_keyring(store_id)
            case MasterSource.KEY_FILE:
                return self._from_file(store_id)

    def choose(self) -> MasterSource:
        """What a new store is to be locked with."""
        if self._password is not None:
            return MasterSource.PASSWORD
        return MasterSource.KEYRING if self._find_keyring() is not None else MasterSource.KEY_FILE

    def make(self, source: MasterSource, store_id: str, password: Secret | None = None) -> bytearray:
        """What a store of this id is locked with from now on, for the caller to wipe.

        ``password`` is a new one; without it, the one that was given. Raises
        ``InvalidInputError`` for one that is too short or where there is none,
        ``LockedError`` where the keyring is locked, ``StorageError`` where it cannot be kept.
        """
        if source is MasterSource.PASSWORD:
            chosen = password or self._password
            if chosen is None:
                raise InvalidInputError("No master password was given.")
            require_password(chosen)
            return chosen.copy_bytes()
        made = secrets.token_hex(32)
        if source is MasterSource.KEYRING:
            self._into_keyring(store_id, made)
        else:
            write_private(self._file(store_id), made.encode())
        return bytearray(made.encode())

    def take_up(self, password: Secret | None) -> None:
        """From now on this is the master password that was given."""
        self._password = password

    def begin(self, before: Lock, after: Lock) -> None:
        """Write down that a store takes another's place, before the key of either is made or removed."""
        lines = (f"{each.source} {each.store_id}\n" for each in (before, after))
        write_private(self._note, "".join(lines).encode())

    def settle(self, current: str) -> None:
        """Remove what locks the store that did not come to be, or is no more.

        Where the one that is there is neither of the two, somebody moved files: nothing is removed then.
        """
        found = _NOTE.fullmatch(read_private(self._note, LIMIT) or b"")
        if found is None:
            return
        source, before, to, after = (each.decode() for each in found.groups(b""))
        if current == before:
            self._forget(Lock(MasterSource(to), after))
        elif current == after:
            self._forget(Lock(MasterSource(source), before))
        else:
            return
        with suppress(OSError):
            self._note.unlink()

    def files(self) -> list[str]:
        """The names of the key files that are there."""
        return sorted(each.name for each in self._folder.glob("key-*"))

    def _forget(self, lock: Lock) -> None:
        """What cannot be removed is left: it opens nothing."""
        try:
            if lock.source is MasterSource.KEY_FILE:
                self._file(lock.store_id).unlink(missing_ok=True)
                sync_folder(self._folder)
            elif lock.source is MasterSource.KEYRING and (ring := self._find_keyring()) is not None:
                ring.delete_password(SERVICE, lock.store_id)
        except Exception:  # noqa: BLE001, S110 - a keyring may fail in any way
            pass

    def _from_keyring(self, store_id: str) -> bytearray:
        held = None
        try:
            ring = self._find_keyring()
            held = ring.get_password(SERVICE, store_id) if ring else None
        except Exception as error:
            raise LockedError(
                "The credentials are locked with a key in this system's keyring, which cannot be reached or "
                "is locked. Unlock it, and try again." + _LOST
            ) from error
        if held is None:
            why = "which is not there any more" if ring else "and there is no keyring here"
            raise LockedError(
                f"The credentials are locked with a key in this system's keyring, {why}." + _LOST
            )
        return bytearray(held.encode())

    def _into_keyring(self, store_id: str, made: str) -> None:
        ring = self._find_keyring()
        if ring is None:
            raise InvalidInputError("This system has no keyring that paios can use.")
        try:
            ring.set_password(SERVICE, store_id, made)
            kept = ring.get_password(SERVICE, store_id)
        except Exception as error:
            raise LockedError(
                "The keyring of this system is locked, or did not take the key. Unlock it and try again; or "
                "start paios with a master password, or with PAIOS_KEYRING=off, which makes a key file."
            ) from error
        if kept != made:
            raise StorageError("The keyring of this system did not keep the key.")

    def _from_file(self, store_id: str) -> bytearray:
        held = read_private(self._file(store_id), LIMIT)
        if held is None:
            raise LockedError(
                f"The key file of the credentials, credentials/{self._file(store_id).name}, is not there."
                + _LOST
            )
        if _MATERIAL.fullmatch(held) is None:
            raise LockedError("The key file of the credentials is damaged." + _LOST)
        return bytearray(held)

    def _file(self, store_id: str) -> Path:
        return self._folder / f"key-{store_id[:12]}"

    @property
    def _note(self) -> Path:
        return self._folder / "changing"
