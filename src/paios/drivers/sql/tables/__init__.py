"""The schema: every table that autogenerate compares with the migrations.

The tables that only full-text search needs differ by database and live in ``fulltext``.
"""

from paios.drivers.sql.tables.house import (
    approved_tools,
    audit_checkpoints,
    audit_records,
    preferences,
    tool_servers,
)
from paios.drivers.sql.tables.notes import folder_words, note_links, note_passages, note_versions, notes
from paios.drivers.sql.tables.people import (
    api_keys,
    authenticator_apps,
    invites,
    passkeys,
    push_devices,
    recovery_codes,
    sessions,
    users,
)
from paios.drivers.sql.tables.shared import label_columns, label_of, metadata
from paios.drivers.sql.tables.work import (
    approvals,
    budget_reservations,
    budget_uses,
    conversations,
    messages,
    rules,
    run_events,
    runs,
    whitelist_entries,
)

__all__ = [
    "api_keys",
    "approvals",
    "approved_tools",
    "audit_checkpoints",
    "audit_records",
    "authenticator_apps",
    "budget_reservations",
    "budget_uses",
    "conversations",
    "folder_words",
    "invites",
    "label_columns",
    "label_of",
    "messages",
    "metadata",
    "note_links",
    "note_passages",
    "note_versions",
    "notes",
    "passkeys",
    "preferences",
    "push_devices",
    "recovery_codes",
    "rules",
    "run_events",
    "runs",
    "sessions",
    "tool_servers",
    "users",
    "whitelist_entries",
]
