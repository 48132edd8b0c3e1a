"""Language models."""

from collections.abc import AsyncGenerator
from typing import Protocol

from paios.domain.model import ModelAnswer, ModelOption, ModelRequest, TextDelta


class ChatModel(Protocol):
    @property
    def name(self) -> str:
        """What the person sees, for example "llama3.2 (Ollama, on this machine)"."""
        ...

    @property
    def id(self) -> str | None:
        """What it is called where it answers, and where prices are set; None without such a name."""
        ...

    @property
    def local(self) -> bool:
        """Whether what it is told stays on this machine (I13). Where that is not known, it does not."""
        ...

    def answer(self, request: ModelRequest) -> AsyncGenerator[TextDelta | ModelAnswer, None]:
        """Stream an answer: deltas, then exactly one ``ModelAnswer``.

        Raises ``ModelError`` when the model cannot be reached, stops in the
        middle, or exceeds the size limits. Closing the iteration cancels
        the model.
        """
        ...


class ModelFinder(Protocol):
    async def find(self) -> tuple[ModelOption, ...]:
        """What answers on loopback right now, and the embedded model if its weights are there."""
        ...
