"""Second factors: what somebody has besides a password, and how they show that they have it (U3, U6).

A factor is an authenticator app's secret (TOTP, RFC 6238), or a passkey
(WebAuthn). Recovery codes stand in for both, once each. The secret itself is
not here: it is a sealed credential, and of a passkey only the public half is ours.
"""

import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final

from paios.domain.person import SIGNS, written

FRESH_FOR: Final = timedelta(minutes=5)
"""So long after somebody proved who they are, they may change what proves it."""

STEP_SECONDS: Final = 30
"""How long a code of an authenticator app is shown (RFC 6238 section 5.2)."""

RECOVERY_CODES: Final = 10
_RECOVERY_SIGNS: Final = 16
"""Of 32 each: 80 bits, so a SHA-256 says enough and cannot be reversed."""

MOST_PASSKEYS: Final = 20
_SIX_DIGITS: Final = re.compile(r"[0-9]{6}", re.ASCII)


class Way(StrEnum):
    """How somebody proved who they are."""

    PASSWORD = "password"  # noqa: S105 - the name of a way
    TOTP = "totp"
    PASSKEY = "passkey"
    RECOVERY = "recovery"


@dataclass(frozen=True, slots=True)
class Passkey:
    """The public half of a key pair that the person's device or security key holds.

    ``credential_id`` is how the device knows it, ``uses`` the device's own count of
    signatures, which must not go back; 0 where it keeps none.
    """

    id: str
    user_id: str
    name: str
    credential_id: bytes
    public_key: bytes = field(repr=False)
    uses: int
    created_at: datetime
    last_used_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Factors:
    """What a person has. ``totp_since`` is None without an app, ``recovery_left`` counts unused codes."""

    totp_since: datetime | None = None
    passkeys: tuple[Passkey, ...] = ()
    recovery_left: int = 0

    @property
    def any(self) -> bool:
        """Whether a password alone does not let them in."""
        return self.totp_since is not None or bool(self.passkeys)

    @property
    def ways(self) -> tuple[Way, ...]:
        """How they can show a second factor; empty where they have none."""
        found = []
        if self.passkeys:
            found.append(Way.PASSKEY)
        if self.totp_since is not None:
            found.append(Way.TOTP)
        if found and self.recovery_left:
            found.append(Way.RECOVERY)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class StepUp:
    """What somebody shows to prove once more who they are: one of these, or nothing that counts.

    ``passkey`` is a browser's answer to the challenge that ``ticket`` stands for.
    """

    code: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)
    ticket: str | None = field(default=None, repr=False)
    passkey: Mapping[str, Any] | None = field(default=None, repr=False)


def step_of(at: datetime) -> int:
    """The time step that a moment lies in (RFC 6238 section 4.2)."""
    return int(at.timestamp()) // STEP_SECONDS


def same_code(one: str, other: str) -> bool:
    """Whether two codes are the same, in a time that does not tell how much of them is."""
    return hmac.compare_digest(one.encode(), other.encode())


def plain_code(code: str) -> str:
    """A code as it was meant: neither case, spaces nor hyphens count."""
    return "".join(sign for sign in code.upper() if sign not in "- \t")


def is_totp(code: str) -> bool:
    """Whether a plain code looks like an app's; all else is taken for a recovery code."""
    return _SIX_DIGITS.fullmatch(code) is not None


def recovery_code(choose: Callable[[str], str]) -> str:
    """A new recovery code, as a person reads it. ``choose`` picks a sign at random, as ``secrets.choice``."""
    return written("".join(choose(SIGNS) for _ in range(_RECOVERY_SIGNS)))


def recovery_hash(code: str) -> bytes:
    """Under what a recovery code is kept."""
    return sha256(plain_code(code).encode(errors="replace")).digest()
