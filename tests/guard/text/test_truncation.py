"""A text that is too long is cut, and says so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paios.guard.text.truncation import LEAST, truncate

pytestmark = pytest.mark.requirement("I8")


def test_text_within_the_limit_stays_as_it_is() -> None:
    assert truncate("x" * 500, 500) == ("x" * 500, 0)


def test_longer_text_ends_in_a_mark_that_tells_how_much_is_left_out() -> None:
    cut, left_out = truncate("x" * 30_000, 20_000)
    assert len(cut) <= 20_000
    assert cut.endswith(f"\n[cut off here: {left_out:,} of 30,000 characters left out]")
    assert cut.count("x") + left_out == 30_000 + cut[cut.index("\n") :].count("x")


@given(st.integers(0, 5000), st.integers(LEAST, 5000))
def test_cut_text_fits_and_nothing_is_unaccounted_for(length: int, limit: int) -> None:
    cut, left_out = truncate("y" * length, limit)
    assert len(cut) <= limit
    assert cut.count("y") + left_out == length


def test_limit_without_room_for_the_mark_is_refused() -> None:
    with pytest.raises(ValueError, match="no room"):
        truncate("x", LEAST - 1)
