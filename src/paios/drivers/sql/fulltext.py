"""Full-text search over passages: FTS5 in SQLite, tsvector in PostgreSQL.

Owns the table ``note_words``, which is another thing in each database. Must
not let a person's words be read as query syntax: only letters and digits of
them reach the database, each term quoted (V4).
"""

from typing import Final

_LONG_ENOUGH_FOR_PREFIX: Final = 3

TITLE_WEIGHT: Final = 6.0
HEADING_WEIGHT: Final = 4.0


def belongs_to_search(table: str) -> bool:
    """Whether a table is part of the full-text index, and so not of the schema that is compared."""
    return table.startswith("note_words")
