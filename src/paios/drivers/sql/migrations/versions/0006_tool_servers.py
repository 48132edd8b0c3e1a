"""MCP servers, and the definitions of their tools that a person approved (T2, T6)."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tool_servers",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("name", sa.String(31), nullable=False),
        sa.Column("transport", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("has_token", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tool_servers"),
        sa.UniqueConstraint("name", name="uq_tool_servers_name"),
    )
    op.create_table(
        "approved_tools",
        sa.Column("server_id", sa.String(36), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("choice", sa.Text(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["server_id"], ["tool_servers.id"], name="fk_approved_tools_server_id_tool_servers"
        ),
        sa.PrimaryKeyConstraint("server_id", "name", name="pk_approved_tools"),
    )


def downgrade() -> None:
    op.drop_table("approved_tools")
    op.drop_table("tool_servers")
