"""Whether somebody has the second factor they say they have. The port ``Confirming`` for the guard (U3, U6).

A challenge is made for one purpose, and its answer counts for no other: signing
in, proving a session again, or saying yes to exactly the call that was shown.
Every code and every challenge counts once.
"""

import base64
import binascii
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from hashlib import sha256
from typing import Any, Final

from anyio import to_thread

from paios.domain.audit import AuditEntry
from paios.domain.errors import InvalidInputError, NotFoundError
from paios.domain.factor import StepUp, Way, is_totp, plain_code, recovery_hash, same_code, step_of
from paios.ports.audit_log import AuditLog
from paios.ports.clock import Clock
from paios.ports.factors import Authenticators, Challenge, FactorStore, PasskeyCeremony
from paios.services.throttle import Throttle
from paios.services.tickets import Tickets

WRONG: Final = "The code is wrong, or was used already."
OVER: Final = "This took too long, or was answered already. Try again."
_UNKNOWN: Final = "This passkey is not one of yours here."
_TRIES: Final = 5
_NEAR: Final = (0, -1, 1)
"""Steps, from the present one, whose codes count: a phone's clock is seldom ours (RFC 6238 section 5.2)."""

ANYBODY: Final = ""
"""The user of a challenge that a passkey alone is to answer: it says itself whose it is."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a ticket stands for: who is to prove what, at which address.

    ``epoch`` is the account's ``auth_epoch`` when the password was right, where that was before.
    """

    user_id: str
    purpose: str
    origin: str
    nonce: bytes = field(repr=False, default_factory=lambda: secrets.token_bytes(32))
    tries: int = _TRIES
    epoch: int | None = None

    @property
    def challenge(self) -> bytes:
        """What a passkey signs: it can be answered for this purpose alone."""
        return sha256(self.nonce + self.purpose.encode()).digest()


class Proving:
    """Checks codes and passkeys. Knows nothing of sessions or approvals."""

    def __init__(
        self,
        *,
        factors: FactorStore,
        apps: Authenticators,
        passkeys: PasskeyCeremony,
        audit: AuditLog,
        clock: Clock,
    ) -> None:
        self._factors = factors
        self._apps = apps
        self._passkeys = passkeys
        self._audit = audit
        self._clock = clock
        self._tickets: Tickets[Asked] = Tickets(clock)
        self._anybodys: Tickets[Asked] = Tickets(clock)
        self._guesses = Throttle(clock, most=10, window=timedelta(minutes=5))

    async def possible(self, user_id: str) -> bool:
        return (await self._factors.of_user(user_id)).any

    async def ask(self, user_id: str, purpose: str, origin: str, epoch: int | None = None) -> Challenge:
        """How this person can prove it; no ways where they have no second factor."""
        its, asked = await self._factors.of_user(user_id), Asked(user_id, purpose, origin, epoch=epoch)
        options: Mapping[str, Any] | None = None
        ways = its.ways
        if its.passkeys:
            try:
                options = self._passkeys.request(origin, asked.challenge, its.passkeys)
            except InvalidInputError:  # reached by a number: a passkey cannot be used here, a code can
                ways = tuple(way for way in ways if way is not Way.PASSKEY)
        return Challenge(self._tickets.issue(asked), ways, options)

    def ask_anybody(self, purpose: str, origin: str) -> Challenge:
        """For whoever has a passkey. Raises ``InvalidInputError`` where the address can have none."""
        asked = Asked(ANYBODY, purpose, origin)
        options = self._passkeys.request(origin, asked.challenge, ())
        return Challenge(self._anybodys.issue(asked), (Way.PASSKEY,), options)

    def take(self, ticket: str, *purposes: str) -> Asked:
        """What is to be proved by this ticket, for one of these purposes. It cannot be taken again."""
        asked = self._tickets.take(ticket) or self._anybodys.take(ticket)
        if asked is None or asked.purpose not in purposes:
            raise InvalidInputError(OVER)
        return asked

    def once_more(self, ticket: str, asked: Asked, *, tried: bool) -> None:
        """Let somebody who mistyped try again, a few times; and who had to wait as often as before."""
        left = asked.tries - tried
        if left > 0:
            self._tickets.put_back(ticket, replace(asked, tries=left))

    def waits(self, ticket: str) -> bool:
        """Whether this ticket can be answered, once more."""
        return self._tickets.waits(ticket)

    async def confirmed(self, user_id: str, purpose: str, step_up: StepUp) -> Way:
        self._guesses.check(user_id)
        try:
            if step_up.code is not None:
                return await self.by_code(user_id, step_up.code)
            asked = self.take(step_up.ticket or "", purpose)
            if asked.user_id != user_id:
                raise InvalidInputError(OVER)
            await self.by_passkey(asked, step_up.passkey or {})
        except InvalidInputError:
            self._guesses.attempt(user_id)
            await self._audit.append(AuditEntry("step_up.refused", user_id, {}))
            raise
        return Way.PASSKEY

    async def by_code(self, user_id: str, code: str) -> Way:
        """An app's code or a recovery code. Raises ``InvalidInputError`` for one that does not count."""
        plain = plain_code(code)
        if not is_totp(plain):
            taken = AuditEntry("recovery.used", user_id, {})
            try:
                await self._audit.append(
                    taken, lambda tx: self._factors.use_recovery(user_id, recovery_hash(plain), tx)
                )
            except NotFoundError as error:
                raise InvalidInputError(WRONG) from error
            return Way.RECOVERY
        secret = await to_thread.run_sync(self._apps.kept, user_id)
        step = self.step_showing(secret, plain) if secret is not None else None
        if step is None or not await self._factors.use_step(user_id, step):
            raise InvalidInputError(WRONG)
        return Way.TOTP

    def step_showing(self, secret: str, code: str) -> int | None:
        """The time step, near now, in which an app with this secret shows this code."""
        now = step_of(self._clock.now())
        shown = [now + away for away in _NEAR if same_code(self._apps.code(secret, now + away), code)]
        return shown[0] if shown else None

    async def whose(self, answer: Mapping[str, Any]) -> str:
        """Whose passkey this answer names, which proves nothing yet. Raises ``InvalidInputError``."""
        passkey = await self._factors.passkey(_credential_id(answer))
        if passkey is None:
            raise InvalidInputError(_UNKNOWN)
        return passkey.user_id

    async def by_passkey(self, asked: Asked, answer: Mapping[str, Any]) -> str:
        """Whose passkey it is. Raises ``InvalidInputError`` for an answer that does not count."""
        passkey = await self._factors.passkey(_credential_id(answer))
        if passkey is None or asked.user_id not in (ANYBODY, passkey.user_id):
            raise InvalidInputError(_UNKNOWN)
        alone = asked.user_id == ANYBODY
        uses = self._passkeys.used(asked.origin, asked.challenge, answer, passkey, alone=alone)
        if not await self._factors.use_passkey(passkey, uses, self._clock.now()):
            raise InvalidInputError(OVER)
        return passkey.user_id


def _credential_id(answer: Mapping[str, Any]) -> bytes:
    text = str(answer.get("rawId", ""))
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError) as error:
        raise InvalidInputError(_UNKNOWN) from error
