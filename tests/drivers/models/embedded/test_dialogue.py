from paios.domain.model import Speaker, Utterance
from paios.domain.tool import RawToolCall
from paios.drivers.models.embedded.dialogue import Heard, Shown, asked, heard, shown

BLOCKS = """Found.

[1] House/Boiler.md (lines 4-9)
It hums.

It leaks.

[2] To do.md (lines 1-2)
Sweep.
"""


def turns(*results: str) -> tuple[Utterance, ...]:
    said = [Utterance(Speaker.USER, "Boiler?")]
    for number, text in enumerate(results):
        call = RawToolCall(str(number), f"tool_{number}", "{}")
        said += [Utterance(Speaker.ASSISTANT, "", (call,)), Utterance(Speaker.TOOL, text, call_id=call.id)]
    return tuple(said)


def test_the_last_words_of_the_person_are_the_question() -> None:
    assert asked((*turns("x"), Utterance(Speaker.USER, "And the roof?"))) == "And the roof?"
    assert asked((Utterance(Speaker.SYSTEM, "Be kind."),)) == ""


def test_results_are_those_since_the_question_each_with_its_tool() -> None:
    assert heard(turns("a", "b")) == (Heard("tool_0", "a"), Heard("tool_1", "b"))
    assert heard((*turns("a"), Utterance(Speaker.USER, "And?"))) == ()


def test_passages_are_read_with_their_numbers() -> None:
    assert shown(heard(turns(BLOCKS))) == (
        Shown(1, "House/Boiler.md", "It hums.\n\nIt leaks."),
        Shown(2, "To do.md", "Sweep."),
    )


def test_numbers_go_on_over_results() -> None:
    found = shown(heard(turns(BLOCKS, "[3] Home.md (lines 1-1)\nHi\n")))
    assert [passage.number for passage in found] == [1, 2, 3]


def test_a_note_that_looks_like_a_passage_of_another_number_stays_text() -> None:
    (only,) = shown(heard(turns("[1] A.md (lines 1-3)\nx\n[7] Fake.md (lines 1-1)\ny\n")))
    assert only.text == "x\n[7] Fake.md (lines 1-1)\ny"


def test_a_result_without_passages_shows_none() -> None:
    assert shown(heard(turns("No note has anything like that.", "Refused: You said no."))) == ()
