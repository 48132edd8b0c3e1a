import pytest

from paios.drivers.models.embedded.dialogue import Shown
from paios.drivers.models.embedded.meaning import Meaning
from paios.drivers.models.embedded.quoting import quoted
from paios.drivers.models.minilm_embedder import MiniLmEmbedder

pytestmark = pytest.mark.slow

CAR = Shown(
    1,
    "Car.md",
    "---\ntags: [car]\n---\n# Car\n\nWe bought **the red one**\nin spring. It cost 900 €.\n\n- [ ] wash it",
)
TRIPS = Shown(2, "Trips.md", "# Trips\n\n| where | when |\n|---|---|\n| Oslo | May |\n| Bergen | June |")


@pytest.fixture
def meaning(embedder: MiniLmEmbedder) -> Meaning:
    return Meaning(embedder)


def best(question: str, meaning: Meaning, *passages: Shown) -> str:
    quotes = quoted(question, passages, meaning)
    assert quotes is not None
    return quotes.split("\n")[0]


def test_a_paragraph_is_quoted_as_it_stands_with_its_number(meaning: Meaning) -> None:
    quote = best("How much did the car cost?", meaning, CAR, TRIPS)
    assert quote == "- We bought **the red one** in spring. It cost 900 €. [1]"


def test_a_table_row_is_quoted_with_the_names_of_its_columns(meaning: Meaning) -> None:
    assert best("When is the trip to Bergen?", meaning, CAR, TRIPS) == "- where: Bergen, when: June [2]"


def test_a_line_that_only_points_elsewhere_comes_after_the_line_it_points_to(meaning: Meaning) -> None:
    pointer = Shown(1, "House.md", "What was decided about the roof, and why, is in one place: [[Roof]].")
    target = Shown(2, "Roof.md", "We decided to patch the roof and wait two years.")
    assert best("What did we decide about the roof?", meaning, pointer, target).endswith(
        "wait two years. [2]"
    )


def test_a_number_in_brackets_in_a_note_does_not_become_a_citation(meaning: Meaning) -> None:
    assert (
        best("How old is Karl?", meaning, Shown(1, "Karl.md", "Karl is 40 [7].")) == "- Karl is 40 (7). [1]"
    )


def test_a_long_paragraph_is_clipped(meaning: Meaning) -> None:
    assert len(best("How old is Karl?", meaning, Shown(1, "Karl.md", "Karl is 40 years old. " * 100))) < 340


def test_what_has_nothing_to_do_with_the_question_is_not_quoted(meaning: Meaning) -> None:
    assert quoted("What is the capital of Mongolia?", [CAR], meaning) is None


@pytest.mark.parametrize("text", ["", "# Heading\n", "---\na: b\n---\n", "|a|\n|---|\n", "- [ ] \n"])
def test_a_passage_without_words_gives_no_quote(meaning: Meaning, text: str) -> None:
    assert quoted("Why?", [Shown(1, "x.md", text)], meaning) is None


def test_no_passage_gives_no_quote(meaning: Meaning) -> None:
    assert quoted("Why?", [], meaning) is None
