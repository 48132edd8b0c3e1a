"""Servers and approved tools, in both databases: what was stored comes back, and goes together."""

from dataclasses import replace

import pytest
from sqlalchemy import select, update
from tests.drivers.sql.conftest import NOON

from paios.domain.errors import ConflictError, NotFoundError
from paios.domain.ids import new_id
from paios.domain.label import Integrity, Label, Secrecy
from paios.domain.tool import Effect, Reach, ResultField, Sink
from paios.domain.tool_server import (
    ApprovedTool,
    HttpTransport,
    StdioTransport,
    ToolChoice,
    ToolDefinition,
    ToolServer,
)
from paios.drivers.sql.engine import Database
from paios.drivers.sql.tables import approved_tools
from paios.drivers.sql.tool_servers import SqlToolServers

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("T6")]

OFFICE = ToolServer(new_id(), "office", HttpTransport("https://office.example.org/mcp"), NOON, has_token=True)
FILES = ToolServer(
    new_id(),
    "files",
    StdioTransport(("/usr/bin/files", "--all"), ("FILES_KEY",), network=True, folders=("/srv/files",)),
    NOON,
    enabled=False,
)
SEND = ToolDefinition(
    "send.mail", "Send\u0000 it", {"type": "object"}, {"type": "object"}, {"readOnlyHint": True}
)
CHOICE = ToolChoice(
    Effect.SEND,
    Reach.OUTSIDE,
    {"to": Sink.RECIPIENT},
    {"file": "file"},
    (
        ResultField("[].id", Label(Integrity.TRUSTED, Secrecy.PUBLIC), Sink.ID, "mail"),
        ResultField("[].subject", names=True),
    ),
    ("to",),
    "mail",
    offered=False,
)


@pytest.fixture
async def servers(database: Database) -> SqlToolServers:
    store = SqlToolServers(database)
    await store.add(OFFICE)
    await store.add(FILES)
    return store


async def test_what_was_added_comes_back(servers: SqlToolServers) -> None:
    assert await servers.all() == (FILES, OFFICE)
    assert await servers.get(OFFICE.id) == OFFICE
    assert await servers.get(new_id()) is None


async def test_a_name_is_taken_once(servers: SqlToolServers) -> None:
    with pytest.raises(ConflictError, match="already a server called office"):
        await servers.add(replace(OFFICE, id=new_id()))


async def test_what_is_changed_is_changed_alone(servers: SqlToolServers) -> None:
    await servers.change(replace(OFFICE, enabled=False))
    assert await servers.all() == (FILES, replace(OFFICE, enabled=False))
    with pytest.raises(NotFoundError):
        await servers.change(replace(OFFICE, id=new_id()))


async def test_an_approval_takes_the_place_of_the_one_before(servers: SqlToolServers) -> None:
    first = ApprovedTool(OFFICE.id, SEND, CHOICE, NOON)
    await servers.approve(first)
    [kept] = await servers.approved(OFFICE.id)
    assert kept == first
    assert kept.definition.hash == SEND.hash
    second = replace(first, definition=replace(SEND, output_schema=None), choice=ToolChoice())
    await servers.approve(second)
    assert await servers.approved(OFFICE.id) == (second,)
    assert await servers.approved(FILES.id) == ()


async def test_choice_of_before_there_was_a_kind_of_text_is_of_any_other_kind(
    servers: SqlToolServers, database: Database
) -> None:
    await servers.approve(ApprovedTool(OFFICE.id, SEND, CHOICE, NOON))
    async with database.begin() as tx:
        [(stored,)] = await tx.connection.execute(select(approved_tools.c.choice))
        del stored["brings"]
        await tx.connection.execute(update(approved_tools).values(choice=stored))
    [kept] = await servers.approved(OFFICE.id)
    assert kept.choice == replace(CHOICE, brings="other")


async def test_what_is_removed_is_gone_with_its_approvals(servers: SqlToolServers) -> None:
    await servers.approve(ApprovedTool(OFFICE.id, SEND, CHOICE, NOON))
    await servers.remove(OFFICE.id)
    assert await servers.all() == (FILES,)
    assert await servers.approved(OFFICE.id) == ()
    with pytest.raises(NotFoundError):
        await servers.remove(OFFICE.id)
