"""One call of the model: paid before, heard piece by piece, cut at once when it must be (S4, S5)."""

import asyncio
from collections.abc import Callable
from contextlib import aclosing

from paios.domain.budget import TIME_SLICE
from paios.domain.errors import ModelError
from paios.domain.model import ModelAnswer, ModelRequest, TextDelta
from paios.domain.run import Run
from paios.ports.chat_model import ChatModel
from paios.services.budgets import Budgets, Meter


class ModelCall:
    """Used once: ``pay``, then ``answer``. ``cut`` may come at any time, from anywhere."""

    def __init__(
        self,
        model: ChatModel,
        budgets: Budgets,
        run: Run,
        request: ModelRequest,
        hear: Callable[[str], None] | None = None,
        slice_seconds: float = TIME_SLICE,
    ) -> None:
        """``hear`` gets each piece of text as it comes; ``run`` pays."""
        self._model = model
        self._budgets = budgets
        self._run = run
        self._request = request
        self._hear = hear
        self._slice = slice_seconds
        self._task: asyncio.Task[ModelAnswer] | None = None
        self._cut = False
        self._heard = 0

    def cut(self) -> None:
        """End the call: the model's connection is closed, and there is no answer."""
        self._cut = True
        if self._task is not None:
            self._task.cancel()

    async def pay(self) -> Meter:
        """Hold what the call is taken to need. Raises ``OverBudgetError``; then nothing may be asked."""
        return await self._budgets.model_call(self._run, self._model, self._request)

    async def answer(self, meter: Meter) -> ModelAnswer | None:
        """What the model says; None when it was cut.

        Raises ``ModelError``, and ``OverBudgetError`` when it used up a budget in the middle.
        """
        if self._cut:
            await meter.broke_off(0)
            return None
        answer = None
        self._task = task = asyncio.create_task(self._listen())
        try:
            while not (await asyncio.wait({task}, timeout=self._slice))[0]:
                await meter.go_on(self._heard)
            answer = None if task.cancelled() else task.result()
        finally:
            task.cancel()
            await asyncio.wait({task})
            await (meter.answered(answer) if answer else meter.broke_off(self._heard))
        return answer

    async def _listen(self) -> ModelAnswer:
        async with aclosing(self._model.answer(self._request)) as pieces:
            async for piece in pieces:
                if not isinstance(piece, TextDelta):
                    return piece
                self._heard += len(piece.text)
                if self._hear is not None:
                    self._hear(piece.text)
        raise ModelError("The model stopped without an answer.")
