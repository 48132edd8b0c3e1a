"""Owns: a client of httpx2 for an SDK that speaks HTTP itself (N1). It obeys what ``EgressClient`` obeys.

Its rules are in the transport, below everything that the SDK could ask of the
client: only its origins, no redirect, no compression, no cookie, an answer of
bounded size and time. Its errors are ours, so that they can be told. It must not
be given to code that could replace the transport.
"""

import asyncio
import ssl
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from typing import Final

import httpx2

from paios.domain.errors import InvalidInputError, TooLargeError, UnavailableError
from paios.drivers.egress.client import IDLE_SECONDS, GuardedTransport, foreign_errors, require_plain
from paios.drivers.egress.origin import Origin

_FORCED: Final = {"accept-encoding": "identity", "user-agent": "paios"}


def handed_client(
    *origins: Origin,
    headers: Mapping[str, str],
    idle_seconds: float = IDLE_SECONDS,
    answer_seconds: float = 60.0,
    answer_limit: int = 4 * 1024 * 1024,
    tls: ssl.SSLContext | None = None,
) -> httpx2.AsyncClient:
    """A client that can only ``POST`` and ``DELETE``, to these origins, with these headers on each request.

    A ``GET`` is answered here with 405: a stream that a server could keep open
    and restart at will is not offered to it. ``answer_seconds`` bounds a whole
    answer, ``answer_limit`` its bytes.
    """
    inner = GuardedTransport(frozenset(origins), tls)
    return httpx2.AsyncClient(
        transport=_Bounded(inner, frozenset(origins), headers, answer_seconds, answer_limit),
        timeout=httpx2.Timeout(idle_seconds),
        follow_redirects=False,
        trust_env=False,
    )


class _Bounded(httpx2.AsyncBaseTransport):
    """Refuses what is not allowed to be asked, and what is not allowed to be answered."""

    def __init__(
        self,
        inner: httpx2.AsyncBaseTransport,
        origins: frozenset[Origin],
        headers: Mapping[str, str],
        seconds: float,
        limit: int,
    ) -> None:
        self._inner = inner
        self._origins = origins
        self._headers = {**headers, **_FORCED}
        self._seconds = seconds
        self._limit = limit

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        if Origin.of(str(request.url)) not in self._origins:
            raise InvalidInputError("This address was not configured.")
        if request.method not in ("POST", "DELETE"):
            return httpx2.Response(405, request=request)
        request.headers.update(self._headers)
        request.headers.pop("cookie", None)
        ends = asyncio.get_running_loop().time() + self._seconds
        with foreign_errors(), _in_time():
            async with asyncio.timeout_at(ends):
                response = await self._inner.handle_async_request(request)
        try:
            require_plain(response)
        except UnavailableError:
            await response.aclose()
            raise
        response.headers.pop("set-cookie", None)
        if not isinstance(response.stream, httpx2.AsyncByteStream):
            raise UnavailableError("The server's answer cannot be read.")
        response.stream = _Counted(response.stream, ends, self._limit)
        return response

    async def aclose(self) -> None:
        await self._inner.aclose()


class _Counted(httpx2.AsyncByteStream):
    """A body that breaks off at its limit of bytes or time."""

    def __init__(self, inner: httpx2.AsyncByteStream, ends: float, limit: int) -> None:
        self._inner = inner
        self._ends = ends
        self._left = limit

    async def __aiter__(self) -> AsyncIterator[bytes]:
        pieces = aiter(self._inner)
        try:
            while True:
                with foreign_errors(), _in_time():
                    async with asyncio.timeout_at(self._ends):
                        piece = await anext(pieces, b"")
                if not piece:
                    return
                self._left -= len(piece)
                if self._left < 0:
                    raise TooLargeError("The server's answer is too large.")
                yield piece
        finally:
            if isinstance(pieces, AsyncGenerator):
                await pieces.aclose()

    async def aclose(self) -> None:
        await self._inner.aclose()


@contextmanager
def _in_time() -> Iterator[None]:
    try:
        yield
    except TimeoutError as error:
        raise UnavailableError("The server did not answer in time.") from error
