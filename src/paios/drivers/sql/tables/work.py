"""Conversations, what runs for them, and what a person said may happen."""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from paios.drivers.sql.columns import Json, PlainText, UtcTime
from paios.drivers.sql.tables.shared import ID, WORD, belongs_to, id_column, label_pair, metadata, position

conversations: Final = Table(
    "conversations",
    metadata,
    position(),
    id_column(),
    belongs_to("user_id", "users.id"),
    Column("title", PlainText, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    Column("deleted_at", UtcTime),
    Index(None, "user_id", "updated_at"),
    sqlite_autoincrement=True,
)

messages: Final = Table(
    "messages",
    metadata,
    position(),
    id_column(),
    belongs_to("conversation_id", "conversations.id"),
    Column("author", WORD, nullable=False),
    Column("text", PlainText, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("run_id", ID),
    Column("citations", Json, nullable=False),
    Column("superseded", Boolean, nullable=False),
    *label_pair(),
    Index(None, "conversation_id", "position"),
    sqlite_autoincrement=True,
)

runs: Final = Table(
    "runs",
    metadata,
    position(),
    id_column(),
    belongs_to("user_id", "users.id"),
    belongs_to("conversation_id", "conversations.id", index=True),
    belongs_to("message_id", "messages.id"),
    Column("state", WORD, nullable=False, index=True),
    Column("created_at", UtcTime, nullable=False),
    Column("key_id", ID),
    sqlite_autoincrement=True,
)

run_events: Final = Table(
    "run_events",
    metadata,
    Column("run_id", ID, ForeignKey("runs.id"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("kind", WORD, nullable=False),
    Column("data", Json, nullable=False),
    Column("at", UtcTime, nullable=False),
)

approvals: Final = Table(
    "approvals",
    metadata,
    position(),
    id_column(),
    belongs_to("user_id", "users.id"),
    belongs_to("conversation_id", "conversations.id"),
    belongs_to("run_id", "runs.id"),
    Column("call_id", PlainText, nullable=False),
    Column("tool", PlainText, nullable=False),
    Column("arguments", Json, nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("preview", Json, nullable=False),
    Column("reasons", Json, nullable=False),
    Column("origins", Json, nullable=False),
    Column("no_always", PlainText),
    Column("created_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Column("state", WORD, nullable=False),
    Column("answered_at", UtcTime),
    Column("remember", WORD),
    Column("edited", Boolean, nullable=False),
    Column("answered_by", PlainText),
    Column("spent", Boolean, nullable=False),
    Column("confirmation", WORD, nullable=False),
    Column("confirmed_by", WORD),
    Index(None, "user_id", "state", "position"),
    Index(None, "state", "expires_at"),
    sqlite_autoincrement=True,
)

rules: Final = Table(
    "rules",
    metadata,
    position(),
    id_column(),
    belongs_to("user_id", "users.id", index=True),
    Column("verdict", WORD, nullable=False),
    Column("tool", PlainText, nullable=False),
    # Read by the store itself: one rule that cannot be read must not hide the others.
    Column("constraints", PlainText, nullable=False),
    Column("context", PlainText, nullable=False),
    Column("untainted", Boolean, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    belongs_to("conversation_id", "conversations.id", nullable=True),
    Column("run_id", ID, index=True),
    Column("until", UtcTime),
    Column("uses_left", Integer),
    belongs_to("approval_id", "approvals.id", nullable=True),
    Column("use_count", Integer, nullable=False),
    Column("last_used_at", UtcTime),
    Column("revoked", Boolean, nullable=False),
    Index(None, "user_id", "tool"),
    sqlite_autoincrement=True,
)

whitelist_entries: Final = Table(
    "whitelist_entries",
    metadata,
    position(),
    id_column(),
    belongs_to("user_id", "users.id"),
    Column("kind", WORD, nullable=False),
    Column("value", PlainText, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    UniqueConstraint("user_id", "kind", "value"),
    sqlite_autoincrement=True,
)


def _amounts() -> tuple[Column[int], ...]:
    names = ("tokens", "money", "seconds", "egress_bytes", "calls")
    return tuple(Column(name, BigInteger, nullable=False) for name in names)


budget_uses: Final = Table(
    "budget_uses",
    metadata,
    belongs_to("user_id", "users.id", primary_key=True),
    # A run's id, a day or a month: domain.budget.budgets_at.
    Column("budget", ID, primary_key=True),
    *_amounts(),
)

budget_reservations: Final = Table(
    "budget_reservations",
    metadata,
    Column("id", ID, primary_key=True),
    belongs_to("user_id", "users.id", index=True),
    Column("run_id", ID, nullable=False),
    Column("day", String(10), nullable=False),
    Column("month", String(7), nullable=False),
    *_amounts(),
    Column("made_at", UtcTime, nullable=False),
)
