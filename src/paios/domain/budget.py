"""Budgets: what may be used up, how much of it, in which time, and what of it is gone (S5).

Owns the arithmetic. It must not know where use is kept, nor what makes it.

Five things are counted. Three times are budgeted: one run, one day, one month
of a person. Days and months are those of UTC, as every time in paios.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final, Self

CHARACTERS_PER_TOKEN: Final = 3
"""Few on purpose: English has about four, code and other scripts fewer."""

ANSWER_TOKENS: Final = 4096
"""What an answer is taken to need before it is there."""

TIME_SLICE: Final = 10
"""Seconds are bought so many at once, and the next ones when these are over."""


class Counted(StrEnum):
    """What is counted. Money in millionths of the currency, so that sums are exact."""

    TOKENS = "tokens"
    MONEY = "money"
    SECONDS = "seconds"
    EGRESS = "egress_bytes"
    CALLS = "calls"


class Scope(StrEnum):
    """How long a budget lasts: one run, or a person's day or calendar month, in UTC."""

    RUN = "run"
    DAY = "day"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Amounts:
    """So much of each thing that is ``Counted``, in its order and by its names.

    ``seconds`` are of work: waiting for a person costs none.
    """

    tokens: int = 0
    money: int = 0
    seconds: int = 0
    egress_bytes: int = 0
    calls: int = 0

    def of(self, counted: Counted) -> int:
        amount: int = getattr(self, counted.value)
        return amount

    def __add__(self, other: Self) -> "Amounts":
        return Amounts(*(self.of(each) + other.of(each) for each in Counted))

    def __sub__(self, other: Self) -> "Amounts":
        return Amounts(*(self.of(each) - other.of(each) for each in Counted))


@dataclass(frozen=True, slots=True)
class BudgetLimits:
    """The limits of each time. What is absent or None is not limited."""

    run: Mapping[Counted, int | None]
    day: Mapping[Counted, int | None]
    month: Mapping[Counted, int | None]

    def of(self, scope: Scope, counted: Counted) -> int | None:
        return self.at(scope).get(counted)

    def at(self, scope: Scope) -> Mapping[Counted, int | None]:
        limits: Mapping[Counted, int | None] = getattr(self, scope.value)
        return limits

    @property
    def on_money(self) -> bool:
        """Whether money is limited at all."""
        return any(self.of(scope, Counted.MONEY) is not None for scope in Scope)

    def under(self, other: "BudgetLimits") -> "BudgetLimits":
        """These limits where ``other`` says nothing; an explicit None of it lifts one of them."""
        return BudgetLimits(*({**self.at(scope), **other.at(scope)} for scope in Scope))


NO_LIMITS: Final = BudgetLimits({}, {}, {})

FIRST_LIMITS: Final = BudgetLimits(
    run={Counted.TOKENS: 1_000_000, Counted.SECONDS: 1_800, Counted.EGRESS: 10_000_000}, day={}, month={}
)
"""What counts where nobody said otherwise: it ends a run that goes in circles, and hinders no honest one."""


@dataclass(frozen=True, slots=True)
class Price:
    """What a model costs, in millionths of the currency for 1,000 tokens."""

    input: int = 0
    output: int = 0

    def of(self, input_tokens: int, output_tokens: int) -> int:
        """The cost, rounded up."""
        return -(-(input_tokens * self.input + output_tokens * self.output) // 1000)


FREE: Final = Price()
"""A model on this machine."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What an administrator set: limits for everybody and for one person, and what each model costs."""

    currency: str = "EUR"
    limits: BudgetLimits = FIRST_LIMITS
    people: Mapping[str, BudgetLimits] = field(default_factory=dict)
    prices: Mapping[str, Price] = field(default_factory=dict)

    def for_user(self, user_id: str) -> BudgetLimits:
        return self.limits.under(self.people.get(user_id, NO_LIMITS))

    def price_of(self, model: str | None, *, local: bool) -> Price | None:
        """What the model costs; None where that is not known. A local one is free unless it was priced."""
        return self.prices.get(model or "", FREE if local else None)


@dataclass(frozen=True, slots=True)
class Reservation:
    """Amounts taken before they are used. ``budgets`` names the budget of each time that pays."""

    id: str
    user_id: str
    run_id: str
    budgets: Mapping[Scope, str]
    amounts: Amounts
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Spent:
    """The state of one budget: all that counts against it, and how much of that is only held."""

    used: Amounts = Amounts()
    held: Amounts = Amounts()


@dataclass(frozen=True, slots=True)
class Shortage:
    """Which budget cannot pay, and when it can again (None for a run's, which ends with it)."""

    scope: Scope
    counted: Counted
    limit: int
    used: int
    free_at: datetime | None

    def told(self, currency: str) -> str:
        """One plain sentence, or two."""
        most = spoken(self.counted, self.limit, currency)
        gone = spoken(self.counted, self.used, currency)
        if self.free_at is None:
            again = "Ask again to go on with a new one."
            return f"This answer may use {most}, and {gone} are used up or held. {again}"
        when = "today" if self.scope is Scope.DAY else "this month"
        again = f"More on {self.free_at.day} {self.free_at:%B %Y} at 00:00 UTC."
        return f"You may use {most} {when}, and {gone} are used up or held. {again}"


def budgets_at(run_id: str, now: datetime) -> Mapping[Scope, str]:
    """The names of the budgets that pay for what this run does at ``now``."""
    day = now.astimezone(UTC).date().isoformat()
    return {Scope.RUN: run_id, Scope.DAY: day, Scope.MONTH: day[:7]}


def free_at(scope: Scope, now: datetime) -> datetime | None:
    """When a budget begins anew; a run's never does."""
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    if scope is Scope.DAY:
        return midnight + timedelta(days=1)
    if scope is Scope.MONTH:
        return (midnight.replace(day=1) + timedelta(days=32)).replace(day=1)
    return None


def shortage(
    limits: BudgetLimits, used: Mapping[Scope, Amounts], wanted: Amounts, now: datetime
) -> Shortage | None:
    """The first budget that cannot pay ``wanted``. What is not wanted cannot be short."""
    for scope in Scope:
        for counted in Counted:
            limit, gone = limits.of(scope, counted), used[scope].of(counted)
            if limit is not None and wanted.of(counted) > 0 and gone + wanted.of(counted) > limit:
                return Shortage(scope, counted, limit, gone, free_at(scope, now))
    return None


def model_call(texts: Iterable[str], price: Price) -> Amounts:
    """What a model call is taken to need, from everything that is said to the model."""
    asked = -(-sum(map(len, texts)) // CHARACTERS_PER_TOKEN)
    return Amounts(asked + ANSWER_TOKENS, price.of(asked, ANSWER_TOKENS), TIME_SLICE)


def tool_call(egress_bytes: int) -> Amounts:
    """What a tool call is taken to need; ``egress_bytes`` is what it may carry out."""
    return Amounts(seconds=TIME_SLICE, egress_bytes=egress_bytes, calls=1)


_WORDS: Final = {Counted.TOKENS: "tokens", Counted.SECONDS: "seconds", Counted.CALLS: "tool calls"}


def spoken(counted: Counted, amount: int, currency: str) -> str:
    """An amount as a person says it."""
    if counted is Counted.MONEY:
        return f"{amount / 1_000_000:,.2f} {currency}"
    if counted is Counted.EGRESS:
        return f"{amount / 1_000_000:,.1f} MB of outgoing data"
    if counted is Counted.SECONDS and amount >= 120:
        return f"{amount // 60:,} minutes of work"
    words = _WORDS[counted]
    return f"1 {words.removesuffix('s')}" if amount == 1 else f"{amount:,} {words}"
