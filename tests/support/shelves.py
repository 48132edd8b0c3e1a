"""Owns: one person's notes over a real folder and a real database, as the tools get them."""

from datetime import UTC, datetime

from tests.support.proofs import PERSON, TurnedClock

from paios.domain.ids import new_id
from paios.drivers.sql.engine import Database
from paios.drivers.sql.note_index import SqlNoteIndex
from paios.drivers.sql.note_labels import SqlNoteLabels
from paios.drivers.sql.tables import users
from paios.ports.note_index import Embedder
from paios.ports.shelves import Shelf
from paios.ports.vault_files import VaultFiles
from paios.services.indexing import IndexSync


class OneShelf:
    """``Shelves`` with one shelf, for who is named. Asking for anybody else's is a bug."""

    def __init__(self, shelf: Shelf, *owners: str) -> None:
        self._shelf = shelf
        self._owners = owners or (PERSON.user_id,)

    async def of(self, user_id: str) -> Shelf:
        assert user_id in self._owners, "these are somebody else's notes"
        return self._shelf


def shelf_over(
    database: Database,
    files: VaultFiles,
    clock: TurnedClock,
    owner: str = PERSON.user_id,
    embedder: Embedder | None = None,
) -> Shelf:
    """The shelf of ``owner``, who must have an account (``admit``)."""
    index = SqlNoteIndex(database, embedder, owner)
    return Shelf(files, SqlNoteLabels(database, owner), index, IndexSync(files, index, clock))


async def admit(database: Database, user_id: str | None = None, role: str = "user") -> str:
    """Put an account into the store, and answer with its id."""
    row = {
        "id": user_id or new_id(),
        "name": f"Person {user_id or new_id()}",
        "role": role,
        "created_at": datetime(2026, 11, 22, tzinfo=UTC),
        "disabled": False,
        "password_hash": "none",
    }
    async with database.begin() as tx:
        await tx.connection.execute(users.insert().values(**row, name_key=row["name"]))
    return str(row["id"])
