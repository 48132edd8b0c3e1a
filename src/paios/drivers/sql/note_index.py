"""The search index over notes: full text and meaning together (V4, V6).

A cache of the files, which can be made anew at any time. Must not read a file.
"""

import logging
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any, Final

import anyio.to_thread
from sqlalchemy import Connection, bindparam, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from paios.domain.errors import UnavailableError
from paios.domain.label import OUTSIDE_WORDS, Label, Secrecy
from paios.domain.note import Hit, Note
from paios.domain.note_label import Marks, Version, marks_of
from paios.drivers.sql.engine import Database
from paios.drivers.sql.fulltext import full_text
from paios.drivers.sql.links import keys_of, links_of
from paios.drivers.sql.note_labels import FEW, SqlNoteLabels
from paios.drivers.sql.passages import pieces_of
from paios.drivers.sql.tables import note_links, note_passages, notes
from paios.drivers.sql.terms import terms_of
from paios.drivers.sql.vectors import Vectors
from paios.ports.note_index import Embedder

_FUSION: Final = 60
"""k of reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009)."""

_CANDIDATES: Final = 4
"""So many times as many passages as are wanted are ranked by each of the two searches."""

_HIT: Final = select(
    *(note_passages.c[name] for name in ("id", "title", "heading", "first_line", "last_line", "text")),
    notes.c.path,
    notes.c.revision,
    notes.c.pasted,
    notes.c.secrecy,
).join_from(note_passages, notes)

_DUE: Final = select(notes.c.id).where(notes.c.embedded.is_(False)).order_by(notes.c.id).limit(1)
_LEARN: Final = (
    update(note_passages)
    .where(note_passages.c.id == bindparam("passage"))
    .values(vector=bindparam("meaning"))
)

_log: Final = logging.getLogger(__name__)


class SqlNoteIndex:
    """Fills ``ports.note_index.NoteIndex`` for the notes of one person, ``owner``.

    Whatever it asks or changes is bounded by ``owner`` where it names the table. A
    note is found by its words at once, and by its meaning once ``understand`` came
    to it. Where the embedder is absent or fails, search goes on by words alone.
    """

    def __init__(self, database: Database, embedder: Embedder | None, owner: str) -> None:
        self._database = database
        self._embedder = embedder
        self._owner = owner
        self._own = notes.c.owner == owner
        self._labels = SqlNoteLabels(database, owner)
        self._words = full_text(database.dialect, owner)
        self._meanings = Vectors(owner)
        self._blind = embedder is None

    async def revisions(self) -> dict[str, tuple[int, float]]:
        query = select(notes.c.path, notes.c.size, notes.c.modified).where(self._own)
        return {row.path: (row.size, row.modified) for row in await self._database.fetch(query)}

    async def put(self, note: Note, size: int, modified: float) -> None:
        if await self._same(note, size, modified):
            return
        row = {
            "owner": self._owner,
            "path": note.path,
            "title": note.title,
            "size": size,
            "modified": modified,
            "revision": note.revision,
            "embedded": False,
            **_mark_columns(note),
        }
        async with self._database.begin() as tx:
            await tx.connection.execute(delete(notes).where(self._own, notes.c.path == note.path))
            made = await tx.connection.execute(notes.insert().values(row).returning(notes.c.id))
            note_id = made.scalar_one()
            await _add_parts(tx.connection, note_id, note)
            await self._words.add(tx.connection, note_id)

    async def understand(self) -> bool:
        due = await self._database.fetch(_DUE.where(self._own))
        if not due:
            return False
        its = note_passages.c
        passages = await self._database.fetch(
            select(its.id, its.title, its.heading, its.text).where(its.note_id == due[0].id)
        )
        vectors = await self._embed([f"{row.title}\n{row.heading}\n{row.text}" for row in passages])
        if vectors is None:
            return False
        learned = [
            {"passage": row.id, "meaning": vector} for row, vector in zip(passages, vectors, strict=True)
        ]
        # A note that was indexed anew meanwhile has another id: then nothing is found to be updated.
        async with self._database.begin() as tx:
            if learned:
                await tx.connection.execute(_LEARN, learned)
            await tx.connection.execute(update(notes).where(notes.c.id == due[0].id).values(embedded=True))
        return True

    async def remove(self, path: str) -> None:
        async with self._database.begin() as tx:
            await tx.connection.execute(delete(notes).where(self._own, notes.c.path == path))

    async def search(self, query: str, limit: int) -> tuple[Hit, ...]:
        if limit < 1 or not query.strip():
            return ()
        terms = terms_of(query)
        wanted = await self._embed([query])
        candidates = limit * _CANDIDATES

        def best(connection: Connection) -> list[tuple[Hit, Any]]:
            rankings = []
            if terms:
                rankings.append(self._words.ranked(connection, terms, candidates))
            if wanted:
                rankings.append(self._meanings.nearest(connection, wanted[0], candidates))
            scores = _fused(rankings)
            passages = sorted(scores, key=lambda passage: (-scores[passage], passage))[:limit]
            found = connection.execute(_HIT.where(self._own, note_passages.c.id.in_(passages)))
            rows = {row.id: row for row in found}
            return [(_hit(row, scores[row.id]), row) for row in map(rows.get, passages) if row is not None]

        hits = await self._database.look(best)
        labels = await self._labels_of([row for _, row in hits])
        return tuple(replace(hit, label=labels[hit.path]) for hit, _ in hits)

    async def labels(self, paths: Collection[str]) -> dict[str, Label]:
        its, wanted = notes.c, frozenset(paths)
        query = select(its.path, its.revision, its.pasted, its.secrecy).where(self._own)
        if len(wanted) <= FEW:
            query = query.where(its.path.in_(wanted))
        rows = await self._database.fetch(query)
        return await self._labels_of([row for row in rows if row.path in wanted])

    async def backlinks(self, path: str) -> tuple[str, ...]:
        place, name = keys_of(path)
        query = (
            select(notes.c.path)
            .where(self._own, notes.c.id == note_links.c.note_id, notes.c.path != path)
            .where(or_(note_links.c.target == place, note_links.c.target == name))
        )
        rows = await self._database.fetch(query.distinct().order_by(notes.c.path))
        return tuple(row.path for row in rows)

    async def _same(self, note: Note, size: int, modified: float) -> bool:
        """Whether the note stands in the index just so; then it is not cut up and embedded again."""
        its = notes.c
        unchanged = update(notes).where(self._own, its.path == note.path, its.revision == note.revision)
        found = unchanged.values(size=size, modified=modified, **_mark_columns(note))
        async with self._database.begin() as tx:
            return bool((await tx.connection.execute(found)).rowcount)

    async def _labels_of(self, rows: Sequence[Any]) -> dict[str, Label]:
        """The labels of indexed notes, by path. Never stored: what they follow from may change any time."""
        versions = {row.path: Version.of(row.path, row.revision) for row in rows}
        labels = await self._labels.of({versions[row.path]: _marks(row) for row in rows})
        return {path: labels[version] for path, version in versions.items()}

    async def _embed(self, texts: list[str]) -> list[bytes] | None:
        """The vectors of ``texts``; None where there is no embedder, or not now."""
        if self._embedder is None:
            return None
        try:
            vectors = await anyio.to_thread.run_sync(self._embedder.embed, texts)
        except UnavailableError as error:
            if not self._blind:
                _log.warning("searching by words alone: %s", error)
            self._blind = True
            return None
        self._blind = False
        return vectors


async def _add_parts(connection: AsyncConnection, note_id: int, note: Note) -> None:
    passages = [
        {
            "note_id": note_id,
            "title": note.title,
            "heading": piece.heading,
            "first_line": piece.first_line,
            "last_line": piece.last_line,
            "text": piece.text,
        }
        for piece in pieces_of(note.text)
    ]
    links = [{"note_id": note_id, "target": target} for target in links_of(note.path, note.text)]
    if passages:
        await connection.execute(note_passages.insert(), passages)
    if links:
        await connection.execute(note_links.insert(), links)


def _mark_columns(note: Note) -> dict[str, Any]:
    marks = marks_of(note.text)
    return {"pasted": marks.pasted, "secrecy": marks.secrecy}


def _marks(row: Any) -> Marks:
    return Marks(row.pasted, None if row.secrecy is None else Secrecy(row.secrecy))


def _fused(rankings: Sequence[Sequence[int]]) -> dict[int, float]:
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, passage in enumerate(ranking, start=1):
            scores[passage] = scores.get(passage, 0.0) + 1 / (_FUSION + rank)
    return scores


def _hit(row: Any, score: float) -> Hit:
    return Hit(
        path=row.path,
        title=row.title,
        heading=row.heading,
        first_line=row.first_line,
        last_line=row.last_line,
        text=row.text,
        score=score,
        label=OUTSIDE_WORDS,
    )
