"""Whitelists: what a person said once for all to be theirs, or fine (P6).

Values are kept in one canonical form, so that being on a list is being equal.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ListKind(StrEnum):
    """What a list is of."""

    RECIPIENT = "recipient"
    """Who may be written to: e-mail addresses and phone numbers."""
    DOMAIN = "domain"
    """Hosts that may be read from without a question (tier 1)."""
    FOLDER = "folder"
    """Folders that tools may work in."""
    ACCOUNT = "account"
    """Accounts that may be paid to."""
    BROWSER_DOMAIN = "browser_domain"
    """Hosts whose pages may be operated."""


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One value on one list of one person. ``value`` is in canonical form."""

    id: str
    user_id: str
    kind: ListKind
    value: str
    created_at: datetime
