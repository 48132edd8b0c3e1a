"""The one table of permissions: what every operation of the contract can need (U4, U5).

It says what a permission means, to whom a role gives it, and whether an API key
can be given it at all. Who asks and what a request is about is not known here;
whose an object is, is each service's matter. What is not in the table is no.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Permission(StrEnum):
    """``scope:action``. ``x-permission`` of an operation names exactly one."""

    CONVERSATIONS_READ = "conversations:read"
    CONVERSATIONS_WRITE = "conversations:write"
    RUNS_READ = "runs:read"
    RUNS_WRITE = "runs:write"
    APPROVALS_READ = "approvals:read"
    APPROVALS_ANSWER = "approvals:answer"
    NOTES_READ = "notes:read"
    NOTES_WRITE = "notes:write"
    RULES_READ = "rules:read"
    RULES_WRITE = "rules:write"
    AUDIT_READ = "audit:read"
    AUDIT_VERIFY = "audit:verify"
    USAGE_READ = "usage:read"
    SETTINGS_READ = "settings:read"
    SETTINGS_WRITE = "settings:write"
    TOOLS_READ = "tools:read"
    TOOLS_WRITE = "tools:write"
    PAUSE_READ = "pause:read"
    PAUSE_WRITE = "pause:write"
    PAUSE_LIFT = "pause:lift"
    PEOPLE_READ = "people:read"
    PEOPLE_WRITE = "people:write"
    ACCOUNT_READ = "account:read"
    ACCOUNT_WRITE = "account:write"
    KEYS_READ = "keys:read"
    KEYS_WRITE = "keys:write"
    CREDENTIALS_READ = "credentials:read"
    CREDENTIALS_WRITE = "credentials:write"


@dataclass(frozen=True, slots=True)
class Terms:
    """What a permission lets its holder do, in words for the person.

    ``admins_only`` says that a user's role does not give it, ``for_keys`` that
    an API key may be given it: never what only a person at the screen decides.
    """

    text: str
    admins_only: bool = False
    for_keys: bool = True


_P = Permission

TABLE: Final[Mapping[Permission, Terms]] = MappingProxyType(
    {
        _P.CONVERSATIONS_READ: Terms("Read your conversations"),
        _P.CONVERSATIONS_WRITE: Terms("Begin, rename and delete conversations"),
        _P.RUNS_READ: Terms("Follow what the assistant does"),
        _P.RUNS_WRITE: Terms("Ask the assistant for something, and stop it"),
        _P.APPROVALS_READ: Terms("See what the assistant asks you"),
        _P.APPROVALS_ANSWER: Terms("Answer what the assistant asks you, one question at a time"),
        _P.NOTES_READ: Terms("Read your notes"),
        _P.NOTES_WRITE: Terms("Change your notes, where your rules allow that"),
        _P.RULES_READ: Terms("See your rules and lists"),
        _P.RULES_WRITE: Terms("Change your rules and lists", for_keys=False),
        _P.AUDIT_READ: Terms("Read the record of what happened"),
        _P.AUDIT_VERIFY: Terms("Check the record for changes", admins_only=True),
        _P.USAGE_READ: Terms("See what was used, and the limits"),
        _P.SETTINGS_READ: Terms("See the settings"),
        _P.SETTINGS_WRITE: Terms("Change the settings of this installation", admins_only=True),
        _P.TOOLS_READ: Terms("See the tool servers", admins_only=True),
        _P.TOOLS_WRITE: Terms("Add tool servers and approve tools", admins_only=True, for_keys=False),
        _P.PAUSE_READ: Terms("See whether everything is paused"),
        _P.PAUSE_WRITE: Terms("Pause everything"),
        _P.PAUSE_LIFT: Terms("Let everything go on after a pause", admins_only=True, for_keys=False),
        _P.PEOPLE_READ: Terms("See who uses this installation", admins_only=True, for_keys=False),
        _P.PEOPLE_WRITE: Terms("Invite, change and remove people", admins_only=True, for_keys=False),
        _P.ACCOUNT_READ: Terms("See your account", for_keys=False),
        _P.ACCOUNT_WRITE: Terms("Change your account, and sign out", for_keys=False),
        _P.KEYS_READ: Terms("See your API keys", for_keys=False),
        _P.KEYS_WRITE: Terms("Make and revoke API keys", for_keys=False),
        _P.CREDENTIALS_READ: Terms("See the names of stored credentials", admins_only=True, for_keys=False),
        _P.CREDENTIALS_WRITE: Terms("Change stored credentials", admins_only=True, for_keys=False),
    }
)
