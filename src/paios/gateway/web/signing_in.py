"""What a browser is given when a session begins, and what it shows of having signed in before.

The cookie of a known device proves nobody: ``credentials.py`` does not read it,
and it goes to sign-in alone.
"""

from typing import Final

from paios.gateway.web.credentials import COOKIE, cookies
from paios.gateway.web.exchange import ValidatedRequest
from paios.ports.answers import SignedIn, Where

Headers = tuple[tuple[str, str], ...]

_MONTH: Final = 30 * 24 * 3600
_YEAR: Final = 365 * 24 * 3600
_KNOWN: Final = "paios_device_"
"""Continued by the start of the account's id: several people may use one browser."""


def session_cookies(signed_in: SignedIn) -> Headers:
    """Those of a session that has just begun."""
    name = _KNOWN + signed_in.user.id[:8]
    return (
        _cookie(COOKIE, signed_in.cookie or "", "/", _MONTH),
        _cookie(name, signed_in.device_cookie or "", "/api/v1/session", _YEAR),
    )


def no_session_cookie() -> Headers:
    """After signing out. The device stays known."""
    return (_cookie(COOKIE, "", "/", 0),)


def where_of(request: ValidatedRequest) -> Where:
    """Where somebody signs in, with the cookies that say that they did so here before."""
    known = tuple(value for name, value in cookies(request.raw) if name.startswith(_KNOWN))
    return Where(device_of(request), request.client or "local", origin_of(request), known)


def origin_of(request: ValidatedRequest) -> str:
    """The address of the page. Its host was checked at the edge, and is none that the asker made up (N5)."""
    return f"{request.raw.url.scheme}://{request.raw.headers['host']}"


def device_of(request: ValidatedRequest) -> str:
    """What the browser says it is."""
    return request.raw.headers.get("user-agent", "unknown")[:200]


def _cookie(name: str, value: str, path: str, lifetime: int) -> tuple[str, str]:
    return ("Set-Cookie", f"{name}={value}; Path={path}; Max-Age={lifetime}; HttpOnly; SameSite=Strict")
