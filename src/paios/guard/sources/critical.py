"""Effects so grave that no remembered answer covers them."""

from typing import Final

from paios.domain.decision import Reason, Source, Verdict
from paios.domain.tool import Effect, ToolSpec
from paios.guard.facts import Facts, Proposal

UNCONFIRMABLE: Final = frozenset({Effect.SPEND, Effect.EXECUTE, Effect.SENSE, Effect.CONTROL})
"""Effects that want a press or a step-up. There is no way to give one yet, so they are denied."""


def is_critical(spec: ToolSpec) -> bool:
    """Whether no remembered answer may cover this tool."""
    return spec.effect is Effect.DELETE or spec.effect in UNCONFIRMABLE


def critical(_proposal: Proposal, facts: Facts) -> Reason | None:
    """Ask before every deletion (P7); deny what would need a stronger yes than a click."""
    if facts.spec is None:
        return None
    if facts.spec.effect in UNCONFIRMABLE:
        text = "This needs a stronger confirmation than this installation can take."
        return Reason(Source.CRITICAL, Verdict.DENY, "unconfirmable", text)
    if facts.spec.effect is Effect.DELETE:
        return Reason(Source.CRITICAL, Verdict.ASK, "deletes", "Deleting always asks.")
    return None
