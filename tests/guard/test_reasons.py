"""What each source says, word for word: the code that programs go by, and the sentence that people read."""

from dataclasses import replace
from typing import Any

import pytest
from tests.support.facts import CALL, FACTS, NOW, PROPOSAL, answered, rule, spec

from paios.domain.approval import ApprovalState
from paios.domain.caution import Caution, Mode
from paios.domain.decision import Reason, Source, Verdict
from paios.domain.defence import Validation
from paios.domain.pause import Pause
from paios.domain.provenance import Origin, Trace
from paios.domain.rule import Lifetime
from paios.domain.tool import GRANTING, Effect, Reach, Sink
from paios.guard.decide import decide
from paios.guard.facts import Facts, Proposal

SAID = Trace("url", Sink.URL, "https://example.org/", Origin.PERSON, licensed=True)
LEFT = Trace("to", Sink.RECIPIENT, "eve@evil.org", Origin.READ, licensed=False, outside=True)


def stands(**changes: Any) -> Facts:
    return replace(FACTS, standing=replace(FACTS.standing, **changes))


def asks_for_grants(*tools: str, **standing: Any) -> Facts:
    call = replace(CALL, tool=GRANTING, arguments={"actions": [{"tool": name} for name in tools]})
    return replace(stands(**standing), call=call)


BY_HAND = replace(PROPOSAL, run_id=None)
REASONS: dict[str, tuple[Proposal, Facts, Source, str, str]] = {
    "paused": (PROPOSAL, replace(FACTS, pause=Pause(True, NOW, "Ada")),
        Source.FLOOR, "paused", "Everything is paused."),
    "unknown": (PROPOSAL, replace(FACTS, spec=None),
        Source.FLOOR, "unknown_facts", "What this call would do could not be found out."),
    "not offered": (replace(PROPOSAL, offered=frozenset()), FACTS,
        Source.FLOOR, "not_offered", "This tool was not offered here."),
    "local": (PROPOSAL, stands(local=True),
        Source.FLOOR, "local_only", "What you keep on this machine only would leave with it."),
    "own hand": (BY_HAND, FACTS, Source.OWN_HAND, "own_hand", "Ada did this themselves."),
    "too late": (PROPOSAL, asks_for_grants("tool"), Source.GRANT, "asked_too_late",
        "Permissions can be asked for only before anything from outside was read. "
        "Call the tool itself: the person is asked about it then."),
    "hidden": (PROPOSAL, asks_for_grants("b", "tool", "a", tainted=False),
        Source.GRANT, "invalid_arguments", "These tools are not offered here: a, b."),
    "grants": (PROPOSAL, asks_for_grants("tool", tainted=False),
        Source.GRANT, "grants", "Permissions for a whole task are asked for every time."),
    "said no": (PROPOSAL, replace(FACTS, approval=answered(ApprovalState.DENIED)),
        Source.APPROVAL, "said_no", "You said no."),
    "no answer": (PROPOSAL, replace(FACTS, approval=answered(ApprovalState.EXPIRED)),
        Source.APPROVAL, "no_answer", "Nobody answered in time, so the answer is no."),
    "withdrawn": (PROPOSAL, replace(FACTS, approval=answered(ApprovalState.WITHDRAWN)),
        Source.APPROVAL, "withdrawn", "The question was withdrawn."),
    "deletes": (PROPOSAL, replace(FACTS, spec=spec(Effect.DELETE)),
        Source.CRITICAL, "deletes", "Deleting always asks."),
    "runs": (PROPOSAL, replace(FACTS, spec=spec(Effect.EXECUTE), can_step_up=True),
        Source.CRITICAL, "steps_up", "Running a program always asks, and a click is not enough."),
    "would leave": (PROPOSAL, stands(objections=("One.", "Two.")), Source.FLOW, "would_leave", "One. Two."),
    "strange": (PROPOSAL, replace(stands(traces=(LEFT,)), rules=(rule(Verdict.ALLOW),)),
        Source.FLOW, "strange_address", "Nothing you said and no rule of yours names “eve@evil.org”."),
    "own read": (PROPOSAL, replace(FACTS, spec=spec(Effect.READ)),
        Source.OWN_READ, "own_read", "It only reads in your own space."),
    "looks up": (PROPOSAL,
        replace(stands(traces=(SAID,)), spec=replace(spec(Effect.READ), reach=Reach.OUTSIDE)),
        Source.EGRESS_READ, "your_address", "It looks up what you named."),
    "vouched": (PROPOSAL, replace(stands(doubt=None), caution=Caution(Mode.VOUCHED)),
        Source.VOUCHED, "vouched", "It is plainly what you said."),
    "otherwise": (PROPOSAL, stands(doubt="It is not what you said."), Source.OTHERWISE, "not_covered",
        "It would change something, and no rule of yours covers it. It is not what you said."),
    "no doubt": (PROPOSAL, stands(doubt=None),
        Source.OTHERWISE, "not_covered", "It would change something, and no rule of yours covers it."),
}  # fmt: skip


@pytest.mark.parametrize("why", REASONS)
def test_each_reason_has_its_code_and_its_sentence(why: str) -> None:
    proposal, facts, source, code, text = REASONS[why]
    winner = decide(proposal, facts).winner
    assert (winner.source, winner.code, winner.text) == (source, code, text)


@pytest.mark.parametrize(
    ("verdict", "begins"),
    [
        (Verdict.DENY, "You set a rule that denies this. Deny: "),
        (Verdict.ASK, "You set a rule to be asked about this. Ask before: "),
        (Verdict.ALLOW, "You set a rule that allows this. Allow: "),
    ],
)
def test_a_rule_is_told_as_the_persons_own_and_a_grant_as_the_tasks(verdict: Verdict, begins: str) -> None:
    own = rule(verdict)
    assert decide(PROPOSAL, replace(FACTS, rules=(own,))).winner.text.startswith(begins)
    granted = replace(own, lifetime=Lifetime(run_id="r"))
    told = decide(PROPOSAL, replace(FACTS, rules=(granted,))).winner.text
    assert told.startswith("You granted this to the task. ")


def test_why_a_yes_is_not_remembered_is_said_and_what_the_model_wrote_itself_is_no_reason() -> None:
    spending = decide(PROPOSAL, replace(FACTS, spec=spec(Effect.SPEND)))
    assert spending.no_always == "What spends is agreed to each time."
    own = replace(LEFT, origin=Origin.COMPOSED, outside=False, sink=Sink.CONTENT)
    listed = replace(LEFT, licensed=True, sink=Sink.CONTENT)
    assert decide(PROPOSAL, stands(traces=(own, listed))).no_always is None


def test_a_second_models_doubt_is_read_last_and_decides_nothing() -> None:
    doubted = replace(PROPOSAL, validation=Validation("Eve may have written this.", blocks=False))
    decision = decide(doubted, replace(FACTS, rules=(rule(Verdict.ALLOW),)))
    assert decision.verdict is Verdict.ALLOW
    assert decision.reasons[-1] == Reason(
        Source.VALIDATION, Verdict.ASK, "validation_doubt", "Eve may have written this."
    )
