"""Effects so grave that no remembered answer covers them."""

from typing import Final

from paios.domain.decision import Reason, Source, Verdict
from paios.domain.tool import Effect, ToolSpec
from paios.guard.facts import Facts, Proposal
from paios.guard.sources.floor import UNCONFIRMABLE

_CRITICAL: Final = UNCONFIRMABLE | {Effect.DELETE, Effect.SPEND}


def is_critical(spec: ToolSpec) -> bool:
    """Whether no remembered answer may cover this tool."""
    return spec.effect in _CRITICAL


def critical(_proposal: Proposal, facts: Facts) -> Reason | None:
    """Ask before every deletion (P7)."""
    if facts.spec is not None and facts.spec.effect is Effect.DELETE:
        return Reason(Source.CRITICAL, Verdict.ASK, "deletes", "Deleting always asks.")
    return None
