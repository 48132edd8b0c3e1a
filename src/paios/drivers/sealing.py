"""Owns: sealing values of rows, so that a copy of the database is no copy of the secrets (K5).

AES-256-GCM under a key that lies outside the database: ``nonce, ciphertext, tag``,
with what the value is about as associated data. Must not read or write a file.
"""

import secrets
from typing import Final, final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE: Final = 12
_TAG: Final = 16


@final
class AesSeal:
    """``ports.sealing.Seal``."""

    def __init__(self, key: bytes) -> None:
        """``key`` has 32 bytes."""
        self._cipher = AESGCM(key)

    def seal(self, about: str, plain: bytes) -> bytes:
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self._cipher.encrypt(nonce, plain, about.encode())

    def open(self, about: str, sealed: bytes) -> bytes | None:
        if len(sealed) < _NONCE + _TAG:
            return None
        try:
            return self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], about.encode())
        except InvalidTag:
            return None
