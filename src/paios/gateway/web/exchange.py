"""Owns the types that a handler sees: what came in, already validated, and what may go out.

A handler holds no unvalidated value unless it reaches for ``raw``.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from starlette.requests import HTTPConnection, Request
from starlette.websockets import WebSocket

from paios.domain.principal import Principal


class Identity(Protocol):
    """Who asks, as far as the router looks; handlers know more."""

    @property
    def principal(self) -> Principal: ...


class ValidatedRequest(NamedTuple):
    """A request that fits the contract (A3), immutable.

    ``path``, ``query`` and ``headers`` (lower-case names) hold the declared
    parameters, typed, defaults applied; ``body`` is the parsed JSON, the text,
    or the bytes that the operation declares, None when an optional one is
    absent. ``identity`` is what the first security scheme of the alternative
    that matched returned, an ``Identity``; None on a public operation. ``client`` is the peer's
    address, None where the transport has none.
    """

    operation: str
    path: Mapping[str, Any]
    query: Mapping[str, Any]
    headers: Mapping[str, Any]
    body: Any
    identity: Any
    client: str | None
    raw: HTTPConnection

    async def disconnected(self) -> bool:
        """Whether the client of an HTTP request has gone away; never waits."""
        return isinstance(self.raw, Request) and await self.raw.is_disconnected()


@dataclass(frozen=True, slots=True)
class Reply:
    """A response with a JSON body of plain types, or none (None).

    ``headers`` are pairs, so that Set-Cookie can occur twice; each name must be
    declared. Errors are not replied, they are raised.
    """

    status: int
    body: Any = None
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class StreamReply:
    """A response of any other declared content type, sent as ``chunks`` come.

    ``chunks`` is closed when the client goes away. An error in it breaks the
    connection, so that a cut download is never taken for a whole one.
    """

    status: int
    content_type: str
    chunks: AsyncIterator[bytes]
    headers: tuple[tuple[str, str], ...] = ()


Handler = Callable[[ValidatedRequest], Awaitable[Reply | StreamReply]]
SocketHandler = Callable[[ValidatedRequest, WebSocket], Awaitable[None]]
Ended = Callable[[HTTPConnection, Any], Awaitable[None]]
"""Returns when the credential by which an identity was recognised counts no more; else it waits."""

SecurityHandler = Callable[[HTTPConnection], Awaitable[Any]]
"""Returns who is asking; None when this scheme's credential was not shown. A credential
that is shown and wrong raises (UnauthenticatedError, ForbiddenError): no other is tried."""
