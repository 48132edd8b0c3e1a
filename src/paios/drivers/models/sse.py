"""Owns: cutting a body into the JSON texts in it. No I/O.

Source: WHATWG HTML, "Server-sent events", as far as model servers use it:
``data`` lines; comments, ids and event names are passed over.
"""

from collections.abc import Iterator
from typing import Final, Protocol

from paios.domain.errors import ModelError

LINE_LIMIT: Final = 1024 * 1024
"""Longest line, in bytes."""


class Body(Protocol):
    """Feed it the bytes as they come, and close it at their end; both give what became complete."""

    def feed(self, chunk: bytes) -> Iterator[bytes]: ...

    def close(self) -> Iterator[bytes]: ...


class WholeBody:
    """A body that is one text. How long it may be is the egress client's business."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        self._pieces.append(chunk)
        return iter(())

    def close(self) -> Iterator[bytes]:
        yield b"".join(self._pieces)


class EventLines:
    """Feed bytes, get the data of each event. Each ``data`` line is one event, as all model servers do it."""

    def __init__(self, limit: int = LINE_LIMIT) -> None:
        self._rest = bytearray()
        self._limit = limit

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """Raises ``ModelError`` when a line grows beyond the limit."""
        searched = max(0, len(self._rest) - 1)
        self._rest += chunk
        while (end := self._rest.find(b"\n", searched)) >= 0:
            line = bytes(self._rest[:end])
            del self._rest[: end + 1]
            searched = 0
            yield from self._data(line)
        self._require_short(len(self._rest))

    def close(self) -> Iterator[bytes]:
        """The last line, where the server did not end it."""
        yield from self._data(bytes(self._rest))
        self._rest.clear()

    def _data(self, line: bytes) -> Iterator[bytes]:
        self._require_short(len(line))
        if line.startswith(b"data:"):
            yield line[5:].strip()

    def _require_short(self, length: int) -> None:
        if length > self._limit:
            raise ModelError(f"The model's answer is too large: one piece is over {self._limit} bytes.")
