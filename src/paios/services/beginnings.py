"""How a session begins, whichever way somebody proved who they are (U2)."""

from datetime import timedelta
from typing import Final

from paios.domain.account import Session, User
from paios.domain.audit import AuditEntry
from paios.domain.factor import Way
from paios.domain.ids import new_id
from paios.ports.accounts import Sessions
from paios.ports.answers import SignedIn
from paios.ports.audit_log import AuditLog
from paios.ports.clock import Clock
from paios.services.cookies import Cookies
from paios.services.devices import KnownDevices

LIFETIME: Final = timedelta(days=30)


class Beginnings:
    """Makes sessions, on record."""

    def __init__(
        self, *, sessions: Sessions, cookies: Cookies, devices: KnownDevices, audit: AuditLog, clock: Clock
    ) -> None:
        self._sessions = sessions
        self._cookies = cookies
        self._devices = devices
        self._audit = audit
        self._clock = clock

    async def begin(self, user: User, device: str, way: Way = Way.PASSWORD) -> SignedIn:
        """A new session of somebody who proved to be ``user``; from now on their device is known.

        Raises ``UnauthenticatedError`` if since ``user`` was read they were disabled or all sessions ended.
        """
        cookie, secret_hash = self._cookies.fresh()
        now = self._clock.now()
        session = Session(new_id(), user.id, now, now, now + LIFETIME, device, now)
        data = {"session_id": session.id, "device": device, "by": way.value}
        await self._audit.append(
            AuditEntry("session.created", user.id, data),
            lambda tx: self._sessions.add(session, secret_hash, epoch=user.auth_epoch, tx=tx),
        )
        known = self._devices.fresh(user.id)
        return SignedIn(
            session,
            user,
            user.at_the_web_app(session.device),
            self._cookies.csrf(cookie),
            cookie,
            known,
            fresh=True,
        )
