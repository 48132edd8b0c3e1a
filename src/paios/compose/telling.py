"""The wiring of push: through which egress, under which key."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec

from paios.drivers.alerts.web_push import WebPush
from paios.drivers.clock import SystemClock
from paios.drivers.egress.client import EgressClient
from paios.drivers.egress.origin import Origin
from paios.drivers.private_files import SecretFolder
from paios.ports.egress import Egress

_KEY: Final = "push.key"
_IDLE_SECONDS: Final = 10.0
_ANSWER_LIMIT: Final = 64 * 1024


def web_push(secrets: SecretFolder, clock: SystemClock) -> WebPush:
    """Push to whatever public place a browser names, under the key that is made at the first start."""
    key = secrets.get(_KEY)
    if key is None:
        fresh = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
        key = fresh.to_bytes(32).hex()
        secrets.put(_KEY, key)
    return WebPush(_public_egress, bytes.fromhex(key), clock)


@asynccontextmanager
async def _public_egress(url: str) -> AsyncIterator[Egress]:
    """Raises ``InvalidInputError`` for what is not https at a public place."""
    origin = Origin.public(url)
    client = EgressClient(origin, idle_seconds=_IDLE_SECONDS, answer_limit=_ANSWER_LIMIT)
    try:
        yield client
    finally:
        await client.aclose()
