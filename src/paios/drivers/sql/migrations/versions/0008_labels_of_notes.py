"""Where the text of notes comes from, and what the person says of folders (I10).

Nothing proves whose words the notes are that are there already, so they are
outside until the person says otherwise. The index is marked so that every note
is read again for what it says of itself; until then each is external and stays
on this machine.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_LOCAL_ONLY = "2"


def upgrade() -> None:
    op.create_table(
        "note_versions",
        sa.Column(
            "position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, nullable=False
        ),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("revision", sa.String(64), nullable=False),
        sa.Column("origins", sa.Text(), nullable=False),
        sa.Column("integrity", sa.SmallInteger(), nullable=False),
        sa.Column("secrecy", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_note_versions"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_note_versions_place", "note_versions", ["place"])
    op.create_index("ix_note_versions_revision", "note_versions", ["revision"])
    op.create_table(
        "folder_words",
        sa.Column("folder", sa.Text(), nullable=False),
        sa.Column("mine", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("folder", name="pk_folder_words"),
    )
    op.drop_column("notes", "integrity")
    op.drop_column("notes", "secrecy")
    op.add_column("notes", sa.Column("pasted", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("notes", sa.Column("secrecy", sa.SmallInteger(), server_default=_LOCAL_ONLY))
    op.execute("UPDATE notes SET size = -1")


def downgrade() -> None:
    op.drop_column("notes", "pasted")
    op.drop_column("notes", "secrecy")
    # The version before took a label that says "own" for granted: it has to read every note again.
    op.execute("DELETE FROM notes")
    op.add_column("notes", sa.Column("integrity", sa.SmallInteger(), nullable=False, server_default="0"))
    op.add_column("notes", sa.Column("secrecy", sa.SmallInteger(), nullable=False, server_default="2"))
    op.drop_table("folder_words")
    op.drop_table("note_versions")
