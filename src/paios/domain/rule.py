"""Rules: stored answers, with a scope and a lifetime (P1, P4)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from paios.domain.decision import Verdict


@dataclass(frozen=True, slots=True)
class Lifetime:
    """When a rule still counts; every bound that is set must hold.

    With none set it counts always.
    """

    conversation_id: str | None = None
    until: datetime | None = None
    uses_left: int | None = None

    def holds(self, *, conversation_id: str | None, now: datetime) -> bool:
        """Whether the rule counts for a call in this conversation at this time."""
        if self.conversation_id is not None and self.conversation_id != conversation_id:
            return False
        if self.until is not None and now >= self.until:
            return False
        return self.uses_left is None or self.uses_left > 0


@dataclass(frozen=True, slots=True)
class Rule:
    """Allow, ask or deny one tool for one user.

    ``equals`` binds arguments to exact values; an argument not named is free.
    """

    id: str
    user_id: str
    verdict: Verdict
    tool: str
    created_at: datetime
    equals: Mapping[str, Any] = field(default_factory=dict)
    lifetime: Lifetime = field(default_factory=Lifetime)
    approval_id: str | None = None
    use_count: int = 0
    last_used_at: datetime | None = None
