"""The one way out of this machine (N1, N4).

Whoever speaks HTTP to somebody else is handed an ``Egress``; nobody makes a
client of their own.
"""

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from typing import Protocol


class Reply(Protocol):
    """The head of an answer, and its body as it arrives."""

    @property
    def status(self) -> int: ...

    @property
    def media_type(self) -> str:
        """The content type in lower case, without parameters; empty where none was sent."""
        ...

    async def read(self) -> bytes:
        """The next piece of the body; empty at its end. Raises as ``Egress.send`` does."""
        ...


class Egress(Protocol):
    def send(
        self, method: str, url: str, *, headers: Mapping[str, str] | None = None, body: bytes | None = None
    ) -> AbstractAsyncContextManager[Reply]:
        """One request; the connection is given back, or closed, when the context is left.

        Raises ``InvalidInputError`` for a URL outside the origins it was made
        for, ``UnavailableError`` when nobody answers in time, the address is
        refused, the answer is a redirect or breaks off, ``TooLargeError`` when
        the answer is longer than the limit.
        """
        ...
