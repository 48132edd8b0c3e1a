"""Owns: turning what a server lists into definitions that a person can approve. Knows no protocol."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from paios.domain.errors import InvalidInputError
from paios.domain.tool_server import WHOLE_NAME_LIMIT, Listing, ToolDefinition, ToolServer
from paios.drivers.mcp.schemas import checked
from paios.drivers.mcp.words import clean, is_plain

TOOLS: Final = 200
"""Most tools of one server."""

_DESCRIPTION: Final = 8_000
_HINTS: Final = ("readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint")


@dataclass(frozen=True, slots=True)
class RawTool:
    """One tool as it came over the wire."""

    name: str
    description: str
    input_schema: Mapping[str, Any]
    output_schema: Mapping[str, Any] | None
    annotations: Mapping[str, Any]


def listing_of(server: ToolServer, tools: Iterable[RawTool], *, complete: bool = True) -> Listing:
    """What of these tools can be approved, and why the others cannot."""
    given = list(tools)
    kept = given[:TOOLS]
    definitions: dict[str, ToolDefinition] = {}
    unusable: dict[str, str] = {}
    names = Counter(_plain(tool) for tool in kept)
    for tool in kept:
        plain = _plain(tool)
        try:
            if names[plain] > 1:
                raise InvalidInputError("Two tools of this server have this name.")
            definitions[plain] = _definition(server, tool)
        except InvalidInputError as error:
            unusable[plain] = error.message
    left_out = len(given) > TOOLS or not complete
    remark = f"It lists more than {TOOLS} tools. The others are left out." if left_out else ""
    return Listing(definitions, unusable, remark)


def _definition(server: ToolServer, tool: RawTool) -> ToolDefinition:
    if not is_plain(tool.name):
        raise InvalidInputError("Its name has hidden characters.")
    definition = ToolDefinition(
        name=tool.name,
        description=clean(tool.description, _DESCRIPTION),
        input_schema=_arguments(tool.input_schema),
        output_schema=None if tool.output_schema is None else checked(tool.output_schema),
        annotations={
            hint: tool.annotations[hint] for hint in _HINTS if isinstance(tool.annotations.get(hint), bool)
        },
    )
    if not tool.name or len(server.whole_name(definition.plain_name)) > WHOLE_NAME_LIMIT:
        raise InvalidInputError(f"With its server's, its name is longer than {WHOLE_NAME_LIMIT} characters.")
    return definition


def _arguments(schema: Mapping[str, Any]) -> dict[str, Any]:
    fit = checked(schema)
    if fit.get("type") != "object":
        raise InvalidInputError("What it takes is no JSON object.")
    return fit


def _plain(tool: RawTool) -> str:
    """The plain name, of a length that can be shown whatever the name is."""
    return ToolDefinition(tool.name[:WHOLE_NAME_LIMIT], "", {}).plain_name or "_"
