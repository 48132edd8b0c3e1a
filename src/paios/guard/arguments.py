"""From what a model said to a call that can be considered (T1).

The model's text is never executed: it is parsed strictly, and validated
against the tool's own schema with linear-time patterns (A4).
"""

from collections.abc import Iterable, Mapping
from typing import Any

import jsonschema_rs

from paios.domain.errors import InvalidArgumentsError, InvalidInputError
from paios.domain.names import check_vault_path
from paios.domain.strict_json import strict_object
from paios.domain.tool import RawToolCall, ToolCall, ToolSpec


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
        arguments = strict_object(raw.arguments)
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
