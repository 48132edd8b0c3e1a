"""The limit on guessing: per key, for as long as the window, whatever came of the guesses (U8)."""

from datetime import timedelta

import pytest
from tests.support.proofs import TurnedClock

from paios.domain.errors import TooManyRequestsError
from paios.services.guessing import SignInLimits
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


def test_clock_that_is_put_back_makes_the_wait_no_longer() -> None:
    clock = TurnedClock()
    throttle = exhausted(clock)
    clock.turn(-3600)
    for _ in range(3):
        throttle.attempt("ada")
    with pytest.raises(TooManyRequestsError) as refused:
        throttle.attempt("ada")
    assert refused.value.retry_after == 301


def test_device_that_guesses_takes_nothing_from_the_others_at_home() -> None:
    limits = SignInLimits(TurnedClock())
    for _ in range(5):
        limits.attempt("ada", "home", "phone")
    for _ in range(40):
        with pytest.raises(TooManyRequestsError):
            limits.attempt("ada", "home", "phone")
    limits.attempt("ada", "home", "laptop")


def test_devices_of_one_home_guess_no_more_together_than_they_may() -> None:
    limits = SignInLimits(TurnedClock())
    for number in range(30):
        limits.attempt("ada", "home", f"device {number // 5}")
    with pytest.raises(TooManyRequestsError):
        limits.attempt("ada", "home", "another")
