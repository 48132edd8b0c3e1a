"""How a call stands to what the person said and the run has read: the one place that puts it together."""

from paios.domain.provenance import Standing
from paios.domain.tool import Reach, ToolCall, ToolSpec
from paios.guard.provenance.asked import asks_for, could_mean
from paios.guard.provenance.evidence import BY_FORM, Evidence
from paios.guard.provenance.leaking import LEAVING, gives_away_local, leaves_home, objections
from paios.guard.provenance.once import licence
from paios.guard.provenance.tracing import NO_LISTS, Whitelists, traced
from paios.guard.provenance.vouching import doubt


def standing(call: ToolCall, spec: ToolSpec, evidence: Evidence, lists: Whitelists = NO_LISTS) -> Standing:
    """The standing of one validated call. Pure."""
    traces = traced(call, spec, evidence, lists)
    return Standing(
        tainted=evidence.tainted,
        leaves=leaves_home(spec, traces),
        local=gives_away_local(call, spec, traces, evidence),
        traces=traces,
        objections=objections(call, spec, traces, evidence),
        doubt=doubt(call, spec, traces, evidence),
        meant=(not spec.acts or asks_for(evidence.words, spec)) and could_mean(traces),
        licence=licence(call, spec, evidence),
        refused=call.wish() in evidence.refused,
    )


def looks_into_texts(spec: ToolSpec) -> bool:
    """Whether it can matter to a call of this tool what active content stands in what was read."""
    leaves = spec.reach is Reach.OUTSIDE or spec.effect in LEAVING
    return leaves or not BY_FORM.keys().isdisjoint(spec.sinks.values())
