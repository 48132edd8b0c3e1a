"""What holds of every run, however it goes: laws, tried on generated ones (S6, I1)."""

from dataclasses import replace

import pytest
from hypothesis import given
from tests.support.events import Story
from tests.support.stories import FRESH, WORDS_FROM_OUTSIDE, stories

from paios.agent.commands import CallModel, Finish, GiveUp, Propose, Recover
from paios.agent.loop import Loop
from paios.domain.model import Speaker
from paios.domain.run import RunState, state_after


def _moments(story: Story) -> list[Loop]:
    """The loop after each event, as one that never stopped was."""
    loops = [FRESH]
    for event in story.events:
        loops.append(loops[-1].after([event]))
    return loops


@pytest.mark.requirement("S6")
@given(stories())
def test_a_loop_rebuilt_at_any_moment_wants_what_the_one_before_wanted(story: Story) -> None:
    for at, loop in enumerate(_moments(story)):
        rebuilt = replace(FRESH).after(story.events[:at])
        assert rebuilt == loop
        assert rebuilt.next() == loop.next()
        assert rebuilt.after(story.events[at:]) == FRESH.after(story.events)


@pytest.mark.requirement("I1")
@given(stories())
def test_what_tools_brought_stands_in_tool_turns_alone(story: Story) -> None:
    for loop in _moments(story):
        command = loop.next()
        if isinstance(command, CallModel):
            for turn in command.dialogue:
                assert WORDS_FROM_OUTSIDE not in turn.text or turn.speaker is Speaker.TOOL
        if isinstance(command, Finish | GiveUp):
            assert WORDS_FROM_OUTSIDE not in str(command)


@given(stories())
def test_a_model_is_asked_only_when_each_of_its_calls_has_one_answer(story: Story) -> None:
    for loop in _moments(story):
        command = loop.next()
        if isinstance(command, CallModel):
            made = [call.id for turn in command.dialogue for call in turn.calls]
            answers = [turn.call_id for turn in command.dialogue if turn.speaker is Speaker.TOOL]
            assert answers == made


@pytest.mark.requirement("S2")
@given(stories())
def test_tools_are_offered_below_the_limit_alone_and_calls_are_counted(story: Story) -> None:
    for loop in _moments(story):
        command = loop.next()
        resolved = sum(turn.speaker is Speaker.TOOL for turn in loop.turns)
        if isinstance(command, CallModel):
            assert command.tools == (resolved < FRESH.call_limit)
        if isinstance(command, Propose):
            assert command.calls_before == resolved


@pytest.mark.requirement("S6")
@given(stories())
def test_nothing_that_was_started_is_proposed_again(story: Story) -> None:
    started: set[str] = set()
    for event, loop in zip(story.events, _moments(story)[1:], strict=True):
        if event.kind == "call.started":
            started.add(event.data["call_id"])
            assert isinstance(loop.next(), Recover)
        command = loop.next()
        assert not isinstance(command, Propose) or command.raw.id not in started


@pytest.mark.requirement("P9")
@given(stories())
def test_a_run_waits_exactly_where_its_next_call_was_asked_about(story: Story) -> None:
    """Between a decision to allow and the start, which are stored at once, nobody looks."""
    for event, loop in zip(story.events, _moments(story)[1:], strict=True):
        if event.data.get("verdict") == "allow":
            continue
        command = loop.next()
        asked = isinstance(command, Propose) and command.approval_id is not None
        assert (state_after(event) is RunState.WAITING) == asked


@given(stories())
def test_a_question_belongs_to_a_call_that_has_not_ended(story: Story) -> None:
    for loop in _moments(story):
        assert loop.questions.keys() <= {call.id for call in loop.pending}
