"""API keys: what one is, how its secret is written, and whom it speaks for (U4).

The secret has a prefix and a checksum, as GitHub's tokens do, so that scanners
find a leaked one and a mistyped one costs no look-up. It is not kept: 30 random
signs of 62 are 178 bits, so its SHA-256 says enough and cannot be reversed.
"""

import re
import zlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from paios.domain.account import User
from paios.domain.permission import Permission
from paios.domain.principal import Adapter, Kind, Principal

PREFIX: Final = "paios_"
SIGNS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
RANDOM_SIGNS: Final = 30
SHOWN_SIGNS: Final = 12
"""How much of a key is kept to tell it from others: the prefix and six signs."""

LONGEST_DAYS: Final = 365
USUAL_DAYS: Final = 90
MOST_KEYS: Final = 50
"""Live keys of one person."""

_CHECK_SIGNS: Final = 6
_FORM: Final = re.compile(rf"{PREFIX}[0-9A-Za-z]{{{RANDOM_SIGNS + _CHECK_SIGNS}}}")


@dataclass(frozen=True, slots=True)
class ApiKey:
    """What is kept of a key. ``shown`` is the start of its secret; ``adapters`` take it."""

    id: str
    user_id: str
    name: str
    shown: str
    permissions: frozenset[Permission]
    adapters: frozenset[Adapter]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None = None
    revoked_at: datetime | None = None

    def live_at(self, now: datetime) -> bool:
        """Whether it still counts."""
        return self.revoked_at is None and now < self.expires_at

    def speaking_for(self, user: User, adapter: Adapter) -> Principal:
        """The key, acting for its owner as they are now. Nobody is there to be asked."""
        return Principal(
            user.id,
            user.name,
            user.role,
            Kind.API_KEY,
            adapter,
            interactive=False,
            device=f"API key {self.name}",
            permissions=self.permissions,
            key_id=self.id,
        )


@dataclass(frozen=True, slots=True)
class MintedKey:
    """A new key with its secret, which is told once and never again."""

    key: ApiKey
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """Who asks with a key: the key, its owner, and both as a principal."""

    key: ApiKey
    user: User
    principal: Principal


def written(random: str) -> str:
    """The key with these random signs."""
    return f"{PREFIX}{random}{_check(random)}"


def well_formed(text: str) -> bool:
    """Whether this can be a key at all; needs no look-up and tells nothing that is secret."""
    if not _FORM.fullmatch(text):
        return False
    body = text.removeprefix(PREFIX)
    return _check(body[:RANDOM_SIGNS]) == body[RANDOM_SIGNS:]


def secret_hash(text: str) -> bytes:
    """Under what a key is kept."""
    return sha256(text.encode()).digest()


def lifetime(days: int) -> timedelta:
    """How long a key of so many days counts; never above a year."""
    return timedelta(days=min(max(days, 1), LONGEST_DAYS))


def _check(random: str) -> str:
    number, signs = zlib.crc32((PREFIX + random).encode()), ""
    for _ in range(_CHECK_SIGNS):
        number, rest = divmod(number, len(SIGNS))
        signs = SIGNS[rest] + signs
    return signs
