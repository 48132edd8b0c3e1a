"""Which schemas are taken as constraints, and that compiling them is remembered (P8)."""

from pathlib import Path
from typing import Any

import pytest

from paios.domain.errors import InvalidArgumentsError
from paios.domain.rule import exactly
from paios.domain.tool import Effect, ToolSpec
from paios.guard import constraints
from paios.guard.constraints import Schemas, check_constraints

pytestmark = pytest.mark.requirement("P8")

MAIL = ToolSpec(
    "mail_send",
    "",
    Effect.SEND,
    {"type": "object", "properties": {"to": {"type": "string"}, "body": {"type": "string"}}},
    {},
)


def deep(levels: int) -> dict[str, Any]:
    schema: dict[str, Any] = {}
    for _ in range(levels - 1):
        schema = {"not": schema}
    return schema


@pytest.mark.parametrize(
    "schema",
    [
        {},
        {"type": "object"},
        exactly(to="bob@example.org"),
        {"properties": {"to": {"pattern": "^[a-z]+@example[.]org$"}, "body": {"maxLength": 200}}},
        {"anyOf": [exactly(to="a"), {"not": {"required": ["to"]}}], "if": {}, "then": True, "else": False},
        {"patternProperties": {"^t": {"items": {"enum": [1]}, "prefixItems": [True]}}},
        deep(constraints.DEPTH_LIMIT),
        {"title": "a" * (constraints.SIZE_LIMIT - len('{"title":""}'))},
    ],
)
def test_a_plain_schema_about_the_arguments_is_taken(schema: Any) -> None:
    check_constraints(schema, MAIL)


@pytest.mark.parametrize(
    ("schema", "says"),
    [
        ({"properties": {"to": {"enum": ["a" * constraints.SIZE_LIMIT]}}}, "larger than"),
        (deep(constraints.DEPTH_LIMIT + 1), "nested deeper"),
        ({"type": "array"}, "^The constraints must be a JSON Schema about an object: the arguments.$"),
        ({"type": ["object", "array"]}, "about an object"),
        ([], "about an object"),
        (True, "about an object"),
        ({"const": float("nan")}, "^The constraints are not JSON.$"),
        ({"const": "\ud800"}, "not JSON"),
        ({"$ref": "https://example.org/schema"}, "'\\$ref'"),
        ({"properties": {"to": {"$ref": "#/$defs/any"}}}, "'\\$ref'"),
        ({"$defs": {}}, "'\\$defs'"),
        ({"$id": "x"}, "'\\$id'"),
        ({"propertes": {"to": {"const": "a"}}}, "'propertes'"),
        ({"w" * 41: {}}, f"^Constraints cannot say '{'w' * 40}' "),
        ({"required": ["colour", "size"]}, "no argument colour, size. It has: to, body"),
        ({"unevaluatedProperties": False}, "'unevaluatedProperties'"),
        ({"properties": [{"to": True}]}, "'properties'"),
        ({"allOf": {"to": True}}, "'allOf'"),
        ({"properties": {"to": "bob"}}, "^The constraints are no valid JSON Schema: a schema is an object.$"),
        ({"properties": {"to": {"type": "text"}}}, "no valid JSON Schema"),
        ({"properties": {"to": {"pattern": "(?=a)"}}}, "no valid JSON Schema"),
        ({"required": "to"}, "no valid JSON Schema"),
        ({"properties": {"colour": True}}, "no argument colour. It has: to, body"),
        ({"required": ["colour"]}, "no argument colour"),
        ({"allOf": [{"properties": {"colour": True}}]}, "no argument colour"),
        ({"if": {"properties": {"colour": True}}}, "no argument colour"),
        ({"not": {"required": ["colour"]}}, "no argument colour"),
        ({"then": {"properties": {"colour": True}}}, "no argument colour"),
        ({"else": {"properties": {"colour": True}}}, "no argument colour"),
        ({"anyOf": [{"properties": {"colour": True}}]}, "no argument colour"),
        ({"oneOf": [{"properties": {"colour": True}}]}, "no argument colour"),
        ({"properties": {"to": {"type": "text"}}}, 'no valid JSON Schema: "text" is not'),
    ],
)
def test_any_other_is_refused_with_words_that_help(schema: Any, says: str) -> None:
    with pytest.raises(InvalidArgumentsError, match=says):
        check_constraints(schema, MAIL)


def test_a_refusal_repeats_two_hundred_signs_of_what_is_wrong_and_no_more() -> None:
    with pytest.raises(InvalidArgumentsError) as refused:
        check_constraints({"properties": {"to": {"type": "x" * 300}}}, MAIL)
    assert refused.value.message == f'The constraints are no valid JSON Schema: "{"x" * 199}'


def test_nothing_is_looked_up_for_a_schema_wherever_it_says_that_more_of_it_stands(tmp_path: Path) -> None:
    elsewhere = tmp_path / "schema.json"
    elsewhere.write_text('{"type": "object"}')
    with pytest.raises(InvalidArgumentsError, match="no valid JSON Schema"):
        constraints.compiled({"$ref": elsewhere.as_uri()})


def test_a_tool_without_arguments_says_so() -> None:
    with pytest.raises(InvalidArgumentsError, match="It has: none"):
        check_constraints({"required": ["to"]}, ToolSpec("stop", "", Effect.WRITE, {"type": "object"}, {}))


def test_a_pattern_that_backtracks_elsewhere_is_answered_at_once() -> None:
    schema = {"properties": {"to": {"pattern": "^(a+)+$"}}}
    check_constraints(schema, MAIL)
    assert Schemas().fit(schema, {"to": "a" * 5000 + "b"}) is False


def test_what_was_compiled_is_kept_and_the_oldest_unused_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(constraints, "KEPT", 2)
    schemas, made, compile_ = Schemas(), [], constraints.compiled

    def counted(schema: Any) -> Any:
        made.append(schema)
        return compile_(schema)

    monkeypatch.setattr(constraints, "compiled", counted)
    first, second, third = ({"maxProperties": number} for number in range(3))
    for schema in (first, second, first, third, first, second):
        schemas.fit(schema, {})
    assert made == [first, second, third, second]


def test_what_cannot_be_read_fits_neither_way() -> None:
    schemas = Schemas()
    for schema in (None, {"type": "array"}, {"const": "\ud800"}):
        assert schemas.fit(schema, {}) is None
        assert not schemas.readable(schema)
    assert schemas.readable({})
