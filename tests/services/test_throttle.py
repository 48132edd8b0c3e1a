"""The limit on guessing: per key, for as long as the window, whatever came of the guesses (U8)."""

from datetime import timedelta

import pytest
from tests.support.proofs import TurnedClock

from paios.domain.errors import TooManyRequestsError
from paios.services.throttle import Throttle

pytestmark = pytest.mark.requirement("U8")


def exhausted(clock: TurnedClock) -> Throttle:
    throttle = Throttle(clock, most=3, window=timedelta(minutes=5))
    for _ in range(3):
        throttle.attempt("ada")
        clock.turn(10)
    return throttle


def test_attempts_beyond_the_limit_are_refused_with_the_seconds_to_wait() -> None:
    throttle = exhausted(TurnedClock())
    with pytest.raises(TooManyRequestsError) as refused:
        throttle.attempt("ada")
    assert refused.value.retry_after == 271


def test_other_keys_are_not_affected() -> None:
    exhausted(TurnedClock()).attempt("ben")


def test_refused_attempts_do_not_make_the_wait_longer() -> None:
    clock = TurnedClock()
    throttle = exhausted(clock)
    for _ in range(5):
        with pytest.raises(TooManyRequestsError):
            throttle.attempt("ada")
    clock.turn(271)
    throttle.attempt("ada")


def test_window_slides() -> None:
    clock = TurnedClock()
    throttle = exhausted(clock)
    clock.turn(271)
    throttle.attempt("ada")
    with pytest.raises(TooManyRequestsError):
        throttle.attempt("ada")
