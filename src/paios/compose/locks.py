"""How what is kept is locked, without opening it."""

from collections.abc import Callable

from paios.drivers.clock import SystemClock
from paios.drivers.credentials.master import Keyring, MasterKeys, system_keyring
from paios.drivers.credentials.store import FileCredentialStore
from paios.drivers.sql.files import Form, form
from paios.drivers.sql.urls import sqlite_file
from paios.settings import Settings


def database_form(settings: Settings) -> Form | None:
    """How the SQLite file is kept; None for PostgreSQL."""
    path = sqlite_file(settings.database_url)
    return form(path) if path is not None else None


def credential_store(settings: Settings) -> FileCredentialStore:
    """The credentials of the data folder, locked until they are used."""
    folder = settings.home / "credentials"
    find: Callable[[], Keyring | None] = system_keyring if settings.keyring else lambda: None
    master = MasterKeys(folder, settings.master_password, find)
    return FileCredentialStore(
        folder, master, SystemClock(), lambda: database_form(settings) is Form.ENCRYPTED
    )
