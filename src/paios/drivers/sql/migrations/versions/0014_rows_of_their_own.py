"""Walls between people's rows, on PostgreSQL (U5). SQLite has none to put up."""

from alembic import op

from paios.drivers.sql.rows import no_walls, walls

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for statement in walls():
            op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for statement in no_walls():
            op.execute(statement)
