"""The session cookie: a random secret, signed, so that a forged one costs no look-up (U2)."""

import hashlib
import hmac
import secrets
from typing import Final

from paios.domain.errors import UnauthenticatedError

_SECRET_BYTES: Final = 32
_LONGEST: Final = 200


class Cookies:
    """Makes and reads cookies of the form ``secret.signature``; HMAC-SHA-256 with the installation's key."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def fresh(self) -> tuple[str, bytes]:
        """A new cookie, and the hash under which its session is stored."""
        secret = secrets.token_urlsafe(_SECRET_BYTES)
        return f"{secret}.{self._signature(secret)}", _hash(secret)

    def read(self, cookie: str) -> bytes:
        """The hash of a cookie's secret. Raises ``UnauthenticatedError`` for one that is not ours."""
        secret, dot, signature = cookie[:_LONGEST].partition(".")
        expected = self._signature(secret)
        if not dot or not hmac.compare_digest(signature.encode(), expected.encode()):
            raise UnauthenticatedError("Sign in again.")
        return _hash(secret)

    def _signature(self, secret: str) -> str:
        return hmac.new(self._key, secret.encode(), hashlib.sha256).hexdigest()


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
