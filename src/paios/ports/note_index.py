"""Finding notes: full text and meaning together (V4, V6)."""

from collections.abc import Collection, Mapping
from typing import Protocol

from paios.domain.label import Label
from paios.domain.note import Hit, Note


class Embedder(Protocol):
    def embed(self, texts: list[str]) -> list[bytes]:
        """One unit vector a text, as little-endian float32 bytes. Blocks; run it in a thread.

        Raises ``UnavailableError`` where the weights are missing.
        """
        ...


class NoteIndex(Protocol):
    """A cache that can be rebuilt from the files at any time."""

    async def revisions(self) -> dict[str, tuple[int, float]]:
        """Size in bytes and modification time (seconds, as the file system gave it) of each indexed note."""
        ...

    async def put(self, note: Note, size: int, modified: float) -> None:
        """Index a note anew, in passages of a few lines under their headings, with links."""
        ...

    async def understand(self) -> bool:
        """Embed one note that is found by its words only so far. False when there is none, or no embedder."""
        ...

    async def remove(self, path: str) -> None: ...

    async def search(self, query: str, limit: int) -> tuple[Hit, ...]:
        """The best passages for a person's words, best first.

        Any text is a valid query (V4). Full-text and semantic ranks are merged
        by reciprocal rank fusion; without embedding weights it is full text
        alone.
        """
        ...

    async def labels(self, paths: Collection[str]) -> Mapping[str, Label]:
        """The labels of those of these notes that are indexed, and so of their names, by path."""
        ...

    async def backlinks(self, path: str) -> tuple[str, ...]:
        """Paths of the notes that link here."""
        ...
