"""Letting somebody in again who lost what proves who they are: their password, their second factor, or both.

For who has the data folder in hand and the master key: they could read all of it
anyway. No door leads here; it is called by the command line while nothing is served.
"""

from paios.domain.account import User
from paios.domain.audit import AuditEntry
from paios.domain.errors import NotFoundError
from paios.ports.accounts import Accounts, Sessions
from paios.ports.audit_log import AuditLog
from paios.ports.factors import Authenticators, FactorStore
from paios.ports.transaction import Transaction
from paios.services.app_secrets import AppSecrets
from paios.services.new_passwords import NewPasswords


class Recovery:
    """Gives an account a new password and takes away its second factors, on record."""

    def __init__(
        self,
        *,
        accounts: Accounts,
        sessions: Sessions,
        factors: FactorStore,
        apps: Authenticators,
        passwords: NewPasswords,
        audit: AuditLog,
    ) -> None:
        self._accounts = accounts
        self._sessions = sessions
        self._factors = factors
        self._secrets = AppSecrets(apps)
        self._passwords = passwords
        self._audit = audit

    async def recover(self, name: str, password: str) -> User:
        """Raises ``NotFoundError``, and ``InvalidInputError`` for a password that must not be."""
        found = await self._accounts.by_name(name)
        if found is None:
            raise NotFoundError("There is nobody of that name.")
        user, stored = found
        fresh = await self._passwords.hashed(password, user.name)

        async def together(tx: Transaction) -> None:
            await self._accounts.replace_hash(user.id, fresh, was=stored, tx=tx)
            await self._factors.clear(user.id, tx)
            await self._sessions.revoke_all(user.id, tx)

        await self._audit.append(AuditEntry("person.recovered", user.id, {"name": user.name}), together)
        await self._secrets.forget(user.id)
        return user
