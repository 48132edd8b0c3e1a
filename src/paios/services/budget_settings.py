"""What an administrator set about budgets, stored as one preference (S5)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from paios.domain.budget import NO_LIMITS, BudgetLimits, Counted, Price, Scope, Terms
from paios.ports.preferences import Preferences
from paios.ports.transaction import Transaction

_NAME: Final = "budgets"


class BudgetSettings:
    """Reads the terms anew each time, and stores changed ones. Their ranges are the contract's business."""

    def __init__(self, preferences: Preferences) -> None:
        self._preferences = preferences

    async def read(self) -> Terms:
        stored = await self._preferences.get(_NAME) or {}
        first = Terms()
        people = stored.get("people", {})
        prices = stored.get("prices", {})
        return Terms(
            currency=stored.get("currency", first.currency),
            limits=first.limits.under(limits_of(stored.get("limits", {}))),
            people={user_id: limits_of(limits) for user_id, limits in people.items()},
            prices={model: Price(each["input"], each["output"]) for model, each in prices.items()},
        )

    async def change(
        self,
        tx: Transaction,
        *,
        currency: str | None = None,
        limits: BudgetLimits = NO_LIMITS,
        prices: Mapping[str, Price] | None = None,
    ) -> None:
        """Store what is given; limits that are not named stay, prices are replaced as a whole."""
        terms = await self.read()
        await self._store(
            replace(
                terms,
                currency=currency or terms.currency,
                limits=terms.limits.under(limits),
                prices=terms.prices if prices is None else prices,
            ),
            tx,
        )

    async def set_person(self, user_id: str, limits: BudgetLimits, tx: Transaction) -> None:
        """Store one person's own limits; with none of them, those of everybody count again."""
        terms = await self.read()
        others = {one: their for one, their in terms.people.items() if one != user_id}
        await self._store(
            replace(terms, people=others if limits == NO_LIMITS else {**others, user_id: limits}), tx
        )

    async def _store(self, terms: Terms, tx: Transaction) -> None:
        value = {
            "currency": terms.currency,
            "limits": stored_limits(terms.limits),
            "people": {user_id: stored_limits(limits) for user_id, limits in terms.people.items()},
            "prices": {model: {"input": at.input, "output": at.output} for model, at in terms.prices.items()},
        }
        await self._preferences.put(_NAME, value, tx)


def limits_of(stored: Mapping[str, Mapping[str, int | None]]) -> BudgetLimits:
    """The limits in a JSON object of scopes."""
    return BudgetLimits(
        *({Counted(name): most for name, most in stored.get(scope.value, {}).items()} for scope in Scope)
    )


def stored_limits(limits: BudgetLimits) -> dict[str, Any]:
    """The limits as a JSON object of scopes."""
    return {
        scope.value: {counted.value: most for counted, most in limits.at(scope).items()} for scope in Scope
    }
