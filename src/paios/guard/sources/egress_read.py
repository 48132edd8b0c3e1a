"""Looking something up outside tells the outside what was looked for."""

from collections.abc import Mapping
from math import inf, prod
from typing import Final

from paios.domain.decision import Reason, Source, Verdict
from paios.domain.provenance import Trace
from paios.domain.tool import Sink, ToolSpec
from paios.guard.facts import Facts, Proposal

FEW: Final = 8
"""Between so many values the model may choose, in all options of a call together: it says next to nothing."""


def egress_read(_proposal: Proposal, facts: Facts) -> Reason | None:
    """Allow a read of an address that the person gave or listed (tier 1).

    An address that stands in something read is the choice of whoever wrote
    that, and one that the model made can carry data out: both ask.
    """
    if facts.spec is None or facts.spec.acts or not facts.standing.traces:
        return None
    chosen = [one for one in facts.standing.traces if not one.licensed]
    if prod(_choices(one, facts.spec) for one in chosen) > FEW:
        return None
    return Reason(Source.EGRESS_READ, Verdict.ALLOW, "your_address", "It looks up what you named.")


def _choices(trace: Trace, spec: ToolSpec) -> float:
    """Between how many values an option is a choice."""
    about = spec.parameters.get("properties", {}).get(trace.argument)
    if trace.sink is not Sink.OPTION or not isinstance(about, Mapping):
        return inf
    return 2 if about.get("type") == "boolean" else len(about.get("enum", ())) or inf
