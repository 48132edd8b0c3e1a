"""Owns: the key of the encrypted database as a record of the credential store. Must not open the database.

It is random, made once, and sealed like a credential, so a change of the master
key seals it anew and never touches the database. It stays when the database is
plain again: older copies of it are still encrypted.
"""

import secrets
from typing import Final

from paios.domain.credential import Secret
from paios.domain.errors import LockedError, NotFoundError, TamperedError
from paios.drivers.credentials.store import FileCredentialStore

_BYTES: Final = 32
_BACK: Final = (
    " Put back a copy of the folder credentials that was made with this database. Nothing was changed."
)


class StoredDatabaseKey:
    """``ports.credentials.DatabaseKey``."""

    def __init__(self, store: FileCredentialStore) -> None:
        self._store = store

    def open(self) -> Secret:
        return self._opened(None)

    def open_or_make(self) -> Secret:
        fresh = Secret(secrets.token_hex(_BYTES))
        try:
            return self._opened(fresh)
        finally:
            fresh.wipe()

    def _opened(self, fresh: Secret | None) -> Secret:
        try:
            return self._store.database_key(fresh)
        except NotFoundError as error:
            raise LockedError(
                "The database is encrypted, or damaged, and there is no key for it in the credential store."
                + _BACK
            ) from error
        except TamperedError as error:
            raise TamperedError(
                "The key of the database was changed or damaged in the credential store." + _BACK
            ) from error
