"""Second factors, when a session was last proved, and what a yes takes (U3, U6)."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "authenticator_apps",
        sa.Column("user_id", sa.String(36), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="pk_authenticator_apps"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_authenticator_apps_user_id_users"),
    )
    op.create_table(
        "passkeys",
        sa.Column(
            "position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, nullable=False
        ),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("user_id", sa.String(36), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("uses", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("position", name="pk_passkeys"),
        sa.UniqueConstraint("id", name="uq_passkeys_id"),
        sa.UniqueConstraint("credential_id", name="uq_passkeys_credential_id"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_passkeys_user_id_users"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_passkeys_user_id", "passkeys", ["user_id"])
    op.create_table(
        "recovery_codes",
        sa.Column("user_id", sa.String(36), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "code_hash", name="pk_recovery_codes"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_recovery_codes_user_id_users"),
    )
    # Sessions that are there were proved when they began, and questions asked before took a click.
    long_ago = sa.Column(
        "proved_at", sa.DateTime(timezone=True), nullable=False, server_default="1970-01-01 00:00:00"
    )
    op.add_column("sessions", long_ago)
    op.execute("UPDATE sessions SET proved_at = created_at")
    op.add_column(
        "approvals", sa.Column("confirmation", sa.String(32), nullable=False, server_default="click")
    )
    op.add_column("approvals", sa.Column("confirmed_by", sa.String(32)))


def downgrade() -> None:
    op.drop_column("approvals", "confirmed_by")
    op.drop_column("approvals", "confirmation")
    op.drop_column("sessions", "proved_at")
    op.drop_table("recovery_codes")
    op.drop_table("passkeys")
    op.drop_table("authenticator_apps")
