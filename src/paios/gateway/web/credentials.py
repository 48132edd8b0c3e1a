"""The one parser of credentials: what a request shows, and who that is (U2, U4, incident 17).

A session comes in the cookie, an API key in ``X-API-Key``, the set-up code in
``X-Setup-Code``; nowhere else is anything read: no query, no ``Authorization``.
Two credentials in one request, or the same twice, are refused: two readers of
one request must never see two people. What who asks may do is not decided here.
"""

import hmac
from collections.abc import Mapping
from typing import Any, Final

from starlette.requests import HTTPConnection

from paios.domain.api_key import KeyHolder
from paios.domain.errors import ForbiddenError, PaiosError
from paios.domain.principal import Adapter
from paios.gateway.web.exchange import SecurityHandler
from paios.gateway.web.problems import MalformedRequestError
from paios.ports.answers import SignedIn
from paios.ports.api_keys import KeyKeeping
from paios.ports.capabilities import SessionConfig

COOKIE: Final = "paios_session"
SESSION: Final = "session"
KEY: Final = "apiKey"
CODE: Final = "setupCode"
CSRF: Final = "csrf"

_HEADERS: Final = {KEY: b"x-api-key", CODE: b"x-setup-code"}
_CSRF: Final = b"x-csrf-token"
_BEAT: Final = 15.0
"""So often, in seconds, a live stream looks whether its credential still counts. A recall is sooner."""


class Credentials:
    """The security schemes of the contract."""

    def __init__(self, sessions: SessionConfig, keys: KeyKeeping) -> None:
        self._sessions = sessions
        self._keys = keys

    def checks(self) -> Mapping[str, SecurityHandler]:
        return {SESSION: self.by_session, CSRF: self.by_csrf, KEY: self.by_key, CODE: self.by_setup_code}

    async def by_session(self, connection: HTTPConnection) -> SignedIn | None:
        """Who is signed in, by the cookie. Raises ``UnauthenticatedError`` for a bad one."""
        cookie = _only(connection).get(SESSION)
        if cookie is None:
            return None
        signed_in = await self._sessions.recognise(cookie)
        connection.state.signed_in = signed_in
        return signed_in

    async def by_csrf(self, connection: HTTPConnection) -> bool | None:
        """Whether the page that sends this can read the session's answers. Runs after ``by_session``."""
        shown = _values(connection, _CSRF)
        signed_in: SignedIn | None = getattr(connection.state, "signed_in", None)
        if not shown or signed_in is None:
            raise ForbiddenError("This request lacks the X-CSRF-Token of the session.")
        if len(shown) > 1 or not hmac.compare_digest(shown[0], signed_in.csrf.encode()):
            raise ForbiddenError("The X-CSRF-Token is not this session's.")
        return True

    async def by_key(self, connection: HTTPConnection) -> KeyHolder | None:
        """Whose API key this is. No browser sends one by itself, so it needs no CSRF token."""
        secret = _only(connection).get(KEY)
        if secret is None:
            return None
        address = connection.client.host if connection.client else "local"
        return await self._keys.recognise(secret, address, Adapter.WEB)

    async def by_setup_code(self, connection: HTTPConnection) -> bool | None:
        """Whether the asker can read the terminal.

        A cookie that a browser still has from elsewhere comes by itself. While there is
        no account it can be nobody's, so here it is no second credential.
        """
        code = _only(connection, ambient=False).get(CODE)
        if code is None:
            return None
        self._sessions.check_setup_code(code)
        return True

    async def ended(self, connection: HTTPConnection, identity: Any) -> None:
        """Return as soon as what ``identity`` was recognised by counts no more, or for another role."""
        while True:
            await self._keys.recalled(identity.principal.user_id, _BEAT)
            if not await self._still(connection, identity):
                return

    async def _still(self, connection: HTTPConnection, identity: Any) -> bool:
        if isinstance(identity, KeyHolder):
            return await self._keys.still(identity)
        try:
            now = await self.by_session(connection)
        except PaiosError:
            return False
        return now is not None and now.user.role is identity.user.role


def _only(connection: HTTPConnection, *, ambient: bool = True) -> dict[str, str]:
    """What is shown, by its scheme; empty for nothing. Raises ``MalformedRequestError`` for two."""
    shown = [(KEY, each) for each in _values(connection, _HEADERS[KEY])]
    shown += [(CODE, each) for each in _values(connection, _HEADERS[CODE])]
    if ambient:
        shown += [(SESSION, each) for each in _cookies(connection)]
    if len(shown) > 1:
        raise MalformedRequestError("Show one credential: a session, an API key or a set-up code, and once.")
    return {scheme: value.decode("latin-1") for scheme, value in shown}


def _values(connection: HTTPConnection, name: bytes) -> list[bytes]:
    return [value for header, value in connection.scope["headers"] if header == name]


def _cookies(connection: HTTPConnection) -> list[bytes]:
    """Every value of the session cookie: there may be several, and each reader would choose its own."""
    name, found = COOKIE.encode(), []
    for header in _values(connection, b"cookie"):
        for pair in header.split(b";"):
            key, equals, value = pair.strip().partition(b"=")
            if equals and key.strip() == name:
                found.append(value.strip())
    return found
