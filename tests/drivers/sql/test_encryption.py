"""An encrypted database: what a thief of it has, what opens it, and what never shows its key (B1)."""

import logging
import shutil
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text
from tests.support.database import KEY, KnownKey

from paios.domain.credential import Secret
from paios.domain.errors import LockedError, StorageError
from paios.drivers.sql.engine import Database
from paios.drivers.sql.files import Form, form
from paios.drivers.sql.preferences import SqlPreferences

pytestmark = pytest.mark.anyio

PLANTED = "the boiler was leased from Northwind"


class OtherKey(KnownKey):
    def open(self) -> Secret:
        return Secret("40" * 32)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "private" / "paios.db"


@pytest.fixture
async def sealed(path: Path) -> AsyncIterator[Database]:
    made = Database.open(f"sqlite:///{path}", KnownKey())
    await made.migrate()
    await SqlPreferences(made).put("planted", PLANTED)
    yield made
    await made.close()


def content(path: Path) -> bytes:
    return path.read_bytes()


def damage(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        file.write(bytes(64))


async def test_no_file_of_it_has_a_word_of_what_was_stored(sealed: Database, path: Path) -> None:
    async with sealed.read() as connection:
        await connection.execute(text("SELECT * FROM preferences ORDER BY value"))
    files = list(path.parent.iterdir())
    assert {each.suffix for each in files} >= {".db", ".db-wal"}
    for each in files:
        content = each.read_bytes()
        assert PLANTED.encode() not in content
        assert b"CREATE TABLE" not in content
        assert KEY.encode() not in content
        assert bytes.fromhex(KEY) not in content


async def test_a_copy_is_of_no_use_to_stock_sqlite(sealed: Database, path: Path, tmp_path: Path) -> None:
    await sealed.close()
    copy = shutil.copy(path, tmp_path / "stolen.db")
    connection = sqlite3.connect(copy)
    with pytest.raises(sqlite3.DatabaseError, match="not a database"):
        connection.execute("SELECT * FROM preferences")
    connection.close()


async def test_without_its_key_it_is_refused_and_left_as_it_was(sealed: Database, path: Path) -> None:
    await sealed.close()
    before = content(path)
    with pytest.raises(LockedError, match="no key was given"):
        Database.open(f"sqlite:///{path}")
    other = Database.open(f"sqlite:///{path}", OtherKey())
    with pytest.raises(LockedError, match="does not open") as refused:
        await other.migrate()
    with pytest.raises(LockedError, match="does not open"):
        await other.look(lambda connection: connection.execute(text("SELECT 1")))
    await other.close()
    assert "40" * 32 not in repr(refused.value.__cause__)
    assert content(path) == before
    again = Database.open(f"sqlite:///{path}", KnownKey())
    assert await SqlPreferences(again).get("planted") == PLANTED
    await again.close()


async def test_a_damaged_page_is_an_error_and_not_a_guess(sealed: Database, path: Path) -> None:
    await sealed.close()
    damage(path)
    again = Database.open(f"sqlite:///{path}", KnownKey())
    with pytest.raises(StorageError):
        await again.look(lambda connection: connection.execute(text("PRAGMA integrity_check")).all())
    await again.close()


async def test_a_plain_file_stays_plain_whoever_has_a_key(path: Path) -> None:
    for key in (None, KnownKey()):
        database = Database.open(f"sqlite:///{path}", key)
        await database.migrate()
        await database.close()
        assert form(path) is Form.PLAIN


async def test_the_key_shows_nowhere(
    sealed: Database, path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    database = Database.open(f"sqlite:///{path}", KnownKey())
    with pytest.raises(StorageError) as refused:
        async with database.read() as connection:
            await connection.execute(text("SELECT nothing FROM nowhere"))
    assert await SqlPreferences(database).get("planted") == PLANTED
    error: BaseException | None = refused.value
    while error is not None:
        assert KEY not in repr(error) + str(error)
        error = error.__cause__ or error.__context__
    assert KEY not in repr(database._engine) + repr(database._engine.url) + repr(vars(database))
    await database.close()
    assert "aiosqlite" in caplog.text
    assert KEY not in caplog.text
    assert KEY not in "".join(capfd.readouterr())


async def test_the_key_is_wiped_when_the_database_is_closed(path: Path) -> None:
    given = Secret(KEY)

    class Given(KnownKey):
        def open_or_make(self) -> Secret:
            return given

    database = Database.open(f"sqlite:///{path}", Given())
    await database.migrate()
    await database.close()
    assert len(given) == 0
