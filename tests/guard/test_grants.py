"""Lines of a task grant: narrow, or refused with words that help (I12)."""

from datetime import timedelta
from typing import Any

import pytest
from tests.support.facts import NOW, PREVIEW

from paios.domain.approval import Approval
from paios.domain.decision import Verdict
from paios.domain.errors import InvalidArgumentsError
from paios.domain.rule import Lifetime, exactly
from paios.domain.tool import GRANTING, Effect, Reach, Sink, ToolCall, ToolSpec
from paios.guard.grants import SIZE_LIMIT, USES, VALUES, granted, lines, narrowed

pytestmark = pytest.mark.requirement("I12")

TEXT, TEXTS = {"type": "string"}, {"type": "array", "items": {"type": "string"}}


def tool(name: str, effect: Effect, properties: Any, sinks: Any, **more: Any) -> ToolSpec:
    reach = more.pop("reach", Reach.OUTSIDE)
    parameters = {"type": "object", "properties": properties, "additionalProperties": False, **more}
    return ToolSpec(name, "", effect, parameters, sinks, reach=reach)


FREE = {"at": Sink.TIME, "urgent": Sink.OPTION}
CARD = {
    "type": "object",
    "properties": {"who": TEXT, "note": TEXT},
    "additionalProperties": False,
}
TOOLS = {
    spec.name: spec
    for spec in (
        tool(
            "mail_send",
            Effect.SEND,
            {"to": TEXTS, "cc": TEXTS, "body": TEXT, "at": TEXT, "urgent": {"type": "boolean"}},
            {"to": Sink.RECIPIENT, "cc": Sink.RECIPIENT, "body": Sink.CONTENT} | FREE,
            required=["to", "body"],
            reach=Reach.OWN,
        ),
        tool(
            "pay",
            Effect.WRITE,
            {"account": TEXT, "amount": {"type": "number"}, "tip": TEXT, "subject": TEXT},
            {"account": Sink.ACCOUNT, "amount": Sink.AMOUNT, "tip": Sink.AMOUNT, "subject": Sink.CONTENT},
        ),
        tool("fetch", Effect.READ, {"url": TEXT}, {"url": Sink.URL}),
        tool("unknown", Effect.WRITE, {"thing": TEXT}, {}),
        tool("loose", Effect.SEND, {"to": TEXT}, {"to": Sink.RECIPIENT}, additionalProperties=True),
        tool("shapeless", Effect.SEND, {"to": {"anyOf": [TEXT, TEXTS]}}, {"to[]": Sink.RECIPIENT}),
        tool("cards", Effect.SEND, {"cards": {"type": "array", "items": CARD}, "free": {"type": "object"}},
             {"cards[].who": Sink.RECIPIENT, "cards[].note": Sink.CONTENT, "free": Sink.CONTENT,
              "free.to": Sink.RECIPIENT}),
        tool("fixed", Effect.SEND, {"to": {"type": "array", "prefixItems": [TEXT]}},
             {"to[]": Sink.RECIPIENT}),
        tool("anything", Effect.SEND, {"to": True}, {"to": Sink.RECIPIENT}),
        tool("nested", Effect.SEND, {"card": {"type": "object", "properties": {"who": TEXT}}},
             {"card.who": Sink.RECIPIENT}),
        ToolSpec("unclosed", "", Effect.SEND, {"type": "object", "properties": {"to": TEXT}},
                 {"to": Sink.RECIPIENT}, reach=Reach.OUTSIDE),
        ToolSpec("bare", "", Effect.SEND, {"type": "object"}, {}, reach=Reach.OUTSIDE),
        tool("post", Effect.SEND, {"thing": TEXT}, {}, reach=Reach.OWN),
        tool("invite", Effect.WRITE, {"to": TEXT}, {"to": Sink.RECIPIENT}, reach=Reach.OWN),
        tool("rows", Effect.SEND, {"rows": {}}, {"rows": Sink.CONTENT, "rows[].to": Sink.RECIPIENT}),
        tool("pattern", Effect.SEND, {"text": TEXT}, {"text": Sink.CONTENT, "to": Sink.RECIPIENT},
             patternProperties={"^to": TEXT}),
        tool("joined", Effect.SEND, {"text": TEXT}, {"text": Sink.CONTENT, "to": Sink.RECIPIENT},
             allOf=[{"properties": {"to": TEXT}}]),
        tool("hidden", Effect.SEND, {"card": {**CARD, "patternProperties": {"^cc": TEXT}}},
             {"card.who": Sink.RECIPIENT, "card.note": Sink.CONTENT}),
        tool("vault_write", Effect.WRITE, {"path": TEXT}, {"path": Sink.PATH}, reach=Reach.OWN),
        tool("vault_delete", Effect.DELETE, {"path": TEXT}, {"path": Sink.PATH}, reach=Reach.OWN),
        tool(GRANTING, Effect.WRITE, {"actions": TEXTS}, {}, reach=Reach.OWN),
    )
}  # fmt: skip


def actions(name: str, constraints: Any, **more: Any) -> dict[str, Any]:
    return {"actions": [{"tool": name, "constraints": constraints, "why": "It is needed.", **more}]}


def only(*values: str) -> dict[str, Any]:
    return {"type": "array", "items": {"enum": [*values]}}


def of(required: list[str] | None = None, **properties: Any) -> dict[str, Any]:
    return {"properties": properties} | ({"required": required} if required else {})


NARROW = [
    ("mail_send", of(to=only("bob@example.org"), cc=False)),
    ("mail_send", of(to={"const": ["bob@example.org"]}, cc={"enum": [[], ["eve@example.org"]]})),
    ("mail_send", of(to={"items": {"const": "bob@example.org"}}) | {"additionalProperties": False}),
    ("mail_send", of(to=False, cc=False)),
    ("pay", of(account={"const": "DE1"}, amount={"maximum": 50}, tip={"const": "1"})),
    ("pay", of(account={"const": "DE1"}, amount={"type": "number", "exclusiveMaximum": 50}, tip=False)),
    ("pay", of(account={"const": "DE1"}, amount={"enum": [5, 6]}, tip=False)),
    ("fetch", of(url={"const": "https://example.org/"})),
    ("unknown", of(thing={"const": "one"})),
    ("loose", of(to={"const": "bob"}) | {"additionalProperties": False}),
    ("shapeless", of(to={"enum": ["bob", ["bob"]]})),
    ("shapeless", of(to=only("bob"))),
    ("cards", of(cards={"items": of(who={"const": "bob"})}, free=False)),
    ("cards", of(cards=False, free={"const": {"to": "bob"}})),
    ("mail_send", of(to=only(*map(str, range(VALUES))), cc=False)),
    ("mail_send", of(to={"const": [*map(str, range(VALUES))]}, cc=False)),
    ("mail_send", of(to={"enum": [["a", "b"], [*map(str, range(VALUES - 2))]]}, cc=False)),
    ("pattern", of(text={}) | {"additionalProperties": False}),
    ("joined", of(text={}) | {"additionalProperties": False}),
    ("hidden", of(card=of(who={"const": "bob"}) | {"additionalProperties": False})),
    ("anything", of(to={"const": "bob"})),
    ("nested", of(card={"properties": {"who": {"const": "bob"}}, "additionalProperties": False})),
    ("vault_write", {}),
    ("vault_write", of(path={"pattern": "^Plans/"})),
    ("vault_write", of(path={"const": "x" * (SIZE_LIMIT - len('{"properties":{"path":{"const":""}}}'))})),
]


@pytest.mark.parametrize(("name", "constraints"), NARROW)
def test_a_line_whose_every_destination_is_bound_is_taken(name: str, constraints: Any) -> None:
    [line] = lines(actions(name, constraints), TOOLS.get)
    assert (line.tool, line.constraints, line.uses, line.why) == (name, constraints, USES, "It is needed.")
    assert line.text.endswith("(at most 20 times)")


BOB = only("bob@example.org")
WIDE = [
    ("mail_send", {}),
    ("mail_send", {"type": "object"}),
    ("mail_send", {"not": {}}),
    ("mail_send", {"not": {"required": ["cc"]}}),
    ("mail_send", {"anyOf": [of(to=BOB, cc=False), {}]}),
    ("mail_send", {"oneOf": [of(to=BOB, cc=False)]}),
    ("mail_send", {"allOf": [of(to=BOB, cc=False)]}),
    ("mail_send", {"if": of(to=BOB), "then": of(cc=False)}),
    ("mail_send", {"propertyNames": {"enum": ["to"]}}),
    ("mail_send", {"const": {"to": ["bob@example.org"], "body": "x"}}),
    ("mail_send", {"enum": [{"to": ["bob@example.org"]}]}),
    ("mail_send", {"maxProperties": 1}),
    ("mail_send", of(to=BOB)),
    ("mail_send", of(to=True, cc=False)),
    ("mail_send", of(to={}, cc=False)),
    ("mail_send", of(["to"], cc=False)),
    ("mail_send", of(to={"pattern": ".*"}, cc=False)),
    ("mail_send", of(to={"type": "array"}, cc=False)),
    ("mail_send", of(to={"items": {"pattern": ".*"}}, cc=False)),
    ("mail_send", of(to={"items": {}}, cc=False)),
    ("mail_send", of(to={"items": {"minLength": 1}, "minItems": 1, "maxItems": 1}, cc=False)),
    ("mail_send", of(to={"items": {"items": {"const": "bob@example.org"}}}, cc=False)),
    ("mail_send", of(to={"contains": {"const": "bob@example.org"}}, cc=False)),
    ("mail_send", of(to={"prefixItems": [{"const": "bob@example.org"}]}, cc=False)),
    ("mail_send", of(to={"items": {"enum": [str(number) for number in range(VALUES + 1)]}}, cc=False)),
    ("mail_send", of(to={"enum": [[str(number)] for number in range(100)]}, cc=False)),
    ("mail_send", of(to={"properties": {"0": {"const": "bob@example.org"}}}, cc=False)),
    ("mail_send", of(to={"const": [*map(str, range(VALUES + 1))]}, cc=False)),
    ("mail_send", of(to={"enum": [["a", "b"], [*map(str, range(VALUES - 1))]]}, cc=False)),
    ("pattern", {}),
    ("joined", {}),
    ("hidden", of(card=of(who={"const": "bob"}))),
    ("hidden", of(card=of(who={"const": "bob"}, cc={}) | {"additionalProperties": False})),
    ("mail_send", of(body={"const": "bob@example.org"})),
    ("mail_send", of(to=BOB) | {"additionalProperties": True}),
    ("mail_send", of(to=BOB) | {"additionalProperties": {"const": ["eve@example.org"]}}),
    ("mail_send", of(to=BOB) | {"patternProperties": {"^cc$": False}}),
    ("pay", of(amount={"maximum": 50}, tip=False)),
    ("pay", of(account={"const": "DE1"}, tip=False)),
    ("pay", of(account={"const": "DE1"}, amount={"minimum": 5}, tip=False)),
    ("pay", of(account={"const": "DE1"}, amount={"maximum": 5}, tip={"maximum": 5})),
    ("fetch", of(url={"pattern": "^https://example[.]org/"})),
    ("unknown", of(thing={"maxLength": 3})),
    ("loose", of(to={"const": "bob"})),
    ("shapeless", of(to={"items": {"const": "bob"}})),
    ("shapeless", of(to={"type": "array", "items": {"type": "string"}})),
    ("cards", of(cards={"items": of(note={"const": "bob"})}, free=False)),
    ("cards", of(cards={"items": {"const": "bob"}})),
    ("cards", of(cards=False, free={"properties": {"to": {"const": "bob"}}})),
    ("fixed", of(to={"items": {"const": "bob"}})),
    ("anything", of(to={"maxLength": 3})),
    ("unclosed", of(to={"const": "bob"})),
    ("nested", of(card={"properties": {"who": {"const": "bob"}}})),
    ("bare", {}),
    ("post", {}),
    ("invite", {}),
    ("rows", {}),
    ("vault_write", {"not": {}}),
    ("vault_write", of(path={"anyOf": [{"const": "a.md"}]})),
    ("vault_write", of(path={"items": {"not": {}}})),
    ("vault_write", of(path={"additionalProperties": {"const": 1}})),
]


@pytest.mark.parametrize(("name", "constraints"), WIDE)
def test_a_line_that_leaves_any_destination_open_is_refused(name: str, constraints: Any) -> None:
    with pytest.raises(InvalidArgumentsError, match=r"^Action 1: .*(bind|say it|add|larger)"):
        lines(actions(name, constraints), TOOLS.get)


@pytest.mark.parametrize(
    ("name", "constraints", "says"),
    [
        ("mail_burn", {}, "there is no tool 'mail_burn'."),
        (GRANTING, {}, f"{GRANTING} asks every time; leave it out."),
        ("vault_delete", exactly(path="A.md"), "vault_delete asks every time; leave it out."),
        ("mail_send", {"properties": 3}, "Constraints cannot say 'properties' (or not in this way)."),
        (
            "mail_send",
            exactly(bcc="eve"),
            "mail_send has no argument bcc. It has: to, cc, body, at, urgent.",
        ),
        (
            "mail_send",
            of(body={"enum": ["x" * SIZE_LIMIT]}),
            "the constraints are larger than 2000 bytes.",
        ),
        (
            "mail_send",
            {"anyOf": [{}], "maxProperties": 1},
            "say it without anyOf, maxProperties;"
            " use properties, required, const, enum, items, minimum, maximum.",
        ),
        (
            "mail_send",
            {"additionalProperties": {}},
            "say it without additionalProperties other than false;"
            " use properties, required, const, enum, items, minimum, maximum.",
        ),
        (
            "mail_send",
            of(to=BOB),
            'mail_send: bind "cc" to const or enum (at most 20 values), or set it to false.',
        ),
        ("loose", of(to={"const": "b"}), 'loose: add "additionalProperties": false.'),
        (
            "nested",
            of(card={"properties": {"who": {"const": "b"}}}),
            'nested: add "additionalProperties": false in "card".',
        ),
        (
            "nested",
            {},
            'nested: bind "card.who" to const or enum (at most 20 values), or set it to false.',
        ),
        (
            "bare",
            {},
            "bare: bind each argument to const or enum (at most 20 values), or set it to false.",
        ),
        (
            "pay",
            of(account={"const": "D"}),
            'pay: bind "amount" to const or enum values, or give a number a maximum.',
        ),
    ],
)
def test_what_is_refused_is_said_so_that_it_can_be_mended(name: str, constraints: Any, says: str) -> None:
    with pytest.raises(InvalidArgumentsError) as refused:
        lines(actions(name, constraints), TOOLS.get)
    assert refused.value.message == f"Action 1: {says}"


def test_one_bad_line_refuses_the_whole() -> None:
    both = actions("vault_write", {})["actions"] + actions("mail_send", {})["actions"]
    with pytest.raises(InvalidArgumentsError, match=r"^Action 2: mail_send"):
        lines({"actions": both}, TOOLS.get)


def test_a_yes_makes_each_line_a_rule_of_the_run_that_asked() -> None:
    asked = actions("vault_write", exactly(path="A.md"), max_uses=3)
    asked["actions"] += actions("fetch", of(["url"], url={"const": "https://example.org/"}))["actions"]
    call = ToolCall("c", GRANTING, asked)
    approval = Approval("q", "ada", "c", "r", call, "f", PREVIEW, (), None, NOW, NOW + timedelta(hours=1))
    write, fetch = granted(approval, TOOLS.get, NOW)
    assert (write.verdict, write.tool, write.constraints) == (
        Verdict.ALLOW,
        "vault_write",
        exactly(path="A.md"),
    )
    assert write.lifetime == Lifetime(uses_left=3, run_id="r")
    assert (fetch.lifetime, fetch.approval_id, fetch.user_id) == (
        Lifetime(uses_left=USES, run_id="r"),
        "q",
        "ada",
    )


ONE, TWO = actions("a", {})["actions"][0], actions("b", exactly(x=1))["actions"][0]


@pytest.mark.parametrize("left", [[ONE, TWO], [ONE], [TWO], [TWO, ONE], [dict(reversed(ONE.items()))]])
def test_lines_can_be_struck(left: Any) -> None:
    narrowed({"actions": [ONE, TWO]}, {"actions": left})


@pytest.mark.parametrize(
    "more",
    [
        [ONE, TWO, ONE],
        [ONE, {**TWO, "tool": "a"}],
        [{**ONE, "constraints": exactly(x=2)}],
        [{**ONE, "why": "another"}],
        [{**ONE, "max_uses": 1}],
    ],
    ids=["twice", "another tool", "other constraints", "other words", "other number"],
)
def test_no_line_can_be_added_or_changed(more: Any) -> None:
    with pytest.raises(InvalidArgumentsError, match=r"^Lines can be struck here, not added or changed\.$"):
        narrowed({"actions": [ONE, TWO]}, {"actions": more})
