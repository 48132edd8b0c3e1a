"""Numbers that stand for passages, and only for those that the run saw."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.events import passage

from paios.agent.citations import cited, rendered, without_marks
from paios.domain.label import OUTSIDE_WORDS

SEEN = [passage("one"), passage("two", OUTSIDE_WORDS, "Mail.md"), passage("x" * 1000)]


def test_a_number_stands_for_its_passage() -> None:
    [second, first] = cited("It comes in May [2], we said [1]. [2]", SEEN)
    assert (second.number, second.path, second.quote, second.external) == (2, "Mail.md", "two", True)
    assert (first.number, first.title, first.first_line, first.last_line) == (1, "Boiler", 3, 4)
    assert not first.external


@pytest.mark.parametrize("text", ["", "[0]", "[4]", "[9999]", "[12345]", "[-1]", "[ 1 ]", "[one]", "[]", "1"])
def test_a_number_that_stands_for_nothing_is_left_out(text: str) -> None:
    assert cited(text, SEEN) == ()


def test_a_long_passage_is_quoted_by_its_start() -> None:
    [citation] = cited("[3]", SEEN)
    assert citation.quote == "x" * 400


@given(st.text("[]0123456789 a"), st.integers(0, 12))
def test_every_citation_is_of_something_seen_and_said(text: str, many: int) -> None:
    passages = [passage(str(number)) for number in range(1, many + 1)]
    citations = cited(text, passages)
    assert [citation.quote for citation in citations] == [str(citation.number) for citation in citations]
    assert all(0 < citation.number <= many for citation in citations)
    assert len({citation.number for citation in citations}) == len(citations)


def test_passages_are_shown_with_their_numbers_and_places() -> None:
    assert rendered(SEEN[:2], 5) == ("[5] House/Boiler.md (lines 3-4)\none\n\n[6] Mail.md (lines 3-4)\ntwo\n")
    assert rendered([], 1) == ""


def test_numbers_of_an_older_answer_mean_nothing_any_more() -> None:
    assert without_marks("It is off [1], since May [23]. [a](b) [12345]") == (
        "It is off , since May . [a](b) [12345]"
    )
