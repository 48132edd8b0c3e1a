"""Who may read the database's files, and what live connections are set to (B1, V5)."""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from paios.domain.errors import LockedError, StorageError
from paios.drivers.sql.engine import Database
from paios.drivers.sql.preferences import SqlPreferences

pytestmark = pytest.mark.anyio


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "private" / "paios.db"


@pytest.fixture
async def sqlite(path: Path) -> AsyncIterator[Database]:
    opened = Database.open(f"sqlite:///{path}")
    await opened.migrate()
    yield opened
    await opened.close()


@pytest.mark.requirement("B1")
async def test_files_and_folder_are_the_owners_alone(sqlite: Database, path: Path) -> None:
    before = os.umask(0)
    try:
        await SqlPreferences(sqlite).put("theme", "dark")
    finally:
        os.umask(before)
    modes = {found.name: found.stat().st_mode & 0o777 for found in path.parent.iterdir()}
    names = ("paios.db", "paios.db-wal", "paios.db-shm", "paios.db.lock")
    assert modes == dict.fromkeys(names, 0o600)
    assert path.parent.stat().st_mode & 0o777 == 0o700


PRAGMAS = {
    "journal_mode": "wal",
    "secure_delete": 1,
    "foreign_keys": 1,
    "synchronous": 2,
    "busy_timeout": 10_000,
    "temp_store": 2,
}


@pytest.mark.requirement("B1", "V5")
@pytest.mark.parametrize("name", PRAGMAS)
async def test_every_connection_is_set_up(sqlite: Database, name: str) -> None:
    query = text(f"PRAGMA {name}")

    def read_directly(connection: Connection) -> object:
        return connection.execute(query).scalar()

    async with sqlite.begin() as tx, sqlite.read() as reader:
        found = [await tx.connection.scalar(query), await reader.scalar(query)]
    assert [*found, await sqlite.run(read_directly)] == [PRAGMAS[name]] * 3


@pytest.mark.requirement("V5")
async def test_what_is_deleted_is_overwritten(sqlite: Database, path: Path) -> None:
    store = SqlPreferences(sqlite)
    await store.put("theme", "the-word-that-must-go")
    await store.put("theme", "x" * 40)
    await sqlite.close()
    assert all(b"the-word-that-must-go" not in found.read_bytes() for found in path.parent.iterdir())


@pytest.mark.requirement("B1")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_database_that_others_may_read_is_refused(path: Path, mode: int) -> None:
    path.parent.mkdir(mode=0o700)
    path.touch()
    path.chmod(mode)
    with pytest.raises(StorageError, match="read by others"):
        Database.open(f"sqlite:///{path}")


@pytest.mark.requirement("B1")
def test_a_folder_that_others_may_enter_is_refused(path: Path) -> None:
    path.parent.mkdir()
    path.parent.chmod(0o755)
    with pytest.raises(StorageError, match="read by others"):
        Database.open(f"sqlite:///{path}")


@pytest.mark.requirement("B1")
@pytest.mark.parametrize("name", ["paios.db", "paios.db-wal", "paios.db-shm"])
def test_a_link_in_place_of_a_file_is_refused(path: Path, tmp_path: Path, name: str) -> None:
    path.parent.mkdir(mode=0o700)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.touch(mode=0o600)
    path.with_name(name).symlink_to(elsewhere)
    with pytest.raises(StorageError, match="link"):
        Database.open(f"sqlite:///{path}")


def test_a_folder_in_place_of_the_file_is_refused(path: Path) -> None:
    path.mkdir(parents=True)
    path.parent.chmod(0o700)
    with pytest.raises(StorageError):
        Database.open(f"sqlite:///{path}")


@pytest.fixture
def diary(path: Path) -> Iterator[Path]:
    """A file that is no database, and must be the same afterwards."""
    path.parent.mkdir(mode=0o700)
    path.write_bytes(b"dear diary, " * 1000)
    path.chmod(0o600)
    yield path
    assert path.read_bytes() == b"dear diary, " * 1000


def test_a_file_that_is_no_database_is_refused_and_kept(diary: Path) -> None:
    with pytest.raises(LockedError, match="not a database"):
        Database.open(f"sqlite:///{diary}")


async def test_a_file_that_only_begins_like_a_database_is_refused(diary: Path) -> None:
    with diary.open("r+b") as file:
        file.write(b"SQLite format 3\0")
    database = Database.open(f"sqlite:///{diary}")
    with pytest.raises(StorageError, match="not a database"):
        await database.migrate()
    await database.close()
    with diary.open("r+b") as file:
        file.write(b"dear diary, dear")


@pytest.mark.parametrize(
    "url",
    [
        "mysql://localhost/paios",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///file:paios.db?mode=memory&uri=true",
        "sqlite:////tmp/paios.db?mode=memory",
        "no url",
        "",
    ],
)
def test_any_other_url_is_refused(url: str) -> None:
    with pytest.raises(StorageError):
        Database.open(url)


async def test_a_server_that_does_not_answer_is_a_storage_error(tmp_path: Path) -> None:
    database = Database.open(f"postgresql://nobody:secret@/paios?host={tmp_path}")
    with pytest.raises(StorageError) as raised:
        await database.migrate()
    assert "secret" not in str(raised.value)
    assert str(tmp_path) not in str(raised.value)
    await database.close()
