"""Owns: runs of every kind for property tests, as services would let them go, left anywhere."""

from typing import Final

from hypothesis import strategies as st
from tests.support.events import Story, passage

from paios.agent.commands import CallModel, Finish, GiveUp, Propose, Recover, Rest
from paios.agent.loop import Loop
from paios.domain.label import OUTSIDE_WORDS
from paios.domain.model import Speaker, Utterance
from paios.domain.tool import Outcome, RawToolCall

WORDS_FROM_OUTSIDE: Final = "words from outside"
"""What every tool brings, and no other turn of the dialogue."""

FRESH: Final = Loop(
    (Utterance(Speaker.SYSTEM, "Be brief."), Utterance(Speaker.USER, "Why is it cold?")), call_limit=4
)
"""The loop of all these runs before anything happened."""


@st.composite
def stories(draw: st.DrawFn) -> Story:
    story = Story().started()
    for step in range(draw(st.integers(0, 25))):
        if draw(st.integers(0, 30)) == 0:
            return story.stopped()
        loop = FRESH.after(story.events)
        match loop.next():
            case CallModel(tools=tools):
                _ask_model(draw, story.called(tools), step)
            case Propose():
                _decide(draw, story, loop, step)
            case Recover(raw):
                story.finished(raw, "Nobody knows.", outcome=Outcome.INTERRUPTED, asked_on=loop.asked_on)
            case Finish():
                return story.done()
            case GiveUp():
                return story.failed()
            case Rest():
                raise AssertionError("a run that was not ended wants nothing")
    return story


def _ask_model(draw: st.DrawFn, story: Story, step: int) -> None:
    """It answers, with some calls or none, or the server goes away before it did."""
    many = draw(st.integers(0, 3))
    calls = [RawToolCall(f"{step}-{number}", "vault_search", "{}") for number in range(many)]
    if draw(st.booleans()):
        story.answered(draw(st.sampled_from(["", "Let me look. [1]"])), *calls)


def _decide(draw: st.DrawFn, story: Story, loop: Loop, step: int) -> None:
    """It is asked, denied, or allowed; then it ends, or the server goes away before it did."""
    raw, asked_on = loop.pending[0], loop.asked_on
    question = loop.questions.get(raw.id, f"question {step}")
    match draw(st.sampled_from(["ask", "ask", "deny", "allow", "allow and end", "allow and end"])):
        case "ask":
            story.asked(raw, question)
            _ask_ahead(draw, story, loop, step)
        case "deny":
            story.denied(raw, asked=question, asked_on=asked_on)
        case "allow":
            story.allowed(raw, question)
        case _:
            _finish(draw, story.allowed(raw, question), raw, asked_on)


def _ask_ahead(draw: st.DrawFn, story: Story, loop: Loop, step: int) -> None:
    """Of those that are alike some are asked about too, until the server goes away."""
    for number, command in enumerate(loop.ahead()):
        if draw(st.booleans()):
            story.asked(command.raw, f"question {step}-{number}")


def _finish(draw: st.DrawFn, story: Story, raw: RawToolCall, asked_on: bool) -> None:
    texts = [f"{WORDS_FROM_OUTSIDE} {number}" for number in range(draw(st.integers(0, 2)))]
    outcome = draw(st.sampled_from([Outcome.OK, Outcome.ERROR]))
    said = draw(st.sampled_from(["", WORDS_FROM_OUTSIDE]))
    shown = [passage(text, OUTSIDE_WORDS) for text in texts]
    story.finished(raw, said, *shown, outcome=outcome, asked_on=asked_on)
