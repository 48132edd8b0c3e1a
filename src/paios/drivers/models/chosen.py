"""The language model that a person chose; it can be changed while paios runs."""

from collections.abc import AsyncGenerator
from contextlib import aclosing

from paios.domain.errors import ModelError
from paios.domain.model import ModelAnswer, ModelRequest, TextDelta
from paios.ports.chat_model import ChatModel


class ChosenModel:
    """``ports.chat_model.ChatModel`` that passes everything on to the model in use."""

    def __init__(self) -> None:
        self._model: ChatModel | None = None

    def choose(self, model: ChatModel) -> None:
        """Use this model from the next answer on."""
        self._model = model

    @property
    def name(self) -> str:
        return self._model.name if self._model is not None else "No model"

    @property
    def id(self) -> str | None:
        return self._model.id if self._model is not None else None

    @property
    def local(self) -> bool:
        return self._model is not None and self._model.local

    async def answer(self, request: ModelRequest) -> AsyncGenerator[TextDelta | ModelAnswer, None]:
        if self._model is None:
            raise ModelError("No model was chosen yet. Choose one in the settings.")
        # Here, where the model is taken that answers: the person may have changed it a moment ago.
        told = request if self._model.local else request.abroad()
        async with aclosing(self._model.answer(told)) as pieces:
            async for piece in pieces:
                yield piece
