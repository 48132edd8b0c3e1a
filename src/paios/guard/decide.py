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
from paios.guard.sources.critical import critical
from paios.guard.sources.floor import floor
from paios.guard.sources.otherwise import otherwise
from paios.guard.sources.own_hand import own_hand
from paios.guard.sources.own_read import own_read
from paios.guard.sources.rules import allow_rules, ask_rules, deny_rules

SOURCES: Final[tuple[Callable[[Proposal, Facts], Reason | None], ...]] = (
    floor,
    own_hand,
    deny_rules,
    approval,
    critical,
    ask_rules,
    allow_rules,
    own_read,
    otherwise,
)

_NOBODY = Reason(
    Source.FLOOR, Verdict.DENY, "nobody_to_ask", "It needs a yes, and nobody is there to give one."
)


def decide(proposal: Proposal, facts: Facts) -> Decision:
    """Allow, ask or deny, with every source that spoke as a reason, the winner first."""
    spoken = [reason for source in SOURCES if (reason := source(proposal, facts)) is not None]
    if spoken[0].verdict is Verdict.ASK and not proposal.principal.interactive:
        spoken.insert(0, _NOBODY)
    winner = spoken[0]
    no_always = winner.text if winner.source is Source.CRITICAL else None
    return Decision(winner.verdict, tuple(spoken), no_always)
