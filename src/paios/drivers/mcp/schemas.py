"""Owns: making a server's JSON schema fit to be kept, shown and compiled. Must not fetch anything (A4).

A schema is hostile input: it is bounded in size, depth and in what its
references unfold to; references stay inside it and never lead in a circle; it
hides no character; its patterns run in linear time. What does not fit is
refused, never mended, but for words of explanation, which are cleaned.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import jsonschema_rs

from paios.domain.canonical import canonical
from paios.domain.errors import InvalidInputError
from paios.drivers.mcp.words import clean, is_plain

_BYTES: Final = 64 * 1024
_DEPTH: Final = 24
_UNFOLDED: Final = 5_000
"""Most places that a schema may have once each reference stands for what it names."""

_EXPLAINS: Final = frozenset({"description", "title", "$comment"})
_VALUES: Final = frozenset({"const", "enum", "default", "examples"})
_WORDS: Final = 2_000
_FOREIGN: Final = frozenset({"$dynamicRef", "$recursiveRef", "$dynamicAnchor", "$anchor"})
_HOMES: Final = ("#/$defs/", "#/definitions/")


def checked(schema: Any) -> dict[str, Any]:
    """The schema, its explanations cleaned. Raises ``InvalidInputError``, saying why, for an unfit one."""
    if not isinstance(schema, dict):
        raise InvalidInputError("Its schema is no JSON object.")
    _require_bounded(schema)
    cleaned: dict[str, Any] = _cleaned(schema)
    _require_local(cleaned)
    compiled(cleaned)
    return cleaned


def compiled(schema: Mapping[str, Any]) -> Any:
    """The validator. Raises ``InvalidInputError`` where none can be made."""
    try:
        return jsonschema_rs.validator_for(
            {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema},
            pattern_options=jsonschema_rs.RegexOptions(),
            offline=True,
        )
    except ValueError as error:
        raise InvalidInputError("Its schema cannot be understood.") from error


def _require_bounded(schema: Any) -> None:
    level, depth = [schema], 0
    while level := [one for one in level if isinstance(one, dict | list)]:
        depth += 1
        if depth > _DEPTH:
            raise InvalidInputError(f"Its schema is nested deeper than {_DEPTH}.")
        level = [child for one in level for child in (one.values() if isinstance(one, dict) else one)]
    try:
        size = len(canonical(schema))
    except ValueError as error:
        raise InvalidInputError("Its schema cannot be written down.") from error
    if size > _BYTES:
        raise InvalidInputError(f"Its schema is larger than {_BYTES // 1024} KiB.")


def _cleaned(node: Any, *, value: bool = False) -> Any:
    """The node with clean explanations. Raises where anything else hides a character."""
    if isinstance(node, dict):
        for name in node:
            if not is_plain(name):
                raise InvalidInputError("Its schema has a name with hidden characters.")
        return {
            name: clean(child, _WORDS)
            if not value and name in _EXPLAINS and isinstance(child, str)
            else _cleaned(child, value=value or name in _VALUES)
            for name, child in node.items()
        }
    if isinstance(node, list):
        return [_cleaned(child, value=value) for child in node]
    if isinstance(node, str) and not is_plain(node):
        raise InvalidInputError("Its schema has hidden characters.")
    return node


def _require_local(schema: dict[str, Any]) -> None:
    """Raises where a reference leaves the schema, leads in a circle, or unfolds to too much."""
    sizes: dict[str, int | None] = {}

    def size_of(target: str) -> int:
        if target in sizes:
            size = sizes[target]
            if size is None:
                raise InvalidInputError("Its schema refers to itself.")
            return size
        sizes[target] = None
        sizes[target] = unfolded(_named(schema, target))
        return sizes[target] or 0

    def unfolded(node: Any) -> int:
        total = 1
        for name, child in _children(node):
            if name == "$ref" and isinstance(node, dict):
                total += size_of(child if isinstance(child, str) else "")
            elif name in _FOREIGN or (name == "$id" and node is not schema):
                raise InvalidInputError("Its schema refers to places in a way that paios does not follow.")
            else:
                total += unfolded(child)
            if total > _UNFOLDED:
                raise InvalidInputError("Its schema unfolds to too much.")
        return total

    unfolded(schema)


def _children(node: Any) -> Iterator[tuple[str | None, Any]]:
    if isinstance(node, dict):
        yield from node.items()
    elif isinstance(node, list):
        for child in node:
            yield None, child


def _named(schema: dict[str, Any], target: str) -> Any:
    home = next((home for home in _HOMES if target.startswith(home)), None)
    if home is None or "/" in (name := target.removeprefix(home)) or "%" in name or "~" in name:
        raise InvalidInputError("Its schema refers to something outside itself.")
    places = schema.get(home[2:-1])
    if not isinstance(places, dict) or name not in places:
        raise InvalidInputError("Its schema refers to something that is not there.")
    return places[name]
