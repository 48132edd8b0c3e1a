"""Approvals: a stored question and its one answer (P3, P9)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from paios.domain.decision import Confirmation, Reason
from paios.domain.factor import StepUp, Way
from paios.domain.provenance import Trace
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
    UNTIL = "until"
    USES = "uses"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person said to a question, bound to what they saw by ``fingerprint``.

    ``until`` and ``uses`` say how long, where ``remember`` says so. ``arguments``
    are those of the call as the person edited them, if they did (P10); ``step_up`` is
    what proves a yes for which a click is not enough (U6).
    """

    allow: bool
    remember: Remember
    fingerprint: str
    until: datetime | None = None
    uses: int | None = None
    arguments: Mapping[str, Any] | None = None
    step_up: StepUp | None = None


@dataclass(frozen=True, slots=True)
class Approval:
    """One question about one call. It is answered once, or expires into a denial.

    ``edited`` says that the call is not the one that was proposed, but what the
    person made of it; ``answered_by`` names the device, or else the person.
    ``confirmation`` is what a yes takes, ``confirmed_by`` by what it was proved.
    """

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
    origins: tuple[Trace, ...] = ()
    state: ApprovalState = ApprovalState.PENDING
    answered_at: datetime | None = None
    remember: Remember | None = None
    edited: bool = False
    answered_by: str | None = None
    confirmation: Confirmation = Confirmation.CLICK
    confirmed_by: Way | None = None

    def open_at(self, now: datetime) -> bool:
        """Whether the question can still be answered."""
        return self.state is ApprovalState.PENDING and now < self.expires_at
