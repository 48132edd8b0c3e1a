"""The index over rules finds exactly what a look at every rule would (P2, P4, P8)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.facts import ADA, NOW, PROPOSAL

from paios.domain.decision import Verdict
from paios.domain.principal import Adapter
from paios.domain.rule import Context, Lifetime, Rule, Situation, exactly
from paios.domain.tool import Sink, ToolCall
from paios.guard.constraints import Schemas
from paios.guard.rulebook import RuleBook, situation

pytestmark = pytest.mark.requirement("P4")

HERE = Situation(NOW, tainted=False, conversation_id="c", run_id="r", adapter=Adapter.WEB, interactive=True)

values = st.sampled_from([0, 1, 1.5, True, False, None, "", "1", "a", [], ["a"], {"x": 1}])
arguments = st.dictionaries(st.sampled_from(["path", "mode", "text"]), values)
about_one = st.one_of(
    st.booleans(),
    values.map(lambda value: {"const": value}),
    st.lists(values, min_size=1, max_size=3).map(lambda some: {"enum": some}),
    st.sampled_from([{"type": "string"}, {"pattern": "^a"}, {"minimum": 1}, {"items": {"const": "a"}}, {}]),
)
schemas = st.fixed_dictionaries(
    {},
    optional={
        "properties": st.dictionaries(st.sampled_from(["path", "mode", "text"]), about_one, max_size=3),
        "required": st.lists(st.sampled_from(["path", "mode"]), unique=True),
        "additionalProperties": st.just(False),
        "maxProperties": st.integers(0, 3),
    },
)
constraints = st.one_of(arguments.map(lambda pins: exactly(**pins)), schemas)
lifetimes = st.builds(
    Lifetime,
    conversation_id=st.sampled_from([None, "c", "d"]),
    until=st.sampled_from([None, NOW, NOW + timedelta(seconds=1)]),
    uses_left=st.sampled_from([None, 0, 1]),
    run_id=st.sampled_from([None, "r", "s"]),
)
tools = st.sampled_from(["vault_write", "vault_read"])
all_rules = st.lists(
    st.builds(
        Rule, st.uuids().map(str), st.just("ada"), st.sampled_from(Verdict), tools, st.just(NOW),
        constraints, lifetime=lifetimes, untainted=st.booleans(), ended=st.booleans(),
    ),
    max_size=12,
)  # fmt: skip


def speaks(rule: Rule, call: ToolCall, at: Situation) -> bool:
    """The meaning of a rule to the letter, said plainly."""
    its = rule.lifetime
    assert rule.constraints is not None
    return (
        rule.tool == call.tool
        and not rule.ended
        and not (rule.untainted and at.tainted)
        and its.conversation_id in (None, at.conversation_id)
        and its.run_id in (None, at.run_id)
        and (its.until is None or its.until > NOW)
        and its.uses_left != 0
        and jsonschema_rs.is_valid(dict(rule.constraints), dict(call.arguments))
    )


def book(*rules: Rule) -> RuleBook:
    return RuleBook(rules, Schemas())


def said(verdict: Verdict, constraints: Any, **more: Any) -> Rule:
    return Rule("r", "ada", verdict, "vault_write", NOW, constraints, **more)


def call(**given_arguments: Any) -> ToolCall:
    return ToolCall("1", "vault_write", given_arguments)


@given(all_rules, tools, arguments, st.sampled_from([None, "c", "d"]), st.booleans())
def test_it_finds_the_rules_that_speak_and_no_others(
    rules: list[Rule], tool: str, given_arguments: dict[str, Any], conversation: str | None, tainted: bool
) -> None:
    proposed = ToolCall("1", tool, given_arguments)
    at = replace(HERE, conversation_id=conversation, tainted=tainted)
    found = list(book(*rules).speaking(proposed, at))
    expected = [rule for rule in rules if speaks(rule, proposed, at)]
    assert all(rule in found for rule in expected)
    assert all(rule in expected for rule in found if rule.verdict is Verdict.ALLOW)
    assert len(found) == len({rule.id for rule in found})


def test_a_rule_without_bounds_speaks_about_every_call_of_its_tool() -> None:
    rule = said(Verdict.DENY, {})
    assert list(book(rule).speaking(call(path="Any.md"), HERE)) == [rule]
    assert list(book(rule).speaking(ToolCall("1", "vault_read", {}), HERE)) == []


def test_a_rule_about_an_argument_is_silent_where_the_call_has_none() -> None:
    rule = said(Verdict.ALLOW, exactly(path="A.md", mode="append"))
    assert list(book(rule).speaking(call(path="A.md", mode="append"), HERE)) == [rule]
    assert list(book(rule).speaking(call(path="A.md"), HERE)) == []


@pytest.mark.requirement("P8")
@pytest.mark.parametrize(
    ("constraints", "fits", "fits_not"),
    [
        (exactly(path="A.md"), {"path": "A.md", "text": "x"}, {"path": "B.md"}),
        ({"properties": {"path": {"pattern": "^Plans/"}}}, {"path": "Plans/A.md"}, {"path": "A.md"}),
        ({"properties": {"amount": {"maximum": 50}}}, {"amount": 50}, {"amount": 51}),
        ({"properties": {"to": {"enum": ["bob", "eve"]}}}, {"to": "eve"}, {"to": "mallory"}),
        ({"properties": {"to": {"items": {"const": "bob"}}}}, {"to": ["bob"]}, {"to": ["bob", "eve"]}),
        ({"properties": {"cc": False}}, {"to": "bob"}, {"to": "bob", "cc": "eve"}),
        (exactly(path="A.md") | {"maxProperties": 1}, {"path": "A.md"}, {"path": "A.md", "text": "x"}),
    ],
    ids=["value", "path", "amount", "recipient", "every item", "left out", "value and more"],
)
def test_a_rule_binds_arguments_by_json_schema(constraints: Any, fits: Any, fits_not: Any) -> None:
    rules = book(said(Verdict.ALLOW, constraints))
    assert [rule.id for rule in rules.speaking(call(**fits), HERE)] == ["r"]
    assert list(rules.speaking(call(**fits_not), HERE)) == []


@pytest.mark.parametrize("written", [1, 1.0])
def test_a_number_is_a_number_however_it_is_written(written: float) -> None:
    rules = book(said(Verdict.DENY, exactly(amount=written)))
    assert [bool(list(rules.speaking(call(amount=each), HERE))) for each in (1, 1.0, True, "1", [1])] == [
        True, True, False, False, True,
    ]  # fmt: skip


EV, B = "eve@evil.org", "bob@example.org"
ROLES = {
    "to": Sink.RECIPIENT,
    "page": Sink.URL,
    "amount": Sink.AMOUNT,
    "card.who": Sink.RECIPIENT,
    "file": Sink.PATH,
    "body": Sink.CONTENT,
}
RESPELLED = [
    (exactly(to=[EV]), {"to": ["Eve@evil.org"]}),
    (exactly(to=[EV]), {"to": [f"{EV} "]}),
    (exactly(to=[EV]), {"to": EV}),
    (exactly(to=[EV]), {"to": [B, EV]}),
    (exactly(to=[EV]), {"to": f"Bob <{B}>, Eve <{EV.upper()}>"}),
    (exactly(to=[EV]), {"to": {EV: "cc"}}),
    (exactly(to=EV), {"to": [EV]}),
    (exactly(to="Eve@Evil.org"), {"to": EV}),
    (exactly(to=[B, EV]), {"to": [EV, "x@example.org", B]}),
    (exactly(page="https://example.org/a"), {"page": "https://EXAMPLE.org:443/a"}),
    (exactly(page="https://example.org/a"), {"page": "http://example.org/a http://example.com/"}),
    (exactly(amount=50), {"amount": "50.00"}),
    (exactly(amount="50 EUR"), {"amount": 50}),
    (exactly(file="Diary.md"), {"file": "diary.md"}),
    (exactly(file="Café.md"), {"file": "CAFE\u0301.md"}),
    (exactly(file="Diary.md"), {"file": "House/../Diary.md"}),
    (exactly(file="House/../Diary.md"), {"file": ".\\Diary.md"}),
    (exactly(file="Diary.md"), {"file": "House\\..\\Diary.md"}),
    (exactly(file="House"), {"file": " House/Heating/.. "}),
    ({"properties": {"file": {"type": "string", "pattern": "^Private/"}}}, {"file": "./Private/a.md"}),
    ({"properties": {"file": {"type": "string", "pattern": "^Private/"}}}, {"file": "a/../Private/a.md"}),
    (exactly(card={"who": EV}), {"card": {"who": "EVE@evil.org"}}),
    ({"properties": {"to": {"const": EV}}, "required": ["to"], "maxProperties": 1}, {"to": [EV, B]}),
    ({"properties": {"to": {"enum": [[B], [EV]]}}}, {"to": ["EVE@evil.org"]}),
    ({"properties": {"to": {"type": "array", "items": {"const": EV}}}}, {"to": [B, EV]}),
    ({"properties": {"to": {"type": "array", "contains": {"const": EV}}}}, {"to": "Eve@evil.org"}),
    ({"properties": {"to": {"allOf": [True, {"anyOf": [{"const": EV}]}]}, "cc": True}}, {"to": [B, EV]}),
    ({"properties": {"to": {"type": "string", "pattern": "@evil[.]org$"}}}, {"to": ["eve@EVIL.org", B]}),
    (
        {"properties": {"to": {"anyOf": [{"type": "string", "pattern": "@evil[.]org$"}, {"const": "x"}]}}},
        {"to": "eve@EVIL.org"},
    ),
    ({"properties": {"to": {"const": [EV]}, "cc": False}, "required": ["to"]}, {"to": [EV], "cc": []}),
    ({"properties": {"to": {"const": [EV]}, "cc": False}, "required": ["to"]}, {"cc": [], "to": [EV]}),
]
"""What a rule says, and arguments that say the same in other words."""


@pytest.mark.requirement("P1")
@pytest.mark.parametrize(("constraints", "respelled"), RESPELLED)
def test_a_rule_that_asks_or_denies_is_not_escaped_by_spelling(
    constraints: dict[str, Any], respelled: dict[str, Any]
) -> None:
    for verdict in (Verdict.DENY, Verdict.ASK):
        rules = RuleBook([said(verdict, constraints)], Schemas(), ROLES)
        assert [rule.verdict for rule in rules.speaking(call(**respelled), HERE)] == [verdict]
        assert [rule.constraints for rule in rules.speaking(call(**respelled), HERE)] == [constraints]


@pytest.mark.requirement("P8")
@pytest.mark.parametrize(("constraints", "respelled"), RESPELLED)
def test_a_rule_that_allows_covers_only_what_it_says_to_the_letter(
    constraints: dict[str, Any], respelled: dict[str, Any]
) -> None:
    rules = RuleBook([said(Verdict.ALLOW, constraints)], Schemas(), ROLES)
    assert list(rules.speaking(call(**respelled), HERE)) == []


@pytest.mark.requirement("P1")
@pytest.mark.parametrize(
    ("constraints", "other"),
    [
        (exactly(to=[EV]), {"to": [B]}),
        (exactly(to=[EV]), {"body": EV}),
        (exactly(to=[EV]), {"to": [B], "body": EV}),
        (exactly(to=[EV, B]), {"to": [B]}),
        (exactly(to=[EV], body="hi"), {"to": [EV], "body": "hello"}),
        (exactly(to=[EV]), {"to": 5.5}),
        (exactly(to=[]), {"to": {}}),
        (exactly(file="Diary.md"), {"file": "Diary2.md"}),
        (exactly(file="Diary.md"), {"file": "Diary.md/../Other.md"}),
        (exactly(file="Diary.md"), {"file": "House/Diary.md"}),
        ({"required": ["cc"]}, {"to": [EV]}),
        (
            {"properties": {"to": {"const": EV}}, "required": ["to"], "maxProperties": 1},
            {"to": [EV], "cc": B},
        ),
        ({"properties": {"to": {"not": {"const": B}}}}, {"to": B}),
        ({"properties": {"to": {"type": "array", "items": {"const": EV}}}}, {"to": [B]}),
        ({"properties": {"to": {"enum": [EV]}}, "required": ["to", "cc"]}, {"to": [EV]}),
        ({"properties": {"to": {"type": "string", "pattern": "@evil[.]org$"}}}, {"to": [B]}),
        ({"properties": {"to": {"const": [EV]}, "cc": False}}, {"to": [EV], "cc": [B]}),
    ],
)
def test_a_rule_that_asks_or_denies_is_silent_of_other_values(
    constraints: dict[str, Any], other: dict[str, Any]
) -> None:
    rules = RuleBook([said(Verdict.DENY, constraints)], Schemas(), ROLES)
    assert list(rules.speaking(call(**other), HERE)) == []


UNREADABLE = [
    None,
    {"properties": 3},
    {"type": "array"},
    {"$ref": "#/nowhere"},
    {"propertes": {"path": {"const": "A.md"}}},
    exactly(path="A.md") | {"unknown": 1},
    {"properties": {"path": {"pattern": "(?=look)"}}},
    exactly(path="half a character \ud800") | {"maxProperties": 9},
]


@pytest.mark.requirement("P8")
@pytest.mark.parametrize("constraints", UNREADABLE, ids=range(len(UNREADABLE)))
def test_a_rule_that_cannot_be_read_allows_nothing_and_refuses_everything(constraints: Any) -> None:
    for path in ("A.md", "B.md"):
        assert list(book(said(Verdict.ALLOW, constraints)).speaking(call(path=path), HERE)) == []
        for verdict in (Verdict.DENY, Verdict.ASK):
            [found] = book(said(verdict, constraints)).speaking(call(path=path), HERE)
            assert (found.verdict, found.constraints) == (verdict, None)


class Counting(Schemas):
    """Schemas that count how often a rule was held against a call."""

    def __init__(self) -> None:
        super().__init__()
        self.fitted = 0

    def fit(self, constraints: Any, arguments: Any) -> bool | None:
        self.fitted += 1
        return super().fit(constraints, arguments)


@pytest.mark.parametrize("verdict", Verdict)
def test_however_many_rules_there_are_a_call_is_held_against_its_own_alone(verdict: Verdict) -> None:
    schemas = Counting()
    paths = [None, *(f"{number}.md" for number in range(50))]
    whole = RuleBook([said(verdict, exactly(path=path)) for path in paths], schemas)
    assert [len(list(whole.speaking(call(path=path), HERE))) for path in paths] == [1] * 51
    assert schemas.fitted == 0
    more = RuleBook([said(verdict, exactly(path=path) | {"maxProperties": 2}) for path in paths], schemas)
    assert [len(list(more.speaking(call(path=path), HERE))) for path in paths] == [1] * 51
    assert schemas.fitted == 51


def test_one_unreadable_rule_hides_no_other() -> None:
    whole = said(Verdict.ALLOW, exactly(path="A.md"))
    assert list(book(said(Verdict.ALLOW, None), whole).speaking(call(path="A.md"), HERE)) == [whole]


@pytest.mark.requirement("P2")
def test_rules_of_one_conversation_speak_in_it_alone_and_all_in_the_order_of_the_book() -> None:
    once, always, here, again = (
        said(Verdict.ALLOW, exactly(path="A.md"), lifetime=Lifetime(where))
        for where in ("c", None, "c", None)
    )
    elsewhere = said(Verdict.ALLOW, exactly(path="A.md"), lifetime=Lifetime("another"))
    rules = book(once, elsewhere, always, here, again)
    assert list(rules.speaking(call(path="A.md"), replace(HERE, conversation_id="c"))) == [
        *(once, always, here, again)
    ]
    assert list(rules.speaking(call(path="A.md"), replace(HERE, conversation_id=None))) == [always, again]


@pytest.mark.requirement("P2")
@pytest.mark.parametrize(
    ("context", "elsewhere"),
    [
        (Context(adapters=frozenset({Adapter.LOCAL_SYSTEM})), {"adapter": Adapter.OPENAI}),
        (Context(interactive=True), {"interactive": False}),
        (Context(remote=False), {"remote": True}),
    ],
    ids=["adapter", "somebody there", "local"],
)
def test_a_rule_counts_only_in_its_context(context: Context, elsewhere: Any) -> None:
    at_home = Situation(NOW, tainted=False, adapter=Adapter.LOCAL_SYSTEM, interactive=True, remote=False)
    for verdict in Verdict:
        rules = book(said(verdict, {}, context=context))
        assert len(list(rules.speaking(call(), at_home))) == 1
        assert list(rules.speaking(call(), replace(at_home, **elsewhere))) == []


@pytest.mark.requirement("P2")
def test_in_an_unknown_context_nothing_is_allowed_and_everything_refused() -> None:
    unknown = Situation(NOW, tainted=False)
    for context in (Context(frozenset({Adapter.WEB})), Context(interactive=True), Context(remote=False)):
        assert list(book(said(Verdict.ALLOW, {}, context=context)).speaking(call(), unknown)) == []
        assert len(list(book(said(Verdict.DENY, {}, context=context)).speaking(call(), unknown))) == 1


@pytest.mark.requirement("P8")
def test_a_rule_for_untainted_runs_is_silent_once_something_was_read() -> None:
    rules = book(said(Verdict.ALLOW, {}, untainted=True))
    assert len(list(rules.speaking(call(), HERE))) == 1
    assert list(rules.speaking(call(), replace(HERE, tainted=True))) == []


@pytest.mark.requirement("P2")
def test_the_situation_is_that_of_the_proposal() -> None:
    remote = replace(PROPOSAL, principal=replace(ADA, remote=True, interactive=False))
    assert situation(remote, NOW, tainted=True) == Situation(
        NOW, True, "c", "r", Adapter.WEB, interactive=False, remote=True
    )
