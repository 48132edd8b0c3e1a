"""Owns: comparing texts by their embeddings. numpy is imported with the first comparison, not before."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from paios.ports.note_index import Embedder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]


class Meaning:
    """How alike texts are, from -1 to 1. Blocks; run it in a thread."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def vectors(self, texts: Sequence[str]) -> "Vectors":
        """One row a text. Raises ``UnavailableError`` as the embedder does."""
        import numpy as np

        return np.stack([np.frombuffer(vector, "<f4") for vector in self._embedder.embed(list(texts))])

    def likeness(self, text: str, others: Sequence[str]) -> list[float]:
        """How alike ``text`` is to each of the others."""
        if not others:
            return []
        rows = self.vectors([text, *others])
        return [float(value) for value in rows[1:] @ rows[0]]
