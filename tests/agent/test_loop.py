"""What the loop wants, step by step: events in, one command out (T1, S2, S6)."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import pytest
from tests.support.events import SEARCH, WRITE, Story, passage

from paios.agent.commands import CallModel, Command, Finish, GiveUp, Propose, Recover, Rest
from paios.agent.loop import AHEAD, Loop, passage_of
from paios.agent.prompt import KEPT_HERE, LAST_WORDS
from paios.domain.label import OUTSIDE_WORDS, Integrity, Label, Secrecy
from paios.domain.model import ModelRequest, Speaker, Utterance
from paios.domain.tool import GRANTING, Outcome, RawToolCall

OPENING = (Utterance(Speaker.SYSTEM, "Be brief."), Utterance(Speaker.USER, "Why is it cold?"))
FRESH = Loop(OPENING, call_limit=3)


def told(story: Story, loop: Loop = FRESH) -> Loop:
    return loop.after(story.events)


def wants(story: Story, loop: Loop = FRESH) -> Command:
    return told(story, loop).next()


def started() -> Story:
    return Story().started().called()


def test_it_begins_by_asking_the_model() -> None:
    assert wants(Story()) == wants(Story().started()) == CallModel(OPENING, tools=True)


def test_a_model_that_was_asked_and_did_not_answer_is_asked_again() -> None:
    assert wants(started()) == CallModel(OPENING, tools=True)


def test_an_answer_without_calls_is_the_end() -> None:
    assert wants(started().answered("It is off.")) == Finish("It is off.")
    assert wants(started().answered("")) == Finish("")


def test_calls_are_proposed_one_after_the_other() -> None:
    story = started().answered("Let me look.", SEARCH, WRITE)
    assert wants(story) == Propose(SEARCH, 0)
    assert wants(story.allowed(SEARCH).finished(SEARCH)) == Propose(WRITE, 1)


def test_a_call_that_was_asked_about_comes_back_with_its_question() -> None:
    story = started().answered("", WRITE).asked(WRITE, "q")
    assert wants(story) == Propose(WRITE, 0, "q")
    assert wants(story.asked(WRITE, "q2")) == Propose(WRITE, 0, "q2")


def test_a_question_is_forgotten_with_its_call() -> None:
    story = started().answered("", WRITE, SEARCH).asked(WRITE).allowed(WRITE, "q").finished(WRITE)
    assert wants(story) == Propose(SEARCH, 1, None)


def alike(many: int) -> list[RawToolCall]:
    return [replace(WRITE, id=f"alike {number}") for number in range(many)]


def test_calls_of_the_same_tool_that_directly_follow_can_be_asked_about_together() -> None:
    first, second, third, last = alike(4)
    story = started().answered("", first, second, third, SEARCH, last)
    assert told(story).ahead() == (Propose(second, 1), Propose(third, 2))
    assert told(story.asked(first, "q").asked(third, "q3")).ahead() == (Propose(second, 1),)
    assert told(Story()).ahead() == told(started().answered("Done.")).ahead() == ()


def test_a_card_has_an_end() -> None:
    first, *rest = alike(AHEAD + 3)
    assert [one.raw for one in told(started().answered("", first, *rest)).ahead()] == rest[:AHEAD]


@pytest.mark.requirement("I12")
def test_requests_for_permissions_are_asked_one_by_one() -> None:
    first, second = (replace(one, name=GRANTING) for one in alike(2))
    assert told(started().answered("", first, second)).ahead() == ()


@pytest.mark.requirement("P9")
def test_each_call_comes_back_with_its_own_question_in_its_turn() -> None:
    first, second, third = alike(3)
    story = started().answered("", first, second, third).asked(first, "q1").asked(third, "q3")
    assert wants(story) == Propose(first, 0, "q1")
    assert not told(story).asked_on
    assert wants(story.denied(first, asked="q1")) == Propose(second, 1)
    assert told(story).asked_on
    assert wants(story.allowed(second).finished(second)) == Propose(third, 2, "q3")
    assert told(story.denied(third)).questions == {}


def test_events_of_before_there_were_questions_ahead_still_count() -> None:
    story = started().answered("", WRITE, SEARCH).asked(WRITE, "q").allowed(WRITE, "q").finished(WRITE)
    for event in story.events:
        assert isinstance(event.data, dict)
        event.data.pop("asked_on", None)
    assert wants(story) == Propose(SEARCH, 1)


def test_the_model_hears_what_came_of_its_calls() -> None:
    story = started().answered("Look:", SEARCH, WRITE)
    story.allowed(SEARCH).finished(SEARCH, "Found.", passage("It is off.")).denied(WRITE, "You said no.")
    assert wants(story) == CallModel(
        (
            *OPENING,
            Utterance(Speaker.ASSISTANT, "Look:", (SEARCH, WRITE)),
            Utterance(Speaker.TOOL, "Found.\n\n[1] House/Boiler.md (lines 3-4)\nIt is off.", call_id="1"),
            Utterance(Speaker.TOOL, "Refused: You said no.", call_id="2"),
        ),
        tools=True,
    )


def test_passages_are_numbered_through_the_whole_run() -> None:
    story = (
        started().answered("", SEARCH).allowed(SEARCH).finished(SEARCH, "", passage("one"), passage("two"))
    )
    again = replace(SEARCH, id="3")
    story.answered("", again).allowed(again).finished(again, "", passage("three", OUTSIDE_WORDS))
    loop = told(story)
    assert [each.text for each in loop.passages] == ["one", "two", "three"]
    assert loop.turns[-1].text.startswith("[3] House/Boiler.md")
    assert loop.passages[2].label == OUTSIDE_WORDS


@pytest.mark.requirement("S6")
def test_a_call_that_was_cut_off_is_looked_into_and_not_done_again() -> None:
    story = started().answered("", WRITE, SEARCH).allowed(WRITE)
    assert wants(story) == Recover(WRITE)
    story.finished(WRITE, "Nobody knows.", outcome=Outcome.INTERRUPTED)
    assert wants(story) == Propose(SEARCH, 1)


@pytest.mark.requirement("S2")
def test_after_its_last_call_a_run_may_only_answer() -> None:
    story = started()
    for number in range(3):
        call = replace(SEARCH, id=f"call {number}")
        story.answered("", call).allowed(call).finished(call)
    command = wants(story)
    assert isinstance(command, CallModel)
    assert not command.tools
    assert command.dialogue[-1] == Utterance(Speaker.SYSTEM, LAST_WORDS)
    story.called(tools=False)
    assert wants(story) == command
    over = replace(SEARCH, id="over")
    assert wants(story.answered("More!", over)) == GiveUp(
        "calls_used_up", "The model wanted more than 3 tool calls."
    )


@pytest.mark.requirement("S2")
def test_calls_beyond_the_limit_in_one_breath_are_put_to_the_gate_with_their_number() -> None:
    """The gate refuses them; the loop may not be trusted to."""
    calls = [replace(SEARCH, id=f"call {number}") for number in range(5)]
    story = started().answered("", *calls)
    for number, call in enumerate(calls):
        assert wants(story) == Propose(call, number)
        story.denied(call)
    command = wants(story)
    assert isinstance(command, CallModel)
    assert not command.tools


LOCAL: Final = Label(Integrity.USER, Secrecy.LOCAL_ONLY)


def abroad(story: Story) -> tuple[Utterance, ...]:
    """What a model elsewhere is told next, after the opening."""
    command = wants(story)
    assert isinstance(command, CallModel)
    return ModelRequest(command.dialogue, ()).abroad().dialogue[len(OPENING) :]


@pytest.mark.requirement("I13")
def test_of_a_result_a_model_elsewhere_sees_what_may_leave() -> None:
    story = started().called(local=False).answered("", SEARCH).allowed(SEARCH)
    story.finished(SEARCH, "Found.", passage("open"), passage("shut", LOCAL, "Doctor.md"), label=LOCAL)
    _, result = abroad(story)
    assert result.text.startswith(f"{KEPT_HERE}\n\n[1] House/Boiler.md (lines 3-4)\nopen")
    assert result.text.endswith(f"[2] a note (lines 3-4)\n{KEPT_HERE}")
    assert result.call_id == SEARCH.id
    assert "shut" in told(story).turns[-1].text
    assert abroad(story.called(local=False).answered("So be it.", WRITE).denied(WRITE))[2:] == (
        Utterance(Speaker.ASSISTANT, "So be it.", (WRITE,)),
        Utterance(Speaker.TOOL, "Refused: You said no.", call_id=WRITE.id),
    )


@pytest.mark.requirement("I13")
def test_what_a_model_here_says_after_it_was_told_stays_here() -> None:
    story = started().called(local=True).answered("Looking.", SEARCH).allowed(SEARCH)
    story.finished(SEARCH, "shut", label=LOCAL)
    assert not told(story).told
    story.called(local=True).answered("shut", WRITE).denied(WRITE, "shut is no path")
    assert told(story).told
    assert abroad(story)[0].text == "Looking."
    assert abroad(story)[1:] == (
        Utterance(Speaker.TOOL, KEPT_HERE, call_id=SEARCH.id),
        Utterance(Speaker.ASSISTANT, KEPT_HERE, (replace(WRITE, arguments="{}"),)),
        Utterance(Speaker.TOOL, KEPT_HERE, call_id=WRITE.id),
    )


@pytest.mark.requirement("I13")
def test_where_it_was_not_recorded_who_was_told_it_counts_as_told() -> None:
    story = started().answered("", SEARCH).allowed(SEARCH).finished(SEARCH, "shut", label=LOCAL)
    assert told(story.called()).told


@pytest.mark.parametrize("end", [Story.done, Story.failed, Story.stopped])
def test_an_ended_run_wants_nothing(end: Callable[[Story], Story]) -> None:
    for story in (Story(), started(), started().answered("", WRITE).asked(WRITE), started().answered("Hi")):
        assert wants(end(story)) == Rest()


def test_a_passage_comes_back_as_it_was_stored() -> None:
    shown = passage("words", OUTSIDE_WORDS)
    story = started().answered("", SEARCH).allowed(SEARCH).finished(SEARCH, "", shown)
    assert passage_of(story.events[-1].data["passages"][0]) == shown
