"""Effects so grave that no remembered answer covers them."""

from typing import Final

from paios.domain.decision import Confirmation, Reason, Source, Verdict
from paios.domain.tool import Effect, ToolSpec
from paios.guard.facts import Facts, Proposal
from paios.guard.sources.floor import STEP_UP, UNCONFIRMABLE

_CRITICAL: Final = UNCONFIRMABLE | STEP_UP | {Effect.DELETE, Effect.SPEND}

_WORDS: Final = {
    Effect.EXECUTE: "Running a program always asks, and a click is not enough.",
    Effect.SENSE: "Watching or listening always asks, and a click is not enough.",
}


def is_critical(spec: ToolSpec) -> bool:
    """Whether no remembered answer may cover this tool."""
    return spec.effect in _CRITICAL


def is_provable(spec: ToolSpec) -> bool:
    """Whether it matters to a yes to this tool that its person has a second factor."""
    return spec.effect in STEP_UP or spec.effect is Effect.SPEND


def critical(_proposal: Proposal, facts: Facts) -> Reason | None:
    """Ask before every deletion (P7), and before all that wants more than a click (U6)."""
    if facts.spec is None:
        return None
    if facts.spec.effect is Effect.DELETE:
        return Reason(Source.CRITICAL, Verdict.ASK, "deletes", "Deleting always asks.")
    if facts.spec.effect in STEP_UP:
        return Reason(Source.CRITICAL, Verdict.ASK, "steps_up", _WORDS[facts.spec.effect])
    return None


def confirmation(facts: Facts) -> Confirmation:
    """What a yes to this call takes. Spending takes a second factor from whoever has one (ADR 12)."""
    if facts.spec is None or not is_provable(facts.spec):
        return Confirmation.CLICK
    spends = facts.spec.effect is Effect.SPEND
    return Confirmation.CLICK if spends and not facts.can_step_up else Confirmation.STEP_UP
