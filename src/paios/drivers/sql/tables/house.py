"""What belongs to the installation: its settings, its record, its tool servers."""

from typing import Final

from sqlalchemy import Boolean, Column, Index, LargeBinary, String, Table, Text

from paios.drivers.sql.columns import Json, UtcTime
from paios.drivers.sql.tables.shared import ID, POSITION, belongs_to, metadata

preferences: Final = Table(
    "preferences",
    metadata,
    Column("name", String(100), primary_key=True),
    Column("value", Json, nullable=False),
)

audit_records: Final = Table(
    "audit_records",
    metadata,
    Column("seq", POSITION, primary_key=True, autoincrement=False),
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
    Column("seq", POSITION, primary_key=True, autoincrement=False),
    Column("hash", String(64), nullable=False),
    Column("at", String(27), nullable=False),
    Column("signature", LargeBinary, nullable=False),
)

tool_servers: Final = Table(
    "tool_servers",
    metadata,
    Column("id", ID, primary_key=True),
    Column("name", String(31), nullable=False, unique=True),
    Column("transport", Json, nullable=False),
    Column("added_at", UtcTime, nullable=False),
    Column("enabled", Boolean, nullable=False),
    Column("has_token", Boolean, nullable=False),
)

approved_tools: Final = Table(
    "approved_tools",
    metadata,
    belongs_to("server_id", "tool_servers.id", primary_key=True),
    Column("name", String(64), primary_key=True),
    Column("definition", Json, nullable=False),
    Column("choice", Json, nullable=False),
    Column("approved_at", UtcTime, nullable=False),
)
