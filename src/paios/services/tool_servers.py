"""MCP servers: added, approved tool by tool, and removed by an admin. The capability port ``ToolServing``."""

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from difflib import unified_diff
from typing import Any, Final

import structlog
from anyio import Lock

from paios.domain.audit import AuditEntry
from paios.domain.errors import (
    ConflictError,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
    PaiosError,
    StorageError,
)
from paios.domain.ids import new_id
from paios.domain.principal import Principal
from paios.domain.tool_proposal import argument_names, proposal
from paios.domain.tool_server import (
    NAME,
    ApprovedTool,
    Connection,
    Listing,
    ServerSecrets,
    StdioTransport,
    ToolChoice,
    ToolDefinition,
    ToolServer,
    ToolState,
    Transport,
    state_of,
)
from paios.ports.audit_log import AuditLog
from paios.ports.clock import Clock
from paios.ports.installation import SecretFiles
from paios.ports.tool_servers import ToolConnections, ToolServers
from paios.ports.tool_serving import ServerTool, ServerView
from paios.services.signals import Signals

_log = structlog.get_logger(__name__)

WHAT: Final = "tool-servers"
"""What pages are told has changed."""

MOST_SERVERS: Final = 20


class ToolServerDesk:
    """Everything about servers; only an admin's. What is stored and what is connected change together."""

    def __init__(
        self,
        *,
        servers: ToolServers,
        connections: ToolConnections,
        secrets: SecretFiles,
        audit: AuditLog,
        signals: Signals,
        clock: Clock,
    ) -> None:
        self._servers = servers
        self._connections = connections
        self._secrets = secrets
        self._audit = audit
        self._signals = signals
        self._clock = clock
        self._turn = Lock()

    async def start(self) -> None:
        """Connect to every server that is enabled; it is not waited for."""
        for server in await self._servers.all():
            try:
                await self._connect(server)
            except PaiosError as error:
                _log.error("tool_server.not_started", server=server.name, code=error.code)

    async def servers(self, principal: Principal) -> tuple[ServerView, ...]:
        _require_admin(principal)
        return tuple([await self._view(server) for server in await self._servers.all()])

    async def server(self, principal: Principal, server_id: str) -> ServerView:
        return await self._view(await self._found(principal, server_id))

    async def add(
        self, principal: Principal, name: str, transport: Transport, secrets: ServerSecrets
    ) -> ServerView:
        _require_admin(principal)
        if NAME.fullmatch(name) is None:
            raise InvalidInputError(
                "A server's name begins with a small letter and has letters, digits and hyphens."
            )
        async with self._turn:
            known = await self._servers.all()
            if len(known) >= MOST_SERVERS:
                raise ConflictError(f"There can be {MOST_SERVERS} servers. Remove one first.")
            if any(each.name == name for each in known):
                raise ConflictError(f"There is already a server called {name}.")
            now, has_token = self._clock.now(), secrets.token is not None
            server = ToolServer(new_id(), name, transport, now, has_token=has_token)
            await self._connections.check(server, secrets)
            self._keep(server, secrets)
            entry = _entry("tool_server.added", principal, server, _told(transport))
            try:
                await self._audit.append(entry, lambda tx: self._servers.add(server, tx))
            except BaseException:
                self._secrets.put(_file(server), None)
                raise
            await self._connections.use(server, secrets, ())
        return await self._told(server)

    async def change(
        self,
        principal: Principal,
        server_id: str,
        enabled: bool | None,
        token: str | None,
        *,
        sets_token: bool,
    ) -> ServerView:
        async with self._turn:
            before = await self._found(principal, server_id)
            secrets = self._stored(before)
            if sets_token:
                secrets = replace(secrets, token=token)
            on = before.enabled if enabled is None else enabled
            server = replace(before, enabled=on, has_token=secrets.token is not None)
            data = {"enabled": server.enabled, "token": "changed" if sets_token else "kept"}
            entry = _entry("tool_server.changed", principal, server, data)
            await self._audit.append(entry, lambda tx: self._servers.change(server, tx))
            self._keep(server, secrets)
            await self._connect(server)
        return await self._told(server)

    async def remove(self, principal: Principal, server_id: str) -> None:
        async with self._turn:
            server = await self._found(principal, server_id)
            entry = _entry("tool_server.removed", principal, server, {})
            await self._audit.append(entry, lambda tx: self._servers.remove(server.id, tx))
            await self._connections.drop(server.id, forget=True)
            self._secrets.put(_file(server), None)
        self._signals.publish_all(WHAT)

    async def reconnect(self, principal: Principal, server_id: str) -> ServerView:
        server = await self._found(principal, server_id)
        await self._audit.append(_entry("tool_server.reconnected", principal, server, {}))
        self._connections.reconnect(server.id)
        return await self._told(server)

    async def tools(self, principal: Principal, server_id: str) -> tuple[ServerTool, ...]:
        return await self._tools(await self._found(principal, server_id))

    async def approve(
        self, principal: Principal, server_id: str, name: str, fingerprint: str, choice: ToolChoice | None
    ) -> ServerTool:
        async with self._turn:
            server = await self._found(principal, server_id)
            definition = self._listing(server).definitions.get(name)
            if definition is None:
                raise NotFoundError("The server has no such tool, or none that can be used.")
            if definition.hash != fingerprint:
                raise ConflictError("The tool is not the one that you looked at. Look again.")
            chosen = choice or ToolChoice(bound_by=argument_names(definition))
            _require_fitting(definition, chosen)
            tool = ApprovedTool(server.id, definition, chosen, self._clock.now())
            data = {"tool": server.whole_name(name), "hash": definition.hash, **_choices(chosen)}
            entry = _entry("tool.approved", principal, server, data)
            await self._audit.append(entry, lambda tx: self._servers.approve(tool, tx))
            await self._connect(server)
        self._signals.publish_all(WHAT)
        return next(each for each in await self._tools(server) if each.name == name)

    async def _connect(self, server: ToolServer) -> None:
        """Let the connections know how things are now."""
        if server.enabled:
            approved = await self._servers.approved(server.id)
            await self._connections.use(server, self._stored(server), approved)
        else:
            await self._connections.drop(server.id)

    async def _found(self, principal: Principal, server_id: str) -> ToolServer:
        _require_admin(principal)
        server = await self._servers.get(server_id)
        if server is None:
            raise NotFoundError("There is no such server.")
        return server

    async def _told(self, server: ToolServer) -> ServerView:
        self._signals.publish_all(WHAT)
        return await self._view(server)

    async def _view(self, server: ToolServer) -> ServerView:
        waiting = {ToolState.NEW, ToolState.CHANGED}
        tools = await self._tools(server)
        state = self._connections.state(server.id)
        return ServerView(
            server,
            state.state,
            state.error,
            remark=self._listing(server).remark,
            offered=sum(tool.offered for tool in tools),
            waiting=sum(tool.state in waiting for tool in tools),
        )

    async def _tools(self, server: ToolServer) -> tuple[ServerTool, ...]:
        connection = self._connections.state(server.id)
        listing = connection.listing or Listing()
        approved = {each.definition.plain_name: each for each in await self._servers.approved(server.id)}
        names = sorted({*approved, *listing.definitions, *listing.unusable})
        return tuple(_tool(server, name, approved.get(name), connection) for name in names)

    def _listing(self, server: ToolServer) -> Listing:
        return self._connections.state(server.id).listing or Listing()

    def _keep(self, server: ToolServer, secrets: ServerSecrets) -> None:
        nothing = secrets == ServerSecrets()
        self._secrets.put(_file(server), None if nothing else json.dumps(asdict(secrets)))

    def _stored(self, server: ToolServer) -> ServerSecrets:
        text = self._secrets.get(_file(server))
        try:
            return ServerSecrets() if text is None else ServerSecrets(**json.loads(text))
        except (ValueError, TypeError) as error:
            raise StorageError(f"What is stored for the server {server.name} cannot be read.") from error


def _tool(server: ToolServer, name: str, approved: ApprovedTool | None, connection: Connection) -> ServerTool:
    listing = connection.listing
    current = listing.definitions.get(name) if listing else None
    before = approved.definition if approved else None
    unusable = listing.unusable.get(name) if listing else None
    if unusable is not None:
        state = ToolState.UNUSABLE
    elif listing is None and before is not None:
        state = ToolState.APPROVED  # nobody knows better until the server says what it has
    else:
        state = state_of(before, current)
    return ServerTool(
        name=name,
        whole_name=server.whole_name(name),
        state=state,
        reason=unusable or "",
        offered=state is ToolState.APPROVED and server.enabled and bool(approved and approved.choice.offered),
        current=current,
        approved=approved,
        proposal=proposal(current) if current else None,
        difference=_difference(before, current) if state is ToolState.CHANGED else "",
    )


def _difference(before: ToolDefinition | None, after: ToolDefinition | None) -> str:
    """What changed between two definitions, as a unified diff of their JSON."""
    old, new = (
        (json.dumps(each.as_json(), indent=2, ensure_ascii=False, sort_keys=True) if each else "")
        for each in (before, after)
    )
    return "\n".join(unified_diff(old.splitlines(), new.splitlines(), "approved", "now", lineterm=""))


def _require_fitting(definition: ToolDefinition, choice: ToolChoice) -> None:
    """Raises ``InvalidInputError`` for a choice about an argument that the tool does not have."""
    known = set(argument_names(definition))
    named = {place.partition(".")[0].partition("[")[0] for place in (*choice.sinks, *choice.ids)}
    unknown = sorted((named | set(choice.bound_by)) - known)
    if unknown:
        raise InvalidInputError(f"The tool has no argument called {unknown[0]}.")


def _choices(choice: ToolChoice) -> dict[str, Any]:
    """A choice as the record keeps it."""
    results = [
        {**asdict(each), "label": [each.label.integrity.name.lower(), each.label.secrecy.name.lower()]}
        for each in choice.results
    ]
    return {
        "effect": choice.effect,
        "reach": choice.reach,
        "offered": choice.offered,
        "sinks": dict(choice.sinks),
        "ids": dict(choice.ids),
        "bound_by": list(choice.bound_by),
        "brings": choice.brings,
        "results": results,
    }


def _told(transport: Transport) -> dict[str, Any]:
    kind = "stdio" if isinstance(transport, StdioTransport) else "http"
    return {"kind": kind} | {name: _plain(value) for name, value in asdict(transport).items()}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _entry(kind: str, principal: Principal, server: ToolServer, data: Mapping[str, Any]) -> AuditEntry:
    return AuditEntry(kind, principal.user_id, {"server": server.name, "server_id": server.id, **data})


def _file(server: ToolServer) -> str:
    return f"tool-server-{server.id}"


def _require_admin(principal: Principal) -> None:
    if not principal.is_admin:
        raise ForbiddenError("Only an administrator may do this.")
