"""Everybody has notes of their own: the index, and whose words they are, by owner (U5, T5).

What was there lies in the folder that the first account chose, and stays
theirs, row by row: nothing is indexed anew, no label is forgotten. Where the
first account is gone, the first administrator there is keeps that folder, for
otherwise nobody would. Back again, only the founder's rows can be kept: an
older version would show everybody's to all.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ID = sa.String(36)
_TABLES = ("notes", "note_versions", "folder_words")

_SUCCESSION = """
UPDATE users SET founder = true
WHERE position = (SELECT min(position) FROM users WHERE role = 'admin' AND NOT disabled)
AND NOT EXISTS (SELECT 1 FROM users WHERE founder)
"""
_USERS = sa.table("users", sa.column("id", ID), sa.column("founder", sa.Boolean))
_FOUNDER = sa.select(_USERS.c.id).where(_USERS.c.founder).scalar_subquery()

# What SQLite takes away with a note, and so also when it makes the table of notes anew.
_SET_ASIDE = (
    "CREATE TABLE kept_passages AS SELECT * FROM note_passages",
    "CREATE TABLE kept_links AS SELECT * FROM note_links",
    "DELETE FROM note_passages",
    "DELETE FROM note_links",
)
_BRING_BACK = (
    "INSERT INTO note_passages SELECT * FROM kept_passages",
    "INSERT INTO note_links SELECT * FROM kept_links",
    "DROP TABLE kept_passages",
    "DROP TABLE kept_links",
)


def upgrade() -> None:
    op.execute(_SUCCESSION)
    for table in _TABLES:
        op.add_column(table, sa.Column("owner", ID))
        its = _owned(table)
        op.execute(sa.update(its).values(owner=_FOUNDER))
        # Before the set-up was done there was nobody, and nothing that could not be said again.
        op.execute(sa.delete(its).where(its.c.owner.is_(None)))
    if op.get_bind().dialect.name == "postgresql":
        _words_by_owner()
    _only_sqlite(_SET_ASIDE)
    with op.batch_alter_table("notes", table_kwargs={"sqlite_autoincrement": True}) as notes:
        notes.alter_column("owner", existing_type=ID, nullable=False)
        notes.drop_constraint("uq_notes_path", type_="unique")
        notes.create_unique_constraint("uq_notes_owner_path", ["owner", "path"])
        notes.create_foreign_key("fk_notes_owner_users", "users", ["owner"], ["id"], ondelete="CASCADE")
    _only_sqlite(_BRING_BACK)
    op.create_index("ix_notes_owner_embedded", "notes", ["owner", "embedded"])
    for column in ("place", "revision"):
        op.drop_index(f"ix_note_versions_{column}", "note_versions")
    with op.batch_alter_table("note_versions", table_kwargs={"sqlite_autoincrement": True}) as versions:
        versions.alter_column("owner", existing_type=ID, nullable=False)
        versions.create_foreign_key(
            "fk_note_versions_owner_users", "users", ["owner"], ["id"], ondelete="CASCADE"
        )
    for column in ("place", "revision"):
        op.create_index(f"ix_note_versions_owner_{column}", "note_versions", ["owner", column])
    with op.batch_alter_table("folder_words") as words:
        words.alter_column("owner", existing_type=ID, nullable=False)
        words.drop_constraint("pk_folder_words", type_="primary")
        words.create_primary_key("pk_folder_words", ["owner", "folder"])
        words.create_foreign_key(
            "fk_folder_words_owner_users", "users", ["owner"], ["id"], ondelete="CASCADE"
        )


def downgrade() -> None:
    for table in _TABLES:
        its = _owned(table)
        op.execute(sa.delete(its).where(its.c.owner.not_in(sa.select(_USERS.c.id).where(_USERS.c.founder))))
    if op.get_bind().dialect.name == "postgresql":
        op.drop_column("note_words", "owner")
    with op.batch_alter_table("folder_words") as words:
        words.drop_constraint("fk_folder_words_owner_users", type_="foreignkey")
        words.drop_constraint("pk_folder_words", type_="primary")
        words.create_primary_key("pk_folder_words", ["folder"])
        words.drop_column("owner")
    for column in ("place", "revision"):
        op.drop_index(f"ix_note_versions_owner_{column}", "note_versions")
    with op.batch_alter_table("note_versions", table_kwargs={"sqlite_autoincrement": True}) as versions:
        versions.drop_constraint("fk_note_versions_owner_users", type_="foreignkey")
        versions.drop_column("owner")
    for column in ("place", "revision"):
        op.create_index(f"ix_note_versions_{column}", "note_versions", [column])
    op.drop_index("ix_notes_owner_embedded", "notes")
    _only_sqlite(_SET_ASIDE)
    with op.batch_alter_table("notes", table_kwargs={"sqlite_autoincrement": True}) as notes:
        notes.drop_constraint("fk_notes_owner_users", type_="foreignkey")
        notes.drop_constraint("uq_notes_owner_path", type_="unique")
        notes.create_unique_constraint("uq_notes_path", ["path"])
        notes.drop_column("owner")
    _only_sqlite(_BRING_BACK)


def _words_by_owner() -> None:
    """PostgreSQL counts how rare a word is: in one person's passages, not in everybody's."""
    op.add_column("note_words", sa.Column("owner", ID))
    op.execute(sa.update(_owned("note_words")).values(owner=_FOUNDER))
    op.alter_column("note_words", "owner", existing_type=ID, nullable=False)
    op.create_index("ix_note_words_owner", "note_words", ["owner"])


def _owned(table: str) -> sa.TableClause:
    return sa.table(table, sa.column("owner", ID))


def _only_sqlite(statements: tuple[str, ...]) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for statement in statements:
            op.execute(statement)
