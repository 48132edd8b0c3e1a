"""Which names somebody new may have (U5)."""

from datetime import UTC, datetime

import pytest

from paios.domain.account import User
from paios.domain.errors import ConflictError, InvalidInputError
from paios.domain.principal import Role
from paios.services.person_names import check_name, check_new_name, skeleton

pytestmark = pytest.mark.requirement("U5")

ADA = User("1", "Ada", Role.ADMIN, datetime(2026, 1, 1, tzinfo=UTC))
UNSEEN = "\u3164\u2800\u034f\ufe0f\u180b\u180f\u17b5\u115f\uffa0\U000e0100\U0001d159\U00016fe4\u200b\u00ad"


@pytest.mark.parametrize("char", UNSEEN, ids=ascii)
def test_what_cannot_be_seen_is_refused_anywhere_and_makes_no_other_name(char: str) -> None:
    for name in (f"Ada{char}", f"A{char}da", f"{char}Ada", char, char * 2):
        with pytest.raises(InvalidInputError, match="cannot be seen"):
            check_name(name)
        assert skeleton(name) in {skeleton("Ada"), ""}


@pytest.mark.parametrize("name", [" ", ".", "- -", "\u0301", "🙂"])
def test_a_name_has_a_letter_or_a_digit(name: str) -> None:
    with pytest.raises(InvalidInputError, match="letter or a digit"):
        check_name(name)


@pytest.mark.parametrize(
    "name", ["ꓮꓒꓮ", "ᗅda", "ᗅᑯᗅ", "𐊠da", "⍺da", "ADA", "Ad𝐚", "Ꭺda", "ꓮda", "Аdа"], ids=ascii
)
def test_a_name_drawn_as_somebodys_is_refused(name: str) -> None:
    with pytest.raises((ConflictError, InvalidInputError)):
        check_new_name(name, [ADA])


@pytest.mark.parametrize("one", ["ЗОЯ", "Юлия", "Ы", "Æsa", "ÆSA", "Ꜳ", "Ƨ", "Ƽ", "Ꮮ"])
def test_case_makes_no_other_name(one: str) -> None:
    assert skeleton(one) == skeleton(one.casefold())


@pytest.mark.parametrize(
    "name", ["Ádá", "Łukasz", "Жанна", "Ελένη", "יעל", "ليلى", "山田太郎", "ꓡꓲꓢꓴ", "ᐃᓄᒃ", "ᏣᎳᎩ", "R2"]
)
def test_names_of_every_alphabet_are_names(name: str) -> None:
    check_new_name(name, [ADA])
