"""MCP servers and their approved tools in the database. Their secrets are not here."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import Row, delete, select, update
from sqlalchemy.exc import IntegrityError

from paios.domain.errors import ConflictError, NotFoundError
from paios.domain.label import Integrity, Label, Secrecy
from paios.domain.tool import Effect, Reach, ResultField, Sink
from paios.domain.tool_server import (
    ApprovedTool,
    HttpTransport,
    StdioTransport,
    ToolChoice,
    ToolDefinition,
    ToolServer,
    Transport,
)
from paios.drivers.sql.engine import Database
from paios.drivers.sql.tables import approved_tools, tool_servers
from paios.ports.transaction import Transaction


class SqlToolServers:
    """Fills ``ports.tool_servers.ToolServers``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> tuple[ToolServer, ...]:
        query = select(tool_servers).order_by(tool_servers.c.name)
        return tuple(map(_server, await self._database.fetch(query)))

    async def get(self, server_id: str) -> ToolServer | None:
        rows = await self._database.fetch(select(tool_servers).where(tool_servers.c.id == server_id))
        return _server(rows[0]) if rows else None

    async def add(self, server: ToolServer, tx: Transaction | None = None) -> None:
        async with self._database.joined(tx) as connection:
            try:
                async with connection.begin_nested():
                    await connection.execute(tool_servers.insert().values(id=server.id, **_row(server)))
            except IntegrityError as error:
                raise ConflictError(f"There is already a server called {server.name}.") from error

    async def change(self, server: ToolServer, tx: Transaction | None = None) -> None:
        changed = update(tool_servers).where(tool_servers.c.id == server.id).values(**_row(server))
        async with self._database.joined(tx) as connection:
            if (await connection.execute(changed)).rowcount != 1:
                raise NotFoundError("There is no such server.")

    async def remove(self, server_id: str, tx: Transaction | None = None) -> None:
        async with self._database.joined(tx) as connection:
            await connection.execute(delete(approved_tools).where(approved_tools.c.server_id == server_id))
            gone = await connection.execute(delete(tool_servers).where(tool_servers.c.id == server_id))
            if gone.rowcount != 1:
                raise NotFoundError("There is no such server.")

    async def approved(self, server_id: str) -> tuple[ApprovedTool, ...]:
        its = approved_tools.c
        query = select(approved_tools).where(its.server_id == server_id).order_by(its.name)
        return tuple(map(_approved, await self._database.fetch(query)))

    async def approve(self, tool: ApprovedTool, tx: Transaction | None = None) -> None:
        its, name = approved_tools.c, tool.definition.plain_name
        async with self._database.joined(tx) as connection:
            await connection.execute(
                delete(approved_tools).where(its.server_id == tool.server_id, its.name == name)
            )
            await connection.execute(
                approved_tools.insert().values(
                    server_id=tool.server_id,
                    name=name,
                    definition=tool.definition.as_json(),
                    choice=_choice_row(tool.choice),
                    approved_at=tool.approved_at,
                )
            )


def _row(server: ToolServer) -> dict[str, Any]:
    kind = "stdio" if isinstance(server.transport, StdioTransport) else "http"
    return {
        "name": server.name,
        "transport": {"kind": kind, **asdict(server.transport)},
        "added_at": server.added_at,
        "enabled": server.enabled,
        "has_token": server.has_token,
    }


def _server(row: Row[Any]) -> ToolServer:
    return ToolServer(row.id, row.name, _transport(row.transport), row.added_at, row.enabled, row.has_token)


def _transport(stored: dict[str, Any]) -> Transport:
    if stored["kind"] == "http":
        return HttpTransport(stored["url"])
    return StdioTransport(
        tuple(stored["command"]), tuple(stored["environment"]), stored["network"], tuple(stored["folders"])
    )


def _approved(row: Row[Any]) -> ApprovedTool:
    return ApprovedTool(row.server_id, ToolDefinition(**row.definition), _choice(row.choice), row.approved_at)


def _choice_row(choice: ToolChoice) -> dict[str, Any]:
    return {
        "effect": choice.effect,
        "reach": choice.reach,
        "sinks": dict(choice.sinks),
        "ids": dict(choice.ids),
        "results": [
            {
                "path": each.path,
                "integrity": int(each.label.integrity),
                "secrecy": int(each.label.secrecy),
                "role": each.role,
                "id_type": each.id_type,
                "names": each.names,
            }
            for each in choice.results
        ],
        "bound_by": list(choice.bound_by),
        "brings": choice.brings,
        "offered": choice.offered,
    }


def _choice(stored: dict[str, Any]) -> ToolChoice:
    return ToolChoice(
        effect=Effect(stored["effect"]),
        reach=Reach(stored["reach"]),
        sinks={name: Sink(role) for name, role in stored["sinks"].items()},
        ids=stored["ids"],
        results=tuple(map(_field, stored["results"])),
        bound_by=tuple(stored["bound_by"]),
        # Choices that were made before there was this one do not hold it.
        brings=stored.get("brings", "other"),
        offered=stored["offered"],
    )


def _field(stored: dict[str, Any]) -> ResultField:
    return ResultField(
        stored["path"],
        Label(Integrity(stored["integrity"]), Secrecy(stored["secrecy"])),
        Sink(stored["role"]) if stored["role"] else None,
        stored["id_type"],
        stored["names"],
    )
