"""The order in which sources are heard, held by every pair of them in conflict (DESIGN, decision)."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import combinations
from typing import Any, Final

import pytest
from tests.support.facts import CALL, FACTS, PROPOSAL, answered, rule, spec

from paios.domain.approval import ApprovalState
from paios.domain.caution import Caution, Mode
from paios.domain.decision import Confirmation, Decision, Source, Verdict
from paios.domain.factor import Way
from paios.domain.pause import Pause
from paios.domain.principal import Kind, Role
from paios.domain.provenance import Origin, Trace
from paios.domain.rule import Rule
from paios.domain.tool import Effect, Reach, Sink
from paios.guard.decide import decide
from paios.guard.facts import Facts, Problem, Proposal
from paios.guard.sources.critical import is_critical

Change = Callable[[Proposal, Facts], tuple[Proposal, Facts]]


def _facts(**changes: Any) -> Change:
    return lambda proposal, facts: (proposal, replace(facts, **changes))


def _with(added: Rule) -> Change:
    return lambda proposal, facts: (proposal, replace(facts, rules=(added, *facts.rules)))


def _stands(**changes: Any) -> Change:
    return lambda proposal, facts: (proposal, replace(facts, standing=replace(facts.standing, **changes)))


def _plain(proposal: Proposal, facts: Facts) -> tuple[Proposal, Facts]:
    return proposal, replace(
        facts, caution=Caution(Mode.VOUCHED), standing=replace(facts.standing, doubt=None, objections=())
    )


def _looks_up(proposal: Proposal, facts: Facts) -> tuple[Proposal, Facts]:
    said = Trace("url", Sink.URL, "https://example.org/", Origin.PERSON, licensed=True)
    outside = replace(spec(Effect.READ), reach=Reach.OUTSIDE)
    return proposal, replace(facts, spec=outside, standing=replace(facts.standing, traces=(said,)))


def _by_hand(proposal: Proposal, facts: Facts) -> tuple[Proposal, Facts]:
    return replace(proposal, run_id=None), facts


PROVOKED: Final[Mapping[str, tuple[Source, Change]]] = {
    "floor": (Source.FLOOR, _facts(problem=Problem("broken", "It is broken."))),
    "own hand": (Source.OWN_HAND, _by_hand),
    "deny rule": (Source.DENY_RULE, _with(rule(Verdict.DENY))),
    "yes": (Source.APPROVAL, _facts(approval=answered(ApprovalState.APPROVED))),
    "no": (Source.APPROVAL, _facts(approval=answered(ApprovalState.DENIED))),
    "critical": (Source.CRITICAL, _facts(spec=spec(Effect.DELETE))),
    "ask rule": (Source.ASK_RULE, _with(rule(Verdict.ASK))),
    "flow": (Source.FLOW, _stands(objections=("It would pass on a link.",))),
    "allow rule": (Source.ALLOW_RULE, _with(rule(Verdict.ALLOW))),
    "own read": (Source.OWN_READ, _facts(spec=spec(Effect.READ))),
    "egress read": (Source.EGRESS_READ, _looks_up),
    "vouched": (Source.VOUCHED, _plain),
    "otherwise": (Source.OTHERWISE, _facts()),
}
"""What makes each source speak, in the order in which they are heard."""

IMPOSSIBLE: Final = [
    ("yes", "no"),
    ("critical", "own read"),
    ("critical", "egress read"),
    ("own read", "egress read"),
    ("own hand", "yes"),
    ("flow", "vouched"),
]
"""One answer, one effect, one standing; and a yes is to a run, so one's own hand never waits for it."""

PAIRS: Final = [pair for pair in combinations(PROVOKED, 2) if pair not in IMPOSSIBLE]


def decided(*provoked: str, proposal: Proposal = PROPOSAL) -> Decision:
    facts = FACTS
    for name in provoked:
        proposal, facts = PROVOKED[name][1](proposal, facts)
    return decide(proposal, facts)


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_of_two_sources_the_earlier_wins_and_the_later_is_kept(first: str, second: str) -> None:
    for decision in (decided(first, second), decided(second, first)):
        sources = [reason.source for reason in decision.reasons]
        assert decision.winner.source is PROVOKED[first][0]
        assert decision.verdict is decision.winner.verdict
        assert PROVOKED[second][0] in sources
        assert sources == sorted(sources, key=list(Source).index)


def test_all_together_speak_in_order() -> None:
    decision = decided("floor", "deny rule", "yes", "critical", "ask rule", "allow rule")
    assert [reason.source for reason in decision.reasons] == [
        Source.FLOOR,
        Source.DENY_RULE,
        Source.APPROVAL,
        Source.CRITICAL,
        Source.ASK_RULE,
        Source.ALLOW_RULE,
        Source.OTHERWISE,
    ]


@pytest.mark.requirement("P1")
@pytest.mark.parametrize(
    ("provoked", "verdict"),
    [
        ("floor", Verdict.DENY),
        ("own hand", Verdict.ALLOW),
        ("deny rule", Verdict.DENY),
        ("yes", Verdict.ALLOW),
        ("no", Verdict.DENY),
        ("critical", Verdict.ASK),
        ("ask rule", Verdict.ASK),
        ("allow rule", Verdict.ALLOW),
        ("own read", Verdict.ALLOW),
        ("egress read", Verdict.ALLOW),
        ("vouched", Verdict.ALLOW),
        ("flow", Verdict.ASK),
        ("otherwise", Verdict.ASK),
    ],
)
def test_each_source_says_its_one_of_three(provoked: str, verdict: Verdict) -> None:
    decision = decided(provoked)
    assert (decision.verdict, decision.winner.source) == (verdict, PROVOKED[provoked][0])


@pytest.mark.parametrize("asking", ["critical", "ask rule", "otherwise"])
def test_with_nobody_there_a_question_is_a_denial(asking: str) -> None:
    alone = replace(PROPOSAL, principal=replace(PROPOSAL.principal, interactive=False))
    decision = decided(asking, proposal=alone)
    assert (decision.verdict, decision.winner.code) == (Verdict.DENY, "nobody_to_ask")
    assert decision.reasons[1].source is PROVOKED[asking][0]
    assert decision.no_always is None


@pytest.mark.parametrize(
    ("proposal", "facts", "code"),
    [
        (PROPOSAL, replace(FACTS, pause=Pause(True, FACTS.now, "Ada")), "paused"),
        (PROPOSAL, replace(FACTS, problem=Problem("not_found", "No such note.")), "not_found"),
        (PROPOSAL, replace(FACTS, spec=None), "unknown_facts"),
        (PROPOSAL, replace(FACTS, call=None), "unknown_facts"),
        (replace(PROPOSAL, offered=frozenset({"other"})), FACTS, "not_offered"),
        (replace(PROPOSAL, calls_before=20), FACTS, "calls_used_up"),
        (replace(PROPOSAL, calls_before=19), FACTS, "not_covered"),
    ],
)
def test_the_floor_names_what_stands_in_the_way(proposal: Proposal, facts: Facts, code: str) -> None:
    assert decide(proposal, facts).winner.code == code


@pytest.mark.requirement("P7")
@pytest.mark.parametrize("effect", [Effect.EXECUTE, Effect.SENSE, Effect.CONTROL])
def test_what_wants_more_than_a_click_is_denied_whoever_clicked(effect: Effect) -> None:
    facts = replace(FACTS, spec=spec(effect), approval=answered(ApprovalState.APPROVED))
    facts = replace(facts, rules=(rule(Verdict.ALLOW),))
    code, why = {
        Effect.CONTROL: ("unconfirmable", "This needs a stronger yes than this installation can take.")
    }.get(effect, ("no_second_factor", "This needs a yes by a second factor. Set one up in your account."))
    for proposal in (PROPOSAL, replace(PROPOSAL, run_id=None)):
        winner = decide(proposal, facts).winner
        assert (winner.code, winner.text) == (code, why)
        assert decide(proposal, facts).verdict is Verdict.DENY


@pytest.mark.requirement("T5")
@pytest.mark.parametrize("effect", [Effect.EXECUTE, Effect.CONTROL])
@pytest.mark.parametrize("kind", [Kind.USER, Kind.API_KEY, Kind.SCHEDULE])
def test_who_is_no_administrator_runs_no_program_whatever_was_stored(effect: Effect, kind: Kind) -> None:
    """Offered, allowed by a rule, and answered with a second factor: all of it before the demotion."""
    yes = answered(ApprovalState.APPROVED, confirmed_by=Way.TOTP)
    facts = replace(FACTS, spec=spec(effect), can_step_up=True, approval=yes, rules=(rule(Verdict.ALLOW),))
    demoted = replace(PROPOSAL.principal, role=Role.USER, kind=kind)
    for run_id in (PROPOSAL.run_id, None):
        proposal = replace(PROPOSAL, principal=demoted, run_id=run_id)
        decision = decide(proposal, facts)
        assert (decision.verdict, decision.winner.source) == (Verdict.DENY, Source.FLOOR)
        assert decision.winner.code == "admins_only"
        assert decision.winner.text == "Only an administrator's assistant may do this."
    admin = replace(PROPOSAL, principal=replace(demoted, role=Role.ADMIN))
    assert decide(admin, facts).winner.code != "admins_only"


@pytest.mark.requirement("T5")
@pytest.mark.parametrize("effect", [each for each in Effect if each not in (Effect.EXECUTE, Effect.CONTROL)])
def test_what_stays_within_ones_own_things_is_for_everybody(effect: Effect) -> None:
    user = replace(PROPOSAL, principal=replace(PROPOSAL.principal, role=Role.USER))
    facts = replace(FACTS, spec=spec(effect), can_step_up=True)
    assert decide(user, facts).winner.code != "admins_only"


@pytest.mark.requirement("U6")
@pytest.mark.parametrize("effect", [Effect.EXECUTE, Effect.SENSE])
def test_what_wants_a_second_factor_asks_for_it_whatever_rules_say(effect: Effect) -> None:
    facts = replace(FACTS, spec=spec(effect), rules=(rule(Verdict.ALLOW),), can_step_up=True)
    decision = decide(PROPOSAL, facts)
    assert (decision.verdict, decision.winner.source) == (Verdict.ASK, Source.CRITICAL)
    assert decision.confirmation is Confirmation.STEP_UP
    assert decision.no_always == decision.winner.text
    by_hand = decide(replace(PROPOSAL, run_id=None), facts)
    assert (by_hand.verdict, by_hand.winner.code) == (Verdict.DENY, "no_second_factor")


@pytest.mark.requirement("U6", "P9")
@pytest.mark.parametrize("effect", [Effect.EXECUTE, Effect.SENSE, Effect.SPEND])
def test_a_click_is_no_answer_where_a_second_factor_is_wanted(effect: Effect) -> None:
    facts = replace(FACTS, spec=spec(effect), can_step_up=True)
    clicked = replace(facts, approval=answered(ApprovalState.APPROVED))
    assert decide(PROPOSAL, clicked).verdict is Verdict.ASK
    proved = replace(facts, approval=answered(ApprovalState.APPROVED, confirmed_by=Way.TOTP))
    assert decide(PROPOSAL, proved).verdict is Verdict.ALLOW
    # A no needs no proof.
    said_no = replace(facts, approval=answered(ApprovalState.DENIED))
    assert decide(PROPOSAL, said_no).verdict is Verdict.DENY


@pytest.mark.requirement("U6")
def test_spending_takes_a_second_factor_from_who_has_one_and_else_a_click() -> None:
    spending = replace(FACTS, spec=spec(Effect.SPEND))
    assert decide(PROPOSAL, spending).confirmation is Confirmation.CLICK
    assert decide(PROPOSAL, replace(spending, can_step_up=True)).confirmation is Confirmation.STEP_UP
    assert decide(PROPOSAL, replace(FACTS, can_step_up=True)).confirmation is Confirmation.CLICK
    assert decide(PROPOSAL, replace(FACTS, spec=None)).confirmation is Confirmation.CLICK


def test_what_no_remembered_answer_may_cover_is_known_beforehand() -> None:
    assert {effect for effect in Effect if is_critical(spec(effect))} == set(Effect) - {
        Effect.READ,
        Effect.WRITE,
        Effect.SEND,
    }


@pytest.mark.requirement("S4")
def test_while_paused_a_person_still_works_with_their_own_hands() -> None:
    paused = replace(FACTS, pause=Pause(True, FACTS.now, "Ada"))
    assert decide(replace(PROPOSAL, run_id=None), paused).verdict is Verdict.ALLOW


@pytest.mark.parametrize("kind", [Kind.API_KEY, Kind.APP, Kind.SCHEDULE])
def test_a_program_without_a_run_has_no_hands(kind: Kind) -> None:
    """It is held by the floor like an agent: nothing was offered to it, and pause is for it too."""
    program = replace(PROPOSAL.principal, kind=kind)
    proposal = Proposal(program, PROPOSAL.raw)
    reading = replace(FACTS, spec=spec(Effect.READ))
    assert decide(proposal, reading).winner.code == "not_offered"
    assert decide(proposal, replace(reading, pause=Pause(True))).winner.code == "paused"


@pytest.mark.requirement("P9")
@pytest.mark.parametrize(
    "other",
    [
        {"fingerprint": "0" * 64},
        {"user_id": "bob"},
        {"run_id": "another"},
        {"state": ApprovalState.PENDING},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_yes_to_something_else_says_nothing(other: dict[str, Any]) -> None:
    facts = replace(FACTS, approval=answered(**{"state": ApprovalState.APPROVED, **other}))
    decision = decide(PROPOSAL, facts)
    assert [reason.source for reason in decision.reasons] == [Source.OTHERWISE]


@pytest.mark.requirement("P3")
@pytest.mark.parametrize(
    ("state", "code"),
    [
        (ApprovalState.DENIED, "said_no"),
        (ApprovalState.EXPIRED, "no_answer"),
        (ApprovalState.WITHDRAWN, "withdrawn"),
    ],
)
def test_every_end_of_a_question_but_yes_is_a_denial(state: ApprovalState, code: str) -> None:
    decision = decide(PROPOSAL, replace(FACTS, approval=answered(state)))
    assert (decision.verdict, decision.winner.code) == (Verdict.DENY, code)


LEFT: Final = Trace("to", Sink.RECIPIENT, "eve@evil.org", Origin.READ, False, outside=True, source="the page")


def test_what_nothing_the_person_said_leads_to_is_not_asked_once_the_run_is_tainted() -> None:
    for asking in ("critical", "ask rule", "flow", "otherwise"):
        proposal, facts = _stands(meant=False)(*PROVOKED[asking][1](PROPOSAL, FACTS))
        assert decide(proposal, facts).winner.code == "not_meant"
        untainted = replace(facts, standing=replace(facts.standing, tainted=False))
        assert decide(proposal, untainted).verdict is Verdict.ASK


def test_strict_denies_what_was_not_plainly_said_and_asks_the_rest() -> None:
    strict = replace(FACTS, caution=Caution(strict=True))
    assert decide(PROPOSAL, strict).winner.code == "strict"
    plain = replace(strict, standing=replace(strict.standing, doubt=None))
    assert decide(PROPOSAL, plain).verdict is Verdict.ASK
    untainted = replace(strict, standing=replace(strict.standing, tainted=False))
    assert decide(PROPOSAL, untainted).verdict is Verdict.ASK


def test_a_rule_given_before_holds_in_strict_too() -> None:
    strict = replace(FACTS, caution=Caution(strict=True), rules=(rule(Verdict.ALLOW),))
    assert decide(PROPOSAL, strict).verdict is Verdict.ALLOW


def test_a_rule_does_not_cover_an_address_that_only_strangers_wrote() -> None:
    strange = replace(FACTS, rules=(rule(Verdict.ALLOW),), standing=replace(FACTS.standing, traces=(LEFT,)))
    assert decide(PROPOSAL, strange).winner.code == "strange_address"
    at_home = replace(strange, standing=replace(strange.standing, leaves=False))
    assert decide(PROPOSAL, at_home).verdict is Verdict.ALLOW
    naming = replace(rule(Verdict.ALLOW), constraints={"properties": {"to": {"const": "eve@evil.org"}}})
    assert decide(PROPOSAL, replace(strange, rules=(naming,))).verdict is Verdict.ALLOW


ONE_MAN: Final = {"const": "eve@evil.org"}
TEXT: Final = "eve@evil.org"
LIST: Final = [TEXT]
OBJECT: Final = {"address": TEXT}
ROW: Final = "bob@example.org, eve@evil.org"


@pytest.mark.requirement("P8", "I11")
@pytest.mark.parametrize(
    ("properties", "strange", "named"),
    [
        ({"to": {"const": ["eve@evil.org"]}}, [], [LIST]),
        ({"to": {"enum": ["eve@evil.org", {"address": "eve@evil.org"}]}}, [], [TEXT, OBJECT]),
        ({"to": {"pattern": "@evil[.]org$"}}, [LIST, OBJECT, ROW], [TEXT]),
        ({"to": {"type": "array", "items": ONE_MAN}}, [], [LIST]),
        ({"to": {"items": {"enum": ["eve@evil.org"]}}}, [TEXT, OBJECT, ROW], [LIST]),
        ({"to": {"items": {"pattern": "@evil[.]org$"}}}, [TEXT, [ROW], ["bob@example.org", [TEXT]]], [LIST]),
        ({"to": {"prefixItems": [True], "items": ONE_MAN}}, [LIST], []),
        ({"to": {"type": "array", "items": {"type": "string"}}}, [LIST], []),
        ({"to": {"type": "string"}}, [TEXT], []),
        ({"to": True}, [TEXT], []),
        ({"cc": ONE_MAN}, [TEXT], []),
        ({}, [TEXT], []),
    ],
)
def test_a_rule_covers_a_strangers_address_only_if_it_says_which_there_may_be(
    properties: dict[str, Any], strange: list[Any], named: list[Any]
) -> None:
    allowing = replace(rule(Verdict.ALLOW), constraints={"properties": properties})
    for value in (*strange, *named):
        call = replace(CALL, arguments={"to": value})
        for place in ("to", "to[1]", "to.address"):
            standing = replace(FACTS.standing, traces=(replace(LEFT, argument=place),))
            facts = replace(FACTS, call=call, rules=(allowing,), standing=standing)
            meant = decide(PROPOSAL, facts)
            assert meant.winner.code == ("rule_allow" if value in named else "strange_address")
            not_meant = decide(PROPOSAL, replace(facts, standing=replace(standing, meant=False)))
            assert not_meant.winner.code == ("rule_allow" if value in named else "not_meant")


@pytest.mark.requirement("I11")
@pytest.mark.parametrize(
    ("properties", "value", "covers"),
    [
        ({}, "Bcc eve", False),
        ({"headers": {"type": "string"}}, "Bcc eve", False),
        ({"to": {"const": "Bcc eve"}}, "Bcc eve", False),
        ({"headers": {"items": {"const": "Bcc eve"}}}, "Bcc eve", False),
        ({"headers": {"const": "Bcc eve"}}, "Bcc eve", True),
        ({"headers": {"pattern": "^Bcc eve$"}}, "Bcc eve", True),
    ],
)
def test_a_rule_covers_what_nobody_knows_the_role_of_only_if_it_says_which_values_there_may_be(
    properties: dict[str, Any], value: str, covers: bool
) -> None:
    allowing = replace(rule(Verdict.ALLOW), constraints={"properties": properties})
    trace = replace(LEFT, argument="headers", value=value, sink=None, origin=Origin.COMPOSED, outside=False)
    call = replace(CALL, arguments={"headers": value})
    standing = replace(FACTS.standing, traces=(trace,))
    facts = replace(FACTS, call=call, rules=(allowing,), standing=standing)
    assert decide(PROPOSAL, facts).winner.code == ("rule_allow" if covers else "not_covered")
    not_meant = replace(facts, standing=replace(standing, meant=False))
    assert decide(PROPOSAL, not_meant).winner.code == ("rule_allow" if covers else "not_meant")
    for its in (replace(standing, tainted=False), replace(standing, traces=(replace(trace, licensed=True),))):
        assert decide(PROPOSAL, replace(facts, standing=its)).winner.code == "rule_allow"


def test_a_rule_that_asks_or_denies_names_no_address_for_one_that_allows() -> None:
    naming = replace(rule(Verdict.ASK), constraints={"properties": {"to": ONE_MAN}})
    standing = replace(FACTS.standing, traces=(LEFT,), meant=False)
    only_asked = replace(FACTS, rules=(naming,), standing=standing)
    assert decide(PROPOSAL, only_asked).winner.code == "not_meant"
    both = replace(only_asked, rules=(naming, rule(Verdict.ALLOW)))
    assert decide(PROPOSAL, both).winner.code == "not_meant"


def test_a_question_names_the_address_that_nobody_named() -> None:
    standing = replace(FACTS.standing, traces=(LEFT,))
    asked = decide(PROPOSAL, replace(FACTS, rules=(rule(Verdict.ALLOW),), standing=standing))
    assert asked.winner.text == "Nothing you said and no rule of yours names “eve@evil.org”."


@pytest.mark.parametrize(
    ("schema", "verdict"),
    [
        ({"type": "boolean"}, Verdict.ALLOW),
        ({"enum": ["de", "en"]}, Verdict.ALLOW),
        ({"enum": [*range(8)]}, Verdict.ALLOW),
        ({"enum": [*range(9)]}, Verdict.ASK),
        (True, Verdict.ASK),
        ({"type": "string"}, Verdict.ASK),
        ({}, Verdict.ASK),
    ],
)
def test_what_is_looked_up_may_hold_a_choice_of_the_models_between_a_few_values_alone(
    schema: Any, verdict: Verdict
) -> None:
    chosen = Trace("region", Sink.OPTION, "de", Origin.COMPOSED, licensed=False)
    parameters = {"type": "object", "properties": {"region": schema}}
    _, facts = _looks_up(PROPOSAL, FACTS)
    assert facts.spec is not None
    spec_ = replace(facts.spec, parameters=parameters)

    def made(*traces: Trace) -> Verdict:
        standing = replace(facts.standing, traces=(*facts.standing.traces, *traces))
        return decide(PROPOSAL, replace(facts, spec=spec_, standing=standing)).verdict

    assert made(chosen) is verdict
    assert made(replace(chosen, argument="other")) is Verdict.ASK
    assert decide(PROPOSAL, replace(facts, standing=replace(facts.standing, traces=(chosen,)))).verdict is (
        Verdict.ASK
    )
    assert made(replace(chosen, sink=Sink.CONTENT)) is Verdict.ASK


@pytest.mark.parametrize(("switches", "verdict"), [(3, Verdict.ALLOW), (4, Verdict.ASK)])
def test_the_choices_between_a_few_values_are_few_together(switches: int, verdict: Verdict) -> None:
    _, facts = _looks_up(PROPOSAL, FACTS)
    assert facts.spec is not None
    names = [f"switch{number}" for number in range(switches)]
    parameters = {"type": "object", "properties": {name: {"type": "boolean"} for name in names}}
    chosen = [Trace(name, Sink.OPTION, "True", Origin.COMPOSED, licensed=False) for name in names]
    standing = replace(facts.standing, traces=(*facts.standing.traces, *chosen))
    its = replace(facts, spec=replace(facts.spec, parameters=parameters), standing=standing)
    assert decide(PROPOSAL, its).verdict is verdict


@pytest.mark.requirement("I13")
def test_what_must_stay_on_this_machine_does_not_leave_with_anybodys_leave() -> None:
    facts = replace(FACTS, rules=(rule(Verdict.ALLOW),), approval=answered(ApprovalState.APPROVED))
    facts = replace(facts, standing=replace(facts.standing, local=True))
    assert decide(PROPOSAL, facts).winner.code == "local_only"


def test_always_is_not_offered_where_a_stranger_had_a_hand_in_it() -> None:
    facts = replace(FACTS, standing=replace(FACTS.standing, traces=(replace(LEFT, sink=Sink.CONTENT),)))
    assert decide(PROPOSAL, facts).no_always == "to comes from outside: the page."


def test_always_is_not_offered_for_what_spends() -> None:
    assert decide(PROPOSAL, replace(FACTS, spec=spec(Effect.SPEND))).no_always is not None


def test_what_the_person_said_no_to_is_not_asked_again_in_the_same_run() -> None:
    again = replace(FACTS, standing=replace(FACTS.standing, refused=True))
    assert decide(PROPOSAL, again).winner.code == "said_no_before"
    allowed = replace(again, rules=(rule(Verdict.ALLOW),))
    assert decide(PROPOSAL, allowed).verdict is Verdict.ALLOW


@pytest.mark.parametrize(
    ("effect", "reach", "does"),
    [
        (Effect.WRITE, Reach.OWN, "change something"),
        (Effect.READ, Reach.OUTSIDE, "tell somebody outside what it looks for"),
        (Effect.READ, Reach.OWN, "only read"),
    ],
)
def test_a_question_says_what_the_call_would_do(effect: Effect, reach: Reach, does: str) -> None:
    decision = decide(PROPOSAL, replace(FACTS, spec=replace(spec(effect), reach=reach)))
    assert decision.reasons[-1].source is Source.OTHERWISE
    assert decision.reasons[-1].text.startswith(f"It would {does}, and no rule")
