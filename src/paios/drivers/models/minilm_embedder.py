"""Owns: turning texts into vectors with all-MiniLM-L6-v2 (384 dimensions, English first).

The work is done in a process of its own: what is embedded is whatever
somebody sent (D5), and the 150 MB it takes are given back when idle.
"""

import base64
from pathlib import Path
from typing import Final

from paios.domain.errors import UnavailableError
from paios.drivers.models.process import WorkerProcess

BATCH: Final = 32
"""Most texts in one question to the worker, so that a query waits briefly behind an index."""

_TOKENIZER: Final = Path(__file__).with_name("minilm") / "tokenizer.json"


class MiniLmEmbedder:
    """``ports.note_index.Embedder``."""

    def __init__(self, weights: Path, *, idle_seconds: float = 300) -> None:
        """``weights`` is the ONNX file; it is first looked at when something is embedded."""
        self._weights = weights
        self._worker = WorkerProcess(
            ("embed", str(weights), str(_TOKENIZER)), "The embedding model", idle_seconds=idle_seconds
        )

    def embed(self, texts: list[str]) -> list[bytes]:
        """See ``ports.note_index.Embedder``."""
        if not self._weights.is_file():
            raise UnavailableError(
                "The embedding weights are missing. With a network, run `make run` once to fetch them."
            )
        vectors: list[bytes] = []
        for at in range(0, len(texts), BATCH):
            answer = self._worker.ask({"texts": [_sayable(text) for text in texts[at : at + BATCH]]})
            vectors += [base64.b64decode(vector) for vector in answer["vectors"]]
        return vectors

    def close(self) -> None:
        """End the worker process; the next text starts it again."""
        self._worker.close()


def _sayable(text: str) -> str:
    """Without lone surrogates, which no UTF-8 can carry."""
    return text.encode("utf-8", "replace").decode("utf-8")
