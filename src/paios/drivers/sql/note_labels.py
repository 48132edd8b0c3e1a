"""Where the text of notes comes from, in the database (I10).

Owns the rows; what follows from them is ``domain.note_label``'s to say. Rows
are only added: what is stored twice of one version is joined when it is read.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import ColumnElement, delete, or_, select

from paios.domain.label import Label
from paios.domain.note import Note
from paios.domain.note_label import (
    FolderWords,
    Marks,
    Pedigree,
    Pedigrees,
    Version,
    label_of,
    marks_of,
)
from paios.drivers.sql.engine import Database
from paios.drivers.sql.tables import folder_words, label_columns, note_versions
from paios.drivers.sql.tables import label_of as stored_label
from paios.ports.transaction import Transaction

FEW: Final = 500
"""So many notes are looked for by name; for more, everything is read at once."""


class SqlNoteLabels:
    """Fills ``ports.note_labels.NoteLabels`` for the notes of one person, ``owner``."""

    def __init__(self, database: Database, owner: str) -> None:
        self._database = database
        self._owner = owner

    async def labelled(self, note: Note) -> Note:
        version = Version.of(note.path, note.revision)
        return replace(note, label=(await self.of({version: marks_of(note.text)}))[version])

    async def of(self, marks: Mapping[Version, Marks]) -> dict[Version, Label]:
        """The labels of versions that say this of themselves."""
        words, pedigrees = await self.folder_words(), await self._pedigrees(marks)
        return {version: label_of(its, pedigrees.of(version), words) for version, its in marks.items()}

    async def keep(self, version: Version, words: Label, since: Version | None = None) -> None:
        rows, pedigree = [], Pedigree(words)
        if since is not None:
            before = (await self._pedigrees([since])).of(since)
            # So that it stays what it is, should the change not happen, or be taken back.
            rows.append(self._columns(since, before))
            pedigree = pedigree.join(before)
        async with self._database.begin() as tx:
            await tx.connection.execute(note_versions.insert(), [*rows, self._columns(version, pedigree)])

    async def claim(self, version: Version, tx: Transaction | None = None) -> None:
        its = note_versions.c
        this = (its.owner == self._owner) & (its.place == version.place) & (its.revision == version.revision)
        async with self._database.joined(tx) as connection:
            await connection.execute(delete(note_versions).where(this))
            await connection.execute(note_versions.insert().values(**self._columns(version, Pedigree())))

    async def folder_words(self) -> FolderWords:
        rows = await self._database.fetch(select(folder_words).where(folder_words.c.owner == self._owner))
        return FolderWords({row.folder: row.mine for row in rows})

    async def say(self, words: FolderWords, tx: Transaction | None = None) -> None:
        rows = [{"owner": self._owner, "folder": name, "mine": mine} for name, mine in words.mine.items()]
        async with self._database.joined(tx) as connection:
            await connection.execute(delete(folder_words).where(folder_words.c.owner == self._owner))
            if rows:
                await connection.execute(folder_words.insert(), rows)

    async def _pedigrees(self, versions: Iterable[Version]) -> Pedigrees:
        query = select(note_versions).where(note_versions.c.owner == self._owner)
        query = query.order_by(note_versions.c.position)
        wanted = tuple(versions)
        if len(wanted) <= FEW:
            query = query.where(_about(wanted))
        rows = await self._database.fetch(query)
        return Pedigrees((Version(row.place, row.revision), _pedigree(row)) for row in rows)

    def _columns(self, version: Version, pedigree: Pedigree) -> dict[str, Any]:
        return {
            "owner": self._owner,
            "place": version.place,
            "revision": version.revision,
            "origins": sorted(pedigree.origins),
            **label_columns(pedigree.label),
        }


def _about(versions: tuple[Version, ...]) -> ColumnElement[bool]:
    its = note_versions.c
    return or_(
        its.place.in_({version.place for version in versions}),
        its.revision.in_({version.revision for version in versions}),
    )


def _pedigree(row: Any) -> Pedigree:
    return Pedigree(stored_label(row), frozenset(row.origins))
