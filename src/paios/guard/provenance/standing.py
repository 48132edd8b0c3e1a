"""How a call stands to what the person said and the run has read: the one place that puts it together."""

from paios.domain.provenance import Standing
from paios.domain.tool import ToolCall, ToolSpec
from paios.guard.provenance.asked import asks_for, could_mean
from paios.guard.provenance.evidence import Evidence
from paios.guard.provenance.leaking import gives_away_local, leaves_home, objections
from paios.guard.provenance.once import licence
from paios.guard.provenance.tracing import NO_LISTS, Whitelists, traced
from paios.guard.provenance.vouching import doubt


def standing(call: ToolCall, spec: ToolSpec, evidence: Evidence, lists: Whitelists = NO_LISTS) -> Standing:
    """The standing of one validated call. Pure."""
    traces = traced(call, spec, evidence, lists)
    return Standing(
        tainted=evidence.tainted,
        leaves=leaves_home(spec, traces),
        local=gives_away_local(spec, traces, evidence),
        traces=traces,
        objections=objections(call, spec, traces, evidence),
        doubt=doubt(call, spec, traces, evidence),
        meant=(not spec.acts or asks_for(evidence.words, spec)) and could_mean(traces),
        licence=licence(call, spec, evidence),
        refused=call.wish() in evidence.refused,
    )
