"""MCP servers and their tools."""

from collections.abc import Mapping
from typing import Any

from paios.domain.audit import stamp
from paios.domain.label import Integrity, Label, Secrecy
from paios.domain.tool import Effect, Reach, ResultField, Sink
from paios.domain.tool_server import (
    HttpTransport,
    ServerSecrets,
    StdioTransport,
    ToolChoice,
    ToolDefinition,
    Transport,
)
from paios.gateway.web.exchange import Handler, Reply, ValidatedRequest
from paios.ports.tool_serving import ServerTool, ServerView, ToolServing

Json = dict[str, Any]


class ToolServerHandlers:
    """``ToolServing`` as operations."""

    def __init__(self, port: ToolServing) -> None:
        self._port = port

    def handlers(self) -> Mapping[str, Handler]:
        return {
            "list_tool_servers": self.list_tool_servers,
            "add_tool_server": self.add_tool_server,
            "get_tool_server": self.get_tool_server,
            "change_tool_server": self.change_tool_server,
            "remove_tool_server": self.remove_tool_server,
            "reconnect_tool_server": self.reconnect_tool_server,
            "list_server_tools": self.list_server_tools,
            "approve_server_tool": self.approve_server_tool,
        }

    async def list_tool_servers(self, request: ValidatedRequest) -> Reply:
        servers = await self._port.servers(request.identity.principal)
        return Reply(200, {"items": [_server(each) for each in servers]})

    async def add_tool_server(self, request: ValidatedRequest) -> Reply:
        body = request.body
        transport, secrets = _transport(body["transport"])
        added = await self._port.add(request.identity.principal, body["name"], transport, secrets)
        return Reply(201, _server(added))

    async def get_tool_server(self, request: ValidatedRequest) -> Reply:
        return Reply(200, _server(await self._port.server(*_which(request))))

    async def change_tool_server(self, request: ValidatedRequest) -> Reply:
        body = request.body
        changed = await self._port.change(
            *_which(request), body.get("enabled"), body.get("token"), sets_token="token" in body
        )
        return Reply(200, _server(changed))

    async def remove_tool_server(self, request: ValidatedRequest) -> Reply:
        await self._port.remove(*_which(request))
        return Reply(204)

    async def reconnect_tool_server(self, request: ValidatedRequest) -> Reply:
        return Reply(200, _server(await self._port.reconnect(*_which(request))))

    async def list_server_tools(self, request: ValidatedRequest) -> Reply:
        tools = await self._port.tools(*_which(request))
        return Reply(200, {"items": [_tool(each) for each in tools]})

    async def approve_server_tool(self, request: ValidatedRequest) -> Reply:
        body = request.body
        choice = _choice(body["choices"]) if "choices" in body else None
        tool = await self._port.approve(*_which(request), request.path["tool"], body["hash"], choice)
        return Reply(200, _tool(tool))


def _which(request: ValidatedRequest) -> tuple[Any, str]:
    return request.identity.principal, request.path["server_id"]


def _transport(body: Json) -> tuple[Transport, ServerSecrets]:
    if body["kind"] == "http":
        return HttpTransport(body["url"]), ServerSecrets(token=body.get("token"))
    environment: Mapping[str, str] = body.get("environment", {})
    transport = StdioTransport(
        tuple(body["command"]),
        tuple(sorted(environment)),
        body.get("network", False),
        tuple(body.get("folders", ())),
    )
    return transport, ServerSecrets(environment=environment)


def _server(one: ServerView) -> Json:
    server = one.server
    return {
        "id": server.id,
        "name": server.name,
        "transport": _shown_transport(server.transport, has_token=server.has_token),
        "enabled": server.enabled,
        "added_at": stamp(server.added_at),
        "state": one.state.value,
        "error": one.error,
        "remark": one.remark,
        "offered": one.offered,
        "waiting": one.waiting,
    }


def _shown_transport(transport: Transport, *, has_token: bool) -> Json:
    if isinstance(transport, HttpTransport):
        return {"kind": "http", "url": transport.url, "has_token": has_token}
    return {
        "kind": "stdio",
        "command": list(transport.command),
        "environment": list(transport.environment),
        "network": transport.network,
        "folders": list(transport.folders),
    }


def _tool(one: ServerTool) -> Json:
    approved = one.approved
    return {
        "name": one.name,
        "tool": one.whole_name,
        "state": one.state.value,
        "reason": one.reason,
        "offered": one.offered,
        "current": _definition(one.current),
        "approved": _definition(approved.definition if approved else None),
        "approved_at": stamp(approved.approved_at) if approved else None,
        "choices": _shown_choice(approved.choice) if approved else None,
        "proposal": _shown_choice(one.proposal) if one.proposal else None,
        "difference": one.difference,
    }


def _definition(one: ToolDefinition | None) -> Json | None:
    return None if one is None else {**one.as_json(), "hash": one.hash}


def _shown_choice(one: ToolChoice) -> Json:
    return {
        "effect": one.effect.value,
        "reach": one.reach.value,
        "sinks": {name: sink.value for name, sink in one.sinks.items()},
        "ids": dict(one.ids),
        "results": [_shown_field(each) for each in one.results],
        "bound_by": list(one.bound_by),
        "brings": one.brings,
        "offered": one.offered,
    }


def _shown_field(one: ResultField) -> Json:
    return {
        "path": one.path,
        "integrity": one.label.integrity.name.lower(),
        "secrecy": one.label.secrecy.name.lower(),
        "role": one.role.value if one.role else None,
        "id_type": one.id_type,
        "names": one.names,
    }


def _choice(body: Json) -> ToolChoice:
    return ToolChoice(
        effect=Effect(body["effect"]),
        reach=Reach(body["reach"]),
        sinks={name: Sink(role) for name, role in body.get("sinks", {}).items()},
        ids=body.get("ids", {}),
        results=tuple(map(_field, body.get("results", ()))),
        bound_by=tuple(body.get("bound_by", ())),
        brings=body.get("brings", "other"),
        offered=body.get("offered", True),
    )


def _field(body: Json) -> ResultField:
    integrity = Integrity[body.get("integrity", "external").upper()]
    label = Label(integrity, Secrecy[body.get("secrecy", "private").upper()])
    role = body.get("role")
    return ResultField(
        body["path"], label, Sink(role) if role else None, body.get("id_type"), body.get("names", False)
    )
