"""What the guard writes into the audit log (T3): one shape a kind of entry."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final

from paios.domain.approval import Answer, Approval
from paios.domain.audit import AuditEntry
from paios.domain.decision import Decision, Verdict
from paios.domain.principal import Principal
from paios.domain.strict_json import encodable
from paios.domain.tool import ToolResult
from paios.guard.facts import Facts, Proposal

TEXT_LIMIT: Final = 2000
"""Longest argument that is recorded whole, in characters; of longer ones the start and the SHA-256."""

_KIND = {Verdict.ALLOW: "call.allowed", Verdict.ASK: "call.asked", Verdict.DENY: "call.denied"}


def decided(proposal: Proposal, facts: Facts, decision: Decision, approval_id: str | None) -> AuditEntry:
    """A decision about a call, with everything it was made from."""
    arguments = facts.call.arguments if facts.call else {"unparsed": encodable(proposal.raw.arguments)}
    if facts.leak is not None and not proposal.by_hand:
        arguments = {"withheld": f"the credential {facts.leak.name} stands in them, {facts.leak.how}"}
    return AuditEntry(
        _KIND[decision.verdict],
        proposal.principal.user_id,
        {
            "tool": encodable(proposal.raw.name[:100]),
            "call_id": proposal.raw.id,
            "arguments": shortened(arguments),
            "effect": facts.spec.effect if facts.spec else None,
            "adapter": proposal.principal.adapter,
            "run_id": proposal.run_id,
            "conversation_id": proposal.conversation_id,
            "approval_id": approval_id,
            "fingerprint": facts.fingerprint,
            "reasons": [reason.data() for reason in decision.reasons],
            "origins": [
                {
                    "argument": one.argument,
                    "origin": one.origin,
                    "source": one.source,
                    "licensed": one.licensed,
                    "outside": one.outside,
                }
                for one in facts.standing.traces
            ],
        },
    )


def finished(proposal: Proposal, result: ToolResult) -> AuditEntry:
    """How a call that was allowed ended."""
    return AuditEntry(
        "call.finished",
        proposal.principal.user_id,
        {
            "tool": proposal.raw.name,
            "call_id": result.call_id,
            "run_id": proposal.run_id,
            "conversation_id": proposal.conversation_id,
            "outcome": result.outcome,
            "summary": result.summary,
            "notes": [note.json() for note in result.notes],
        },
    )


def answered(
    asked: Approval, given: Approval, answer: Answer, by: Principal, rule_ids: tuple[str, ...]
) -> AuditEntry:
    """A person's answer to a question, how they proved it, and what they made of a call that they edited."""
    proved = {} if given.confirmed_by is None else {"confirmed_by": given.confirmed_by}
    edit = {"edited": shortened(given.call.arguments), "edited_fingerprint": given.fingerprint}
    return AuditEntry(
        "approval.answered",
        by.user_id,
        _question(asked)
        | {"allow": answer.allow, "remember": answer.remember, "rule_ids": [*rule_ids], "device": by.device}
        | proved
        | (edit if given.edited else {}),
    )


def expired(approval: Approval) -> AuditEntry:
    """A question that nobody answered in time."""
    return AuditEntry("approval.expired", approval.user_id, _question(approval))


def withdrawn(approval: Approval) -> AuditEntry:
    """A question that nobody needs to answer any more."""
    return AuditEntry("approval.withdrawn", approval.user_id, _question(approval))


def shortened(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments as they are recorded: long texts cut, with the hash of the whole."""
    return {
        name: {
            "start": value[:TEXT_LIMIT],
            "characters": len(value),
            "sha256": sha256(value.encode()).hexdigest(),
        }
        if isinstance(value, str) and len(value) > TEXT_LIMIT
        else value
        for name, value in arguments.items()
    }


def _question(approval: Approval) -> dict[str, Any]:
    return {
        "approval_id": approval.id,
        "tool": approval.call.tool,
        "call_id": approval.call.id,
        "run_id": approval.run_id,
        "conversation_id": approval.conversation_id,
        "fingerprint": approval.fingerprint,
    }
