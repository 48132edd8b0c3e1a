"""Budgets: what each has given out, and what of that is only held (S5)."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "budget_uses",
        sa.Column("user_id", sa.String(36), nullable=False),
        sa.Column("budget", sa.String(36), nullable=False),
        *_amounts(),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_budget_uses_user_id_users"),
        sa.PrimaryKeyConstraint("user_id", "budget", name="pk_budget_uses"),
    )
    op.create_table(
        "budget_reservations",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("user_id", sa.String(36), nullable=False),
        sa.Column("run_id", sa.String(36), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        *_amounts(),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_budget_reservations_user_id_users"),
        sa.PrimaryKeyConstraint("id", name="pk_budget_reservations"),
    )
    op.create_index("ix_budget_reservations_user_id", "budget_reservations", ["user_id"])


def downgrade() -> None:
    op.drop_table("budget_reservations")
    op.drop_table("budget_uses")


def _amounts() -> list[sa.Column[int]]:
    names = ("tokens", "money", "seconds", "egress_bytes", "calls")
    return [sa.Column(name, sa.BigInteger(), nullable=False) for name in names]
