"""Whether a text is worded as the person worded it."""

import pytest
from tests.support.readings import SEND_MAIL, heard, judged

from paios.guard.provenance.wording import worded

pytestmark = pytest.mark.requirement("P10", "I11")

WORDS = "Tell Bob: see you at seven, my friend - and bring the old map"


@pytest.mark.parametrize(
    "value",
    ["see you at seven", "See you at seven!", " see you at seven ", "“See you at seven.”",
     "see you at seven my friend", "SEE YOU AT SEVEN", "See You at Seven, My Friend",
     "see you\nat seven", "bring the OLD map"],
)  # fmt: skip
def test_the_persons_words_may_be_set_in_another_way(value: str) -> None:
    assert worded(value, WORDS)


@pytest.mark.parametrize(
    "value",
    ["sEe YoU aT sEvEn", "see; you; at; seven", "see ((:;:; you at seven", "see you at seven!!!!!!",
     "(((((( see you at seven", "see you at seven ⟨", "  see you at seven", "see you at seven,.",
     "see\tyou at seven", "see" + " \t" * 200 + "you at seven", "ſee you at ſeven", "seE you at seven",
     "see you at eight", "see at seven", "!!", ""],
)  # fmt: skip
def test_nothing_can_be_written_between_their_words(value: str) -> None:
    assert worded(value, WORDS) == ()


@pytest.mark.parametrize(
    ("value", "words", "same"),
    [
        ("see  you at seven", "see you at seven", False),
        ("see you at seven", "see  you \t at seven", True),
        ("see you  at seven", "see  you  at seven", False),
        ("see  you \t at seven", "see  you \t at seven", True),
        ("it’s Bob’s, isn’t it, if that’s so", "it's Bob's, isn't it, if that's so", True),
        ("it’s Bob´s, isn`t it, if that‘s so", "it's Bob's, isn't it, if that's so", False),
        ("see you…", "see you… soon", True),
        ("see you…", "see you…", True),
        ("[see you", "[see you]", True),
        ("see you", "…", False),
        ("die straße ist naß", "die strasse ist nass", False),
        ("the ﬁnal oﬃce", "the final office", False),
        ("Überall gru\u0308ßen Bäume", "Überall grüßen Bäume", False),
        ("see you\r\nat seven", "see you at seven", True),
        ("see, you, at seven", "see you at seven", True),
        ("see, you, at, seven", "see you at seven", False),
        ("see You At seven", "see you at seven", True),
        ("Bring The Good Maps And the Keys", "bring the good maps and the keys", True),
        ("Meet Me at the NASA Mill on the Hill", "meet me at the NASA mill on the hill", True),
        ("Team Lunch Next Week", "TEAM LUNCH NEXT WEEK", True),
        ("team lunch next week", "Team Lunch Next Week", True),
        ("bring the Map to Bob now", "Bring the Map to Bob now", True),
        ("Come To The Mill On the Hill at Sea", "come to the mill on the hill at sea", True),
        ("Bring A Map To The Mill on the Hill at ten", "bring a map to the mill on the hill at ten", False),
        ("Come To The Mill On the Hill at the Sea", "come to the mill on the hill at the sea", False),
        ("BRING tHE Good Maps And Keys", "bring the good maps and keys", False),
        ("Bring Along every Single Paper Map", "bring along every single paper map", False),
    ],
)
def test_a_sign_or_two_and_the_case_of_a_word_or_two_may_differ(value: str, words: str, same: bool) -> None:
    assert bool(worded(value, words)) is same


def test_each_place_is_told() -> None:
    assert worded("map", "a map, a Map") == ((2, 5), (9, 12))


def test_a_text_as_long_as_a_book_is_read_as_it_stands() -> None:
    assert worded("end", "word " * 2_000 + "end")


def test_a_letter_may_be_typed_as_one_sign_or_two() -> None:
    run = heard("Mail bob@example.org at the cafe\u0301: the ke\u0301y is under the mat")
    for body in ("the k\u00e9y is under the mat", "the ke\u0301y is under the mat"):
        assert judged(run, SEND_MAIL, to=["bob@example.org"], subject="", body=body).doubt is None


def test_a_word_of_marks_without_end_is_read_in_a_moment() -> None:
    assert not worded("a" + "\u0316\u0301" * 200_000, WORDS)
