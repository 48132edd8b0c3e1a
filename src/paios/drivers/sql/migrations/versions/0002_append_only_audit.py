"""The database itself refuses to change or remove an audit record (L1).

In SQLite, REPLACE removes a row without asking a DELETE trigger, so an insert
that would take an existing place is refused as well.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = ("audit_records", "audit_checkpoints")

_SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} {when}
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END
"""
_FUNCTION = """
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$
"""
_POSTGRESQL = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_FUNCTION)
        for table in TABLES:
            op.execute(_POSTGRESQL.format(table=table))
        return
    for table in TABLES:
        taken = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE seq = NEW.seq)"  # noqa: S608 - a constant
        for verb, when in (("UPDATE", ""), ("DELETE", ""), ("INSERT", taken)):
            op.execute(_SQLITE.format(table=table, verb=verb, when=when))


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_audit_change CASCADE")
        return
    for table in TABLES:
        for verb in ("UPDATE", "DELETE", "INSERT"):
            op.execute(f"DROP TRIGGER {table}_no_{verb}")
