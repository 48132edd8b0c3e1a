"""The key that signs the audit chain, and the anchor beside it (L5).

Owns two files in one folder: ``audit.key``, which only the owner may read, and
``audit.anchor``, the newest signed checkpoint. The anchor lies outside the
database, so that a chain that lost its tail is told from one that is whole.
"""

import json
import os
import stat
from datetime import datetime
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from paios.domain.audit import GENESIS, Checkpoint, signed_bytes, stamp
from paios.domain.errors import StorageError

_KEY: Final = "audit.key"
_ANCHOR: Final = "audit.anchor"
_NEW_FILE: Final = os.O_WRONLY | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
_BEGINNING: Final = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


class Ed25519AuditSigner:
    """Signs with Ed25519 (RFC 8032). Fills ``ports.audit_log.AuditSigner``.

    With a new key goes a first anchor, signed at the genesis: from then on an
    absent anchor is a removed one. Raises ``StorageError`` where the key cannot
    be made, is no key, or may be read by others.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not (folder / _KEY).exists():
                self._make_key()
            self._key = Ed25519PrivateKey.from_private_bytes(_read_private(folder / _KEY))
        except (OSError, ValueError) as error:
            raise StorageError("The key of the audit log cannot be read.") from error
        self._public = self._key.public_key()

    def sign(self, seq: int, fingerprint: str, at: datetime) -> Checkpoint:
        return Checkpoint(seq, fingerprint, at, self._key.sign(signed_bytes(seq, fingerprint, at)))

    def holds(self, mark: Checkpoint) -> bool:
        try:
            self._public.verify(mark.signature, signed_bytes(mark.seq, mark.hash, mark.at))
        except InvalidSignature:
            return False
        return True

    def keep(self, mark: Checkpoint) -> None:
        """Replace the anchor, all at once. Raises ``StorageError``.

        It is not forced to the disk: after a loss of power an older anchor may
        stand, which is as true, and this happens with every commit.
        """
        written = json.dumps(
            {"seq": mark.seq, "hash": mark.hash, "at": stamp(mark.at), "signature": mark.signature.hex()}
        )
        fresh = self._folder / f"{_ANCHOR}.{os.getpid()}"
        try:
            _write(fresh, written.encode(), os.O_TRUNC)
            fresh.replace(self._folder / _ANCHOR)
        except OSError as error:
            raise StorageError("The anchor of the audit log cannot be written.") from error

    def anchor(self) -> Checkpoint | None:
        try:
            stored = json.loads((self._folder / _ANCHOR).read_bytes())
            at = datetime.fromisoformat(stored["at"])
            return Checkpoint(int(stored["seq"]), str(stored["hash"]), at, bytes.fromhex(stored["signature"]))
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise StorageError("The anchor of the audit log is missing or unreadable.") from error

    def _make_key(self) -> None:
        fresh = Ed25519PrivateKey.generate()
        try:
            _write(self._folder / _KEY, fresh.private_bytes_raw(), os.O_EXCL, sync=True)
        except FileExistsError:  # another process of this installation was first
            return
        self._key, self._public = fresh, fresh.public_key()
        self.keep(self.sign(0, GENESIS, _BEGINNING))


def _write(path: Path, content: bytes, how: int, *, sync: bool = False) -> None:
    handle = os.open(path, _NEW_FILE | how, 0o600)
    try:
        os.write(handle, content)
        if sync:
            os.fsync(handle)
    finally:
        os.close(handle)


def _read_private(path: Path) -> bytes:
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    try:
        mode = os.fstat(handle).st_mode
        if not stat.S_ISREG(mode) or (os.name == "posix" and stat.S_IMODE(mode) & 0o077):
            raise StorageError("The key of the audit log can be read by others; make it 0600.")
        return os.read(handle, 64)
    finally:
        os.close(handle)
