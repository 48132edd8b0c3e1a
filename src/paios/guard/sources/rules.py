"""Stored rules: denials first, then "ask me", then permissions (P1)."""

from paios.domain.decision import Reason, Source, Verdict
from paios.domain.rule_words import rule_text
from paios.domain.tool import Effect
from paios.guard.facts import Facts, Proposal
from paios.guard.sources.flow import blind

_SAYS = {
    Verdict.DENY: "You set a rule that denies this.",
    Verdict.ASK: "You set a rule to be asked about this.",
    Verdict.ALLOW: "You set a rule that allows this.",
}
_GRANTED = "You granted this to the task."


def deny_rules(_proposal: Proposal, facts: Facts) -> Reason | None:
    """Deny when any rule that speaks about the call denies it."""
    return _first(facts, Verdict.DENY, Source.DENY_RULE)


def ask_rules(_proposal: Proposal, facts: Facts) -> Reason | None:
    """Ask when any rule that speaks about the call says so."""
    return _first(facts, Verdict.ASK, Source.ASK_RULE)


def allow_rules(_proposal: Proposal, facts: Facts) -> Reason | None:
    """Allow when any rule that speaks about the call does.

    Spending is covered by none, nor is what strangers may say where nobody knows what it does.
    """
    if (facts.spec is not None and facts.spec.effect is Effect.SPEND) or blind(facts):
        return None
    return _first(facts, Verdict.ALLOW, Source.ALLOW_RULE)


def _first(facts: Facts, verdict: Verdict, source: Source) -> Reason | None:
    for rule in facts.rules:
        if rule.verdict is verdict:
            said = _GRANTED if rule.lifetime.run_id is not None else _SAYS[verdict]
            text = f"{said} {rule_text(rule, facts.spec)}"
            return Reason(source, verdict, f"rule_{verdict}", text, rule.id)
    return None
