"""What the text defences say of a call can deny it or stand beside it, and never allows anything (I5, I7)."""

from dataclasses import replace
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.facts import CALL, FACTS, PROPOSAL, answered, rule

from paios.domain.approval import ApprovalState
from paios.domain.decision import Source, Verdict
from paios.domain.defence import Validation
from paios.domain.tool import RawToolCall
from paios.guard.decide import decide
from paios.guard.facts import Facts, Problem, Proposal
from paios.guard.sources.floor import CANARY_SEEN

TOKEN: Final = "qmzkvhtwpylcaxrgdnbofeus"
GUARDED: Final = replace(PROPOSAL, canary=TOKEN)
LEAKING: Final = replace(FACTS, call=replace(CALL, arguments={"text": " ".join(TOKEN)}))
REFUSED: Final = Validation("It is not what was asked.", blocks=True)
DOUBTED: Final = Validation("It may not be what was asked.", blocks=False)

ALLOWED: Final[dict[str, tuple[Proposal, Facts]]] = {
    "a rule": (PROPOSAL, replace(FACTS, rules=(rule(Verdict.ALLOW),))),
    "a yes": (PROPOSAL, replace(FACTS, approval=answered(ApprovalState.APPROVED))),
}


@pytest.mark.requirement("I5")
@pytest.mark.parametrize("allowed", ALLOWED)
def test_call_with_the_canary_is_denied_whatever_allows_it(allowed: str) -> None:
    proposal, facts = ALLOWED[allowed]
    assert decide(replace(proposal, canary=TOKEN), facts).verdict is Verdict.ALLOW
    decision = decide(replace(proposal, canary=TOKEN), replace(facts, call=LEAKING.call))
    assert (decision.verdict, decision.winner.source) == (Verdict.DENY, Source.FLOOR)
    assert decision.winner.code == CANARY_SEEN
    assert decision.winner.text.endswith("in plain letters.")
    assert TOKEN not in decision.winner.text


@pytest.mark.requirement("I5")
def test_canary_is_seen_in_a_call_that_cannot_be_read() -> None:
    broken = replace(FACTS, call=None, problem=Problem("invalid_arguments", "This is not JSON."))
    leaking = replace(GUARDED, raw=RawToolCall("c", "tool", f'{{"text": "{TOKEN}'))
    assert decide(leaking, broken).winner.code == CANARY_SEEN
    assert decide(GUARDED, broken).winner.code == "invalid_arguments"


@pytest.mark.requirement("I5")
def test_run_without_a_canary_looks_for_none() -> None:
    assert decide(PROPOSAL, LEAKING) == decide(PROPOSAL, FACTS)


@pytest.mark.requirement("I7")
@pytest.mark.parametrize("allowed", ALLOWED)
def test_refusal_of_the_second_model_denies_whatever_allows_it(allowed: str) -> None:
    proposal, facts = ALLOWED[allowed]
    decision = decide(replace(proposal, validation=REFUSED), facts)
    assert (decision.verdict, decision.winner.source) == (Verdict.DENY, Source.FLOOR)
    assert (decision.winner.code, decision.winner.text) == ("validation_refused", REFUSED.text)


@pytest.mark.requirement("I7")
@pytest.mark.parametrize("allowed", ALLOWED)
def test_doubt_of_the_second_model_is_told_and_decides_nothing(allowed: str) -> None:
    proposal, facts = ALLOWED[allowed]
    before, after = decide(proposal, facts), decide(replace(proposal, validation=DOUBTED), facts)
    assert (after.verdict, after.reasons[:-1]) == (before.verdict, before.reasons)
    assert (after.reasons[-1].source, after.reasons[-1].text) == (Source.VALIDATION, DOUBTED.text)


SEVERITY: Final = {Verdict.ALLOW: 0, Verdict.ASK: 1, Verdict.DENY: 2}


@pytest.mark.requirement("I5", "I7")
@given(
    st.sampled_from([PROPOSAL, replace(PROPOSAL, run_id=None), replace(PROPOSAL, calls_before=20)]),
    st.sampled_from([FACTS, LEAKING, *(facts for _, facts in ALLOWED.values())]),
    st.sampled_from([None, TOKEN]),
    st.sampled_from([None, DOUBTED, REFUSED]),
)
def test_no_signal_makes_a_decision_milder(
    proposal: Proposal, facts: Facts, canary: str | None, validation: Validation | None
) -> None:
    signalled = decide(replace(proposal, canary=canary, validation=validation), facts)
    assert SEVERITY[signalled.verdict] >= SEVERITY[decide(proposal, facts).verdict]
