"""Owns: sealing and opening one record (K1). Must not read or write a file.

A record is ``base64(12-byte nonce, ciphertext, 16-byte tag)``: AES-256-GCM, with
the record's name as associated data, so that a record put under another name
does not open. The key comes from the master password by PBKDF2-SHA256 (RFC
8018) with 480,000 iterations and the salt of the installation. The records of
the source that can be imported have the same form under a salt that is the same
everywhere; their name is not always bound.
"""

import secrets
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from contextlib import suppress
from typing import Final, NoReturn, final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from paios.domain.credential import Secret, wipe

ITERATIONS: Final = 480_000
SALT_BYTES: Final = 32
SOURCE_SALT: Final = b"aide-credential-store-v1"
"""The salt of the source's records."""

_KEY_BYTES: Final = 32
_NONCE: Final = 12
_TAG: Final = 16


class SealError(Exception):
    """The record does not open: it was changed, is another name's, or the key is another one."""


@final
class Key:
    """A derived key, in memory that can be wiped."""

    __slots__ = ("_material",)

    def __init__(self, password: bytearray, salt: bytes) -> None:
        """Takes a fifth of a second by design. ``password`` is the caller's to wipe."""
        self._material = bytearray(_KEY_BYTES)
        PBKDF2HMAC(SHA256(), _KEY_BYTES, salt, ITERATIONS).derive_into(password, self._material)

    def seal(self, name: str, plain: bytearray) -> str:
        """The record that holds ``plain`` under ``name``."""
        nonce = secrets.token_bytes(_NONCE)
        return b64encode(nonce + AESGCM(self._material).encrypt(nonce, plain, name.encode())).decode()

    def open(self, name: str, record: str) -> bytearray:
        """What the record holds, for the caller to wipe. Raises ``SealError``."""
        return self._opened(record, name.encode())

    def open_foreign(self, name: str, record: str) -> bytearray:
        """As ``open``, also where the source did not bind the name. For importing only."""
        with suppress(SealError):
            return self.open(name, record)
        return self._opened(record, None)

    def _opened(self, record: str, bound: bytes | None) -> bytearray:
        try:
            sealed = b64decode(record, validate=True)
            if len(sealed) < _NONCE + _TAG:
                raise SealError
            plain = bytearray(len(sealed) - _NONCE - _TAG)
            AESGCM(self._material).decrypt_into(sealed[:_NONCE], sealed[_NONCE:], bound, plain)
        except (InvalidTag, NotBase64, ValueError) as error:
            raise SealError from error
        return plain

    def wipe(self) -> None:
        wipe(self._material)

    def __repr__(self) -> str:
        return "[key]"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a key is neither copied nor pickled")


def import_records(records: dict[str, str], password: Secret) -> dict[str, Secret]:
    """What the source's records hold, all or nothing. Raises ``SealError``, whose argument is the name of
    the first that does not open."""
    given = password.copy_bytes()
    key = Key(given, SOURCE_SALT)
    wipe(given)
    found = {}
    try:
        for name, record in records.items():
            try:
                plain = key.open_foreign(name, record)
            except SealError as error:
                raise SealError(name) from error
            found[name] = Secret(plain)
            wipe(plain)
    finally:
        key.wipe()
    return found
