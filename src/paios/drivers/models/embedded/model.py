"""Owns: the built-in model as a ``ChatModel``. Must not decide anything itself (``plan`` does)."""

import os
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Final

import anyio
import anyio.lowlevel
import orjson
from anyio import to_thread

from paios.domain.errors import ModelError, PaiosError
from paios.domain.ids import new_id
from paios.domain.model import ModelAnswer, ModelRequest, TextDelta
from paios.domain.tool import RawToolCall
from paios.drivers.models.embedded.extraction import Extraction
from paios.drivers.models.embedded.meaning import Meaning
from paios.drivers.models.embedded.plan import Plan, Say, Use
from paios.drivers.models.process import WorkerProcess
from paios.ports.note_index import Embedder

NAME: Final = "Tiny built-in model (finds and quotes notes; cannot reason)"
_DELTA: Final = 24
"""Characters in one piece of a streamed answer."""


class EmbeddedChatModel:
    """``ports.chat_model.ChatModel`` without network: embeddings, and SmolLM2-135M in a worker process."""

    def __init__(
        self, weights: Path, embedder: Embedder, *, threads: int | None = None, idle_seconds: float = 600
    ) -> None:
        """``weights`` is the GGUF file. By default all cores but one are used: with all it is far slower."""
        self._weights = weights
        self._worker = WorkerProcess(
            ("chat", str(weights), str(threads or max(1, (os.cpu_count() or 1) - 1))),
            "The built-in model",
            idle_seconds=idle_seconds,
        )
        self._plan = Plan(Meaning(embedder), Extraction(self._worker))

    @property
    def name(self) -> str:
        return NAME

    @property
    def id(self) -> None:
        return None

    @property
    def local(self) -> bool:
        return True

    async def answer(self, request: ModelRequest) -> AsyncGenerator[TextDelta | ModelAnswer, None]:
        """See ``ports.chat_model.ChatModel``. Cancelling it ends the worker process."""
        step = await self._next(request)
        if isinstance(step, Use):
            call = RawToolCall(new_id(), step.tool, orjson.dumps(step.arguments).decode())
            yield ModelAnswer("", (call,))
            return
        for at in range(0, len(step.text), _DELTA):
            await anyio.lowlevel.checkpoint()
            yield TextDelta(step.text[at : at + _DELTA])
        yield ModelAnswer(step.text, ())

    def close(self) -> None:
        """End the worker process; the next question starts it again."""
        self._worker.close()

    async def _next(self, request: ModelRequest) -> Say | Use:
        if not self._weights.is_file():
            raise ModelError(
                "The built-in model's weights are missing. With a network, run `make run` once to fetch them."
            )
        try:
            return await to_thread.run_sync(self._plan.next, request, abandon_on_cancel=True)
        except anyio.get_cancelled_exc_class():
            self._worker.kill()
            raise
        except PaiosError as error:
            raise ModelError(f"The built-in model: {error.message}") from error
