"""Server-sent events as bytes (WHATWG HTML, section 9.2), kept alive while nothing happens, and their end."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing, suppress
from typing import Final

from paios.domain.errors import UnauthenticatedError

_BEAT: Final = 15.0


def sse(event: str, data: bytes, event_id: int | None = None) -> bytes:
    """One event. ``data`` is JSON on one line."""
    name = b"event: " + event.encode()
    mark = b"" if event_id is None else b"\nid: " + str(event_id).encode()
    return name + mark + b"\ndata: " + data + b"\n\n"


async def with_heartbeat(
    events: AsyncGenerator[bytes, None], beat: float = _BEAT
) -> AsyncGenerator[bytes, None]:
    """``events``, with a comment at the start and in every silence of ``beat`` seconds.

    The first tells the client that it is connected, the others keep proxies
    from closing the stream and find clients that are gone.
    """
    yield b": connected\n\n"
    async with aclosing(events) as source:
        upcoming: asyncio.Future[bytes] | None = None
        try:
            while True:
                upcoming = upcoming or asyncio.ensure_future(anext(source))
                done, _ = await asyncio.wait({upcoming}, timeout=beat)
                if not done:
                    yield b": still here\n\n"
                    continue
                try:
                    event = upcoming.result()
                except StopAsyncIteration:
                    return
                upcoming = None
                yield event
        finally:
            if upcoming is not None:
                upcoming.cancel()
                with suppress(asyncio.CancelledError, StopAsyncIteration):
                    await upcoming


async def completed(work: Awaitable[None], *, unless: Awaitable[None]) -> bool:
    """Whether ``work`` came to its end; it is given up when ``unless`` returns. Raises as ``work`` does."""
    working, watch = asyncio.ensure_future(work), asyncio.ensure_future(unless)
    try:
        await asyncio.wait({working, watch}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            working.result()
        return working.done()
    finally:
        for task in (working, watch):
            task.cancel()
        await asyncio.gather(working, watch, return_exceptions=True)


async def until_ended(
    chunks: AsyncIterator[bytes], ended: Callable[[], Awaitable[None]]
) -> AsyncGenerator[bytes, None]:
    """``chunks`` for as long as ``ended`` does not return.

    Raises ``UnauthenticatedError`` then, which breaks the connection: a cut answer
    must not be taken for a whole one.
    """
    watch = asyncio.ensure_future(ended())
    upcoming: asyncio.Future[bytes] | None = None
    try:
        while True:
            upcoming = asyncio.ensure_future(anext(chunks))
            await asyncio.wait({upcoming, watch}, return_when=asyncio.FIRST_COMPLETED)
            if watch.done():
                raise UnauthenticatedError("This session or key counts no more.")
            try:
                chunk = upcoming.result()
            except StopAsyncIteration:
                return
            upcoming = None
            yield chunk
    finally:
        for task in (watch, upcoming):
            if task is not None:
                task.cancel()
                with suppress(asyncio.CancelledError, StopAsyncIteration):
                    await task
        if (close := getattr(chunks, "aclose", None)) is not None:
            await close()
