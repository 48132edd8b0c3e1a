"""Constraints on arguments, as JSON Schema (P8): which are taken, and whether a call fits.

A schema comes from a person or from a model, so it is judged before it is
kept: small, shallow, made of known words, with nothing to look up. What is
kept and cannot be read any more has no validator, and whoever asks decides
what that means.
"""

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from typing import Any, Final

import jsonschema_rs

from paios.domain.canonical import canonical
from paios.domain.errors import InvalidArgumentsError, InvalidInputError
from paios.domain.tool import ToolSpec

SIZE_LIMIT: Final = 8192
"""Most bytes of one schema in canonical form."""

DEPTH_LIMIT: Final = 10
"""Deepest nesting of schemas in one."""

KEPT: Final = 4096
"""How many compiled schemas are kept."""

_VALUES: Final = frozenset(
    {
        *("type", "const", "enum", "required", "dependentRequired", "title", "description", "pattern"),
        *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "uniqueItems"),
        *("minLength", "maxLength", "minItems", "maxItems", "minContains", "maxContains"),
        *("minProperties", "maxProperties"),
    }
)
_ONE: Final = frozenset(
    ("additionalProperties", "propertyNames", "items", "contains", "not", "if", "then", "else")
)
_LISTS: Final = frozenset(("allOf", "anyOf", "oneOf", "prefixItems"))
_NAMED: Final = frozenset(("properties", "patternProperties"))


class Schemas:
    """Compiled constraints, by what they say. The oldest unused are forgotten."""

    def __init__(self) -> None:
        self._compiled: OrderedDict[bytes, jsonschema_rs.Validator | None] = OrderedDict()

    def fit(self, constraints: Mapping[str, Any] | None, arguments: Mapping[str, Any]) -> bool | None:
        """Whether the arguments fit; None where the constraints cannot be read."""
        validator = None if constraints is None else self._validator(constraints)
        return None if validator is None else validator.is_valid(arguments)

    def readable(self, constraints: Mapping[str, Any] | None) -> bool:
        """Whether they can be read at all."""
        return constraints is not None and self._validator(constraints) is not None

    def _validator(self, constraints: Mapping[str, Any]) -> jsonschema_rs.Validator | None:
        try:
            key = canonical(constraints)
        except ValueError:
            return None
        if key in self._compiled:
            self._compiled.move_to_end(key)
            return self._compiled[key]
        try:
            check_schema(constraints)
            made = compiled(constraints)
        except InvalidInputError:
            made = None
        self._compiled[key] = made
        if len(self._compiled) > KEPT:
            self._compiled.popitem(last=False)
        return made


def compiled(constraints: Mapping[str, Any]) -> jsonschema_rs.Validator:
    """A validator with linear-time patterns, offline.

    Raises ``InvalidArgumentsError`` where none can be made.
    """
    try:
        return jsonschema_rs.validator_for(
            {"$schema": "https://json-schema.org/draft/2020-12/schema", **constraints},
            pattern_options=jsonschema_rs.RegexOptions(),
            offline=True,
        )
    except ValueError as error:
        said = str(error).splitlines()[0][:200]
        raise InvalidArgumentsError(f"The constraints are no valid JSON Schema: {said}") from error


def check_constraints(constraints: Mapping[str, Any], spec: ToolSpec) -> None:
    """Accept constraints on the arguments of this tool.

    Raises ``InvalidArgumentsError`` with a sentence that helps to mend them.
    """
    check_schema(constraints)
    compiled(constraints)
    known = spec.parameters.get("properties", {})
    if unknown := sorted(_mentioned(constraints) - set(known)):
        raise InvalidArgumentsError(
            f"{spec.name} has no argument {', '.join(unknown)}. It has: {', '.join(known) or 'none'}."
        )


def check_schema(constraints: Any) -> None:
    """Accept a schema that is small, shallow, about an object, and made of known words.

    Raises ``InvalidArgumentsError``.
    """
    try:
        size = len(canonical(constraints))
    except ValueError as error:
        raise InvalidArgumentsError("The constraints are not JSON.") from error
    if size > SIZE_LIMIT:
        raise InvalidArgumentsError(f"The constraints are larger than {SIZE_LIMIT} bytes.")
    if not isinstance(constraints, Mapping) or constraints.get("type", "object") != "object":
        raise InvalidArgumentsError("The constraints must be a JSON Schema about an object: the arguments.")
    level: list[Any] = [constraints]
    for _ in range(DEPTH_LIMIT):
        level = [inner for schema in level for inner in _inside(schema)]
    if level:
        raise InvalidArgumentsError(f"The constraints are nested deeper than {DEPTH_LIMIT}.")


def _inside(schema: Any) -> Iterator[Any]:
    """The schemas in a schema. Raises ``InvalidArgumentsError`` for a word that is not known here."""
    if isinstance(schema, bool):
        return
    if not isinstance(schema, Mapping):
        raise InvalidArgumentsError("The constraints are no valid JSON Schema: a schema is an object.")
    for word, said in schema.items():
        if word in _ONE:
            yield said
        elif word in _LISTS and isinstance(said, list):
            yield from said
        elif word in _NAMED and isinstance(said, Mapping):
            yield from said.values()
        elif word not in _VALUES:
            # A word that a validator ignores would make the constraints wider than they look.
            raise InvalidArgumentsError(f"Constraints cannot say {str(word)[:40]!r} (or not in this way).")


def _mentioned(schema: Any) -> set[str]:
    """The arguments that the schema itself and what is joined to it speak of."""
    if not isinstance(schema, Mapping):
        return set()
    names = {*schema.get("properties", {}), *schema.get("required", [])}
    joined = [schema[word] for word in ("not", "if", "then", "else") if word in schema]
    for word in ("allOf", "anyOf", "oneOf"):
        joined += schema.get(word, [])
    return names.union(*map(_mentioned, joined))
