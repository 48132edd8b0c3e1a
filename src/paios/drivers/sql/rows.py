"""Row-level security: PostgreSQL shows each transaction only the rows of whom it is for (U5).

The second wall. The first is in every query, and SQLite has no other; a query that
forgets its owner finds nothing here, and writes nothing to anybody else. Not
walled in is what belongs to no one person, what is looked up to find out who
somebody is (``users``), and the audit chain, which is one.

A superuser, and a role with BYPASSRLS, is not held by it: ``walls_hold`` tells.
"""

from typing import Any, Final

from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection

from paios.ports.acting import SERVER, acting

SETTING: Final = "paios.acting"

OWNED: Final[dict[str, str]] = {
    "sessions": "user_id",
    "authenticator_apps": "user_id",
    "passkeys": "user_id",
    "recovery_codes": "user_id",
    "api_keys": "user_id",
    "conversations": "user_id",
    "runs": "user_id",
    "approvals": "user_id",
    "rules": "user_id",
    "whitelist_entries": "user_id",
    "budget_uses": "user_id",
    "budget_reservations": "user_id",
    "notes": "owner",
    "note_versions": "owner",
    "folder_words": "owner",
    "note_words": "owner",
}
"""Tables with an owner, and the column that says who."""

PARTS: Final[dict[str, tuple[str, str]]] = {
    "messages": ("conversation_id", "conversations"),
    "run_events": ("run_id", "runs"),
    "push_devices": ("session_id", "sessions"),
    "note_passages": ("note_id", "notes"),
    "note_links": ("note_id", "notes"),
}
"""Tables of parts, by what they are part of: a part is seen by whom its whole is."""


def announce(connection: Connection) -> None:
    """Tell PostgreSQL for whom the transaction goes on; at its end that is forgotten. SQLite needs none."""
    if connection.dialect.name != "postgresql":
        return
    connection.execute(
        text("SELECT set_config(:setting, :whom, true)"), {"setting": SETTING, "whom": acting()}
    )


def walls() -> tuple[str, ...]:
    """The statements that put up the walls, for a migration."""
    mine = f"current_setting('{SETTING}', true)"
    statements = []
    rules = {table: f"{mine} IN ({column}, '{SERVER}')" for table, column in OWNED.items()}
    for table, (column, whole) in PARTS.items():
        seen = f"EXISTS (SELECT 1 FROM {whole} WHERE {whole}.id = {table}.{column})"  # noqa: S608 - names of ours
        rules[table] = f"{mine} = '{SERVER}' OR {seen}"
    for table, rule in rules.items():
        statements += [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",  # also for its owner, who paios is
            f"CREATE POLICY {_policy(table)} ON {table} USING ({rule}) WITH CHECK ({rule})",
        ]
    return tuple(statements)


def no_walls() -> tuple[str, ...]:
    """The statements that take them down again."""
    statements: list[str] = []
    for table in (*OWNED, *PARTS):
        statements += [
            f"DROP POLICY {_policy(table)} ON {table}",
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
        ]
    return tuple(statements)


async def walls_hold(connection: AsyncConnection) -> bool:
    """Whether this role is one that the walls hold."""
    role: Any = await connection.scalar(
        text("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
    )
    return not role


def _policy(table: str) -> str:
    return f"own_{table}"
