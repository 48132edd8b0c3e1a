"""Owns: handing a word to the push service of a person's browser (RFC 8030). Keeps nothing.

Where the service is, the browser said: whether it may be reached is decided by
the egress that is handed over, again at each sending.
"""

import asyncio
import json
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Final
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec

from paios.domain.errors import UnavailableError
from paios.domain.push import PushAddress, Word
from paios.drivers.alerts.sealing import base64url, point, receiver_of, sealed, vouched
from paios.ports.clock import Clock
from paios.ports.egress import Egress

_TAKEN: Final = frozenset({200, 201, 202, 204})
_GONE: Final = frozenset({404, 410})
_SECONDS: Final = 20.0
_KEPT_SECONDS: Final = 12 * 3600
"""How long the service keeps a message for a device that is off."""

_LENGTH: Final = 64
_CONTACT: Final = "https://paios.invalid/"
"""Who answers for the sender: a person's own machine has no address to complain to."""


class WebPush:
    """``ports.push.PushService``."""

    def __init__(
        self, egress: Callable[[str], AbstractAsyncContextManager[Egress]], key: bytes, clock: Clock
    ) -> None:
        """``key`` is the secret scalar of P-256, 32 bytes; ``egress`` refuses where nothing must be sent."""
        self._egress = egress
        self._key = ec.derive_private_key(int.from_bytes(key), ec.SECP256R1())
        self._clock = clock

    @property
    def public_key(self) -> str:
        return base64url(point(self._key.public_key()))

    async def check(self, address: PushAddress) -> None:
        receiver_of(address)
        async with self._egress(address.endpoint):
            pass

    async def send(self, address: PushAddress, word: Word) -> bool:
        place = urlsplit(address.endpoint)
        origin = f"{place.scheme}://{place.netloc}"
        headers = {
            "authorization": vouched(origin, self._key, _CONTACT, self._clock.now()),
            "content-encoding": "aes128gcm",
            "content-type": "application/octet-stream",
            "ttl": str(_KEPT_SECONDS),
            "urgency": "high",
            "topic": word.value,
        }
        body = sealed(json.dumps({"word": word.value}).encode(), address, length=_LENGTH)
        try:
            async with (
                asyncio.timeout(_SECONDS),
                self._egress(address.endpoint) as egress,
                egress.send("POST", address.endpoint, headers=headers, body=body) as reply,
            ):
                status = reply.status
        except TimeoutError as error:
            raise UnavailableError("The push service did not answer in time.") from error
        if status in _GONE:
            return False
        if status not in _TAKEN:
            raise UnavailableError(f"The push service refused the message (HTTP {status}).")
        return True
