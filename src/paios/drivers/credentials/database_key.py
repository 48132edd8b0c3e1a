"""Owns: the key of the encrypted database as a record of the credential store. Must not open the database.

It is random, and sealed like a credential, so a change of the master key seals it
anew and never touches the database. Each time a plain database is encrypted there
is a new one: a key that became known is changed by decrypting and encrypting.
"""

import secrets
from typing import Final

from paios.domain.credential import Secret
from paios.domain.errors import LockedError, NotFoundError, TamperedError
from paios.drivers.credentials.document import DATABASE_KEY
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
        try:
            return self._store.open(DATABASE_KEY)
        except NotFoundError as error:
            raise LockedError(
                "The database is encrypted, or damaged, and there is no key for it in the credential store."
                + _BACK
            ) from error
        except TamperedError as error:
            raise TamperedError(
                "The key of the database was changed or damaged in the credential store." + _BACK
            ) from error

    def open_or_make(self) -> Secret:
        try:
            return self._store.open(DATABASE_KEY)
        except (NotFoundError, TamperedError):  # a new database needs none of before
            return self.make()

    def make(self) -> Secret:
        """A new key, sealed in place of the one before: only for a database that is not encrypted yet."""
        made = Secret(secrets.token_hex(_BYTES))
        self._store.put_database_key(made)
        return made
