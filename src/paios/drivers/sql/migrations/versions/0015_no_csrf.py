"""Nothing is kept of what a session's pages show besides the cookie: it comes from the cookie."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column("sessions", "csrf")


def downgrade() -> None:
    op.add_column("sessions", sa.Column("csrf", sa.Text(), nullable=False, server_default=""))
