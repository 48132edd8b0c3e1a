"""What a new password must be: long, unknown to who guesses, and nothing else (U1)."""

from unicodedata import normalize

import pytest

from paios.domain.errors import InvalidInputError
from paios.domain.passwords import MOST_BYTES, check_new, check_size
from paios.drivers.common_passwords import CommonPasswords

pytestmark = pytest.mark.requirement("U1")

COMMON = CommonPasswords()


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery",
        "Die Katze schnarcht",
        "тихий вечер у реки",
        "夜の川辺を歩いて帰る猫たち",
        "🐕 walks at dawn",
        "            spaced",
        "kx7-Q2f9-Zzp1",
        "nodigitsatallhere",
        "492817365024",
        "é" * 11 + "abcdefg",
        "ab" * 3 + "x" + "cd" * 3,
        "x" + "y z" * 340,
    ],
)
def test_a_long_unknown_password_is_taken_whatever_it_is_made_of(password: str) -> None:
    check_new(password, "Ada", COMMON)


@pytest.mark.parametrize(
    "password",
    [
        "administrator",
        "Administrator",
        "passwordpassword",
        "PASSWORD1234",
        "Baseball2024",
        "1!baseball!1",
        "letmeinletmein",
        "sunshine sunshine",
        "monkeymonkeymonkey99",
        "ａｄｍｉｎｉｓｔｒａｔｏｒ",
        "aaaaaaaaaaaa",
        "ababababababab",
        "121212121212",
        "123456789012",
        "qwertyuiop12",
        "Marianne Feldkamp",
        "marianne  feldkamp".replace("  ", " "),
        "Marianne Feldkamp 12",
    ],
)
def test_what_is_tried_first_is_refused_without_being_repeated(password: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        check_new(password, "Marianne Feldkamp", COMMON)
    assert str(refused.value) == (
        "This is among the passwords that are tried first: a common one, or your name. Choose another."
    )


def test_eleven_signs_are_too_few_and_twelve_are_not() -> None:
    with pytest.raises(InvalidInputError) as refused:
        check_new("kx7-Q2f9-Zz", "Ada", COMMON)
    assert str(refused.value) == "A password has at least 12 characters. A few words are good."
    check_new("kx7-Q2f9-Zzp", "Ada", COMMON)


@pytest.mark.parametrize("password", ["k" * (MOST_BYTES + 1), "é" * (MOST_BYTES // 2 + 1), "k" * 1_000_000])
def test_more_than_a_thousand_bytes_are_refused(password: str) -> None:
    with pytest.raises(InvalidInputError):
        check_size(password)
    with pytest.raises(InvalidInputError):
        check_new(password, "Ada", COMMON)


def test_what_is_no_text_counts_its_bytes_too() -> None:
    check_size("\ud800" * 341)
    with pytest.raises(InvalidInputError):
        check_size("\ud800" * 342)


def test_an_accent_that_is_typed_by_itself_is_no_sign_more() -> None:
    eleven = "schöne Wört"
    for form in ("NFC", "NFD"):
        with pytest.raises(InvalidInputError, match="at least 12"):
            check_new(normalize(form, eleven), "Ada", COMMON)
        check_new(normalize(form, eleven + "e"), "Ada", COMMON)
