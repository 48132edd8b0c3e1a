"""Approvals: a stored question and its one answer (P3, P9)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from paios.domain.decision import Reason
from paios.domain.tool import Preview, ToolCall


class ApprovalState(StrEnum):
    PENDING = "pending"
    APPROVED = "approved"
    DENIED = "denied"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Remember(StrEnum):
    """How long an answer counts (P4)."""

    ONCE = "once"
    CONVERSATION = "conversation"
    HOUR = "hour"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person said to a question, bound to what they saw by ``fingerprint``."""

    allow: bool
    remember: Remember
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Approval:
    """One question about one call. It is answered once, or expires into a denial."""

    id: str
    user_id: str
    conversation_id: str
    run_id: str
    call: ToolCall
    fingerprint: str
    preview: Preview
    reasons: tuple[Reason, ...]
    no_always: str | None
    created_at: datetime
    expires_at: datetime
    state: ApprovalState = ApprovalState.PENDING
    answered_at: datetime | None = None
    remember: Remember | None = None

    def open_at(self, now: datetime) -> bool:
        """Whether the question can still be answered."""
        return self.state is ApprovalState.PENDING and now < self.expires_at
