"""What waits for one more step: whose gives way where there is too much."""

from dataclasses import dataclass

import pytest
from tests.support.proofs import TurnedClock

from paios.services.tickets import Tickets

pytestmark = pytest.mark.requirement("U8")


@dataclass(frozen=True)
class Step:
    user_id: str
    number: int = 0


def test_what_waits_is_got_once_and_for_a_while() -> None:
    clock = TurnedClock()
    tickets = Tickets[Step](clock)
    one, two = tickets.issue(Step("ada")), tickets.issue(Step("ada"))
    assert tickets.take(one) == Step("ada")
    assert tickets.take(one) is None
    clock.turn(301)
    assert tickets.take(two) is None


def test_who_asks_without_end_drives_out_their_own_alone() -> None:
    tickets = Tickets[Step](TurnedClock())
    hers = tickets.issue(Step("ada"))
    his = [tickets.issue(Step("ben", number)) for number in range(20_000)]
    assert tickets.take(hers) == Step("ada")
    assert [tickets.take(each) for each in his[-11:]] == [None, *(Step("ben", 19_990 + n) for n in range(10))]


def test_what_is_put_back_counts_too() -> None:
    tickets = Tickets[Step](TurnedClock())
    mistyped = tickets.issue(Step("ada"))
    assert tickets.take(mistyped) is not None
    others = [tickets.issue(Step("ada")) for _ in range(10)]
    tickets.put_back(mistyped, Step("ada"))
    assert [tickets.waits(each) for each in (mistyped, *others)] == [True, False, *[True] * 9]


def test_strangers_have_a_bounded_number_among_them() -> None:
    tickets = Tickets[Step](TurnedClock())
    issued = [tickets.issue(Step("")) for _ in range(10_001)]
    assert tickets.take(issued[0]) is None
    assert tickets.take(issued[1]) is not None
