"""What a person reads of their budgets."""

from datetime import UTC, datetime

import pytest

from paios.domain.budget import Amounts, BudgetLimits, Counted, Scope, Spent
from paios.domain.usage import lines

pytestmark = pytest.mark.requirement("S5")

NOW = datetime(2026, 11, 22, 19, 0, tzinfo=UTC)


def test_there_is_a_line_for_everything_that_is_counted() -> None:
    limits = BudgetLimits({}, {Counted.TOKENS: 100}, {})
    spent = {Scope.DAY: Spent(Amounts(tokens=130, calls=2), Amounts(tokens=30))}
    tokens, money, _, _, calls = lines((Scope.DAY,), limits, spent, NOW)
    assert (tokens.scope, tokens.counted) == (Scope.DAY, Counted.TOKENS)
    assert (tokens.used, tokens.held, tokens.limit, tokens.left) == (130, 30, 100, 0)
    assert (money.used, money.limit, money.left) == (0, None, None)
    assert (calls.used, calls.free_at) == (2, datetime(2026, 11, 23, tzinfo=UTC))
