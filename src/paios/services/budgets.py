"""Budgets at work: asked before anything is used, told afterwards what it really was (S5).

A model call holds its estimate from before its first byte until it is settled.
Where the server dies between the two, the estimate stands: whatever is not
known to be unused counts as used.
"""

from dataclasses import replace
from datetime import datetime
from math import ceil

from paios.domain import budget
from paios.domain.budget import (
    ANSWER_TOKENS,
    CHARACTERS_PER_TOKEN,
    TIME_SLICE,
    Amounts,
    BudgetLimits,
    Price,
    Reservation,
    budgets_at,
)
from paios.domain.errors import OverBudgetError
from paios.domain.ids import new_id
from paios.domain.model import ModelAnswer, ModelRequest
from paios.domain.run import Run
from paios.ports.budgets import BudgetBook
from paios.ports.chat_model import ChatModel
from paios.ports.clock import Clock
from paios.ports.transaction import Transaction, Work
from paios.services.budget_settings import BudgetSettings


class Budgets:
    """``ports.budgets.Purse``, and the meters of model calls."""

    def __init__(self, book: BudgetBook, settings: BudgetSettings, clock: Clock) -> None:
        self._book = book
        self._settings = settings
        self._clock = clock

    async def shortage(self, user_id: str, run_id: str, wanted: Amounts) -> str | None:
        terms, now = await self._settings.read(), self._clock.now()
        budgets = budgets_at(run_id, now)
        spent = await self._book.spent(user_id, budgets.values())
        used = {scope: spent[name].used for scope, name in budgets.items()}
        missing = budget.shortage(terms.for_user(user_id), used, wanted, now)
        return missing.told(terms.currency) if missing else None

    async def holding(self, reservation_id: str, user_id: str, run_id: str, wanted: Amounts) -> Work:
        limits = (await self._settings.read()).for_user(user_id)
        made = self._reservation(reservation_id, user_id, run_id, wanted)
        return lambda tx: self._book.reserve(made, limits, tx)

    async def model_call(self, run: Run, model: ChatModel, request: ModelRequest) -> "Meter":
        """Hold what a model call is taken to need. Raises ``OverBudgetError``, which says what is missing."""
        terms = await self._settings.read()
        limits = terms.for_user(run.user_id)
        price = terms.price_of(model.id, local=model.local)
        if price is None and limits.on_money:
            raise OverBudgetError(
                f"What {model.name} costs is not known, and money is limited. "
                "An administrator can set its price in the settings."
            )
        price = price or budget.FREE
        wanted = budget.model_call(_texts(request), price)
        made = self._reservation(new_id(), run.user_id, run.id, wanted)
        try:
            await self._book.reserve(made, limits)
        except OverBudgetError as error:
            raise await self._explained(error, made, wanted) from error
        return Meter(self, made, limits, price, self._clock.now())

    async def settle(
        self, reservation_id: str, began: datetime, real: Amounts, tx: Transaction | None = None
    ) -> None:
        """Put what was really used in the place of what was held; the time is measured here."""
        seconds = max(0, ceil((self._clock.now() - began).total_seconds()))
        await self._book.settle(reservation_id, replace(real, seconds=seconds), tx)

    async def settle_all(self) -> int:
        """At the start: nobody knows what the calls cost that were cut off. Their estimates stand."""
        return await self._book.settle_all()

    async def extend(self, made: Reservation, more: Amounts, limits: BudgetLimits) -> None:
        """Hold more for a call that goes on. Raises ``OverBudgetError``, which says what is missing."""
        try:
            await self._book.extend(made, more, limits)
        except OverBudgetError as error:
            raise await self._explained(error, made, more) from error

    async def _explained(self, error: OverBudgetError, made: Reservation, wanted: Amounts) -> OverBudgetError:
        text = await self.shortage(made.user_id, made.run_id, wanted)
        return OverBudgetError(text) if text else error

    def _reservation(self, id: str, user_id: str, run_id: str, wanted: Amounts) -> Reservation:  # noqa: A002
        now = self._clock.now()
        return Reservation(id, user_id, run_id, budgets_at(run_id, now), wanted, now)


class Meter:
    """What one model call holds. Time and words beyond the estimate are bought as they come."""

    def __init__(
        self, budgets: Budgets, made: Reservation, limits: BudgetLimits, price: Price, began: datetime
    ) -> None:
        self._budgets = budgets
        self._made = made
        self._limits = limits
        self._price = price
        self._began = began
        self._held = made.amounts
        self._asked = made.amounts.tokens - ANSWER_TOKENS

    async def go_on(self, characters: int) -> None:
        """Buy the next slice of time, and more words where so many characters came already.

        Raises ``OverBudgetError``; then the call must end.
        """
        lacking = self._asked + _tokens(characters) > self._held.tokens
        more = Amounts(
            tokens=ANSWER_TOKENS if lacking else 0,
            money=self._price.of(0, ANSWER_TOKENS) if lacking else 0,
            seconds=TIME_SLICE,
        )
        await self._budgets.extend(self._made, more, self._limits)
        self._held += more

    async def answered(self, answer: ModelAnswer) -> None:
        """Count what the server says that it was; where it says nothing, what is held stands."""
        real = self._held
        if answer.input_tokens or answer.output_tokens:
            real = self._used(answer.input_tokens, answer.output_tokens)
        await self._budgets.settle(self._made.id, self._began, real)

    async def broke_off(self, characters: int) -> None:
        """Count what was sent, and the characters that came back before it ended."""
        await self._budgets.settle(self._made.id, self._began, self._used(self._asked, _tokens(characters)))

    def _used(self, asked: int, answered: int) -> Amounts:
        return Amounts(tokens=asked + answered, money=self._price.of(asked, answered))


def _tokens(characters: int) -> int:
    return -(-characters // CHARACTERS_PER_TOKEN)


def _texts(request: ModelRequest) -> list[str]:
    """Everything that is said to the model: the dialogue, the calls in it, and the tools."""
    said = [utterance.text for utterance in request.dialogue]
    said += [call.arguments for utterance in request.dialogue for call in utterance.calls]
    return said + [f"{spec.description}{spec.parameters}" for spec in request.tools]
