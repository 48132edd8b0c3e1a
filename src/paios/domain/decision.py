"""Decisions of the guard: values with reasons, never exceptions."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self


class Verdict(StrEnum):
    """The three answers there are (P1)."""

    ALLOW = "allow"
    ASK = "ask"
    DENY = "deny"


class Source(StrEnum):
    """Who spoke, in the order in which they are heard (DESIGN, How a decision is made)."""

    FLOOR = "floor"
    OWN_HAND = "own_hand"
    DENY_RULE = "deny_rule"
    APPROVAL = "approval"
    GRANT = "grant"
    CRITICAL = "critical"
    ASK_RULE = "ask_rule"
    FLOW = "flow"
    ALLOW_RULE = "allow_rule"
    OWN_READ = "own_read"
    EGRESS_READ = "egress_read"
    VOUCHED = "vouched"
    OTHERWISE = "otherwise"
    VALIDATION = "validation"


class Confirmation(StrEnum):
    """How a yes is proved: by a click, or by showing once more who one is, a step-up (U6)."""

    CLICK = "click"
    STEP_UP = "step_up"


@dataclass(frozen=True, slots=True)
class Reason:
    """One source's word. ``text`` is a plain sentence for the person."""

    source: Source
    verdict: Verdict
    code: str
    text: str
    rule_id: str | None = None

    def data(self) -> dict[str, Any]:
        """The reason as it is stored, recorded and shown."""
        return {
            "source": self.source.value,
            "verdict": self.verdict.value,
            "code": self.code,
            "text": self.text,
            "rule_id": self.rule_id,
        }

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Self:
        """The reason that was stored as ``data``."""
        return cls(
            Source(data["source"]), Verdict(data["verdict"]), data["code"], data["text"], data.get("rule_id")
        )


@dataclass(frozen=True, slots=True)
class Decision:
    """The first reason won; the others spoke too and are kept.

    Where "always" may not be offered with the question, ``no_always`` says
    why, in a sentence. ``confirmation`` is what a yes to it takes.
    """

    verdict: Verdict
    reasons: tuple[Reason, ...]
    no_always: str | None = None
    confirmation: Confirmation = Confirmation.CLICK

    @property
    def winner(self) -> Reason:
        return self.reasons[0]
