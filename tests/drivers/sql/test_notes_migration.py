"""An installation at 0012 gets owners: the founder's rows stay as they are, on both databases (U5, T5)."""

from typing import Any

import pytest
from sqlalchemy import Connection, text
from tests.drivers.sql.test_note_index import CountedWords, note

from paios.drivers.sql import migration
from paios.drivers.sql.engine import Database
from paios.drivers.sql.note_index import SqlNoteIndex
from paios.drivers.sql.note_labels import SqlNoteLabels

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("U5", "T5")]

REVISION = "a" * 64
PARTS = {
    "notes": "id, path, title, size, modified, revision, embedded, pasted, secrecy",
    "note_passages": "id, note_id, title, heading, first_line, last_line, text, vector",
    "note_links": "note_id, target",
    "note_versions": "position, place, revision, origins, integrity, secrecy",
    "folder_words": "folder, mine",
}
_SPELLED: dict[str, Any] = {"vector": CountedWords().embed(["damp cellar"])[0]}
_FILL = (
    "INSERT INTO notes (id, path, title, size, modified, revision, embedded, pasted)"
    f" VALUES (7, 'House/Cellar.md', 'Cellar', 11, 1.5, '{REVISION}', true, false)",
    "INSERT INTO note_passages (id, note_id, title, heading, first_line, last_line, text, vector)"
    " VALUES (70, 7, 'Cellar', '', 1, 1, 'damp cellar', :vector)",
    "INSERT INTO note_links (note_id, target) VALUES (7, 'boiler')",
    "INSERT INTO note_versions (position, place, revision, origins, integrity, secrecy)"
    f" VALUES (3, 'house/cellar.md', '{REVISION}', '[]', 2, 1)",
    "INSERT INTO folder_words (folder, mine) VALUES ('', true)",
)


def _person(user_id: str, role: str, founder: str, disabled: str = "false") -> str:
    return (
        "INSERT INTO users (id, name, name_key, role, created_at, disabled, password_hash, founder)"
        f" VALUES ('{user_id}', '{user_id}', '{user_id}', '{role}', '2026-11-22', {disabled}, '-', {founder})"
    )


async def at_0012(url: str, *people: str) -> Database:
    database = Database.open(url)
    await database.migrate()

    def fill(connection: Connection) -> None:
        migration.downgrade(connection, "0012")
        for statement in (*people, *_FILL):
            connection.execute(text(statement), _SPELLED if ":vector" in statement else {})
        if connection.dialect.name == "postgresql":
            connection.execute(
                text(
                    "INSERT INTO note_words (passage_id, words)"
                    " VALUES (70, to_tsvector('simple', 'damp cellar'))"
                )
            )

    async with database.begin() as tx:
        await tx.connection.run_sync(fill)
    return database


async def everything(database: Database) -> dict[str, list[Any]]:
    async with database.read() as connection:
        return {
            table: [tuple(row) for row in await connection.execute(text(f"SELECT {columns} FROM {table}"))]
            for table, columns in PARTS.items()
        }


async def test_the_founders_index_and_labels_are_what_they_were(url: str) -> None:
    database = await at_0012(url, _person("ada", "admin", "true"), _person("bea", "admin", "NULL"))
    before = await everything(database)
    await database.migrate()
    assert await everything(database) == before
    ada, bea = (SqlNoteIndex(database, CountedWords(), owner) for owner in ("ada", "bea"))
    for query in ("cellar", "wet basement"):
        assert [hit.path for hit in await ada.search(query, 5)] == ["House/Cellar.md"]
        assert await bea.search(query, 5) == ()
    assert await ada.backlinks("House/Boiler.md") == ("House/Cellar.md",)
    assert not await ada.understand()
    assert not (await ada.labels(["House/Cellar.md"]))["House/Cellar.md"].tainted
    assert (await SqlNoteLabels(database, "ada").folder_words()).mine == {"": True}
    assert not (await SqlNoteLabels(database, "bea").folder_words()).asked
    await database.close()


async def test_where_the_founder_is_gone_the_first_administrator_keeps_the_folder(url: str) -> None:
    database = await at_0012(
        url,
        _person("out", "admin", "NULL", disabled="true"),
        _person("ben", "user", "NULL"),
        _person("cara", "admin", "NULL"),
        _person("dora", "admin", "NULL"),
    )
    await database.migrate()
    async with database.read() as connection:
        assert (await connection.scalars(text("SELECT id FROM users WHERE founder"))).all() == ["cara"]
        assert (await connection.scalars(text("SELECT owner FROM notes"))).all() == ["cara"]
    await database.close()


async def test_without_anybody_nothing_is_left_to_nobody(url: str) -> None:
    database = await at_0012(url)
    await database.migrate()
    assert not any((await everything(database)).values())
    await database.close()


async def test_back_again_only_the_founders_rows_are_there(url: str) -> None:
    database = await at_0012(url, _person("ada", "admin", "true"), _person("bea", "user", "NULL"))
    before = await everything(database)
    await database.migrate()

    await SqlNoteIndex(database, None, "bea").put(note("House/Cellar.md", "hers"), 4, 1.0)
    async with database.begin() as tx:
        await tx.connection.run_sync(migration.downgrade, "0012")
    assert await everything(database) == before
    await database.migrate()
    assert [hit.path for hit in await SqlNoteIndex(database, None, "ada").search("cellar", 5)]
    await database.close()
