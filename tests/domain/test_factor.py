"""Codes as a person types them, and under what they are kept (U3)."""

from datetime import UTC, datetime
from hashlib import sha256

import pytest

from paios.domain.credential import factor_name
from paios.domain.factor import (
    Factors,
    Passkey,
    Way,
    is_totp,
    plain_code,
    recovery_code,
    recovery_hash,
    same_code,
    step_of,
)
from paios.domain.person import SIGNS

pytestmark = pytest.mark.requirement("U3")


@pytest.mark.parametrize(
    ("seconds", "step"),
    # RFC 6238, appendix B.
    [(59, 0x1), (1111111109, 0x23523EC), (1111111111, 0x23523ED), (20000000000, 0x27BC86AA)],
)
def test_steps_are_those_of_the_standard(seconds: int, step: int) -> None:
    found = step_of(datetime.fromtimestamp(seconds, UTC))
    assert (found, type(found)) == (step, int)


@pytest.mark.parametrize("typed", ["abcd-EFGH-2345", " ab cd ef\tgh-2345 ", "--ABCD--EFGH--2345"])
def test_neither_case_nor_what_divides_a_code_counts(typed: str) -> None:
    assert plain_code(typed) == "ABCDEFGH2345"
    assert recovery_hash(typed) == sha256(b"ABCDEFGH2345").digest()
    assert plain_code("X") == "X"


def test_a_code_that_is_no_text_is_kept_as_none_that_was_ever_given() -> None:
    assert recovery_hash("\ud800") == recovery_hash("?")


@pytest.mark.parametrize(
    ("code", "totp"),
    [
        ("000000", True),
        ("12345", False),
        ("1234567", False),
        ("12345A", False),
        ("١٢٣٤٥٦", False),
        ("", False),
    ],
)
def test_six_digits_are_an_apps(code: str, totp: bool) -> None:
    assert is_totp(code) is totp


def test_codes_are_the_same_or_are_not() -> None:
    assert same_code("123456", "123456")
    assert not same_code("123456", "123457")
    assert not same_code("123456", "")
    assert not same_code("", "123456")


def test_a_recovery_code_is_of_eighty_bits_and_read_in_groups() -> None:
    asked: list[str] = []

    def choose(signs: str) -> str:
        asked.append(signs)
        return signs[len(asked) % len(signs)]

    code = recovery_code(choose)
    assert asked == [SIGNS] * 16
    assert len(set(SIGNS)) == 32
    assert plain_code(code) == "".join(SIGNS[number % 32] for number in range(1, 17))
    assert "-" in code


def test_the_secret_of_an_app_is_kept_under_its_persons_id() -> None:
    assert factor_name("abc") == "totp-abc"


APP = datetime(2026, 11, 22, tzinfo=UTC)
KEY = Passkey("p", "u", "Phone", b"id", b"public", 0, APP)


@pytest.mark.parametrize(
    ("factors", "ways"),
    [
        (Factors(), ()),
        (Factors(recovery_left=10), ()),
        (Factors(APP), (Way.TOTP,)),
        (Factors(None, (KEY,)), (Way.PASSKEY,)),
        (Factors(APP, (KEY,), 1), (Way.PASSKEY, Way.TOTP, Way.RECOVERY)),
    ],
)
def test_recovery_codes_stand_in_for_a_factor_and_are_none(factors: Factors, ways: tuple[Way, ...]) -> None:
    assert factors.ways == ways
    assert factors.any is bool(ways)
