"""Rules bind arguments by JSON Schema, in a context; answers may be edited; whitelists.

Back again, what an older version cannot say is said more strictly, never more
widely: such a permission is revoked, such a denial holds for the whole tool.
"""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ID = sa.String(36)
POSITION = sa.BigInteger().with_variant(sa.Integer, "sqlite")

_RULES = sa.table(
    "rules",
    sa.column("id", ID),
    sa.column("verdict", sa.String),
    sa.column("equals", sa.Text),
    sa.column("constraints", sa.Text),
    sa.column("context", sa.Text),
    sa.column("untainted", sa.Boolean),
    sa.column("run_id", ID),
    sa.column("revoked", sa.Boolean),
)
_ANYWHERE = '{"adapters":[],"interactive":null,"remote":null}'


def upgrade() -> None:
    op.add_column("rules", sa.Column("constraints", sa.Text(), nullable=False, server_default="{}"))
    op.add_column("rules", sa.Column("context", sa.Text(), nullable=False, server_default=_ANYWHERE))
    op.add_column("rules", sa.Column("untainted", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("rules", sa.Column("run_id", ID, nullable=True))
    for row in op.get_bind().execute(sa.select(_RULES.c.id, _RULES.c.equals)).all():
        _set(row.id, constraints=json.dumps(_schema(json.loads(row.equals)), separators=(",", ":")))
    op.drop_column("rules", "equals")
    op.create_index("ix_rules_user_id_tool", "rules", ["user_id", "tool"])
    op.create_index("ix_rules_run_id", "rules", ["run_id"])
    op.add_column("approvals", sa.Column("edited", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("approvals", sa.Column("answered_by", sa.Text(), nullable=True))
    op.create_table(
        "whitelist_entries",
        sa.Column("position", POSITION, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_whitelist_entries_user_id_users"),
        sa.PrimaryKeyConstraint("position", name="pk_whitelist_entries"),
        sa.UniqueConstraint("id", name="uq_whitelist_entries_id"),
        sa.UniqueConstraint("user_id", "kind", "value", name="uq_whitelist_entries_user_id_kind_value"),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("whitelist_entries")
    op.drop_column("approvals", "answered_by")
    op.drop_column("approvals", "edited")
    op.drop_index("ix_rules_run_id", "rules")
    op.drop_index("ix_rules_user_id_tool", "rules")
    op.add_column("rules", sa.Column("equals", sa.Text(), nullable=False, server_default="{}"))
    for row in op.get_bind().execute(sa.select(_RULES)).all():
        equals = _equals(row.constraints)
        narrower = equals is None or row.context != _ANYWHERE or row.untainted or row.run_id is not None
        _set(
            row.id,
            equals=json.dumps(equals or {}, separators=(",", ":")),
            revoked=bool(row.revoked or (narrower and (row.verdict == "allow" or row.run_id is not None))),
        )
    for name in ("constraints", "context", "untainted", "run_id"):
        op.drop_column("rules", name)


def _set(rule_id: str, **values: Any) -> None:
    op.get_bind().execute(sa.update(_RULES).where(_RULES.c.id == rule_id).values(**values))


def _schema(equals: dict[str, Any]) -> dict[str, Any]:
    if not equals:
        return {}
    return {"properties": {name: {"const": value} for name, value in equals.items()}, "required": [*equals]}


def _equals(constraints: str) -> dict[str, Any] | None:
    """What the schema says, if it is only that arguments have certain values."""
    try:
        schema = json.loads(constraints)
        equals = {name: said["const"] for name, said in schema.get("properties", {}).items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return equals if schema == _schema(equals) else None
