"""The full-text index over passages: FTS5 in SQLite, tsvector with GIN in PostgreSQL (V4)."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_FTS5 = """
CREATE VIRTUAL TABLE note_words USING fts5(
    title, heading, text,
    content='note_passages', content_rowid='id',
    tokenize='unicode61 remove_diacritics 2', prefix='3 4'
)
"""
_INDEX = """
CREATE TRIGGER note_words_insert AFTER INSERT ON note_passages BEGIN
    INSERT INTO note_words (rowid, title, heading, text)
    VALUES (NEW.id, NEW.title, NEW.heading, NEW.text);
END
"""
_FORGET = """
CREATE TRIGGER note_words_delete AFTER DELETE ON note_passages BEGIN
    INSERT INTO note_words (note_words, rowid, title, heading, text)
    VALUES ('delete', OLD.id, OLD.title, OLD.heading, OLD.text);
END
"""
# The words of a removed passage leave the index at once, not at the next merge (V5).
_FORGET_AT_ONCE = "INSERT INTO note_words (note_words, rank) VALUES ('secure-delete', 1)"

_TSVECTOR = """
CREATE TABLE note_words (
    passage_id bigint PRIMARY KEY REFERENCES note_passages (id) ON DELETE CASCADE,
    words tsvector NOT NULL
)
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_TSVECTOR)
        op.execute("CREATE INDEX note_words_gin ON note_words USING gin (words)")
        return
    for statement in (_FTS5, _INDEX, _FORGET, _FORGET_AT_ONCE):
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TABLE note_words")
        return
    for thing in ("TRIGGER note_words_insert", "TRIGGER note_words_delete", "TABLE note_words"):
        op.execute(f"DROP {thing}")
