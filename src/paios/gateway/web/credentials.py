"""The one parser of credentials: what a request shows, and who that is (U2, U4, incident 17).

A session comes in the cookie, an API key in ``X-API-Key``, the set-up code in
``X-Setup-Code``; nowhere else is anything read: no query, no ``Authorization``.
Two credentials in one request are refused: two readers of one request must never
see two people. Only a cookie that counts is one, for cookies know no ports: whatever
listens on another port of this host can set some of that name too (RFC 6265 section 8.5).
What who asks may do is not decided here.
"""

import hmac
from collections.abc import Iterator, Mapping
from typing import Any, Final

from starlette.requests import HTTPConnection

from paios.domain.api_key import KeyHolder
from paios.domain.errors import ForbiddenError, PaiosError, UnauthenticatedError
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
_ONE: Final = "Show one credential: a session, an API key or a set-up code, and once."
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
        """Who is signed in, by the one cookie that counts. Raises ``UnauthenticatedError`` if none does."""
        if SESSION not in _only(connection):
            return None
        found: list[SignedIn] = []
        refusal: UnauthenticatedError | None = None
        for cookie in dict.fromkeys(_sessions(connection)):
            try:
                found.append(await self._sessions.recognise(cookie))
            except UnauthenticatedError as error:
                refusal = error
        if refusal and not found:
            raise refusal
        if len(found) > 1:
            raise MalformedRequestError(_ONE)
        connection.state.signed_in = found[0]
        return found[0]

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
    shown = [(KEY, each.decode("latin-1")) for each in _values(connection, _HEADERS[KEY])]
    shown += [(CODE, each.decode("latin-1")) for each in _values(connection, _HEADERS[CODE])]
    if ambient:
        shown += [
            (SESSION, each) for each in _sessions(connection)[:1]
        ]  # of several, who counts is asked later
    if len(shown) > 1:
        raise MalformedRequestError(_ONE)
    return dict(shown)


def _values(connection: HTTPConnection, name: bytes) -> list[bytes]:
    return [value for header, value in connection.scope["headers"] if header == name]


def _sessions(connection: HTTPConnection) -> list[str]:
    return [value for name, value in cookies(connection) if name == COOKIE]


def cookies(connection: HTTPConnection) -> Iterator[tuple[str, str]]:
    """Every cookie, by its name: there may be several of one, and most readers would choose one of them."""
    for header in _values(connection, b"cookie"):
        for pair in header.decode("latin-1").split(";"):
            name, equals, value = pair.partition("=")
            if equals:
                yield name.strip(" \t"), value.strip(" \t")
