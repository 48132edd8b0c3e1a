"""From what a model said to a call that can be considered (T1).

The model's text is never executed: it is parsed strictly, and validated
against the tool's own schema with linear-time patterns (A4).
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final, NoReturn

import jsonschema_rs

from paios.domain.errors import InvalidArgumentsError, InvalidInputError
from paios.domain.names import check_vault_path
from paios.domain.tool import RawToolCall, ToolCall, ToolSpec

ARGUMENT_LIMIT: Final = 2 * 1024 * 1024
"""Most bytes of arguments that are looked at."""

DEPTH_LIMIT: Final = 32
"""Deepest nesting of arguments that is looked at."""


class Arguments:
    """Validators of every tool's arguments, compiled once."""

    def __init__(self, specs: Iterable[ToolSpec]) -> None:
        self._validators = {spec.name: _compile(spec.parameters) for spec in specs}

    def check(self, raw: RawToolCall) -> ToolCall:
        """The call, if the tool exists and the arguments fit its schema.

        Raises ``InvalidArgumentsError`` with a sentence that helps the model to mend it.
        """
        validator = self._validators.get(raw.name)
        if validator is None:
            known = ", ".join(sorted(self._validators))
            raise InvalidArgumentsError(f"There is no tool {raw.name[:80]!r}. There are: {known}.")
        arguments = _parse(raw.arguments)
        error = next(iter(validator.iter_errors(arguments)), None)
        if error is not None:
            where = "/".join(map(str, error.instance_path)) or "the arguments"
            raise InvalidArgumentsError(f"{where}: {error.message[:300]}")
        return ToolCall(raw.id, raw.name, arguments)


def _compile(schema: Mapping[str, Any]) -> Any:
    return jsonschema_rs.validator_for(
        {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema},
        validate_formats=True,
        formats={"vault-path": _is_vault_path},
        pattern_options=jsonschema_rs.RegexOptions(),
        offline=True,
    )


def _is_vault_path(value: str) -> bool:
    try:
        check_vault_path(value)
    except InvalidInputError:
        return False
    return True


def _parse(text: str) -> dict[str, Any]:
    if len(text) > ARGUMENT_LIMIT:
        raise InvalidArgumentsError(f"The arguments are larger than {ARGUMENT_LIMIT} characters.")
    try:
        value = json.loads(text or "{}", object_pairs_hook=_unique, parse_constant=_refuse_constant)
        text.encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise InvalidArgumentsError("The arguments are not valid JSON.") from error
    if not isinstance(value, dict):
        raise InvalidArgumentsError("The arguments are not a JSON object.")
    if _depth(value) > DEPTH_LIMIT:
        raise InvalidArgumentsError(f"The arguments are nested deeper than {DEPTH_LIMIT}.")
    return value


def _depth(value: Any) -> int:
    """How deep lists and objects are nested, found without recursion."""
    level, depth = [value], 0
    while level := [item for item in level if isinstance(item, dict | list)]:
        depth += 1
        level = [child for item in level for child in (item.values() if isinstance(item, dict) else item)]
    return depth


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise InvalidArgumentsError("The arguments name the same thing twice.")
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise InvalidArgumentsError(f"{name} is not a number in JSON.")
