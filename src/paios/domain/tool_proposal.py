"""What the form for a server's tool is filled with before a person looks at it.

Made from the server's own words, so it is a guess and no more: it is shown,
never used. A form that nobody sent in sets nothing (T6, incident 32).
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from paios.domain.tool import Effect, Reach, Sink
from paios.domain.tool_server import ToolChoice, ToolDefinition

_FORMATS: Final[Mapping[str, Sink]] = {
    "email": Sink.RECIPIENT,
    "uri": Sink.URL,
    "date": Sink.TIME,
    "date-time": Sink.TIME,
    "time": Sink.TIME,
}
_WORDS: Final[Mapping[Sink, frozenset[str]]] = {
    Sink.RECIPIENT: frozenset(
        {"to", "cc", "bcc", "recipient", "recipients", "email", "attendees", "participants"}
    ),
    Sink.URL: frozenset({"url", "uri", "link", "website"}),
    Sink.PATH: frozenset({"path", "file", "filename", "folder", "directory"}),
    Sink.ACCOUNT: frozenset({"iban", "account", "bic"}),
    Sink.AMOUNT: frozenset({"amount", "price", "sum", "total"}),
    Sink.COMMAND: frozenset({"command", "code", "script", "sql"}),
    Sink.ID: frozenset({"id", "ids", "uuid"}),
    Sink.TIME: frozenset({"date", "time", "start", "end", "day", "since", "until", "when"}),
    Sink.CONTENT: frozenset(
        {"content", "text", "body", "message", "subject", "title", "description", "query"}
    ),
}
_WORD: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def proposal(definition: ToolDefinition) -> ToolChoice:
    """A choice to begin from, out of the definition's hints and names."""
    hints = definition.annotations
    if hints.get("readOnlyHint") is True:
        effect = Effect.READ
    elif hints.get("destructiveHint") is True:
        effect = Effect.DELETE
    else:
        effect = Effect.SEND
    arguments = dict(_arguments(definition))
    sinks = {name: sink for name, schema in arguments.items() if (sink := _sink(name, schema)) is not None}
    return ToolChoice(
        effect=effect,
        reach=Reach.OWN if hints.get("openWorldHint") is False else Reach.OUTSIDE,
        sinks=sinks,
        bound_by=tuple(arguments),
    )


def argument_names(definition: ToolDefinition) -> tuple[str, ...]:
    """The arguments that the definition names."""
    return tuple(name for name, _ in _arguments(definition))


def _arguments(definition: ToolDefinition) -> Iterator[tuple[str, Mapping[str, Any]]]:
    properties = definition.input_schema.get("properties")
    if isinstance(properties, Mapping):
        for name, schema in properties.items():
            yield name, schema if isinstance(schema, Mapping) else {}


def _sink(name: str, schema: Mapping[str, Any]) -> Sink | None:
    if schema.get("type") == "boolean" or "enum" in schema:
        return Sink.OPTION
    written = schema.get("format")
    if isinstance(written, str) and written in _FORMATS:
        return _FORMATS[written]
    words = [word.lower() for word in _WORD.findall(name)]
    return next((sink for word in reversed(words) for sink, known in _WORDS.items() if word in known), None)
