"""The schema comes up, goes down, and is what the tables say."""

import sys

import anyio
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text
from tests.drivers.sql.conftest import SOURCES

from paios.domain.errors import StorageError
from paios.drivers.sql import migration
from paios.drivers.sql.engine import Database
from paios.drivers.sql.fulltext import belongs_to_search
from paios.drivers.sql.tables import metadata

pytestmark = pytest.mark.anyio


def _schema(connection: Connection) -> dict[str, list[str]]:
    found = inspect(connection)
    return {
        table: [column["name"] for column in found.get_columns(table)] for table in found.get_table_names()
    }


def _differences(connection: Connection) -> list[object]:
    def compared(_thing: object, name: str | None, kind: str, *_more: object) -> bool:
        return not (kind == "table" and belongs_to_search(name or ""))

    options = {"include_object": compared, "compare_type": True}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


async def test_the_migrations_make_exactly_the_tables(database: Database) -> None:
    async with database.begin() as tx:
        assert await tx.connection.run_sync(_differences) == []


async def test_down_to_nothing_and_up_again_gives_the_same_schema(database: Database) -> None:
    async with database.begin() as tx:
        before = await tx.connection.run_sync(_schema)
        await tx.connection.run_sync(migration.downgrade, "base")
        emptied = await tx.connection.run_sync(_schema)
    assert set(emptied) == {"alembic_version"}
    await database.migrate()
    async with database.begin() as tx:
        assert await tx.connection.run_sync(_schema) == before
        assert await tx.connection.run_sync(_differences) == []


async def test_each_step_goes_back_alone(database: Database) -> None:
    async with database.begin() as tx:
        for _ in range(int(migration.HEAD)):
            await tx.connection.run_sync(migration.downgrade, "-1")
        assert await tx.connection.run_sync(migration.revision) is None
    await database.migrate()


async def test_a_newer_database_is_refused_and_left_alone(database: Database) -> None:
    async with database.begin() as tx:
        await tx.connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StorageError, match="newer version"):
        await database.migrate()
    async with database.read() as connection:
        assert await connection.scalar(text("SELECT version_num FROM alembic_version")) == "9999"


async def test_the_head_is_the_newest_revision(database: Database) -> None:
    async with database.read() as connection:
        config = await connection.run_sync(migration.config)
    assert ScriptDirectory.from_config(config).get_heads() == [migration.HEAD]


async def test_a_warm_start_does_not_load_alembic(database: Database, url: str) -> None:
    program = (
        "import asyncio, sys\n"
        "from paios.drivers.sql.engine import Database\n"
        "from tests.support.database import KnownKey\n"
        "async def main():\n"
        "    database = Database.open(sys.argv[1], KnownKey())\n"
        "    await database.migrate()\n"
        "    await database.close()\n"
        "asyncio.run(main())\n"
        "print(sorted({'alembic', 'numpy'} & set(sys.modules)))\n"
    )
    done = await anyio.run_process([sys.executable, "-c", program, url], env=SOURCES)
    assert done.stdout == b"[]\n"
