"""Looking something up outside tells the outside what was looked for."""

from paios.domain.decision import Reason, Source, Verdict
from paios.domain.provenance import Trace
from paios.domain.tool import Sink, ToolSpec
from paios.guard.facts import Facts, Proposal


def egress_read(_proposal: Proposal, facts: Facts) -> Reason | None:
    """Allow a read of an address that the person gave or listed (tier 1).

    An address that stands in something read is the choice of whoever wrote
    that, and one that the model made can carry data out: both ask.
    """
    if facts.spec is None or facts.spec.acts or not facts.standing.traces:
        return None
    if not all(one.licensed or _of_a_few(one, facts.spec) for one in facts.standing.traces):
        return None
    return Reason(Source.EGRESS_READ, Verdict.ALLOW, "your_address", "It looks up what you named.")


def _of_a_few(trace: Trace, spec: ToolSpec) -> bool:
    """Whether it is a choice between so few values that it says nothing."""
    about = spec.parameters.get("properties", {}).get(trace.argument, {})
    few = about.get("type") == "boolean" or "enum" in about
    return trace.sink is Sink.OPTION and few
