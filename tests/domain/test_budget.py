"""The arithmetic of budgets: exact, never negative, and no interleaving overspends."""

import time
from dataclasses import fields
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paios.domain import budget
from paios.domain.budget import (
    FREE,
    NO_LIMITS,
    Amounts,
    BudgetLimits,
    Counted,
    Price,
    Scope,
    Terms,
    budgets_at,
    free_at,
    shortage,
    spoken,
)

pytestmark = pytest.mark.requirement("S5")

NOW = datetime(2026, 11, 22, 19, 0, tzinfo=UTC)
NOTHING = dict.fromkeys(Scope, Amounts())
amounts = st.builds(Amounts, *[st.integers(0, 10**9)] * 5)


def on(scope: Scope, **most: int | None) -> BudgetLimits:
    limits = {Counted(name): limit for name, limit in most.items()}
    return BudgetLimits(*(limits if each is scope else {} for each in Scope))


def test_everything_that_is_counted_has_its_amount() -> None:
    assert [each.value for each in Counted] == [each.name for each in fields(Amounts)]


@given(amounts, amounts)
def test_taking_back_what_was_added_gives_what_was_there(one: Amounts, other: Amounts) -> None:
    assert one + other - other == one
    assert all((one + other).of(each) >= one.of(each) for each in Counted)


def test_day_and_month_are_those_of_utc() -> None:
    late = datetime(2026, 12, 1, 0, 30, tzinfo=timezone(timedelta(hours=1)))
    assert budgets_at("r", late) == {Scope.RUN: "r", Scope.DAY: "2026-11-30", Scope.MONTH: "2026-11"}
    assert free_at(Scope.DAY, late) == datetime(2026, 12, 1, tzinfo=UTC)
    assert free_at(Scope.MONTH, late) == datetime(2026, 12, 1, tzinfo=UTC)
    assert free_at(Scope.MONTH, datetime(2026, 12, 31, 23, tzinfo=UTC)) == datetime(2027, 1, 1, tzinfo=UTC)
    assert free_at(Scope.RUN, late) is None


def test_day_and_month_are_those_of_utc_wherever_the_machine_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    late = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("TZ", "Asia/Kolkata")
        time.tzset()
        names, again = budgets_at("r", late), free_at(Scope.DAY, late)
    time.tzset()
    assert names == {Scope.RUN: "r", Scope.DAY: "2026-11-30", Scope.MONTH: "2026-11"}
    assert again == datetime(2026, 12, 1, tzinfo=UTC)


@given(st.datetimes(timezones=st.just(UTC), max_value=datetime(9999, 11, 1)))  # noqa: DTZ001
def test_budget_begins_anew_in_the_next_period(now: datetime) -> None:
    for scope in (Scope.DAY, Scope.MONTH):
        again = free_at(scope, now)
        assert again is not None
        assert again > now
        assert budgets_at("", again)[scope] > budgets_at("", now)[scope]
        assert budgets_at("", again - timedelta(microseconds=1))[scope] == budgets_at("", now)[scope]


def test_limit_may_be_reached_and_not_passed() -> None:
    limits = on(Scope.DAY, tokens=100)
    used = {**NOTHING, Scope.DAY: Amounts(tokens=60)}
    assert shortage(limits, used, Amounts(tokens=40), NOW) is None
    missing = shortage(limits, used, Amounts(tokens=41), NOW)
    assert missing is not None
    assert (missing.scope, missing.counted, missing.limit, missing.used) == (
        Scope.DAY,
        Counted.TOKENS,
        100,
        60,
    )


def test_what_is_not_wanted_cannot_be_short() -> None:
    used = {**NOTHING, Scope.MONTH: Amounts(money=900)}
    assert shortage(on(Scope.MONTH, money=10), used, Amounts(calls=1), NOW) is None


@pytest.mark.parametrize(
    ("scope", "told"),
    [
        (Scope.RUN, "may use 5 tool calls, and 5 tool calls are used up or held. Ask again"),
        (
            Scope.DAY,
            "today, and 5 tool calls are used up or held. More on 23 November 2026 at 00:00",
        ),
        (
            Scope.MONTH,
            "this month, and 5 tool calls are used up or held. More on 1 December 2026 at",
        ),
    ],
)
def test_shortage_says_which_budget_and_when_there_is_more(scope: Scope, told: str) -> None:
    used = dict.fromkeys(Scope, Amounts(calls=5))
    missing = shortage(on(scope, calls=5), used, Amounts(calls=1), NOW)
    assert missing is not None
    assert told in missing.told("EUR")


def test_shortage_of_money_names_the_currency() -> None:
    used = dict.fromkeys(Scope, Amounts(money=4_000_000))
    missing = shortage(on(Scope.RUN, money=5_000_000), used, Amounts(money=1_000_001), NOW)
    assert missing is not None
    assert missing.told("CHF").startswith("This answer may use 5.00 CHF, and 4.00 CHF are used up or held.")


@pytest.mark.parametrize(
    ("counted", "amount", "words"),
    [
        (Counted.MONEY, 1_500_000, "1.50 EUR"),
        (Counted.MONEY, 12_345_670_000, "12,345.67 EUR"),
        (Counted.EGRESS, 123_456_700_000, "123,456.7 MB of outgoing data"),
        (Counted.SECONDS, 119, "119 seconds"),
        (Counted.SECONDS, 120, "2 minutes of work"),
        (Counted.SECONDS, 1800, "30 minutes of work"),
        (Counted.TOKENS, 1_000_000, "1,000,000 tokens"),
        (Counted.CALLS, 1, "1 tool call"),
    ],
)
def test_amounts_are_said_as_a_person_says_them(counted: Counted, amount: int, words: str) -> None:
    assert spoken(counted, amount, "EUR") == words


def test_persons_own_limit_stands_in_place_of_everybodys_and_none_lifts_it() -> None:
    everybody = BudgetLimits({}, {Counted.TOKENS: 10, Counted.CALLS: 5}, {})
    terms = Terms(limits=everybody, people={"ben": on(Scope.DAY, tokens=None, money=7)})
    assert terms.for_user("ada") == everybody
    assert terms.for_user("ben").day == {Counted.TOKENS: None, Counted.CALLS: 5, Counted.MONEY: 7}
    assert (terms.for_user("ada").on_money, terms.for_user("ben").on_money) == (False, True)


def test_local_model_is_free_unless_priced_and_another_is_unknown() -> None:
    terms = Terms(prices={"priced": Price(1, 2)})
    assert terms.price_of("priced", local=True) == Price(1, 2)
    assert terms.price_of(None, local=True) == FREE
    assert terms.price_of("other", local=False) is None


def test_price_is_rounded_up_so_that_nothing_is_free_by_being_small() -> None:
    assert Price(1500, 2000).of(1000, 500) == 2500
    assert Price(1, 0).of(1, 0) == 1
    assert FREE.of(10**6, 10**6) == 0


def test_model_call_is_estimated_from_its_prompt_and_a_whole_answer() -> None:
    held = budget.model_call(["x" * 10, "y" * 21], Price(1000, 1000))
    assert held == Amounts(11 + budget.ANSWER_TOKENS, 11 + budget.ANSWER_TOKENS, budget.TIME_SLICE)
    assert budget.tool_call(77) == Amounts(seconds=budget.TIME_SLICE, egress_bytes=77, calls=1)


@given(
    limit=st.integers(0, 10_000),
    steps=st.lists(st.tuples(st.integers(1, 3000), st.integers(0, 4000), st.integers(0, 5)), max_size=40),
)
def test_any_interleaving_stays_within_the_limit_and_the_errors_of_its_estimates(
    limit: int, steps: list[tuple[int, int, int]]
) -> None:
    """Each step reserves an estimate where that can be paid; open ones are settled in any order."""
    limits, used, open_ones, error = on(Scope.DAY, tokens=limit), Amounts(), list[tuple[int, int]](), 0
    for estimate, real, settles in steps:
        spent = {**NOTHING, Scope.DAY: used}
        if shortage(limits, spent, Amounts(tokens=estimate), NOW) is None:
            used += Amounts(tokens=estimate)
            open_ones.append((estimate, real))
        for _ in range(min(settles, len(open_ones))):
            held, was = open_ones.pop(settles % len(open_ones))
            used += Amounts(tokens=was) - Amounts(tokens=held)
            error += max(0, was - held)
        assert 0 <= used.tokens <= limit + error
        assert used.tokens >= sum(held for held, _ in open_ones)


def test_no_limits_limit_nothing() -> None:
    used = dict.fromkeys(Scope, Amounts(*[10**12] * 5))
    assert shortage(NO_LIMITS, used, Amounts(*[10**12] * 5), NOW) is None
