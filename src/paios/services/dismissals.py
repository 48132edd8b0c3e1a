"""Suggestions that a person does not want to see again, on whichever device (P4).

Owns what is kept of them: the newest, by a hash of the rule. A dismissal grants
and forbids nothing, so that an old one may be forgotten.
"""

import asyncio
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final

from paios.domain.audit import AuditEntry
from paios.domain.canonical import canonical
from paios.ports.audit_log import AuditLog
from paios.ports.preferences import Preferences

_KEPT: Final = 200


def likeness(tool: str, constraints: Mapping[str, Any]) -> str:
    """What two suggestions of one rule have in common."""
    return sha256(canonical([tool, dict(constraints)])).hexdigest()


class Dismissals:
    """One list a person, kept with the settings."""

    def __init__(self, preferences: Preferences, audit: AuditLog) -> None:
        self._preferences = preferences
        self._audit = audit
        self._turn = asyncio.Lock()

    async def of_user(self, user_id: str) -> frozenset[str]:
        return frozenset(await self._preferences.get(_name(user_id)) or ())

    async def add(self, user_id: str, likeness: str, entry: AuditEntry) -> None:
        """Keep it and record it, in one commit; two devices at once lose nothing of each other."""
        async with self._turn:
            before = await self._preferences.get(_name(user_id)) or []
            kept = [*(each for each in before if each != likeness), likeness][-_KEPT:]
            await self._audit.append(entry, lambda tx: self._preferences.put(_name(user_id), kept, tx))


def _name(user_id: str) -> str:
    return f"dismissed:{user_id}"
