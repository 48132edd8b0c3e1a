"""The live side of runs: who follows which run, and the answer as it is being written.

What happened is in the store; here is only the wake-up, and the text of the
answer that is not yet whole. A follower that falls behind looks again at what
was stored and at the whole text, instead of getting the pieces that it missed.
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


Item = str | Wake
Queue = asyncio.Queue[Item]
_ROOM: Final = 256


@dataclass(slots=True)
class Channel:
    """One run's followers and its answer so far."""

    text: str = ""
    followers: set[Queue] = field(default_factory=set)


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
    def follow(self, run_id: str) -> Iterator[Queue]:
        """A queue of what comes, for as long as the caller listens."""
        channel = self._channels.setdefault(run_id, Channel())
        queue: Queue = asyncio.Queue()
        channel.followers.add(queue)
        try:
            yield queue
        finally:
            channel.followers.discard(queue)
            if not channel.followers and not channel.text:
                self._channels.pop(run_id, None)


def emptied(queue: Queue) -> bool:
    """Drop what waits in the queue; whether something happened is told, pieces are in ``Feed.text``."""
    happened = False
    while not queue.empty():
        happened |= queue.get_nowait() is Wake.HAPPENED
    return happened


def _put(queue: Queue, item: Item) -> None:
    if queue.qsize() >= _ROOM:
        emptied(queue)
        item = Wake.HAPPENED
    queue.put_nowait(item)
