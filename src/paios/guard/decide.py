"""The decision: a pure fold of the sources, in their order (DESIGN, How a decision is made).

``own_hand`` stands before the rules, because rules bind the assistant and not
the person. ``approval`` stands after the denials, so that a yes cannot undo a
rule that was set meanwhile, and before the sources that ask.
"""

from collections.abc import Callable
from typing import Final

from paios.domain.decision import Decision, Reason, Source, Verdict
from paios.guard.facts import Facts, Proposal
from paios.guard.sources.approval import approval
from paios.guard.sources.critical import confirmation, critical, is_critical
from paios.guard.sources.egress_read import egress_read
from paios.guard.sources.floor import floor
from paios.guard.sources.flow import covered, flow
from paios.guard.sources.grant import grant
from paios.guard.sources.otherwise import otherwise
from paios.guard.sources.own_hand import own_hand
from paios.guard.sources.own_read import own_read
from paios.guard.sources.rules import allow_rules, ask_rules, deny_rules
from paios.guard.sources.validation import validation
from paios.guard.sources.vouched import vouched

SOURCES: Final[tuple[Callable[[Proposal, Facts], Reason | None], ...]] = (
    floor,
    own_hand,
    deny_rules,
    approval,
    grant,
    critical,
    ask_rules,
    flow,
    allow_rules,
    own_read,
    egress_read,
    vouched,
    otherwise,
    validation,
)

_NOBODY: Final = Reason(
    Source.FLOOR, Verdict.DENY, "nobody_to_ask", "It needs a yes, and nobody is there to give one."
)
_SAID_NO: Final = Reason(Source.FLOW, Verdict.DENY, "said_no_before", "You said no to exactly this before.")
_STRICT: Final = Reason(
    Source.FLOW,
    Verdict.DENY,
    "strict",
    "You chose not to be asked once something from outside was read. "
    "If you want it, say it in your own words.",
)
_NOT_MEANT: Final = Reason(
    Source.FLOW,
    Verdict.DENY,
    "not_meant",
    "Nothing you said leads to it, and something from outside was read. If you want it, say so.",
)


def decide(proposal: Proposal, facts: Facts) -> Decision:
    """Allow, ask or deny, with every source that spoke as a reason, the winner first."""
    spoken = [reason for source in SOURCES if (reason := source(proposal, facts)) is not None]
    if spoken[0].verdict is Verdict.ASK and (unasked := _why_not_ask(proposal, facts)) is not None:
        spoken.insert(0, unasked)
    winner = spoken[0]
    return Decision(winner.verdict, tuple(spoken), _why_not_always(winner, facts), confirmation(facts))


def _why_not_ask(proposal: Proposal, facts: Facts) -> Reason | None:
    """What makes a question a denial: there is nobody to answer it, or a tired yes could do harm."""
    if not proposal.principal.interactive:
        return _NOBODY
    if facts.standing.refused:
        return _SAID_NO
    if facts.tainted and not facts.standing.meant and not covered(facts):
        return _NOT_MEANT
    if facts.tainted and facts.caution.strict and facts.standing.doubt is not None:
        return _STRICT
    return None


def _why_not_always(winner: Reason, facts: Facts) -> str | None:
    """Why a yes to this question must not be remembered, in a sentence."""
    if winner.verdict is not Verdict.ASK:
        return None
    if winner.source in (Source.CRITICAL, Source.FLOW, Source.GRANT):
        return winner.text
    if facts.spec is not None and is_critical(facts.spec):
        return "What spends is agreed to each time."
    outside = next((one for one in facts.standing.traces if one.outside and not one.licensed), None)
    return f"{outside.argument} comes from outside: {outside.source}." if outside is not None else None
