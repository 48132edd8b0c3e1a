"""What was used and what is left, as a person looks at it (S5)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from paios.domain.budget import BudgetLimits, Counted, Scope, Spent, free_at


@dataclass(frozen=True, slots=True)
class Line:
    """One thing in one budget. ``used`` includes ``held``, what is reserved for a step under way."""

    scope: Scope
    counted: Counted
    used: int
    held: int
    limit: int | None
    free_at: datetime | None

    @property
    def left(self) -> int | None:
        """What may still be used; None where nothing limits it."""
        return None if self.limit is None else max(0, self.limit - self.used)


@dataclass(frozen=True, slots=True)
class RunUsage:
    """What a run that has not ended has used."""

    run_id: str
    conversation_id: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class PersonUsage:
    """What somebody has used today and this month."""

    user_id: str
    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Usage:
    """The asker's own lines and open runs; for an admin also everybody's."""

    currency: str
    lines: tuple[Line, ...]
    runs: tuple[RunUsage, ...]
    people: tuple[PersonUsage, ...]


def lines(
    scopes: Iterable[Scope], limits: BudgetLimits, spent: Mapping[Scope, Spent], now: datetime
) -> tuple[Line, ...]:
    """A line for everything that is counted, in these scopes."""
    return tuple(
        Line(
            scope,
            counted,
            spent[scope].used.of(counted),
            spent[scope].held.of(counted),
            limits.of(scope, counted),
            free_at(scope, now),
        )
        for scope in scopes
        for counted in Counted
    )
