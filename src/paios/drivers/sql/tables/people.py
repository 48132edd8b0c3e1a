"""People, and how they and their programs come in."""

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, Integer, LargeBinary, String, Table

from paios.drivers.sql.columns import Json, PlainText, UtcTime
from paios.drivers.sql.tables.shared import ID, WORD, belongs_to, id_column, metadata, position

users: Final = Table(
    "users",
    metadata,
    position(),
    id_column(),
    Column("name", PlainText, nullable=False),
    Column("name_key", PlainText, nullable=False, unique=True),
    Column("role", WORD, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("disabled", Boolean, nullable=False),
    Column("password_hash", PlainText, nullable=False),
    Column("auth_epoch", Integer, nullable=False, server_default="0"),
    # True for the first account, NULL for all others: the database itself admits only one (U7).
    Column("founder", Boolean, unique=True),
    sqlite_autoincrement=True,
)

sessions: Final = Table(
    "sessions",
    metadata,
    Column("id", ID, primary_key=True),
    belongs_to("user_id", "users.id", index=True),
    Column("secret_hash", LargeBinary, nullable=False, unique=True),
    Column("created_at", UtcTime, nullable=False),
    Column("last_used_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Column("device", PlainText, nullable=False),
    Column("revoked", Boolean, nullable=False),
    Column("proved_at", UtcTime, nullable=False),
)

authenticator_apps: Final = Table(
    "authenticator_apps",
    metadata,
    belongs_to("user_id", "users.id", primary_key=True),
    Column("added_at", UtcTime, nullable=False),
    # The time step of the last code that counted: neither it nor an earlier one counts again.
    Column("last_step", BigInteger, nullable=False),
)

passkeys: Final = Table(
    "passkeys",
    metadata,
    position(),
    id_column(),
    belongs_to("user_id", "users.id", index=True),
    Column("name", PlainText, nullable=False),
    Column("credential_id", LargeBinary, nullable=False, unique=True),
    Column("public_key", LargeBinary, nullable=False),
    Column("uses", BigInteger, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("last_used_at", UtcTime),
    sqlite_autoincrement=True,
)

recovery_codes: Final = Table(
    "recovery_codes",
    metadata,
    belongs_to("user_id", "users.id", primary_key=True),
    Column("code_hash", LargeBinary, primary_key=True),
)

invites: Final = Table(
    "invites",
    metadata,
    position(),
    id_column(),
    Column("code_hash", LargeBinary, nullable=False, unique=True),
    Column("role", WORD, nullable=False),
    belongs_to("created_by", "users.id"),
    Column("created_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Column("used_at", UtcTime),
    sqlite_autoincrement=True,
)

push_devices: Final = Table(
    "push_devices",
    metadata,
    belongs_to("session_id", "sessions.id", primary_key=True),
    Column("endpoint", PlainText, nullable=False),
    Column("key", LargeBinary, nullable=False),
    Column("secret", LargeBinary, nullable=False),
    Column("added_at", UtcTime, nullable=False),
)

api_keys: Final = Table(
    "api_keys",
    metadata,
    position(),
    id_column(),
    belongs_to("user_id", "users.id", index=True),
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
