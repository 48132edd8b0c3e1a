"""Where use is counted, and who says whether there is some left (S5)."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from paios.domain.budget import Amounts, BudgetLimits, Reservation, Spent
from paios.ports.transaction import Transaction, Work


class BudgetBook(Protocol):
    """What every budget has given out. A reservation counts from its first moment until it is settled."""

    async def reserve(
        self, reservation: Reservation, limits: BudgetLimits, tx: Transaction | None = None
    ) -> None:
        """Take the amounts from all three budgets, or nothing.

        Raises ``OverBudgetError`` where one cannot pay. Of two that would
        together overspend, one wins.
        """
        ...

    async def extend(self, reservation: Reservation, more: Amounts, limits: BudgetLimits) -> None:
        """Take more under a reservation. Raises ``OverBudgetError``; then it is what it was."""
        ...

    async def settle(self, reservation_id: str, real: Amounts | None, tx: Transaction | None = None) -> None:
        """Put what was really used in the reservation's place; without ``real`` the estimate stands.

        One that is settled already stays as it is.
        """
        ...

    async def settle_all(self) -> int:
        """Let the estimate of every open reservation stand, and tell how many there were."""
        ...

    async def spent(self, user_id: str, budgets: Iterable[str]) -> Mapping[str, Spent]:
        """What is gone of these budgets of a user, by their names."""
        ...


class Purse(Protocol):
    """What the gate and a run ask before something is used."""

    async def shortage(self, user_id: str, run_id: str, wanted: Amounts) -> str | None:
        """What is missing for ``wanted`` now, in words for the person. Nothing is taken."""
        ...

    async def holding(self, reservation_id: str, user_id: str, run_id: str, wanted: Amounts) -> Work:
        """What reserves ``wanted`` inside a transaction; there it raises ``OverBudgetError``."""
        ...
