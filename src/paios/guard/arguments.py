"""From what a model said to a call that can be considered (T1).

The model's text is never executed: it is parsed strictly, and validated
against the tool's own schema with linear-time patterns (A4).
"""

from collections.abc import Mapping
from typing import Any, Final

import jsonschema_rs

from paios.domain.errors import InvalidArgumentsError, InvalidInputError
from paios.domain.names import check_vault_path
from paios.domain.strict_json import strict_object
from paios.domain.tool import RawToolCall, ToolCall
from paios.ports.tools import ToolHost

_LIST: Final = 2_000
"""How much of the list of tools stands in an error, in characters."""


class Arguments:
    """Validators of the tools' arguments, each compiled when its tool is first called, or has changed."""

    def __init__(self, tools: ToolHost) -> None:
        self._tools = tools
        self._compiled: dict[str, tuple[Mapping[str, Any], Any]] = {}

    def check(self, raw: RawToolCall) -> ToolCall:
        """The call, if the tool exists and the arguments fit its schema.

        Raises ``InvalidArgumentsError`` with a sentence that helps the model to mend it.
        """
        spec = self._tools.spec(raw.name)
        if spec is None:
            known = ", ".join(sorted(each.name for each in self._tools.specs()))
            raise InvalidArgumentsError(f"There is no tool {raw.name[:80]!r}. There are: {known[:_LIST]}.")
        arguments = strict_object(raw.arguments)
        error = next(iter(self._validator(raw.name, spec.parameters).iter_errors(arguments)), None)
        if error is not None:
            where = "/".join(map(str, error.instance_path)) or "the arguments"
            raise InvalidArgumentsError(f"{where}: {error.message[:300]}")
        return ToolCall(raw.id, raw.name, arguments)

    def _validator(self, name: str, schema: Mapping[str, Any]) -> Any:
        """The validator of exactly this schema: a tool that was replaced is never judged by its old one."""
        known = self._compiled.get(name)
        if known is None or known[0] is not schema:
            try:
                known = self._compiled[name] = (schema, _compile(schema))
            except ValueError as error:
                raise InvalidArgumentsError("What this tool takes cannot be understood.") from error
        return known[1]


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
