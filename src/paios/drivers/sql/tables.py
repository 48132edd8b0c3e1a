"""The schema: every table that autogenerate compares with the migrations.

The tables that only full-text search needs differ by database and live in
``fulltext``. ``position`` orders rows that share a moment.
"""

from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from paios.domain.label import Integrity, Label, Secrecy
from paios.drivers.sql.columns import Json, PlainText, UtcTime

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_ID: Final = String(36)
_WORD: Final = String(32)
_POSITION: Final = BigInteger().with_variant(Integer, "sqlite")


def _position() -> Column[int]:
    return Column("position", _POSITION, primary_key=True)


def _id() -> Column[str]:
    return Column("id", _ID, nullable=False, unique=True)


def _belongs_to(name: str, target: str, *, nullable: bool = False, **more: Any) -> Column[str]:
    return Column(name, _ID, ForeignKey(target), nullable=nullable, **more)


def _label() -> tuple[Column[int], Column[int]]:
    return (
        Column("integrity", SmallInteger, nullable=False),
        Column("secrecy", SmallInteger, nullable=False),
    )


def label_columns(label: Label) -> dict[str, int]:
    """A label as it is stored beside what it labels."""
    return {"integrity": int(label.integrity), "secrecy": int(label.secrecy)}


def label_of(row: Any) -> Label:
    """The label stored in ``row``."""
    return Label(Integrity(row.integrity), Secrecy(row.secrecy))


users: Final = Table(
    "users",
    metadata,
    _position(),
    _id(),
    Column("name", PlainText, nullable=False),
    Column("name_key", PlainText, nullable=False, unique=True),
    Column("role", _WORD, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("disabled", Boolean, nullable=False),
    Column("password_hash", PlainText, nullable=False),
    # True for the first account, NULL for all others: the database itself admits only one (U7).
    Column("founder", Boolean, unique=True),
    sqlite_autoincrement=True,
)

sessions: Final = Table(
    "sessions",
    metadata,
    Column("id", _ID, primary_key=True),
    _belongs_to("user_id", "users.id", index=True),
    Column("secret_hash", LargeBinary, nullable=False, unique=True),
    Column("csrf", PlainText, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("last_used_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Column("device", PlainText, nullable=False),
    Column("revoked", Boolean, nullable=False),
)

invites: Final = Table(
    "invites",
    metadata,
    _position(),
    _id(),
    Column("code_hash", LargeBinary, nullable=False, unique=True),
    Column("role", _WORD, nullable=False),
    _belongs_to("created_by", "users.id"),
    Column("created_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Column("used_at", UtcTime),
    sqlite_autoincrement=True,
)

push_devices: Final = Table(
    "push_devices",
    metadata,
    _belongs_to("session_id", "sessions.id", primary_key=True),
    Column("endpoint", PlainText, nullable=False),
    Column("key", LargeBinary, nullable=False),
    Column("secret", LargeBinary, nullable=False),
    Column("added_at", UtcTime, nullable=False),
)

api_keys: Final = Table(
    "api_keys",
    metadata,
    _position(),
    _id(),
    _belongs_to("user_id", "users.id", index=True),
    Column("name", PlainText, nullable=False),
    Column("secret_hash", LargeBinary, nullable=False, unique=True),
    Column("shown", String(16), nullable=False),
    Column("permissions", Json, nullable=False),
    Column("adapters", Json, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Column("last_used_at", UtcTime),
    Column("revoked_at", UtcTime),
    sqlite_autoincrement=True,
)

conversations: Final = Table(
    "conversations",
    metadata,
    _position(),
    _id(),
    _belongs_to("user_id", "users.id"),
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
    _position(),
    _id(),
    _belongs_to("conversation_id", "conversations.id"),
    Column("author", _WORD, nullable=False),
    Column("text", PlainText, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("run_id", _ID),
    Column("citations", Json, nullable=False),
    Column("superseded", Boolean, nullable=False),
    *_label(),
    Index(None, "conversation_id", "position"),
    sqlite_autoincrement=True,
)

runs: Final = Table(
    "runs",
    metadata,
    _position(),
    _id(),
    _belongs_to("user_id", "users.id"),
    _belongs_to("conversation_id", "conversations.id", index=True),
    _belongs_to("message_id", "messages.id"),
    Column("state", _WORD, nullable=False, index=True),
    Column("created_at", UtcTime, nullable=False),
    Column("key_id", _ID),
    sqlite_autoincrement=True,
)

run_events: Final = Table(
    "run_events",
    metadata,
    Column("run_id", _ID, ForeignKey("runs.id"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("kind", _WORD, nullable=False),
    Column("data", Json, nullable=False),
    Column("at", UtcTime, nullable=False),
)

approvals: Final = Table(
    "approvals",
    metadata,
    _position(),
    _id(),
    _belongs_to("user_id", "users.id"),
    _belongs_to("conversation_id", "conversations.id"),
    _belongs_to("run_id", "runs.id"),
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
    Column("state", _WORD, nullable=False),
    Column("answered_at", UtcTime),
    Column("remember", _WORD),
    Column("edited", Boolean, nullable=False),
    Column("answered_by", PlainText),
    Column("spent", Boolean, nullable=False),
    Index(None, "user_id", "state", "position"),
    Index(None, "state", "expires_at"),
    sqlite_autoincrement=True,
)

rules: Final = Table(
    "rules",
    metadata,
    _position(),
    _id(),
    _belongs_to("user_id", "users.id", index=True),
    Column("verdict", _WORD, nullable=False),
    Column("tool", PlainText, nullable=False),
    # Read by the store itself: one rule that cannot be read must not hide the others.
    Column("constraints", PlainText, nullable=False),
    Column("context", PlainText, nullable=False),
    Column("untainted", Boolean, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    _belongs_to("conversation_id", "conversations.id", nullable=True),
    Column("run_id", _ID, index=True),
    Column("until", UtcTime),
    Column("uses_left", Integer),
    _belongs_to("approval_id", "approvals.id", nullable=True),
    Column("use_count", Integer, nullable=False),
    Column("last_used_at", UtcTime),
    Column("revoked", Boolean, nullable=False),
    Index(None, "user_id", "tool"),
    sqlite_autoincrement=True,
)

whitelist_entries: Final = Table(
    "whitelist_entries",
    metadata,
    _position(),
    _id(),
    _belongs_to("user_id", "users.id"),
    Column("kind", _WORD, nullable=False),
    Column("value", PlainText, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    UniqueConstraint("user_id", "kind", "value"),
    sqlite_autoincrement=True,
)

preferences: Final = Table(
    "preferences",
    metadata,
    Column("name", String(100), primary_key=True),
    Column("value", Json, nullable=False),
)


def _amounts() -> tuple[Column[int], ...]:
    names = ("tokens", "money", "seconds", "egress_bytes", "calls")
    return tuple(Column(name, BigInteger, nullable=False) for name in names)


budget_uses: Final = Table(
    "budget_uses",
    metadata,
    _belongs_to("user_id", "users.id", primary_key=True),
    # A run's id, a day or a month: domain.budget.budgets_at.
    Column("budget", _ID, primary_key=True),
    *_amounts(),
)

budget_reservations: Final = Table(
    "budget_reservations",
    metadata,
    Column("id", _ID, primary_key=True),
    _belongs_to("user_id", "users.id", index=True),
    Column("run_id", _ID, nullable=False),
    Column("day", String(10), nullable=False),
    Column("month", String(7), nullable=False),
    *_amounts(),
    Column("made_at", UtcTime, nullable=False),
)

audit_records: Final = Table(
    "audit_records",
    metadata,
    Column("seq", _POSITION, primary_key=True, autoincrement=False),
    # Times and data stand here in the very form that is hashed (domain.audit.stamp, canonical).
    Column("at", String(27), nullable=False),
    Column("kind", Text, nullable=False),
    Column("user_id", Text),
    Column("data", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Index(None, "user_id", "seq"),
)

audit_checkpoints: Final = Table(
    "audit_checkpoints",
    metadata,
    Column("seq", _POSITION, primary_key=True, autoincrement=False),
    Column("hash", String(64), nullable=False),
    Column("at", String(27), nullable=False),
    Column("signature", LargeBinary, nullable=False),
)

notes: Final = Table(
    "notes",
    metadata,
    Column("id", _POSITION, primary_key=True),
    Column("path", PlainText, nullable=False),
    Column("title", PlainText, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("modified", Double, nullable=False),
    Column("revision", String(64), nullable=False),
    Column("embedded", Boolean, nullable=False),
    # What the note says of itself. Its label follows from that, from note_versions and folder_words.
    Column("pasted", Boolean, nullable=False),
    Column("secrecy", SmallInteger),
    UniqueConstraint("path"),
    sqlite_autoincrement=True,
)

note_versions: Final = Table(
    "note_versions",
    metadata,
    _position(),
    Column("place", PlainText, nullable=False, index=True),
    Column("revision", String(64), nullable=False, index=True),
    Column("origins", Json, nullable=False),
    *_label(),
    sqlite_autoincrement=True,
)

folder_words: Final = Table(
    "folder_words",
    metadata,
    Column("folder", PlainText, primary_key=True),
    Column("mine", Boolean, nullable=False),
)

note_passages: Final = Table(
    "note_passages",
    metadata,
    Column("id", _POSITION, primary_key=True),
    Column("note_id", _POSITION, ForeignKey("notes.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("title", PlainText, nullable=False),
    Column("heading", PlainText, nullable=False),
    Column("first_line", Integer, nullable=False),
    Column("last_line", Integer, nullable=False),
    Column("text", PlainText, nullable=False),
    Column("vector", LargeBinary),
    sqlite_autoincrement=True,
)

note_links: Final = Table(
    "note_links",
    metadata,
    Column("note_id", _POSITION, ForeignKey("notes.id", ondelete="CASCADE"), primary_key=True),
    Column("target", PlainText, primary_key=True),
    Index(None, "target"),
)

tool_servers: Final = Table(
    "tool_servers",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("name", String(31), nullable=False, unique=True),
    Column("transport", Json, nullable=False),
    Column("added_at", UtcTime, nullable=False),
    Column("enabled", Boolean, nullable=False),
    Column("has_token", Boolean, nullable=False),
)

approved_tools: Final = Table(
    "approved_tools",
    metadata,
    _belongs_to("server_id", "tool_servers.id", primary_key=True),
    Column("name", String(64), primary_key=True),
    Column("definition", Json, nullable=False),
    Column("choice", Json, nullable=False),
    Column("approved_at", UtcTime, nullable=False),
)
