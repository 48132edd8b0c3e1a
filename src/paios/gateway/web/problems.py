"""Owns how a refusal or a failure is told to a client: RFC 9457 problem details (A11, O3).

It must not decide anything, and must not let out what it was not given in
words: the text of an unexpected exception goes to the log under a random
reference, and the client gets the reference.

One rule for the two statuses of bad input: **400** when the request cannot be
read (encoding, JSON syntax, a repeated parameter, a traversal in the path), **422**
when it was read and says what the contract or the domain does not allow.

The errors that only the edge of the house can make, below the tree of
``domain.errors``:

    InvalidInputError
    ├── MalformedRequestError     400  the request cannot be read
    ├── SlowRequestError          408  its body does not come to an end
    ├── MismatchError             422  it was read and does not fit the contract
    ├── UnsupportedMediaError     415  no such content type here
    ├── MisdirectedError          421  a Host that is not ours (N5)
    └── MethodNotAllowedError     405  no such method here; carries those that are
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

import orjson
import structlog
from starlette.types import Receive, Scope, Send

from paios.domain.errors import (
    ConflictError,
    ForbiddenError,
    InvalidInputError,
    ModelError,
    NotFoundError,
    PaiosError,
    PausedError,
    TooLargeError,
    TooManyRequestsError,
    UnauthenticatedError,
    UnavailableError,
)

PROBLEM_JSON: Final = "application/problem+json"
TYPE_PREFIX: Final = "urn:paios:problem:"
_DEFAULT_CHALLENGE: Final = 'Cookie realm="paios"'
_POLICY_VIOLATION: Final = 1008
_OURS: Final = 500
"""From here on a status says that the server could not, and not that the request was wrong."""

_log = structlog.get_logger(__name__)


class MalformedRequestError(InvalidInputError):
    """The request cannot be read."""

    code: ClassVar[str] = "malformed_request"


class SlowRequestError(InvalidInputError):
    """The body was not whole in time (RFC 9110 section 15.5.9)."""

    code: ClassVar[str] = "request_timeout"


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One place (``body/items/0/name``, ``query/limit``) and what is wrong there."""

    where: str
    message: str


class MismatchError(InvalidInputError):
    """The request was read and does not fit the contract; ``mismatches`` say where."""

    code: ClassVar[str] = "contract_mismatch"

    def __init__(self, mismatches: Sequence[Mismatch]) -> None:
        super().__init__("The request does not fit the contract.")
        self.mismatches = tuple(mismatches)


class UnsupportedMediaError(InvalidInputError):
    """The content type, charset or content encoding is not accepted here."""

    code: ClassVar[str] = "unsupported_media_type"


class MisdirectedError(InvalidInputError):
    """The Host header names a server that this is not (N5, RFC 9110 section 15.5.20)."""

    code: ClassVar[str] = "misdirected"


class MethodNotAllowedError(InvalidInputError):
    """The path exists, the method does not. ``allowed`` goes into the Allow header."""

    code: ClassVar[str] = "method_not_allowed"

    def __init__(self, allowed: Sequence[str]) -> None:
        self.allowed = ", ".join(allowed)
        super().__init__(f"This address answers {self.allowed or 'WebSocket connections'} only.")


# A class not named here has the status of its nearest ancestor that is.
STATUSES: Final[Mapping[type[BaseException], tuple[int, str]]] = {
    MalformedRequestError: (400, "The request cannot be read"),
    UnauthenticatedError: (401, "Sign in first"),
    ForbiddenError: (403, "Not allowed"),
    NotFoundError: (404, "Not found"),
    MethodNotAllowedError: (405, "No such method here"),
    SlowRequestError: (408, "Too slow"),
    ConflictError: (409, "The state has changed"),
    TooLargeError: (413, "Too large"),
    UnsupportedMediaError: (415, "Unsupported content"),
    MisdirectedError: (421, "Not this server"),
    InvalidInputError: (422, "Not acceptable input"),
    PausedError: (423, "Paused"),
    TooManyRequestsError: (429, "Too many requests"),
    ModelError: (502, "The model failed"),
    UnavailableError: (503, "Not available"),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is sent: a status, the members of RFC 9457 and ours, and headers."""

    status: int
    members: Mapping[str, Any]
    headers: tuple[tuple[bytes, bytes], ...] = ()


def describe(error: BaseException, challenge: str = "") -> Problem:
    """Turn any exception into a problem, logging what is the server's side: all of what nobody foresaw.

    ``challenge`` is the WWW-Authenticate value that goes with a 401 (RFC 9110
    section 11.6.1); without one, the session cookie is asked for.
    """
    known = next((STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES), None)
    if known is None or not isinstance(error, PaiosError):
        return _unforeseen(error)
    status, title = known
    if status >= _OURS:
        _log.warning("not_available", code=error.code, causes=_causes(error))
    members = _members(error.code, title, status, error.message)
    if isinstance(error, MismatchError):
        members["errors"] = [{"where": each.where, "message": each.message} for each in error.mismatches]
    return Problem(status, members, _headers(error, challenge))


async def send_problem(
    problem: Problem, scope: Scope, receive: Receive, send: Send, *, close: bool = False
) -> None:
    """Answer with ``problem``, on HTTP or instead of accepting a WebSocket.

    ``close`` ends the connection afterwards: for a body that was refused unread.
    Where the server cannot refuse a WebSocket with a response (no
    ``websocket.http.response`` extension), it is closed with 1008.
    """
    prefix = ""
    if scope["type"] == "websocket":
        await receive()
        if "websocket.http.response" not in scope.get("extensions", {}):
            reason = problem.members["code"]
            await send({"type": "websocket.close", "code": _POLICY_VIOLATION, "reason": reason})
            return
        prefix = "websocket."
    body = orjson.dumps(problem.members)
    headers = [
        (b"content-type", PROBLEM_JSON.encode()),
        (b"content-length", b"%d" % len(body)),
        *problem.headers,
    ]
    if close:
        headers.append((b"connection", b"close"))
    await send({"type": f"{prefix}http.response.start", "status": problem.status, "headers": headers})
    sent = b"" if scope.get("method") == "HEAD" else body
    await send({"type": f"{prefix}http.response.body", "body": sent})


def _members(code: str, title: str, status: int, detail: str) -> dict[str, Any]:
    return {"type": TYPE_PREFIX + code, "title": title, "status": status, "detail": detail, "code": code}


def _headers(error: PaiosError, challenge: str) -> tuple[tuple[bytes, bytes], ...]:
    if isinstance(error, UnauthenticatedError):
        return ((b"www-authenticate", (challenge or _DEFAULT_CHALLENGE).encode("latin-1")),)
    if isinstance(error, TooManyRequestsError):
        return ((b"retry-after", b"%d" % max(1, error.retry_after)),)
    if isinstance(error, MethodNotAllowedError):
        return ((b"allow", error.allowed.encode("latin-1")),)
    return ()


def _causes(error: BaseException) -> list[str]:
    """What was behind it, by names only: what such errors say can hold what a person wrote."""
    named = []
    while (cause := error.__cause__) is not None:
        named.append(getattr(cause, "sqlite_errorname", "") or type(cause).__name__)
        error = cause
    return named


def _unforeseen(error: BaseException) -> Problem:
    reference = secrets.token_hex(8)
    _log.error("unforeseen_error", reference=reference, exc_info=error)
    detail = f"Something broke inside paios. The log has the details under {reference}."
    members = _members("internal", "Something broke", 500, detail)
    return Problem(500, {**members, "reference": reference})
