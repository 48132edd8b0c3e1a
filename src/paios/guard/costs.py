"""What a tool call would use up, and whether the person's budgets can pay it (S5).

Only calls of a run are counted: what a person does by their own hand is theirs.
A call can carry out no more of the person's than it is told, so that is what
counts as outgoing data of one that reaches outside.
"""

from paios.domain.budget import Amounts, tool_call
from paios.domain.canonical import canonical
from paios.domain.decision import Decision, Verdict
from paios.domain.errors import OverBudgetError
from paios.domain.tool import Reach, ToolCall, ToolSpec
from paios.guard.facts import Facts, Problem, Proposal
from paios.ports.budgets import Purse
from paios.ports.transaction import Transaction, Work


def cost(call: ToolCall, spec: ToolSpec | None) -> Amounts:
    """What is held for a call until it is known what it really used."""
    outside = spec is None or spec.reach is Reach.OUTSIDE
    return tool_call(len(canonical(dict(call.arguments))) if outside else 0)


async def shortage(purse: Purse, proposal: Proposal, call: ToolCall, spec: ToolSpec | None) -> Problem | None:
    """Why the call cannot be paid now; None where it can."""
    if proposal.run_id is None:
        return None
    text = await purse.shortage(proposal.principal.user_id, proposal.run_id, cost(call, spec))
    return None if text is None else Problem(OverBudgetError.code, text)


async def holding(purse: Purse, proposal: Proposal, facts: Facts, decision: Decision) -> Work:
    """What takes the call's cost in the transaction that records it; nothing for one that may not run."""
    if proposal.run_id is None or facts.call is None or decision.verdict is not Verdict.ALLOW:
        return _nothing
    wanted = cost(facts.call, facts.spec)
    return await purse.holding(facts.call.id, proposal.principal.user_id, proposal.run_id, wanted)


async def _nothing(_tx: Transaction) -> None:
    """Nothing is used."""
