"""Who is asking: sign-in, sessions and the first account. The capability port ``SessionConfig``."""

from collections.abc import AsyncGenerator
from contextlib import suppress
from datetime import timedelta
from typing import Final

from paios.domain.account import User, name_key
from paios.domain.audit import AuditEntry
from paios.domain.errors import ConflictError, UnauthenticatedError
from paios.domain.factor import FRESH_FOR, StepUp
from paios.domain.model import ModelOption
from paios.domain.passwords import check_size
from paios.domain.principal import Principal
from paios.domain.settings import ModelChoice, NotesChoice
from paios.ports.accounts import Accounts, PasswordHasher, Sessions
from paios.ports.answers import Change, FoundFolder, SignedIn, Where
from paios.ports.audit_log import AuditLog
from paios.ports.clock import Clock
from paios.ports.factors import Challenge
from paios.ports.pause_switch import PauseSwitch
from paios.services.beginnings import Beginnings
from paios.services.cookies import Cookies
from paios.services.devices import KnownDevices
from paios.services.guessing import SignInLimits
from paios.services.recalls import Recalls
from paios.services.second_step import SecondStep
from paios.services.setup import Setup
from paios.services.signals import Signals

_TOUCH_AFTER: Final = timedelta(minutes=1)


class SessionDesk:
    """What a person can do about who they are."""

    def __init__(
        self,
        *,
        accounts: Accounts,
        sessions: Sessions,
        hasher: PasswordHasher,
        cookies: Cookies,
        devices: KnownDevices,
        beginnings: Beginnings,
        second: SecondStep,
        setup: Setup,
        pause: PauseSwitch,
        audit: AuditLog,
        signals: Signals,
        recalls: Recalls,
        clock: Clock,
    ) -> None:
        self._accounts = accounts
        self._sessions = sessions
        self._hasher = hasher
        self._cookies = cookies
        self._devices = devices
        self._beginnings = beginnings
        self._second = second
        self._setup = setup
        self._pause = pause
        self._audit = audit
        self._signals = signals
        self._recalls = recalls
        self._clock = clock
        self._limits = SignInLimits(clock)

    async def health(self) -> tuple[bool, bool]:
        return not await self._accounts.any(), (await self._pause.read()).paused

    def check_setup_code(self, code: str) -> None:
        self._setup.check(code)

    async def setup_options(self) -> tuple[tuple[ModelOption, ...], tuple[FoundFolder, ...]]:
        return await self._setup.options()

    async def complete_setup(
        self, name: str, password: str, notes: NotesChoice, model: ModelChoice, device: str
    ) -> SignedIn:
        user = await self._setup.complete(name, password, notes, model)
        return await self._beginnings.begin(user, device)

    async def sign_in(self, name: str, password: str, where: Where) -> SignedIn | Challenge:
        check_size(password)
        found = await self._accounts.by_name(name)
        user, stored = found if found is not None else (None, None)
        known = self._devices.known(user.id, where.known) if user else None
        self._limits.attempt(name_key(name), where.address, known)
        matches = await self._hasher.verify(password, stored, known=known is not None)
        if not matches or user is None or stored is None or user.disabled:
            raise await self._refused(user, where)
        if self._hasher.outdated(stored):
            fresh = await self._hasher.hash(password)
            with suppress(ConflictError):  # another sign-in did the same; of a new password the epoch tells
                await self._accounts.replace_hash(user.id, fresh, was=stored)
        try:
            return await self._second.ask(user, where) or await self._beginnings.begin(user, where.device)
        except UnauthenticatedError as error:
            raise await self._refused(user, where) from error

    async def begin_by_passkey(self, where: Where) -> Challenge:
        return self._second.ask_anybody(where)

    async def finish_sign_in(self, proof: StepUp, where: Where) -> SignedIn:
        return await self._second.finish(proof, where)

    async def recognise(self, cookie: str) -> SignedIn:
        found = await self._sessions.find(self._cookies.read(cookie))
        now = self._clock.now()
        if found is None or now >= found[0].expires_at or found[1].disabled:
            raise UnauthenticatedError("Your session has ended. Sign in again.")
        session, user = found
        if now - session.last_used_at > _TOUCH_AFTER:
            await self._sessions.touch(session.id, now)
        fresh = timedelta() <= now - session.proved_at <= FRESH_FOR
        csrf = self._cookies.csrf(cookie)
        return SignedIn(session, user, user.at_the_web_app(session.device), csrf, fresh=fresh)

    async def sign_out(self, signed_in: SignedIn) -> None:
        user_id, session_id = signed_in.user.id, signed_in.session.id
        entry = AuditEntry("session.ended", user_id, {"session_id": session_id})
        await self._audit.append(entry, lambda tx: self._sessions.revoke(user_id, session_id, tx))
        self._recalls.recall(user_id)
        self._signals.publish(user_id, "sessions")

    async def _refused(self, user: User | None, where: Where) -> UnauthenticatedError:
        # Only a name that is somebody's: the other could be a password that was typed into its field.
        data = {"name": user.name if user else None, "address": where.address}
        await self._audit.append(AuditEntry("session.refused", None, data))
        return UnauthenticatedError("The name or the password is wrong.")

    def changes(self, principal: Principal) -> AsyncGenerator[Change, None]:
        return self._signals.listen(principal.user_id)
