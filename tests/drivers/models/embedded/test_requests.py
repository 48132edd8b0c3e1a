import pytest
from tests.support.effort import effort

from paios.drivers.models.embedded.requests import Wanted, adding, creating, is_question, spans


@pytest.mark.parametrize(
    ("said", "note", "text"),
    [
        ("Add to my shopping list: oat milk", "shopping list", "oat milk"),
        ("Put eggs on the shopping list", "shopping list", "eggs"),
        ("please add two lemons to my groceries note", "groceries", "two lemons"),
        ("Note in my journal that the pump is quiet now", "journal", "the pump is quiet now"),
        ("Add “call Marta” to my to do list!", "to do list", "call Marta"),
        ("Can you put 'renew passport' in To do?", "To do", "renew passport"),
        ("append to packing list: sun cream", "packing list", "sun cream"),
        ("write down in Reading list: Dune, by Frank Herbert", "Reading list", "Dune, by Frank Herbert"),
        ("Shopping list: add AA batteries", "Shopping list", "AA batteries"),
        ("Add Knopf weighs 7.6 kg to the note about Knopf", "Knopf", "Knopf weighs 7.6 kg"),
        (
            "Put the paint in the shed on our renovation list, please",
            "renovation list",
            "the paint in the shed",
        ),
    ],
)
def test_the_parts_of_an_addition_are_found(said: str, note: str, text: str) -> None:
    assert adding(said) == Wanted(note, text)


@pytest.mark.parametrize(
    ("said", "note", "text"),
    [
        ("Create a note called Holiday plans: pack light", "Holiday plans", "pack light"),
        ("make a note called Wine with the text: Tobias likes Riesling", "Wine", "Tobias likes Riesling"),
        ("Start a new note about the car", "car", ""),
        ("new note: boat ideas", "boat ideas", ""),
    ],
)
def test_the_parts_of_a_new_note_are_found(said: str, note: str, text: str) -> None:
    assert creating(said) == Wanted(note, text)


@pytest.mark.parametrize(
    "said",
    ["", "What did we decide?", "Hello", "add", "add: x", "note that I am happy", "milk: two"],
)
def test_other_sentences_have_no_such_parts(said: str) -> None:
    assert (adding(said), creating(said)) == (None, None)


@pytest.mark.parametrize(("said", "is_one"), [("What is it?", True), ("how much", True), ("Whatever", False)])
def test_a_question_is_known_by_its_first_word(said: str, is_one: bool) -> None:
    assert is_question(said) is is_one


@pytest.mark.parametrize(
    "said", ["add " + "to my " * 300, "please " * 280, "add " + "a " * 990 + ":", "new note " * 220]
)
def test_no_sentence_takes_long(said: str) -> None:
    assert effort(lambda: (adding(said), creating(said))) < 1


def test_a_span_is_a_run_of_words_that_can_stand_alone() -> None:
    assert spans("put milk on the list, please", 3) == ["milk", "list"]
    assert "to call Ann" not in spans("Remind me in Tasks to call Ann", 4)
    assert "call Ann" in spans("Remind me in Tasks to call Ann", 4)


def test_a_whole_page_has_few_spans() -> None:
    assert len(spans("word " * 10_000, 12)) < 500
