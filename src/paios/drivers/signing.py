"""The key that signs the audit chain, and the anchor beside it (L5).

Owns the folder ``audit-signing``: ``key``, which only the owner may read, and
``anchor``, the newest signed checkpoint. The anchor lies outside the database,
so that a chain that lost its tail is told from one that is whole.
"""

import json
import os
import shutil
import stat
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from paios.domain.audit import GENESIS, Checkpoint, signed_bytes, stamp
from paios.domain.errors import StorageError

_FOLDER: Final = "audit-signing"
_KEY: Final = "key"
_ANCHOR: Final = "anchor"
_SLOT: Final = 512
"""Bytes of one of the anchor file's two slots: a sector, written whole or not at all."""

_NO_LINK: Final = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)


class Ed25519AuditSigner:
    """Signs with Ed25519 (RFC 8032). Fills ``ports.audit_log.AuditSigner``.

    With a new key comes an anchor signed at the genesis, so that from then on
    an absent anchor is a removed one. Raises ``StorageError`` where the key
    cannot be made, is no key, or may be read by others.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder / _FOLDER
        try:
            if not self._folder.exists():
                _make(self._folder)
            self._key = Ed25519PrivateKey.from_private_bytes(_read_private(self._folder / _KEY))
        except (OSError, ValueError) as error:
            raise StorageError("The key of the audit log cannot be read or made.") from error
        self._public = self._key.public_key()
        first, second = (mark.seq if mark else -1 for mark in self._slots())
        self._slot = 0 if first > second else 1

    def sign(self, seq: int, fingerprint: str, at: datetime) -> Checkpoint:
        return _signed(self._key, seq, fingerprint, at)

    def holds(self, mark: Checkpoint) -> bool:
        try:
            self._public.verify(mark.signature, signed_bytes(mark.seq, mark.hash, mark.at))
        except InvalidSignature:
            return False
        return True

    def keep(self, mark: Checkpoint) -> None:
        """Put ``mark`` into the slot that does not hold the newest anchor. Raises ``StorageError``.

        It is not forced to the disk: after a loss of power an older anchor may
        stand, which is as true. Two slots rather than a file renamed over the
        old one, because that takes a millisecond on ext4, at every commit.
        """
        self._slot = 1 - self._slot
        try:
            _write(self._folder / _ANCHOR, _written(mark), at=self._slot * _SLOT)
        except OSError as error:
            raise StorageError("The anchor of the audit log cannot be written.") from error

    def anchor(self) -> Checkpoint | None:
        """The newest anchor; never None, for there is one from the beginning."""
        marks = [mark for mark in self._slots() if mark is not None]
        if not marks:
            raise StorageError("The anchor of the audit log is missing or unreadable.")
        # A forged one is handed out only where no true one is left, so that verifying reports it.
        return max(marks, key=lambda mark: (self.holds(mark), mark.seq))

    def _slots(self) -> tuple[Checkpoint | None, Checkpoint | None]:
        try:
            stored = (self._folder / _ANCHOR).read_bytes()
        except OSError:
            return None, None
        return _mark(stored[:_SLOT]), _mark(stored[_SLOT : 2 * _SLOT])


def _make(folder: Path) -> None:
    """Make key and first anchor, which appear together or not at all; of two processes one wins."""
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f"{_FOLDER}-", dir=folder.parent))
    try:
        key = Ed25519PrivateKey.generate()
        _write(fresh / _KEY, key.private_bytes_raw(), how=os.O_CREAT | os.O_EXCL, sync=True)
        genesis = _signed(key, 0, GENESIS, datetime.fromtimestamp(0, UTC))
        _write(fresh / _ANCHOR, _written(genesis), how=os.O_CREAT | os.O_EXCL, sync=True)
        fresh.rename(folder)
    except OSError:
        if not folder.exists():
            raise
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _signed(key: Ed25519PrivateKey, seq: int, fingerprint: str, at: datetime) -> Checkpoint:
    return Checkpoint(seq, fingerprint, at, key.sign(signed_bytes(seq, fingerprint, at)))


def _written(mark: Checkpoint) -> bytes:
    fields = {"seq": mark.seq, "hash": mark.hash, "at": stamp(mark.at), "signature": mark.signature.hex()}
    return json.dumps(fields).ljust(_SLOT - 1).encode() + b"\n"


def _mark(stored: bytes) -> Checkpoint | None:
    try:
        read = json.loads(stored)
        at = datetime.fromisoformat(read["at"])
        return Checkpoint(int(read["seq"]), str(read["hash"]), at, bytes.fromhex(read["signature"]))
    except (ValueError, TypeError, KeyError):
        return None


def _write(path: Path, content: bytes, *, how: int = 0, at: int = 0, sync: bool = False) -> None:
    handle = os.open(path, os.O_WRONLY | _NO_LINK | how, 0o600)
    try:
        os.lseek(handle, at, os.SEEK_SET)
        if os.write(handle, content) != len(content):
            raise OSError("the disk took only a part")
        if sync:
            os.fsync(handle)
    finally:
        os.close(handle)


def _read_private(path: Path) -> bytes:
    handle = os.open(path, os.O_RDONLY | _NO_LINK)
    try:
        mode = os.fstat(handle).st_mode
        if not stat.S_ISREG(mode) or (os.name == "posix" and mode & 0o077):
            raise StorageError("The key of the audit log can be read by others; make it 0600.")
        return os.read(handle, 64)
    finally:
        os.close(handle)
