"""Texts found again by any words in them, as if each had been looked through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paios.guard.provenance.texts import Texts, flat

pytestmark = pytest.mark.requirement("P10")

_SOME = st.text("ab \n\u00a0Ä", max_size=12)


@given(st.lists(_SOME, max_size=4), _SOME.map(flat).filter(bool))
def test_a_piece_is_found_wherever_it_stands_and_nowhere_else(read: list[str], wanted: str) -> None:
    texts = Texts[int]()
    for number, text in enumerate(read):
        texts.add(text, number)
        assert texts.holders(wanted) == [at for at in range(number + 1) if wanted in flat(read[at])]
    assert texts.holders(wanted) == [at for at, text in enumerate(read) if wanted in flat(text)]


def test_words_of_two_texts_are_no_text() -> None:
    texts = Texts[int]()
    texts.add("one two", 1)
    texts.add("two three", 2)
    assert texts.holders("one two three") == []
    assert texts.holders("ne two") == [1]
    assert texts.holders("two thr") == [2]
