"""What is still asked once strangers spoke, though nothing the person said leads to it (I11)."""

from dataclasses import replace

import pytest
from tests.support.facts import FACTS, PROPOSAL, rule

from paios.domain.decision import Source, Verdict
from paios.guard.decide import decide

pytestmark = pytest.mark.requirement("I11")

STRAY = replace(FACTS, standing=replace(FACTS.standing, meant=False))
"""A call that nothing they said leads to, in a run that has read something from outside."""


def test_what_one_rule_allows_and_another_asks_about_is_asked() -> None:
    assert STRAY.tainted
    both = decide(PROPOSAL, replace(STRAY, rules=(rule(Verdict.ASK), rule(Verdict.ALLOW))))
    assert (both.verdict, both.winner.source) == (Verdict.ASK, Source.ASK_RULE)
    alone = decide(PROPOSAL, replace(STRAY, rules=(rule(Verdict.ASK),)))
    assert (alone.verdict, alone.winner.code) == (Verdict.DENY, "not_meant")


def test_what_a_rule_allows_and_would_pass_on_something_read_is_asked() -> None:
    objected = replace(STRAY, standing=replace(STRAY.standing, objections=("It would pass on a link.",)))
    covered = decide(PROPOSAL, replace(objected, rules=(rule(Verdict.ALLOW),)))
    assert (covered.verdict, covered.winner.source) == (Verdict.ASK, Source.FLOW)
    assert decide(PROPOSAL, objected).winner.code == "not_meant"
