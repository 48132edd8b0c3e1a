"""A person's own account: its password, and where they are signed in. The port ``AccountKeeping``."""

from datetime import timedelta

from paios.domain.account import Session
from paios.domain.audit import AuditEntry
from paios.domain.errors import InvalidInputError
from paios.domain.passwords import check_size
from paios.ports.accounts import Accounts, PasswordHasher, Sessions
from paios.ports.answers import SignedIn
from paios.ports.audit_log import AuditLog
from paios.ports.clock import Clock
from paios.ports.transaction import Transaction
from paios.services.new_passwords import NewPasswords
from paios.services.recalls import Recalls
from paios.services.signals import Signals
from paios.services.throttle import Throttle


class AccountDesk:
    """What a person can do with their own account."""

    def __init__(
        self,
        *,
        accounts: Accounts,
        sessions: Sessions,
        hasher: PasswordHasher,
        passwords: NewPasswords,
        audit: AuditLog,
        signals: Signals,
        recalls: Recalls,
        clock: Clock,
    ) -> None:
        self._accounts = accounts
        self._sessions = sessions
        self._hasher = hasher
        self._passwords = passwords
        self._audit = audit
        self._signals = signals
        self._recalls = recalls
        self._clock = clock
        self._guesses = Throttle(clock, most=10, window=timedelta(minutes=5))

    async def change_password(self, signed_in: SignedIn, old: str, new: str) -> None:
        user = signed_in.user
        check_size(old)
        self._passwords.check(new, user.name)
        if new == old:
            raise InvalidInputError("The new password is the old one.")
        self._guesses.attempt(user.id)
        found = await self._accounts.by_name(user.name)
        stored = found[1] if found is not None else None
        if not await self._hasher.verify(old, stored, known=True) or stored is None:
            await self._audit.append(AuditEntry("password.refused", user.id, {}))
            raise InvalidInputError("The old password is wrong.")
        fresh = await self._passwords.hashed(new, user.name)

        async def together(tx: Transaction) -> None:
            await self._accounts.replace_hash(user.id, fresh, was=stored, tx=tx)
            await self._sessions.revoke_all(user.id, tx, but=signed_in.session.id)

        await self._audit.append(AuditEntry("password.changed", user.id, {}), together)
        self._ended(user.id)

    async def sessions(self, signed_in: SignedIn) -> tuple[Session, ...]:
        return await self._sessions.of_user(signed_in.user.id, self._clock.now())

    async def revoke(self, signed_in: SignedIn, session_id: str) -> None:
        user_id = signed_in.user.id
        entry = AuditEntry("session.revoked", user_id, {"session_id": session_id})
        await self._audit.append(entry, lambda tx: self._sessions.revoke(user_id, session_id, tx))
        self._ended(user_id)

    async def revoke_others(self, signed_in: SignedIn) -> None:
        user_id, kept = signed_in.user.id, signed_in.session.id
        entry = AuditEntry("session.revoked", user_id, {"all_but": kept})
        await self._audit.append(entry, lambda tx: self._sessions.revoke_all(user_id, tx, but=kept))
        self._ended(user_id)

    def _ended(self, user_id: str) -> None:
        self._recalls.recall(user_id)
        self._signals.publish(user_id, "sessions")
