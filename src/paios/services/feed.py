"""The live side of runs: who follows which run, and the answer as it is being written.

What happened is in the store; here is only the wake-up, and the text of the
answer that is not yet whole. A follower that falls behind gets the whole text
again instead of the pieces that it missed.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from typing import Final


class Wake(Enum):
    """Why a follower is woken, where it is not for a piece of text."""

    HAPPENED = "happened"
    BEHIND = "behind"


Item = str | Wake
_ROOM: Final = 256


@dataclass(slots=True)
class Channel:
    """One run's followers and its answer so far."""

    text: str = ""
    followers: set[asyncio.Queue[Item]] = field(default_factory=set)


class Feed:
    """Channels of the runs that somebody follows or that are writing."""

    def __init__(self) -> None:
        self._channels: dict[str, Channel] = {}

    def happened(self, run_id: str) -> None:
        """Something was stored; an answer being written is thereby over."""
        channel = self._channels.get(run_id)
        if channel is None:
            return
        channel.text = ""
        for queue in channel.followers:
            _put(queue, Wake.HAPPENED)
        if not channel.followers:
            del self._channels[run_id]

    def write(self, run_id: str, piece: str) -> None:
        """A piece of the answer."""
        channel = self._channels.setdefault(run_id, Channel())
        channel.text += piece
        for queue in channel.followers:
            _put(queue, piece)

    def text(self, run_id: str) -> str:
        """The answer so far."""
        channel = self._channels.get(run_id)
        return channel.text if channel else ""

    @contextmanager
    def follow(self, run_id: str) -> Iterator[asyncio.Queue[Item]]:
        """A queue of what comes, for as long as the caller listens."""
        channel = self._channels.setdefault(run_id, Channel())
        queue: asyncio.Queue[Item] = asyncio.Queue()
        channel.followers.add(queue)
        try:
            yield queue
        finally:
            channel.followers.discard(queue)
            if not channel.followers and not channel.text:
                self._channels.pop(run_id, None)


def _put(queue: asyncio.Queue[Item], item: Item) -> None:
    if queue.qsize() >= _ROOM:
        while not queue.empty():
            queue.get_nowait()
        queue.put_nowait(Wake.HAPPENED)
        item = Wake.BEHIND
    queue.put_nowait(item)
