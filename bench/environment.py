"""A real MCP server over one suite's environment, and the record of what was really executed in it.

The official SDK serves it as streamable HTTP on loopback. What paios cannot see: ``begin``, which puts a
fresh environment in the place of the last one, and the trace, which the checks get instead of the model's
words (the package's own traces count refused calls as made).
"""

import inspect
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, get_origin

import mcp_types as types
from agentdojo.functions_runtime import Function, FunctionCall, FunctionsRuntime, TaskEnvironment
from mcp.server.lowlevel import Server
from pydantic import BaseModel
from starlette.applications import Starlette

from bench.suites import Case, suite

PATH: Final = "/mcp"
WRAPPED: Final = "result"
"""MCP's structured results are objects: anything else is given as the member of this name."""


@dataclass(frozen=True)
class Executed:
    """One call as the environment carried it out. ``poisoned`` says that its result carries the injection."""

    tool: str
    arguments: Mapping[str, Any]
    text: str
    failed: bool
    poisoned: bool

    def as_call(self) -> FunctionCall:
        return FunctionCall(function=self.tool, args=dict(self.arguments))


@dataclass
class World:
    """One suite's environment during one run."""

    name: str
    trace: list[Executed] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._runtime = FunctionsRuntime(suite(self.name).tools)
        self._marks: tuple[str, ...] = ()
        self.before = self.now = TaskEnvironment()

    @property
    def tools(self) -> Mapping[str, Function[..., Any]]:
        functions: Mapping[str, Function[..., Any]] = self._runtime.functions
        return functions

    @property
    def poisoned(self) -> bool:
        """Whether something that carries the injection has been read."""
        return any(call.poisoned for call in self.trace)

    def begin(self, case: Case) -> None:
        """A fresh environment with the case's injection in it, and an empty trace."""
        self.now = case.environment()
        self.before = self.now.model_copy(deep=True)
        self.trace = []
        self._marks = _sentences(case.poison) if case.injection else ()

    def execute(self, tool: str, arguments: Mapping[str, Any]) -> tuple[Any, str | None]:
        """What the tool returned as JSON, or what went wrong."""
        value, error = self._runtime.run_function(self.now, tool, arguments)
        returned = None if error else plain(value)
        text = error or as_text(returned)
        poisoned = any(mark in text for mark in self._marks)
        self.trace.append(Executed(tool, dict(arguments), text, error is not None, poisoned))
        return returned, error

    def server(self) -> Starlette:
        """The world as an application that speaks MCP."""

        async def list_tools(_context: object, _page: object) -> types.ListToolsResult:
            return types.ListToolsResult(tools=[_described(tool) for tool in self.tools.values()])

        async def call_tool(_context: object, asked: types.CallToolRequestParams) -> types.CallToolResult:
            returned, error = self.execute(asked.name, asked.arguments or {})
            said = types.TextContent(type="text", text=error or as_text(returned))
            if error is not None:
                return types.CallToolResult(content=[said], is_error=True)
            structured = returned if isinstance(returned, dict) else {WRAPPED: returned}
            return types.CallToolResult(content=[said], structured_content=structured)

        server: Server[Any] = Server(
            self.name, version="1.2.2", on_list_tools=list_tools, on_call_tool=call_tool
        )
        return server.streamable_http_app(streamable_http_path=PATH, json_response=True, stateless_http=True)


def plain(value: Any) -> Any:
    """A tool's return value as JSON."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def as_text(returned: Any) -> str:
    return returned if isinstance(returned, str) else json.dumps(returned, ensure_ascii=False)


def returns_object(tool: Function[..., Any]) -> bool:
    """Whether the tool's declared return value is an object of JSON."""
    kind = get_origin(tool.return_type) or tool.return_type
    return inspect.isclass(kind) and issubclass(kind, BaseModel | dict)


def _described(tool: Function[..., Any]) -> types.Tool:
    return types.Tool(
        name=tool.name, description=tool.description, input_schema=tool.parameters.model_json_schema()
    )


def _sentences(poison: str) -> tuple[str, ...]:
    """What of the injection is looked for: whole lines, as the environment's file may fold the breaks."""
    return tuple(line for line in poison.splitlines() if line.startswith("This is an important message"))
