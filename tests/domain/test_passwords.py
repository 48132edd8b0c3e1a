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


COMMON_WORD = frozenset({"baseball"})


@pytest.mark.parametrize("password", ["baseball2024", "2024baseball", "2024baseball2024"])
def test_four_signs_at_either_end_do_not_make_another_password_of_a_common_one(password: str) -> None:
    with pytest.raises(InvalidInputError, match="tried first"):
        check_new(password, "Ada", COMMON_WORD)


@pytest.mark.parametrize("password", ["baseball20245", "52024baseball", "52024baseball2024"])
def test_five_signs_do(password: str) -> None:
    check_new(password, "Ada", COMMON_WORD)


def test_what_repeats_two_signs_is_nothing_but_that_and_three_are_looked_up() -> None:
    with pytest.raises(InvalidInputError, match="tried first"):
        check_new("kxkxkxkxkxkx", "Ada", COMMON_WORD)
    check_new("kx7kx7kx7kx7", "Ada", COMMON_WORD)
    with pytest.raises(InvalidInputError, match="tried first"):
        check_new("kx7kx7kx7kx7", "Ada", frozenset({"kx7"}))


def test_a_name_of_one_letter_is_found_as_often_as_it_is_repeated() -> None:
    with pytest.raises(InvalidInputError, match="tried first"):
        check_new("ooooooooo2024", "O", COMMON_WORD)


def test_eleven_signs_are_too_few_and_twelve_are_not() -> None:
    with pytest.raises(InvalidInputError) as refused:
        check_new("kx7-Q2f9-Zz", "Ada", COMMON)
    assert str(refused.value) == "A password has at least 12 characters. A few words are good."
    check_new("kx7-Q2f9-Zzp", "Ada", COMMON)


@pytest.mark.parametrize("password", ["k" * (MOST_BYTES + 1), "é" * (MOST_BYTES // 2 + 1), "k" * 1_000_000])
def test_more_than_a_thousand_bytes_are_refused(password: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        check_size(password)
    assert str(refused.value) == "A password has at most 1,024 bytes."
    with pytest.raises(InvalidInputError):
        check_new(password, "Ada", COMMON)


def test_a_thousand_and_twenty_four_bytes_are_not_too_many() -> None:
    for password in ("k" * 1024, "é" * 512):
        check_size(password)


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
