"""Owns compiling JSON Schema 2020-12 for the edge, and saying where a value does not fit.

Patterns run on a linear-time engine (A4): a pattern that needs backtracking is
refused when it is compiled. Formats are enforced, and an unknown format is
refused: a mistyped ``vault-path`` must not pass everything. Values that were
sent are never repeated in a message, nor are names that could be a misplaced secret.
"""

import re
from collections.abc import Callable, Mapping
from itertools import islice
from typing import Any, Final

import jsonschema_rs

from paios.domain.errors import InvalidInputError
from paios.domain.names import check_file_name, check_vault_path
from paios.gateway.web.problems import Mismatch

Check = Callable[[str], None]

# Formats of ours: the check raises with the reason (A5, A7).
FORMATS: Final[Mapping[str, Check]] = {"file-name": check_file_name, "vault-path": check_vault_path}
# Formats that OpenAPI 3.1 defines as annotations only.
_ANNOTATIONS: Final = ("int32", "int64", "float", "double", "password", "binary", "byte")

_PLAIN_NAME: Final = re.compile(r"[a-z][a-z_]{0,31}")
"""A property that somebody may have mistyped, and that no key or good password looks like."""

_Kind = jsonschema_rs.ValidationErrorKind
_MAX_MISMATCHES: Final = 10
_MAX_WHERE: Final = 200
_MAX_MESSAGE: Final = 300


class Schemas:
    """Compiles the schemas of one document, whose references are absolute URIs in ``registry``."""

    def __init__(self, registry: jsonschema_rs.Registry) -> None:
        self._registry = registry

    def compile(self, schema: Mapping[str, Any] | bool) -> jsonschema_rs.Validator:
        """A validator for ``schema``.

        Raises:
            ValueError: the schema, a pattern, a format or a reference in it is no good.
        """
        formats: dict[str, Callable[[str], bool]] = {name: _passes(check) for name, check in FORMATS.items()}
        formats |= dict.fromkeys(_ANNOTATIONS, lambda _: True)
        return jsonschema_rs.Draft202012Validator(
            dict(schema) if isinstance(schema, Mapping) else schema,
            registry=self._registry,
            formats=formats,
            validate_formats=True,
            ignore_unknown_formats=False,
            pattern_options=jsonschema_rs.RegexOptions(),
            mask="the value",
            offline=True,
        )


def mismatches(validator: jsonschema_rs.Validator, value: Any, root: str = "") -> list[Mismatch]:
    """Where ``value`` does not fit, at most ten places, each below ``root``."""
    return [_mismatch(error, root) for error in islice(validator.iter_errors(value), _MAX_MISMATCHES)]


def _mismatch(error: jsonschema_rs.ValidationError, root: str) -> Mismatch:
    steps = [root] if root else []
    where = "/".join(steps + [str(step) for step in error.instance_path])
    return Mismatch(where[:_MAX_WHERE], _message(error)[:_MAX_MESSAGE])


def _message(error: jsonschema_rs.ValidationError) -> str:
    kind = error.kind
    if isinstance(kind, _Kind.Format) and kind.format in FORMATS:
        try:
            FORMATS[kind.format](str(error.instance))
        except InvalidInputError as reason:
            return reason.message
    if isinstance(kind, _Kind.PropertyNames):
        return "a property has a name that is not allowed here"
    if isinstance(kind, (_Kind.AdditionalProperties, _Kind.UnevaluatedProperties)) and not all(
        map(_PLAIN_NAME.fullmatch, kind.unexpected)
    ):
        return "there are properties that are not allowed here"
    return error.message


def _passes(check: Check) -> Callable[[str], bool]:
    def passes(value: str) -> bool:
        try:
            check(value)
        except InvalidInputError:
            return False
        return True

    return passes
