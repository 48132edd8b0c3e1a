"""Full-text search over passages: FTS5 in SQLite, tsvector in PostgreSQL.

Owns the table ``note_words``, which is another thing in each database (see
migration 0003). A match in the title counts most, then one in a heading; a
whole word counts more than the beginning of one.
"""

from collections.abc import Sequence
from typing import Final, Protocol

from sqlalchemy import Connection, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from paios.drivers.sql.tables import note_passages
from paios.drivers.sql.terms import fold

_SHORTEST_BEGINNING: Final = 3


class FullText(Protocol):
    async def add(self, connection: AsyncConnection, note_id: int) -> None:
        """Index the passages of a note that were just stored; they leave the index with their rows."""
        ...

    def ranked(self, connection: Connection, terms: Sequence[str], limit: int) -> list[int]:
        """Ids of the passages that have any of ``terms`` (letters and digits only), best first."""
        ...


def full_text(dialect: str, owner: str) -> FullText:
    """That over the passages of ``owner``, and of nobody else."""
    return PostgresFullText(owner) if dialect == "postgresql" else SqliteFullText(owner)


def belongs_to_search(table: str) -> bool:
    """Whether a table is part of the full-text index, and so not of the schema that is compared."""
    return table.startswith("note_words")


class SqliteFullText:
    """FTS5; triggers keep it in step with the passages.

    bm25 weighs a word by how rare it is among everybody's passages, and so
    would tell who searches what others wrote. A phrase's scores are therefore
    put in proportion to its best among the owner's own passages, and weighed by
    how rare it is among those.
    """

    _FOUND: Final = (
        "SELECT {at} AS phrase, rowid AS passage, -bm25(note_words, 6.0, 4.0, 1.0) AS score"
        " FROM note_words WHERE note_words MATCH :phrase_{at}"
    )
    _RANKED: Final = """
        WITH own AS MATERIALIZED (
            SELECT note_passages.id FROM notes JOIN note_passages ON note_passages.note_id = notes.id
            WHERE notes.owner = :owner
        ),
        mine AS MATERIALIZED (SELECT * FROM ({found}) WHERE +passage IN own),
        worth AS (
            SELECT phrase, ln(1 + (SELECT count(*) FROM own) / (1.0 + count(*))) / max(score) AS weight
            FROM mine GROUP BY phrase
        )
        SELECT passage FROM mine JOIN worth USING (phrase)
        GROUP BY passage ORDER BY sum(score * weight) DESC, passage LIMIT :limit
    """

    def __init__(self, owner: str) -> None:
        self._owner = owner

    async def add(self, connection: AsyncConnection, note_id: int) -> None:
        """Nothing: the triggers did it."""

    def ranked(self, connection: Connection, terms: Sequence[str], limit: int) -> list[int]:
        phrases = [f'"{term}"{end}' for term in terms for end in (("", "*") if _may_begin(term) else ("",))]
        found = " UNION ALL ".join(self._FOUND.format(at=at) for at in range(len(phrases)))
        values = {f"phrase_{at}": phrase for at, phrase in enumerate(phrases)}
        query = text(self._RANKED.format(found=found))
        return list(connection.execute(query, values | {"owner": self._owner, "limit": limit}).scalars())


class PostgresFullText:
    """tsvector in the configuration 'simple'; case and accents are folded here, the same on every server."""

    _ADD: Final = text(
        "INSERT INTO note_words (passage_id, owner, words) VALUES (:id, :owner,"
        " setweight(to_tsvector('simple', :title), 'A') ||"
        " setweight(to_tsvector('simple', :heading), 'B') || to_tsvector('simple', :text))"
    )
    # PostgreSQL knows how often a word stands in a passage, not how rare it is: that is counted here.
    _RANKED: Final = text("""
        WITH asked AS MATERIALIZED (
            SELECT whole, beginning, ln(1 + everything.number / (1.0 + matching.number)) AS rarity
            FROM unnest(CAST(:wholes AS text[]), CAST(:beginnings AS text[])) AS terms (w, b),
                LATERAL (SELECT to_tsquery('simple', w) AS whole, to_tsquery('simple', b) AS beginning) AS q,
                LATERAL (
                    SELECT count(*) AS number FROM note_words WHERE owner = :owner AND words @@ beginning
                ) AS matching,
                (SELECT count(*) AS number FROM note_words WHERE owner = :owner) AS everything
        )
        SELECT passage_id FROM note_words JOIN asked ON words @@ beginning
        WHERE owner = :owner
        GROUP BY passage_id
        ORDER BY sum(rarity * (ts_rank(:weights, words, whole, 1) + ts_rank(:weights, words, beginning, 1)))
            DESC, passage_id
        LIMIT :limit
    """)
    _WEIGHTS: Final = [0.1, 0.1, 0.4, 0.6]

    def __init__(self, owner: str) -> None:
        self._owner = owner

    async def add(self, connection: AsyncConnection, note_id: int) -> None:
        its = note_passages.c
        query = select(its.id, its.title, its.heading, its.text).where(its.note_id == note_id)
        rows = [
            {"id": row.id, "owner": self._owner}
            | {name: fold(getattr(row, name)) for name in ("title", "heading", "text")}
            for row in await connection.execute(query)
        ]
        if rows:
            await connection.execute(self._ADD, rows)

    def ranked(self, connection: Connection, terms: Sequence[str], limit: int) -> list[int]:
        folded = dict.fromkeys(word for term in terms for word in fold(term).split())
        wholes = [f"'{word}'" for word in folded]
        beginnings = [f"'{word}'" + (":*" if _may_begin(word) else "") for word in folded]
        asked = {"wholes": wholes, "beginnings": beginnings, "weights": self._WEIGHTS}
        bounds = {"owner": self._owner, "limit": limit}
        return list(connection.execute(self._RANKED, asked | bounds).scalars())


def _may_begin(term: str) -> bool:
    return len(term) >= _SHORTEST_BEGINNING
