"""Every model that this installation can use, made from what a person chose."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final, Protocol

from paios.domain.errors import InvalidInputError
from paios.domain.settings import ModelChoice
from paios.drivers.models.embedded.model import EmbeddedChatModel
from paios.drivers.models.minilm_embedder import MiniLmEmbedder
from paios.drivers.models.openai import OpenAIChatModel
from paios.drivers.models.secret import Secret
from paios.ports.chat_model import ChatModel
from paios.ports.egress import Egress

CHAT_WEIGHTS: Final = "smollm2-135m-instruct.q4_1.gguf"
EMBEDDING_WEIGHTS: Final = "minilm-l6-v2.int8.onnx"


class ClosableEgress(Egress, Protocol):
    async def aclose(self) -> None: ...


class ModelCatalogue:
    """Makes models, and closes what they hold. ``reach`` makes the way out to one server."""

    def __init__(self, weights: Path, reach: Callable[[str], ClosableEgress]) -> None:
        self.embedder = MiniLmEmbedder(weights / EMBEDDING_WEIGHTS)
        self._embedded = EmbeddedChatModel(weights / CHAT_WEIGHTS, self.embedder)
        self._reach = reach
        self._closers: list[Callable[[], Awaitable[None]]] = []

    def make(self, choice: ModelChoice) -> ChatModel:
        """The model that a choice means. Raises ``InvalidInputError`` for an address that is not allowed."""
        if choice.kind == "embedded":
            return self._embedded
        if choice.url is None or choice.model is None:
            raise InvalidInputError("An address and a model are needed.")
        egress = self._reach(choice.url)
        self._closers.append(egress.aclose)
        key = Secret(choice.key) if choice.key else None
        return OpenAIChatModel(choice.url, choice.model, key, egress)

    async def close(self) -> None:
        """End worker processes and connections."""
        self._embedded.close()
        self.embedder.close()
        for closer in self._closers:
            await closer()
