"""The index over notes, which can be made anew, and whose words they are, which cannot."""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
)

from paios.drivers.sql.columns import Json, PlainText
from paios.drivers.sql.tables.shared import ID, POSITION, label_pair, metadata, position


def _owner(*, primary_key: bool = False) -> Column[str]:
    """Whose notes these are. What is kept of them goes with the account."""
    whose = ForeignKey("users.id", ondelete="CASCADE")
    return Column("owner", ID, whose, primary_key=primary_key, nullable=False)


notes: Final = Table(
    "notes",
    metadata,
    Column("id", POSITION, primary_key=True),
    _owner(),
    Column("path", PlainText, nullable=False),
    Column("title", PlainText, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("modified", Double, nullable=False),
    Column("revision", String(64), nullable=False),
    Column("embedded", Boolean, nullable=False),
    # What the note says of itself. Its label follows from that, from note_versions and folder_words.
    Column("pasted", Boolean, nullable=False),
    Column("secrecy", SmallInteger),
    UniqueConstraint("owner", "path"),
    # What there is to embed, and in what state the vectors are, is asked at every search.
    Index(None, "owner", "embedded"),
    sqlite_autoincrement=True,
)

note_versions: Final = Table(
    "note_versions",
    metadata,
    position(),
    _owner(),
    Column("place", PlainText, nullable=False),
    Column("revision", String(64), nullable=False),
    Column("origins", Json, nullable=False),
    *label_pair(),
    Index(None, "owner", "place"),
    Index(None, "owner", "revision"),
    sqlite_autoincrement=True,
)

folder_words: Final = Table(
    "folder_words",
    metadata,
    _owner(primary_key=True),
    Column("folder", PlainText, primary_key=True),
    Column("mine", Boolean, nullable=False),
)

note_passages: Final = Table(
    "note_passages",
    metadata,
    Column("id", POSITION, primary_key=True),
    Column("note_id", POSITION, ForeignKey("notes.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("title", PlainText, nullable=False),
    Column("heading", PlainText, nullable=False),
    Column("first_line", Integer, nullable=False),
    Column("last_line", Integer, nullable=False),
    Column("text", PlainText, nullable=False),
    Column("vector", LargeBinary),
    sqlite_autoincrement=True,
)

note_links: Final = Table(
    "note_links",
    metadata,
    Column("note_id", POSITION, ForeignKey("notes.id", ondelete="CASCADE"), primary_key=True),
    Column("target", PlainText, primary_key=True),
    Index(None, "target"),
)
