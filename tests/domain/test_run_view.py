"""A run as a person sees it: a fold over its events, whatever the model said in them."""

import json
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from tests.support.events import RUN, SEARCH, WRITE, Story
from tests.support.stories import stories

from paios.domain.decision import Reason, Source, Verdict
from paios.domain.defence import Note, NoteKind
from paios.domain.provenance import Origin, Trace
from paios.domain.run import STATE_AFTER, EventKind, RunState, state_after
from paios.domain.run_view import RunView, StepState, view
from paios.domain.tool import Outcome, RawToolCall, Sink

OPEN = {StepState.PROPOSED, StepState.WAITING, StepState.RUNNING}


def seen(story: Story) -> RunView:
    return view(RUN, story.events)


def answered() -> Story:
    return Story().started().called().answered("", SEARCH, WRITE)


def states(story: Story) -> list[StepState]:
    return [step.state for step in seen(story).steps]


def test_a_run_that_nothing_happened_in_is_queued() -> None:
    assert seen(Story()) == RunView(RUN, 0, RunState.QUEUED)


def test_a_run_names_its_model() -> None:
    shown = seen(Story().started().called())
    assert (shown.model, shown.seq, shown.state) == ("scripted", 2, RunState.RUNNING)


def test_a_call_goes_its_way() -> None:
    story = answered()
    assert states(story) == [StepState.PROPOSED, StepState.PROPOSED]
    assert states(story.allowed(SEARCH)) == [StepState.RUNNING, StepState.PROPOSED]
    assert states(story.finished(SEARCH)) == [StepState.OK, StepState.PROPOSED]
    assert states(story.asked(WRITE, "q")) == [StepState.OK, StepState.WAITING]
    assert seen(story).state is RunState.WAITING
    assert seen(story).steps[1].approval_id == "q"
    assert states(story.allowed(WRITE, "q")) == [StepState.OK, StepState.RUNNING]
    assert seen(story).steps[1].approval_id == "q"
    assert states(story.finished(WRITE, outcome=Outcome.ERROR)) == [StepState.OK, StepState.ERROR]
    assert [step.summary for step in seen(story).steps] == ["Did it", "Did it"]
    assert [step.effect for step in seen(story).steps] == ["read", "write"]


def test_a_call_that_ends_leaves_the_run_waiting_where_the_next_was_asked_about() -> None:
    first, second, third = (replace(WRITE, id=str(number)) for number in range(3))
    story = Story().started().called().answered("", first, second, third)
    story.asked(first, "q").asked(second, "q2").asked(third, "q3")
    assert states(story) == [StepState.WAITING] * 3
    assert seen(story.denied(first, asked_on=True)).state is RunState.WAITING
    assert seen(story.allowed(second, "q2")).state is RunState.RUNNING
    assert seen(story.finished(second, asked_on=True)).state is RunState.WAITING
    assert states(story) == [StepState.REFUSED, StepState.OK, StepState.WAITING]


def test_a_refusal_says_why() -> None:
    step = seen(answered().denied(WRITE, "You said no.")).steps[1]
    assert (step.state, step.summary) == (StepState.REFUSED, "You said no.")
    assert step.reasons == (Reason(Source.FLOOR, Verdict.DENY, "no", "You said no."),)


def test_a_reason_keeps_its_rule() -> None:
    step = seen(answered().allowed(WRITE, rule_id="rule")).steps[1]
    assert step.reasons[0].rule_id == "rule"


def decided(**more: Any) -> dict[str, Any]:
    known: dict[str, Any] = {
        "call_id": WRITE.id,
        "verdict": "ask",
        "effect": "write",
        "reasons": [],
        "approval_id": None,
    }
    return known | more


def test_a_step_shows_what_was_decided_about_and_where_it_came_from() -> None:
    origin = Trace("path", Sink.PATH, "b.md", Origin.READ, licensed=False, outside=True, source="a mail")
    story = answered()
    story.happened(EventKind.CALL_DECIDED, decided(arguments={"path": "b.md"}, traces=[origin.data()]))
    step = seen(story).steps[1]
    assert (step.arguments, step.origins, step.summary) == ({"path": "b.md"}, (origin,), "")
    story.happened(EventKind.CALL_DECIDED, decided(arguments=None, verdict="allow"))
    assert seen(story).steps[1].arguments == {"path": "b.md"}


def test_a_refusal_tells_only_the_reason_that_won() -> None:
    reasons = [Reason(Source.FLOOR, Verdict.DENY, code, f"It is {code}.").data() for code in ("one", "two")]
    denied = answered().happened(EventKind.CALL_DECIDED, decided(verdict="deny", reasons=reasons))
    asked = answered().happened(EventKind.CALL_DECIDED, decided(verdict="ask", reasons=reasons))
    assert [seen(story).steps[1].summary for story in (denied, asked)] == ["It is one.", ""]


@pytest.mark.requirement("I2")
def test_a_step_shows_what_the_defences_did_to_its_result() -> None:
    note = Note(NoteKind.TRUNCATED, "It was too long.", 2)
    told = {"call_id": WRITE.id, "outcome": "ok", "summary": "Did it"}
    story = answered().allowed(WRITE)
    assert seen(story.happened(EventKind.CALL_FINISHED, told)).steps[1].notes == ()
    assert seen(story.happened(EventKind.CALL_FINISHED, told | {"notes": [note.json()]})).steps[1].notes == (
        note,
    )


def test_a_started_call_runs_also_where_it_is_not_told_that_it_was_allowed() -> None:
    story = answered().asked(WRITE).happened(EventKind.CALL_STARTED, {"call_id": WRITE.id})
    assert states(story) == [StepState.PROPOSED, StepState.RUNNING]


def test_an_answer_ends_the_run() -> None:
    shown = seen(Story().started().called().answered("Hi").done())
    assert (shown.state, shown.answer_id, shown.error) == (RunState.DONE, "answer", None)


def test_a_failed_run_has_no_open_steps() -> None:
    story = answered().allowed(SEARCH).failed()
    assert states(story) == [StepState.INTERRUPTED, StepState.REFUSED]
    assert seen(story).error == ("model_failed", "It broke.")
    assert seen(story).state is RunState.FAILED


@pytest.mark.parametrize("message_id", [None, "part"])
def test_a_stopped_run_keeps_what_was_written(message_id: str | None) -> None:
    story = answered().denied(SEARCH).asked(WRITE).stopped(message_id)
    assert states(story) == [StepState.REFUSED, StepState.REFUSED]
    assert (seen(story).answer_id, seen(story).state) == (message_id, RunState.STOPPED)


@pytest.mark.requirement("T1")
@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        ('{"path": "a.md"}', {"path": "a.md"}),
        ("", {}),
        ('{"path": ', {"unparsed": '{"path": '}),
        ("[1]", {"unparsed": "[1]"}),
        ('{"x": NaN}', {"unparsed": '{"x": NaN}'}),
        ('{"x": "\\ud800"}', {"unparsed": '{"x": "\\ud800"}'}),
        ("\ud800", {"unparsed": "\\ud800"}),
        ('{"x": 1' + "0" * 30 + "}", {"unparsed": '{"x": 1' + "0" * 30 + "}"}),
        ("[" * 5000, {"unparsed": "[" * 2000}),
    ],
    ids=range(9),
)
def test_whatever_a_model_gave_as_arguments_can_be_shown(arguments: str, shown: dict[str, object]) -> None:
    nonsense = RawToolCall("1", "vault_\udfff", arguments)
    [step] = seen(Story().started().called().answered("", nonsense)).steps
    assert (step.arguments, step.tool) == (shown, "vault_\\udfff")
    assert json.dumps(dict(step.arguments), ensure_ascii=False, allow_nan=False).encode()


@given(stories())
def test_a_view_can_be_folded_from_anywhere_and_ends_tidily(story: Story) -> None:
    shown = RunView(RUN)
    for event in story.events:
        before, shown = shown, shown.after(event)
        assert (shown.seq, shown.state) == (event.seq, state_after(event))
        assert [step.id for step in shown.steps[: len(before.steps)]] == [step.id for step in before.steps]
        assert not shown.state.final or not OPEN & {step.state for step in shown.steps}
    assert shown == seen(story)


def test_every_kind_of_event_leads_to_a_state() -> None:
    assert STATE_AFTER.keys() == set(EventKind)
    for verdict, state in (
        ("deny", RunState.RUNNING),
        ("ask", RunState.WAITING),
        ("allow", RunState.RUNNING),
    ):
        event = Story().happened(EventKind.CALL_DECIDED, {"verdict": verdict}).events[0]
        assert state_after(event) is state


def test_only_the_last_three_states_are_final() -> None:
    finals = [state.final for state in RunState]
    assert all(later >= earlier for earlier, later in pairwise(finals))
    assert sum(finals) == 3
