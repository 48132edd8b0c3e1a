"""How characters are read before a value is looked for, each in its place (P10)."""

import pytest

from paios.guard.provenance.normal.characters import (
    BLOT,
    MOST_MARKS,
    composed,
    composed_text,
    exact,
    lowered,
    within,
)
from paios.guard.provenance.normal.mention import Mention

pytestmark = pytest.mark.requirement("P10")


@pytest.mark.parametrize("sign", [" ", "\t", "\v", "\f", "\r", "\u00a0", "\u3000"])
def test_white_space_is_a_space(sign: str) -> None:
    assert exact(f"X{sign}x") == "X x"


@pytest.mark.parametrize("sign", ["\n", "\u0085", "\u2028", "\u2029"])
def test_whatever_ends_a_line_ends_it(sign: str) -> None:
    assert exact(f"X{sign}ü") == "X\nü"


@pytest.mark.parametrize("sign", ["\x1c", "\x1d", "\x1e", "\x1f", "\x00", "\u200b", "\U000e0041", "ｂ", "²"])
def test_what_is_not_plain_is_blotted(sign: str) -> None:
    assert exact(f"X{sign}x") == f"X{BLOT}x"


def test_small_letters_stand_where_the_great_ones_stood() -> None:
    assert lowered("BOB") == "bob"
    assert lowered("İ und ÄB") == "İ und äb"


def test_what_touches_a_span_without_being_in_it_is_kept() -> None:
    before, inside, after, later = (Mention("x", *span) for span in ((0, 2), (1, 3), (4, 5), (8, 9)))
    taken = [(2, 4), (6, 7)]
    assert [*within(iter([before, inside, after, later]), taken)] == [before, after, later]


def test_a_word_is_composed_up_to_a_length_that_no_word_has() -> None:
    longest = "e\u0301" * (MOST_MARKS // 2)
    assert composed(longest) == composed_text(longest) == "é" * (MOST_MARKS // 2)
    assert composed(f"{longest}x") is None
    assert composed_text(f"{longest}x") == f"{longest}x"
