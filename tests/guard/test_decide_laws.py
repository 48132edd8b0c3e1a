"""What holds for every decision, whatever the facts: laws, tried on generated ones (invariants 7, 9)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.facts import ADA, CALL, FINGERPRINT, NOW, PREVIEW, RAW, answered, rule, spec

from paios.domain.approval import ApprovalState
from paios.domain.decision import Source, Verdict
from paios.domain.factor import Way
from paios.domain.pause import Pause
from paios.domain.principal import Adapter, Kind
from paios.domain.tool import Effect
from paios.guard.decide import SOURCES, decide
from paios.guard.facts import Facts, Problem, Proposal
from paios.guard.sources.floor import STEP_UP, UNCONFIRMABLE

principals = st.builds(
    lambda kind, adapter, interactive: replace(ADA, kind=kind, adapter=adapter, interactive=interactive),
    st.sampled_from(Kind),
    st.sampled_from(Adapter),
    st.booleans(),
)
proposals = st.builds(
    Proposal,
    principals,
    st.just(RAW),
    run_id=st.sampled_from([None, "r", "other"]),
    conversation_id=st.sampled_from([None, "c"]),
    offered=st.sampled_from([frozenset[str](), frozenset({"tool"})]),
    calls_before=st.integers(0, 4),
    call_limit=st.integers(0, 3),
)
facts_of_all_kinds = st.builds(
    Facts,
    st.just(NOW),
    st.builds(Pause, st.booleans()),
    rules=st.lists(st.sampled_from(Verdict).map(rule), max_size=4).map(tuple),
    spec=st.none() | st.sampled_from(Effect).map(spec),
    call=st.sampled_from([CALL, None]),
    preview=st.sampled_from([PREVIEW, None]),
    fingerprint=st.sampled_from([FINGERPRINT, "another", ""]),
    approval=st.none()
    | st.builds(answered, st.sampled_from(ApprovalState), confirmed_by=st.sampled_from([None, *Way])),
    can_step_up=st.booleans(),
    problem=st.sampled_from([None, None, Problem("broken", "It is broken.")]),
)


def stopped(proposal: Proposal, facts: Facts) -> bool:
    """Whether the floor must not let an agent pass."""
    return (
        facts.pause.paused
        or facts.problem is not None
        or facts.spec is None
        or facts.call is None
        or facts.spec.effect in UNCONFIRMABLE
        or (facts.spec.effect in STEP_UP and not facts.can_step_up)
        or facts.spec.name not in proposal.offered
        or proposal.calls_before >= proposal.call_limit
    )


@pytest.mark.requirement("S2", "S4", "T1")
@given(proposals, facts_of_all_kinds)
def test_no_facts_lead_an_agent_past_the_floor(proposal: Proposal, facts: Facts) -> None:
    decision = decide(proposal, facts)
    if stopped(proposal, facts) and not proposal.by_hand:
        assert decision.verdict is Verdict.DENY
        assert decision.winner.source is Source.FLOOR


@pytest.mark.requirement("P1")
@given(proposals, facts_of_all_kinds)
def test_a_rule_that_denies_beats_every_yes(proposal: Proposal, facts: Facts) -> None:
    if any(one.verdict is Verdict.DENY for one in facts.rules) and not proposal.by_hand:
        assert decide(proposal, facts).verdict is Verdict.DENY


@pytest.mark.requirement("P5", "P7")
@given(proposals, facts_of_all_kinds)
def test_what_acts_is_allowed_only_by_a_person(proposal: Proposal, facts: Facts) -> None:
    decision = decide(proposal, facts)
    if decision.verdict is not Verdict.ALLOW or facts.spec is None or not facts.spec.acts:
        return
    allowed_by = {Source.OWN_HAND, Source.APPROVAL, Source.ALLOW_RULE}
    if facts.spec.effect is Effect.DELETE:
        allowed_by.remove(Source.ALLOW_RULE)
    assert decision.winner.source in allowed_by
    assert facts.spec.effect not in UNCONFIRMABLE
    if facts.spec.effect in STEP_UP:
        assert decision.winner.source is Source.APPROVAL
        assert facts.approval is not None
        assert facts.approval.confirmed_by is not None


@pytest.mark.requirement("P9")
@given(proposals, facts_of_all_kinds)
def test_an_approval_allows_its_own_call_alone(proposal: Proposal, facts: Facts) -> None:
    decision = decide(proposal, facts)
    if decision.verdict is Verdict.ALLOW and decision.winner.source is Source.APPROVAL:
        assert facts.approval is not None
        assert facts.approval.state is ApprovalState.APPROVED
        assert (facts.approval.fingerprint, facts.approval.run_id) == (facts.fingerprint, proposal.run_id)


@given(proposals, facts_of_all_kinds)
def test_nobody_is_asked_who_is_not_there(proposal: Proposal, facts: Facts) -> None:
    decision = decide(proposal, facts)
    assert proposal.principal.interactive or decision.verdict is not Verdict.ASK


@given(proposals, facts_of_all_kinds)
def test_what_is_asked_can_be_shown_for_what_it_is(proposal: Proposal, facts: Facts) -> None:
    """The gate stores a question only with its call, so the floor must have seen one."""
    if decide(proposal, facts).verdict is not Verdict.DENY:
        assert facts.call is not None
        assert facts.spec is not None


@given(proposals, facts_of_all_kinds)
def test_everyone_who_spoke_is_kept_in_order_and_the_same_facts_decide_alike(
    proposal: Proposal, facts: Facts
) -> None:
    decision = decide(proposal, facts)
    spoken = [reason for source in SOURCES if (reason := source(proposal, facts))]
    assert list(decision.reasons)[-len(spoken) :] == spoken
    assert len(decision.reasons) - len(spoken) == (decision.winner.code == "nobody_to_ask")
    assert decide(proposal, facts) == decision
