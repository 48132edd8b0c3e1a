"""Owns: the outgoing HTTP client (N1). Must not know what is said over it.

No proxy, no cookie, no redirect, no compression, no unverified certificate,
nothing from the environment; only the origins it was made for.
"""

import ssl
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from typing import Final

import httpcore2
import httpx2

from paios.domain.errors import InvalidInputError, TooLargeError, UnavailableError
from paios.drivers.egress.network import GuardedNetwork, RefusedAddressError
from paios.drivers.egress.origin import Origin, parse

IDLE_SECONDS: Final = 30.0
"""Longest wait for a connection, and between two pieces of an answer (N1)."""

ANSWER_LIMIT: Final = 32 * 1024 * 1024
"""Largest answer, in bytes."""

_HEADERS: Final = {"accept-encoding": "identity", "user-agent": "paios"}


class EgressClient:
    """``ports.egress.Egress`` over httpx2, for a fixed set of origins."""

    def __init__(
        self,
        *origins: Origin,
        idle_seconds: float = IDLE_SECONDS,
        connect_seconds: float = IDLE_SECONDS,
        answer_limit: int = ANSWER_LIMIT,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """``tls`` replaces the system's trust, for a certificate authority of one's own."""
        self._origins = frozenset(origins)
        self._answer_limit = answer_limit
        self._client = httpx2.AsyncClient(
            transport=GuardedTransport(self._origins, tls),
            timeout=httpx2.Timeout(idle_seconds, connect=connect_seconds),
            follow_redirects=False,
            trust_env=False,
        )

    @asynccontextmanager
    async def send(
        self, method: str, url: str, *, headers: Mapping[str, str] | None = None, body: bytes | None = None
    ) -> AsyncIterator["HttpReply"]:
        """See ``ports.egress.Egress``."""
        if Origin.of(url) not in self._origins:
            raise InvalidInputError("This address was not configured.")
        request = self._client.build_request(
            method, parse(url), headers={**(headers or {}), **_HEADERS}, content=body
        )
        with foreign_errors():
            response = await self._client.send(request, stream=True)
        reply = HttpReply(response, self._answer_limit)
        try:
            require_plain(response)
            yield reply
        finally:
            await reply.aclose()

    async def aclose(self) -> None:
        """Close what is still open."""
        await self._client.aclose()


class HttpReply:
    """``ports.egress.Reply``."""

    def __init__(self, response: httpx2.Response, limit: int) -> None:
        self._response = response
        self._body = response.aiter_raw()
        self._left = limit

    @property
    def status(self) -> int:
        return self._response.status_code

    @property
    def media_type(self) -> str:
        return self._response.headers.get("content-type", "").partition(";")[0].strip().lower()

    async def read(self) -> bytes:
        with foreign_errors():
            chunk = await anext(self._body, b"")
        self._left -= len(chunk)
        if self._left < 0:
            raise TooLargeError("The server's answer is too large.")
        return chunk

    async def aclose(self) -> None:
        """Let go of what was being read: else a collector of garbage would, in whatever thread it runs."""
        await self._body.aclose()
        await self._response.aclose()


class GuardedTransport(httpx2.AsyncHTTPTransport):
    """httpx2's transport over our network: its constructor has no place for one."""

    def __init__(self, origins: Iterable[Origin], tls: ssl.SSLContext | None) -> None:
        self._pool = httpcore2.AsyncConnectionPool(
            ssl_context=tls or httpx2.create_ssl_context(trust_env=False),
            max_connections=16,
            max_keepalive_connections=4,
            keepalive_expiry=15.0,
            network_backend=GuardedNetwork(origins),
        )


def require_plain(response: httpx2.Response) -> None:
    if 300 <= response.status_code < 400:
        raise UnavailableError("The server wants to send the request elsewhere; redirects are not followed.")
    if response.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise UnavailableError("The server compressed its answer although it was asked not to.")


@contextmanager
def foreign_errors() -> Iterator[None]:
    """Turn httpx2's errors into ours; their texts may hold addresses, so they are not passed on."""
    try:
        yield
    except httpx2.TimeoutException as error:
        raise UnavailableError("The server did not answer in time.") from error
    except httpx2.ConnectError as error:
        if isinstance(error.__cause__, RefusedAddressError):
            raise UnavailableError("The name leads to an address that paios does not connect to.") from error
        if isinstance(error.__cause__, httpcore2.ConnectError) and "certificate" in str(error).lower():
            raise UnavailableError("The server's certificate could not be verified.") from error
        raise UnavailableError("The server cannot be reached.") from error
    except httpx2.LocalProtocolError as error:
        raise InvalidInputError("The request cannot be said in HTTP.") from error
    except httpx2.TransportError as error:
        raise UnavailableError("The connection broke off.") from error
