"""Devices that somebody has signed in on before, by a cookie that only we can have made (U8).

A device's cookie proves no one: it spares whoever has it from a lock-out that
guessing elsewhere brought upon the account, and has a small budget of its own.
After OWASP, "Slow down online guessing attacks with device cookies".
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from typing import Final

_NONCE_BYTES: Final = 24
_LONGEST: Final = 200


class KnownDevices:
    """Makes and knows the cookies: ``nonce.signature``, each good for one account."""

    def __init__(self, key: bytes) -> None:
        # A key of its own: what is signed here is never taken for a session's cookie.
        self._key = hmac.new(key, b"known devices", hashlib.sha256).digest()

    def fresh(self, user_id: str) -> str:
        """A cookie for a device where this user has just signed in."""
        nonce = secrets.token_urlsafe(_NONCE_BYTES)
        return f"{nonce}.{self._signature(nonce, user_id)}"

    def known(self, user_id: str, shown: Iterable[str]) -> str | None:
        """Which device it is, if one of these cookies is this user's."""
        for cookie in shown:
            nonce, dot, signature = cookie[:_LONGEST].partition(".")
            expected = self._signature(nonce, user_id)
            if dot and hmac.compare_digest(signature.encode(), expected.encode()):
                return nonce
        return None

    def _signature(self, nonce: str, user_id: str) -> str:
        signed = f"{user_id}:{nonce}".encode(errors="replace")
        return hmac.new(self._key, signed, hashlib.sha256).hexdigest()
