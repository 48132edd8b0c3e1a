"""The session cookie: a random secret, signed, so that a forged one costs no look-up (U2).

With it goes the value that shows that a request comes from a page of ours. It is
told to who has the cookie, and kept nowhere, for it is made from the cookie.
"""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
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

    def csrf(self, cookie: str) -> str:
        """What a page that may read the answers of this cookie's session is told."""
        # A key of its own: no value that is told may ever be a signature.
        key = hmac.digest(self._key, b"csrf", "sha256")
        return urlsafe_b64encode(hmac.digest(key, cookie.encode(), "sha256")).rstrip(b"=").decode()

    def _signature(self, secret: str) -> str:
        return hmac.new(self._key, secret.encode(), hashlib.sha256).hexdigest()


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
