"""Looking something up outside tells the outside what was looked for."""

from paios.domain.decision import Reason, Source, Verdict
from paios.domain.tool import Sink
from paios.guard.facts import Facts, Proposal


def egress_read(_proposal: Proposal, facts: Facts) -> Reason | None:
    """Allow a read of an address that the person gave or listed (tier 1).

    An address that stands in something read is the choice of whoever wrote
    that, and one that the model made can carry data out: both ask.
    """
    if facts.spec is None or facts.spec.acts or not facts.standing.traces:
        return None
    if not all(one.licensed for one in facts.standing.traces if one.sink is not Sink.OPTION):
        return None
    return Reason(Source.EGRESS_READ, Verdict.ALLOW, "your_address", "It looks up what you named.")
