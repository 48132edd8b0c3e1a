"""An id is a whole token that is said to be one; "June 13" does not name the thing with the id 13 (P10)."""

import pytest

from paios.domain.tool import Sink
from paios.guard.provenance.normal import canonical, mentions

pytestmark = pytest.mark.requirement("P10")


def said(text: str) -> set[str]:
    return {one.value for one in mentions(text, Sink.ID)}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("13", "Delete the file with id 13."),
        (13, "Delete the file with the ID: 13"),
        ("13", "Delete #13, please"),
        ("13", "Delete number 13"),
        ("13", "Delete no. 13"),
        ("13", "Delete the event whose id is 13"),
        ("13", "Delete invoice number 13"),
        ("13", "Close ticket 13"),
        ("abc-123", "Close ticket ABC-123"),
        ("ORD-7", "Cancel order ord-7"),
        ("a1b2c3", "Open a1b2c3"),
        ("550e8400-e29b-41d4-a716-446655440000", "Open 550e8400-e29b-41d4-a716-446655440000"),
        ("13", 'Delete "13"'),
        ("draft", "Delete `draft`"),
    ],
)
def test_an_id_that_is_said_to_be_one_is_found(value: object, text: str) -> None:
    assert canonical(value, Sink.ID) in said(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("13", "What is on June 13?"),
        ("13", "What is on the 13th?"),
        ("13", 'Open "file 13"'),
        ("13", "Delete the 13 files"),
        ("13", "at 13:00"),
        ("13", "number 13:00"),
        ("13", "number 13.50"),
        ("13", "number 13 EUR"),
        ("13", "id 13%"),
        ("13", "id 130"),
        ("13", "id a13"),
        ("13", "id 13\u200b"),
        ("13", "id １３"),
        ("13", "order 13 pizzas"),
        ("13", "see example.com/#13"),
        ("13", "id-13x"),
        ("the", "id the"),
        ("A1B2C3", "Open a1b2c3"),
        ("a1b2c3", "Open a1b2c3d4"),
        ("a1b2c3", "Open a1b2c3.pdf"),
        ("a1b2c3", "Open x/a1b2c3"),
        ("a1b2c3", "Open а1b2c3"),  # Cyrillic a
        ("a1b2c3", "Open a1b 2c3"),
        ("a1b2c3", "Write to a1b2c3@example.org"),
        ("100EUR", "Pay 100EUR"),
        ("30minutes", "for 30minutes"),
        ("June2024", "in June2024"),
        ("DE89370400440532013000", "to DE89370400440532013000"),
    ],
)
def test_what_only_collides_with_an_id_is_not_found(value: str, text: str) -> None:
    assert canonical(value, Sink.ID) in {value, value.upper()}
    assert not {value, value.upper()} & said(text)


def test_ids_are_told_in_the_order_in_which_they_are_said() -> None:
    text = "Delete #7, #13 at 10:00, a1b2c3, #5, number 9 on May 15, #99 and ticket ABC-123, then #8 and #21"
    found = ["7", "13", "a1b2c3", "5", "9", "99", "ABC-123", "8", "21"]
    assert [one.value for one in mentions(text, Sink.ID)] == found


def test_a_ticket_is_one_in_small_letters_too_and_another_id_is_taken_as_it_stands() -> None:
    assert canonical("abc-123", Sink.ID) == canonical("ABC-123", Sink.ID) == "ABC-123"
    assert canonical("a1b2C3", Sink.ID) == "a1b2C3"


@pytest.mark.parametrize("value", ["", "a b", "../13", "13\x00", "13\u202e", "x" * 200, "é", 1.5, True, None])
def test_what_is_no_token_is_no_id(value: object) -> None:
    assert canonical(value, Sink.ID) is None
