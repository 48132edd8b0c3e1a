"""The second step of signing in, for who has a second factor; and signing in by a passkey alone (U3, U6).

That there is a second step is told only to who knows the password.
"""

from datetime import timedelta
from typing import Final

from paios.domain.account import User, name_key
from paios.domain.audit import AuditEntry
from paios.domain.errors import (
    ChallengeOverError,
    InvalidInputError,
    TooManyRequestsError,
    UnauthenticatedError,
)
from paios.domain.factor import StepUp, Way
from paios.ports.accounts import Accounts
from paios.ports.answers import SignedIn, Where
from paios.ports.audit_log import AuditLog
from paios.ports.clock import Clock
from paios.ports.factors import Challenge
from paios.services.beginnings import Beginnings
from paios.services.devices import KnownDevices
from paios.services.guessing import SignInLimits
from paios.services.proving import ANYBODY, OVER, Proving
from paios.services.throttle import Throttle

_SECOND: Final = "second step"
_ALONE: Final = "passkey alone"


class SecondStep:
    """Asks for the second factor and takes the answer. Has limits of its own (U8)."""

    def __init__(
        self,
        *,
        proving: Proving,
        accounts: Accounts,
        beginnings: Beginnings,
        devices: KnownDevices,
        audit: AuditLog,
        clock: Clock,
    ) -> None:
        self._proving = proving
        self._accounts = accounts
        self._beginnings = beginnings
        self._devices = devices
        self._audit = audit
        self._limits = SignInLimits(clock)
        self._askers = Throttle(clock, most=100, window=timedelta(minutes=5))

    async def ask(self, user: User, where: Where) -> Challenge | None:
        """What this person, whose password was right, is to show besides; None if nothing."""
        if not await self._proving.possible(user.id):
            return None
        return await self._proving.ask(user.id, _SECOND, where.origin, epoch=user.auth_epoch)

    def ask_anybody(self, where: Where) -> Challenge:
        """For a passkey alone. Raises ``TooManyRequestsError`` where an address asks without end."""
        self._askers.attempt(where.address)
        return self._proving.ask_anybody(_ALONE, where.origin)

    async def finish(self, proof: StepUp, where: Where) -> SignedIn:
        """The session. Raises ``UnauthenticatedError``, ``ChallengeOverError``, ``TooManyRequestsError``."""
        try:
            user, way = await self._checked(proof, where)
            return await self._beginnings.begin(user, where.device, way)
        except (InvalidInputError, UnauthenticatedError) as error:
            await self._audit.append(AuditEntry("session.refused", None, {"address": where.address}))
            again = self._proving.waits(proof.ticket or "")
            raise (UnauthenticatedError if again else ChallengeOverError)(error.message) from error

    async def _checked(self, proof: StepUp, where: Where) -> tuple[User, Way]:
        ticket = proof.ticket or ""
        asked = self._proving.take(ticket, _SECOND, _ALONE)
        if asked.user_id == ANYBODY:
            # Read before it is proved: what is changed while it is being proved makes it over.
            user = await self._accounts.get(await self._proving.whose(proof.passkey or {}))
            await self._proving.by_passkey(asked, proof.passkey or {})
            return _active(user), Way.PASSKEY
        user = _active(await self._accounts.get(asked.user_id))
        if user.auth_epoch != asked.epoch:
            raise InvalidInputError(OVER)
        try:
            known = self._devices.known(user.id, where.known)
            self._limits.attempt(name_key(user.name), where.address, known)
        except TooManyRequestsError:
            self._proving.once_more(ticket, asked, tried=False)
            raise
        if proof.code is None:
            await self._proving.by_passkey(asked, proof.passkey or {})
            return user, Way.PASSKEY
        try:
            return user, await self._proving.by_code(user.id, proof.code)
        except InvalidInputError:
            self._proving.once_more(ticket, asked, tried=True)
            raise


def _active(user: User | None) -> User:
    if user is None or user.disabled:
        raise InvalidInputError("This account cannot sign in.")
    return user
