"""Strangers' words and private records do not leave unseen, whatever rule covers the way."""

from collections.abc import Mapping
from typing import Any, Final

from paios.domain.decision import Reason, Source, Verdict
from paios.domain.provenance import Trace
from paios.domain.rule_words import quoted
from paios.domain.tool import Sink
from paios.guard.facts import Facts, Proposal
from paios.guard.provenance.normal import canonical

_ADDRESSES: Final = frozenset({Sink.RECIPIENT, Sink.URL, Sink.ACCOUNT})


def flow(_proposal: Proposal, facts: Facts) -> Reason | None:
    """Ask when something would be carried out that nobody saw, or to where nobody said.

    A rule that allows a tool says nothing of an address that it does not name:
    once words from outside are in the run, such an address must be the person's.
    """
    if facts.standing.objections:
        return Reason(Source.FLOW, Verdict.ASK, "would_leave", " ".join(facts.standing.objections))
    strange = next((one for one in facts.standing.traces if _strange(one, facts)), None)
    if not facts.tainted or not facts.standing.leaves or strange is None:
        return None
    text = f"Nothing you said and no rule of yours names {quoted(strange.value)}."
    return Reason(Source.FLOW, Verdict.ASK, "strange_address", text)


def covered(facts: Facts) -> bool:
    """Whether a rule or a grant allows the call, and every address is the person's or named by it.

    So must be what may be an address.
    """
    allowed = any(rule.verdict is Verdict.ALLOW for rule in facts.rules)
    return allowed and not blind(facts) and not any(_strange(one, facts) for one in facts.standing.traces)


def blind(facts: Facts) -> bool:
    """Whether strangers could have filled in an argument whose role nobody knows: it may be an address."""
    return facts.tainted and any(one.sink is None and _nobodys(one, facts) for one in facts.standing.traces)


def _strange(trace: Trace, facts: Facts) -> bool:
    return trace.sink in _ADDRESSES and _nobodys(trace, facts)


def _nobodys(trace: Trace, facts: Facts) -> bool:
    """Whether a value is neither the person's nor named by a rule of theirs that allows the call."""
    argument = trace.argument.split("[")[0].split(".")[0]
    value = facts.call.arguments.get(argument) if facts.call else None
    allowing = [rule for rule in facts.rules if rule.verdict is Verdict.ALLOW]
    said = [(rule.constraints or {}).get("properties", {}).get(argument) for rule in allowing]
    return not trace.licensed and not any(_names(schema, value, trace.sink) for schema in said)


def _names(schema: Any, value: Any, sink: Sink | None) -> bool:
    """Whether these constraints, which the value fits, say which values there may be.

    A word that does not apply to the value says nothing of it: ``items`` binds
    lists alone and ``pattern`` texts alone, and of those one address, not a row of them.
    """
    if not isinstance(schema, Mapping):
        return False
    if "const" in schema or "enum" in schema:
        return True
    if isinstance(value, list):
        return "prefixItems" not in schema and all(_names(schema.get("items"), one, sink) for one in value)
    one = sink is None or canonical(value, sink) is not None
    return "pattern" in schema and isinstance(value, str) and one
