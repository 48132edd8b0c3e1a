"""Who uses this installation, and how somebody new is let in (U1, U5).

An invitation is proved by a code that is told once: 24 signs of 32 are 120
bits, so its SHA-256 says enough and cannot be reversed.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from paios.domain.account import User
from paios.domain.principal import Role

SIGNS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""What cannot be misread: no I, O, 0, 1."""

CODE_SIGNS: Final = 24
INVITED_FOR: Final = timedelta(days=7)
MOST_INVITES: Final = 50
"""Invitations that count, of everybody."""

_GROUP: Final = 4


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the list of people. ``last_used_at`` is when they were last there; None for never.

    ``second_factor`` says whether a password alone does not let them in.
    """

    user: User
    last_used_at: datetime | None
    second_factor: bool


@dataclass(frozen=True, slots=True)
class Belongings:
    """How much of a person's own would go with them. Records of what happened are not theirs: they stay.

    So do the files of their ``notes``, which nobody finds in paios any more:
    ``notes_folder`` is where they will be.
    """

    conversations: int
    rules: int
    list_entries: int
    questions: int
    keys: int
    notes: int
    notes_folder: str = field(default="", kw_only=True)


@dataclass(frozen=True, slots=True)
class Invite:
    """A right to make one account of ``role``, once."""

    id: str
    role: Role
    created_by: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None

    def live_at(self, now: datetime) -> bool:
        """Whether it still counts."""
        return self.used_at is None and now < self.expires_at


@dataclass(frozen=True, slots=True)
class MintedInvite:
    """A new invitation with its code, which is told once and never again."""

    invite: Invite
    code: str = field(repr=False)


def written(signs: str) -> str:
    """A code in groups, as a person reads it."""
    return "-".join(signs[at : at + _GROUP] for at in range(0, len(signs), _GROUP))


def code_hash(code: str) -> bytes:
    """Under what an invitation is kept; neither case, spaces nor hyphens count."""
    plain = "".join(sign for sign in code.upper() if sign not in "- \t")
    return sha256(plain.encode(errors="replace")).digest()
