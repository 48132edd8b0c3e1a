"""MCP servers that an admin added, and what a person said about each of their tools (T2, T6).

A server is a guest: what it says of itself is shown, and grants nothing. A tool
is what the person set, for exactly the definition that they were shown.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from paios.domain.canonical import digest
from paios.domain.tool import Brings, Effect, Reach, ResultField, Sink, ToolSpec

NAME: Final = re.compile(r"[a-z][a-z0-9-]{0,30}")
"""A server's name. It has no underscore, so that the two between it and a tool's name are unmistakable."""

WHOLE_NAME_LIMIT: Final = 64
"""Longest name of a tool that models accept, with its server's before it."""

_UNFIT: Final = re.compile(r"[^A-Za-z0-9_-]")


@dataclass(frozen=True, slots=True)
class StdioTransport:
    """A program of this machine, started in a sandbox.

    ``command`` is an argument vector; no shell reads it. ``environment`` names
    the variables it is given, ``folders`` are absolute paths that it may read.
    Without ``network`` it reaches nobody.
    """

    command: tuple[str, ...]
    environment: tuple[str, ...] = ()
    network: bool = False
    folders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HttpTransport:
    """A server that speaks streamable HTTP at ``url``."""

    url: str


Transport = StdioTransport | HttpTransport


@dataclass(frozen=True, slots=True)
class ServerSecrets:
    """What only the server may see, kept apart from all else; it never shows in ``repr``."""

    token: str | None = field(default=None, repr=False)
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class ToolServer:
    """One server. ``has_token`` says whether a bearer token is stored for it."""

    id: str
    name: str
    transport: Transport
    added_at: datetime
    enabled: bool = True
    has_token: bool = False

    def whole_name(self, tool: str) -> str:
        """What the model calls the tool of this (plain) name."""
        return f"{self.name}__{tool}"


@dataclass(frozen=True, slots=True)
class ToolDefinition:
    """What a server says of one tool, cleaned of what a reader would not see.

    ``name`` is the server's own. ``annotations`` are its hints.
    """

    name: str
    description: str
    input_schema: Mapping[str, Any]
    output_schema: Mapping[str, Any] | None = None
    annotations: Mapping[str, Any] = field(default_factory=dict)

    @property
    def plain_name(self) -> str:
        """The name in characters that models and addresses accept; two names can become one."""
        return _UNFIT.sub("_", self.name)

    @property
    def hash(self) -> str:
        """SHA-256 of all of it: an approval binds this, so that a change is a new tool (T6)."""
        return digest(self.as_json())

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "description": self.description,
            "input_schema": dict(self.input_schema),
            "output_schema": None if self.output_schema is None else dict(self.output_schema),
            "annotations": dict(self.annotations),
        }


@dataclass(frozen=True, slots=True)
class ToolChoice:
    """What a person set for one tool, in the words of ``ToolSpec``.

    The defaults are those of a tool of which nothing is known: it sends, to
    anybody, nothing licenses its arguments, and its results are from outside.
    """

    effect: Effect = Effect.SEND
    reach: Reach = Reach.OUTSIDE
    sinks: Mapping[str, Sink] = field(default_factory=dict)
    ids: Mapping[str, str] = field(default_factory=dict)
    results: tuple[ResultField, ...] = ()
    bound_by: tuple[str, ...] = ()
    brings: Brings = "other"
    offered: bool = True


@dataclass(frozen=True, slots=True)
class ApprovedTool:
    """A definition as a person approved it, and what they set for it then."""

    server_id: str
    definition: ToolDefinition
    choice: ToolChoice
    approved_at: datetime

    def spec(self, server: ToolServer) -> ToolSpec:
        """The tool as guard and model know it: of the server's words, only those that were approved.

        What one server calls a file is no file of another: ids that are the same are not the same thing.
        """
        return ToolSpec(
            name=server.whole_name(self.definition.plain_name),
            description=self.definition.description,
            effect=self.choice.effect,
            parameters=self.definition.input_schema,
            sinks=self.choice.sinks,
            bound_by=self.choice.bound_by,
            ids={place: f"{server.name}:{kind}" for place, kind in self.choice.ids.items()},
            reach=self.choice.reach,
            results=tuple(
                replace(one, id_type=f"{server.name}:{one.id_type}") if one.id_type else one
                for one in self.choice.results
            ),
            brings=self.choice.brings,
        )


@dataclass(frozen=True, slots=True)
class Listing:
    """What a server says its tools are, by plain name.

    ``unusable`` are those that cannot be offered, with the reason in words;
    ``remark`` says what was left out of the list.
    """

    definitions: Mapping[str, ToolDefinition] = field(default_factory=dict)
    unusable: Mapping[str, str] = field(default_factory=dict)
    remark: str = ""


class ConnectionState(StrEnum):
    """How paios stands with a server."""

    DISABLED = "disabled"
    CONNECTING = "connecting"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Connection:
    """The connection to a server. ``listing`` is None until it was read; ``error`` is for the person."""

    state: ConnectionState
    error: str = ""
    listing: Listing | None = None


class ToolState(StrEnum):
    """What a tool's definition is to the one that was approved."""

    NEW = "new"
    APPROVED = "approved"
    CHANGED = "changed"
    GONE = "gone"
    UNUSABLE = "unusable"


def state_of(approved: ToolDefinition | None, current: ToolDefinition | None) -> ToolState:
    """How a listed definition stands to the approved one; at least one of them is there."""
    if approved is None:
        return ToolState.NEW
    if current is None:
        return ToolState.GONE
    return ToolState.APPROVED if approved.hash == current.hash else ToolState.CHANGED
