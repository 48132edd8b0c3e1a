"""Where active content stands in what was read: all of it is known, or none of it yet."""

import pytest

from paios.guard.provenance.contents import Contents, contents
from paios.guard.provenance.normal import atoms

pytestmark = pytest.mark.requirement("I10", "I11")

(BOB,) = atoms("bob@example.org")


def read(*texts: str) -> Contents[int]:
    """Texts that were read and not searched yet; each belongs to its number."""
    held = Contents[int]()
    for number, text in enumerate(texts):
        held.add(number, text)
    return held


def owners(held: Contents[int]) -> list[int]:
    return [one.text.owner for one in held.places(BOB)]


def test_what_was_searched_elsewhere_is_known() -> None:
    held = read("Ask bob@example.org", "nothing", "or bob@example.org")
    held.keep(contents(held.unread))
    assert held.unread == ()
    assert owners(held) == [2, 0]


def test_whoever_asks_before_the_search_ends_is_answered_from_everything() -> None:
    held = read("Ask bob@example.org")
    found = contents(held.unread)
    assert owners(held) == [0]
    held.keep(found)
    assert owners(held) == [0]


def test_what_is_read_during_a_search_is_searched_too() -> None:
    held = read("Ask bob@example.org")
    texts = held.unread
    held.add(7, "bob@example.org again")
    held.keep(contents(texts))
    assert [one.owner for one in held.unread] == [7]
    assert owners(held) == [0, 7]


def test_a_search_that_is_late_hides_nothing_that_came_since() -> None:
    held = read("Ask bob@example.org")
    found = contents(held.unread)
    assert owners(held) == [0]
    held.add(7, "bob@example.org again")
    held.keep(found)
    assert owners(held) == [0, 7]


def test_places_are_few_and_quoted_with_the_words_around() -> None:
    held = read(*["mail bob@example.org now"] * 20)
    assert len(owners(held)) == 16
    held.add(20, "bob@example.org")
    assert len(owners(held)) == 16
    assert held.places(BOB)[0].quote == "mail bob@example.org now"


def test_a_long_text_is_known_to_its_end_and_each_place_is_that_of_the_text() -> None:
    text = "Some line.\n" * 5_000 + "mail bob@example.org now\n" + "x" * 40_000
    [place] = read(text).places(BOB)
    assert text[place.start : place.end] == "bob@example.org"
    assert "mail bob@example.org now" in place.quote


def test_of_many_lines_each_is_searched_once_and_its_place_told() -> None:
    text = ("mail bob@example.org\n" + "Some line.\n" * 1_000) * 3
    places = read(text).places(BOB)
    assert [one.start for one in places] == [at * len(text) // 3 + 5 for at in range(3)]
