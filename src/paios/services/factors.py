"""A person's own second factors. The port ``FactorKeeping`` (U3, U6).

That whoever changes them proved who they are a moment ago is asked by the contract
(``x-step-up``) before anything here is reached.
"""

import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from paios.domain import factor
from paios.domain.audit import AuditEntry
from paios.domain.errors import ConflictError, InvalidInputError, NotFoundError
from paios.domain.factor import Factors, Passkey, StepUp, Way
from paios.domain.ids import new_id
from paios.domain.passwords import check_size
from paios.ports.accounts import Accounts, PasswordHasher, Sessions
from paios.ports.answers import SignedIn
from paios.ports.approvals import Approvals
from paios.ports.audit_log import AuditLog
from paios.ports.clock import Clock
from paios.ports.factors import Authenticators, Challenge, FactorStore, NewApp, PasskeyCeremony
from paios.ports.transaction import Transaction
from paios.services.app_secrets import AppSecrets
from paios.services.proving import Asked, Proving
from paios.services.recalls import Recalls
from paios.services.signals import Signals
from paios.services.throttle import Throttle
from paios.services.tickets import Tickets

_SESSION: Final = "session"
_PASSKEY: Final = "new passkey"
_OVER: Final = "This took too long. Begin again."

_Change = Callable[[Factors, Transaction], Awaitable[None]]
"""A change of somebody's factors, which are these until the transaction ends."""


@dataclass(frozen=True, slots=True)
class _App:
    user_id: str
    secret: str = field(repr=False)


class FactorDesk:
    """What a person can do with what proves who they are."""

    def __init__(
        self,
        *,
        factors: FactorStore,
        apps: Authenticators,
        secrets_of_apps: AppSecrets,
        passkeys: PasskeyCeremony,
        proving: Proving,
        accounts: Accounts,
        sessions: Sessions,
        hasher: PasswordHasher,
        approvals: Approvals,
        audit: AuditLog,
        signals: Signals,
        recalls: Recalls,
        clock: Clock,
    ) -> None:
        self._factors = factors
        self._apps = apps
        self._secrets = secrets_of_apps
        self._passkeys = passkeys
        self._proving = proving
        self._accounts = accounts
        self._sessions = sessions
        self._hasher = hasher
        self._approvals = approvals
        self._audit = audit
        self._signals = signals
        self._recalls = recalls
        self._clock = clock
        self._new_apps: Tickets[_App] = Tickets(clock)
        self._new_passkeys: Tickets[Asked] = Tickets(clock)
        self._passwords = Throttle(clock, most=10, window=timedelta(minutes=5))

    async def factors(self, signed_in: SignedIn) -> Factors:
        return await self._factors.of_user(signed_in.user.id)

    async def begin_step_up(self, signed_in: SignedIn, origin: str, approval_id: str | None) -> Challenge:
        user_id, purpose = signed_in.user.id, _SESSION
        if approval_id is not None:
            asked = await self._approvals.get(user_id, approval_id)
            if asked is None:
                raise NotFoundError("There is no such question.")
            purpose = asked.fingerprint
        challenge = await self._proving.ask(user_id, purpose, origin)
        if approval_id is None and not await self._proving.possible(user_id):
            return Challenge(challenge.ticket, (Way.PASSWORD,))
        return challenge

    async def step_up(self, signed_in: SignedIn, proof: StepUp) -> None:
        user_id, session_id = signed_in.user.id, signed_in.session.id
        if proof.password is not None:
            await self._check_password(signed_in, proof.password)
            way = Way.PASSWORD
        else:
            way = await self._proving.confirmed(user_id, _SESSION, proof)
        entry = AuditEntry("session.proved", user_id, {"session_id": session_id, "by": way.value})
        now = self._clock.now()
        await self._audit.append(entry, lambda tx: self._sessions.prove(session_id, now, tx))

    async def begin_app(self, signed_in: SignedIn) -> NewApp:
        if (await self._factors.of_user(signed_in.user.id)).totp_since is not None:
            raise ConflictError("There is an authenticator app already. Remove it first.")
        secret, uri = self._apps.fresh(signed_in.user.name)
        return NewApp(self._new_apps.issue(_App(signed_in.user.id, secret)), secret, uri)

    async def add_app(self, signed_in: SignedIn, ticket: str, code: str) -> tuple[str, ...]:
        user_id, new = signed_in.user.id, self._new_apps.take(ticket)
        if new is None or new.user_id != user_id:
            raise InvalidInputError(_OVER)
        step = self._proving.step_showing(new.secret, factor.plain_code(code))
        if step is None:
            self._new_apps.put_back(ticket, new)
            raise InvalidInputError("The app shows another code by now. Is the clock of your phone right?")
        async with self._secrets.turn(user_id):
            if (await self._factors.of_user(user_id)).totp_since is not None:
                raise ConflictError("There is an authenticator app already. Remove it first.")
            await self._secrets.keep(user_id, new.secret)
            now = self._clock.now()
            return await self._added(
                signed_in, "app", lambda _, tx: self._factors.add_app(user_id, now, step, tx)
            )

    async def remove_app(self, signed_in: SignedIn) -> None:
        user_id = signed_in.user.id
        async with self._secrets.turn(user_id):
            await self._removed(user_id, "app", lambda _, tx: self._factors.remove_app(user_id, tx))
            await self._secrets.forget(user_id)

    async def begin_passkey(self, signed_in: SignedIn, origin: str) -> Challenge:
        user = signed_in.user
        its = await self._factors.of_user(user.id)
        _require_room(its)
        asked = Asked(user.id, _PASSKEY, origin)
        options = self._passkeys.creation(origin, user, asked.challenge, its.passkeys)
        return Challenge(self._new_passkeys.issue(asked), (Way.PASSKEY,), options)

    async def add_passkey(
        self, signed_in: SignedIn, ticket: str, answer: Mapping[str, Any], name: str
    ) -> tuple[Passkey, tuple[str, ...]]:
        user_id, asked = signed_in.user.id, self._new_passkeys.take(ticket)
        if asked is None or asked.user_id != user_id:
            raise InvalidInputError(_OVER)
        known_as, key, uses = self._passkeys.created(asked.origin, asked.challenge, answer)
        passkey = Passkey(new_id(), user_id, name.strip(), known_as, key, uses, self._clock.now())

        async def add(before: Factors, tx: Transaction) -> None:
            _require_room(before)
            await self._factors.add_passkey(passkey, tx)

        return passkey, await self._added(signed_in, "passkey", add)

    async def remove_passkey(self, signed_in: SignedIn, passkey_id: str) -> None:
        user_id = signed_in.user.id
        await self._removed(
            user_id, "passkey", lambda _, tx: self._factors.remove_passkey(user_id, passkey_id, tx)
        )

    async def new_recovery_codes(self, signed_in: SignedIn) -> tuple[str, ...]:
        user_id = signed_in.user.id
        codes, hashes = _recovery()

        async def together(tx: Transaction) -> None:
            if not (await self._factors.of_user(user_id, tx)).any:
                raise ConflictError("Set up an authenticator app or a passkey first.")
            await self._factors.set_recovery(user_id, hashes, tx)

        await self._audit.append(AuditEntry("recovery.made", user_id, {}), together)
        self._signals.publish(user_id, "account")
        return codes

    async def _added(self, signed_in: SignedIn, kind: str, add: _Change) -> tuple[str, ...]:
        """Add a factor. With the first come recovery codes, and what a password alone began ends."""
        user_id = signed_in.user.id
        codes: tuple[str, ...] = ()

        async def together(tx: Transaction) -> None:
            nonlocal codes
            before = await self._factors.of_user(user_id, tx)
            await add(before, tx)
            if not before.any:
                codes, hashes = _recovery()
                await self._factors.set_recovery(user_id, hashes, tx)
                await self._sessions.revoke_all(user_id, tx, but=signed_in.session.id)

        await self._audit.append(AuditEntry("factor.added", user_id, {"kind": kind}), together)
        self._recalls.recall(user_id)
        self._signals.publish(user_id, "account")
        self._signals.publish(user_id, "sessions")
        return codes

    async def _removed(self, user_id: str, kind: str, remove: _Change) -> None:
        """Remove a factor. With the last one go the recovery codes, which stood in for it."""

        async def together(tx: Transaction) -> None:
            before = await self._factors.of_user(user_id, tx)
            await remove(before, tx)
            if len(before.passkeys) + (before.totp_since is not None) == 1:
                await self._factors.set_recovery(user_id, (), tx)

        await self._audit.append(AuditEntry("factor.removed", user_id, {"kind": kind}), together)
        self._signals.publish(user_id, "account")

    async def _check_password(self, signed_in: SignedIn, password: str) -> None:
        """Whether a password is proof enough, and this one. Raises ``InvalidInputError``."""
        user = signed_in.user
        check_size(password)
        if await self._proving.possible(user.id):
            raise InvalidInputError("You have a second factor. Prove it with that.")
        self._passwords.attempt(user.id)
        found = await self._accounts.by_name(user.name)
        if not await self._hasher.verify(password, found[1] if found else None, known=True):
            await self._audit.append(AuditEntry("step_up.refused", user.id, {}))
            raise InvalidInputError("The password is wrong.")


def _require_room(its: Factors) -> None:
    if len(its.passkeys) >= factor.MOST_PASSKEYS:
        raise ConflictError(f"There can be {factor.MOST_PASSKEYS} passkeys. Remove one first.")


def _recovery() -> tuple[tuple[str, ...], tuple[bytes, ...]]:
    """New recovery codes, told once, and what is kept of them."""
    codes = tuple(factor.recovery_code(secrets.choice) for _ in range(factor.RECOVERY_CODES))
    return codes, tuple(map(factor.recovery_hash, codes))
