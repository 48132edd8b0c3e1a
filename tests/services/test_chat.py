"""A conversation over the published API: asked, answered, cited, followed, stopped, edited, deleted."""

import json
from collections.abc import Sequence
from typing import Any

import anyio
import pytest
import websockets
from tests.support.house import Event, Person, Served, Stage, until
from tests.support.scripted_model import Calls, ScriptedModel, SlowText, Text

pytestmark = pytest.mark.anyio

LEASED = "We lease it from Northwind [1]."
SEARCH = Calls([("vault_search", {"query": "boiler"})])


def seen(events: Sequence[Event]) -> str:
    """The answer as somebody who follows the events would see it grow."""
    text = ""
    for event in events:
        if event.name == "text":
            text += event.data["text"]
        elif event.name == "snapshot":
            text = event.data["text"]
    return text


@pytest.mark.requirement("A9", "T1")
async def test_question_about_the_notes_is_answered_with_a_citation(ada: Person, stage: Stage) -> None:
    stage.play("the boiler", SEARCH, Text(LEASED))
    conversation = await ada.begin()
    run = await ada.say("What did we decide about the boiler?", conversation)
    ended = await ada.until(run["id"], "done")
    assert ended["answer"]["text"] == LEASED
    (citation,) = ended["answer"]["citations"]
    assert (citation["number"], citation["path"]) == (1, "House/Boiler.md")
    assert "lease the boiler" in citation["quote"]
    (step,) = ended["steps"]
    assert (step["tool"], step["state"], step["effect"]) == ("vault_search", "ok", "read")
    result = await ada.do("GET", f"/runs/{run['id']}/steps/{step['id']}")
    assert "Northwind" in result["text"]
    dialogue = await ada.do("GET", f"/conversations/{conversation}")
    assert [each["author"] for each in dialogue["messages"]] == ["person", "assistant"]
    assert dialogue["conversation"]["title"] == "What did we decide about the boiler?"


async def test_model_gets_the_earlier_dialogue_and_the_tools(
    ada: Person, stage: Stage, model: ScriptedModel
) -> None:
    stage.play("first thing", Text("Noted [1]."))
    stage.play("second thing", Text("Both noted."))
    conversation = await ada.begin()
    await ada.until((await ada.say("The first thing", conversation))["id"], "done")
    await ada.until((await ada.say("The second thing", conversation))["id"], "done")
    last = model.requests[-1]
    assert [each["role"] for each in last.messages] == ["system", "user", "assistant", "user"]
    assert last.messages[2]["content"] == "Noted ."
    offered = {tool["function"]["name"] for tool in last.body["tools"]}
    assert {"vault_search", "vault_write"} <= offered
    assert "vault_restore" not in offered


@pytest.mark.requirement("A9")
async def test_events_tell_every_step_once_and_the_answer_as_it_grows(ada: Person, stage: Stage) -> None:
    answer = "The boiler is leased from Northwind for ten years [1], and that was decided in autumn."
    stage.play("told slowly", SEARCH, SlowText(answer, size=4, delay=0.01))
    run = await ada.say("To be told slowly")
    events = [event async for event in ada.events(run["id"])]
    numbers = [event.id for event in events if event.name == "run"]
    assert numbers == list(range(len(numbers)))
    assert events[-1].data["state"] == "done"
    assert events[-1].data["answer"]["text"] == answer
    assert seen(events) == answer


@pytest.mark.requirement("A9")
async def test_resuming_from_any_event_loses_nothing_and_repeats_nothing(ada: Person, stage: Stage) -> None:
    stage.play("resumed", SEARCH, Text("Found it [1]."))
    run = await ada.say("To be resumed")
    await ada.until(run["id"], "done")
    whole = [event async for event in ada.events(run["id"])]
    assert len(whole) > 5
    for after in range(1, len(whole)):
        rest = [event async for event in ada.events(run["id"], after)]
        assert rest == whole[after + 1 :]


@pytest.mark.requirement("A9")
async def test_whoever_joins_while_the_answer_is_written_sees_all_of_it_once(
    ada: Person, stage: Stage
) -> None:
    answer = " ".join(f"word{number}" for number in range(300))
    stage.play("joined late", SlowText(answer, size=3, delay=0.001))
    run = await ada.say("To be joined late")
    texts: list[str] = []

    async def join(after_seconds: float) -> None:
        await anyio.sleep(after_seconds)
        texts.append(seen([event async for event in ada.events(run["id"])]))

    async with anyio.create_task_group() as joining:
        for number in range(12):
            joining.start_soon(join, number * 0.05)
    assert [text for text in texts if text] == [answer] * len([text for text in texts if text])
    assert answer in texts


@pytest.mark.requirement("A9")
async def test_socket_carries_what_the_events_carry(ada: Person, paios: Served, stage: Stage) -> None:
    stage.play("over a socket", SEARCH, Text("The same [1]."))
    run = await ada.say("Tell it over a socket")
    await ada.until(run["id"], "done")
    by_events = [event async for event in ada.events(run["id"])]
    assert await listen(ada, paios, run["id"]) == by_events
    assert await listen(ada, paios, run["id"], after=3) == by_events[4:]


async def listen(person: Person, paios: Served, run_id: str, after: int = 0) -> list[Event]:
    url = f"ws://127.0.0.1:{paios.settings.port}/api/v1/runs/{run_id}/socket?after={after}"
    cookie = {"Cookie": f"paios_session={person.http.cookies['paios_session']}"}
    heard: list[Event] = []
    async with websockets.connect(url, additional_headers=cookie, proxy=None) as connection:
        async for message in connection:
            body = json.loads(message)
            heard.append(Event(body["event"], body["id"], body["data"]))
    return heard


async def test_stopping_keeps_what_was_written_and_hangs_up_on_the_model(
    ada: Person, stage: Stage, model: ScriptedModel
) -> None:
    stage.play("long story", SlowText("Once upon a time " * 200, delay=0.02))
    run = await ada.say("Tell a long story")
    async for event in ada.events(run["id"]):
        if event.name == "text":
            break
    stopped = await ada.do("POST", f"/runs/{run['id']}/stop")
    assert stopped["state"] == "stopped"
    assert stopped["answer"]["text"].startswith("Once upon")
    assert len(stopped["answer"]["text"]) < 3000
    await until(model.requests[-1].hung_up.is_set)


async def test_stopping_a_finished_run_changes_nothing(ada: Person, stage: Stage) -> None:
    stage.play("finished before", Text("Done."))
    run = await ada.say("Something finished before")
    ended = await ada.until(run["id"], "done")
    assert await ada.do("POST", f"/runs/{run['id']}/stop") == ended


@pytest.mark.parametrize("pause", [0, 0.005, 0.01, 0.02, 0.04])
async def test_stop_right_after_saying_ends_the_run_at_once(ada: Person, stage: Stage, pause: float) -> None:
    stage.play("never mind", SlowText("Too late to matter " * 500, delay=0.05))
    run = await ada.say("Oh, never mind")
    await anyio.sleep(pause)
    with anyio.fail_after(3):
        assert (await ada.do("POST", f"/runs/{run['id']}/stop"))["state"] == "stopped"


async def test_second_message_while_an_answer_is_worked_on_is_a_conflict(ada: Person, stage: Stage) -> None:
    stage.play("busy with", SlowText("Working on it " * 50, delay=0.05))
    conversation = await ada.begin()
    run = await ada.say("Get busy with this", conversation)
    body = {"text": "And this?"}
    refused = await ada.refused("POST", f"/conversations/{conversation}/messages", body)
    assert refused == (409, "conflict")
    await ada.do("POST", f"/runs/{run['id']}/stop")
    dialogue = await ada.do("GET", f"/conversations/{conversation}")
    assert "And this?" not in [each["text"] for each in dialogue["messages"]]


async def test_two_messages_at_once_start_one_run(ada: Person, stage: Stage) -> None:
    stage.play("at once", SlowText("One of you " * 50, delay=0.05))
    conversation = await ada.begin()
    statuses: list[int] = []

    async def say() -> None:
        answer = await ada.send("POST", f"/conversations/{conversation}/messages", {"text": "All at once"})
        statuses.append(answer.status_code)

    async with anyio.create_task_group() as group:
        for _ in range(6):
            group.start_soon(say)
    assert sorted(statuses) == [202] + [409] * 5
    dialogue = await ada.do("GET", f"/conversations/{conversation}")
    assert len(dialogue["messages"]) == len(dialogue["runs"]) == 1
    await ada.do("POST", f"/runs/{dialogue['runs'][0]['id']}/stop")


async def test_edited_message_replaces_itself_and_all_after_it(
    ada: Person, stage: Stage, model: ScriptedModel
) -> None:
    stage.play("the kitchen", Text("About the kitchen."))
    stage.play("the cellar", Text("About the cellar."))
    stage.play("the attic", Text("About the attic."))
    conversation = await ada.begin()
    first = await ada.until((await ada.say("Tell of the kitchen", conversation))["id"], "done")
    second = await ada.until((await ada.say("Tell of the cellar", conversation))["id"], "done")
    third = await ada.say("Tell of the attic", conversation, replaces=second["message_id"])
    await ada.until(third["id"], "done")
    texts = await said(ada, conversation)
    assert texts == ["Tell of the kitchen", "About the kitchen.", "Tell of the attic", "About the attic."]
    assert "cellar" not in json.dumps(model.requests[-1].messages)
    again = await ada.say("Tell of the attic", conversation, replaces=first["message_id"])
    await ada.until(again["id"], "done")
    assert await said(ada, conversation) == ["Tell of the attic", "About the attic."]


async def said(person: Person, conversation: str) -> list[Any]:
    dialogue = await person.do("GET", f"/conversations/{conversation}")
    return [each["text"] for each in dialogue["messages"]]


async def test_only_ones_own_message_of_the_same_conversation_can_be_replaced(
    ada: Person, stage: Stage
) -> None:
    stage.play("stay", Text("Stays."))
    conversation, other = await ada.begin(), await ada.begin()
    run = await ada.until((await ada.say("This shall stay", conversation))["id"], "done")
    path = f"/conversations/{other}/messages"
    for conversation_id, replaced in ((other, run["message_id"]), (conversation, run["answer"]["id"])):
        path = f"/conversations/{conversation_id}/messages"
        body = {"text": "Something else", "replaces": replaced}
        assert await ada.refused("POST", path, body) == (404, "not_found")
    assert await said(ada, conversation) == ["This shall stay", "Stays."]


async def test_deleted_conversation_is_gone_until_it_is_restored(ada: Person, stage: Stage) -> None:
    stage.play("worth keeping", Text("Kept."))
    conversation = await ada.begin()
    await ada.until((await ada.say("Something worth keeping", conversation))["id"], "done")
    await ada.do("DELETE", f"/conversations/{conversation}")
    assert await ada.refused("GET", f"/conversations/{conversation}") == (404, "not_found")
    listed = await ada.do("GET", "/conversations?limit=200")
    assert conversation not in [each["id"] for each in listed["items"]]
    await ada.do("POST", f"/conversations/{conversation}/restore")
    assert await said(ada, conversation) == ["Something worth keeping", "Kept."]


async def test_deleting_a_conversation_ends_its_run_and_its_question(ada: Person, stage: Stage) -> None:
    write = {"path": "Doomed.md", "content": "x", "mode": "create"}
    stage.play("doomed", Calls([("vault_write", write)]), Text("Written."))
    conversation = await ada.begin()
    run = await ada.until((await ada.say("This is doomed", conversation))["id"], "waiting")
    await ada.do("DELETE", f"/conversations/{conversation}")
    approval = await ada.do("GET", f"/approvals/{run['steps'][0]['approval']['id']}")
    assert approval["state"] == "withdrawn"


async def test_conversations_are_found_by_their_words_and_renamed(ada: Person, stage: Stage) -> None:
    stage.play("marmalade", Text("Yes."))
    conversation = await ada.begin()
    await ada.until((await ada.say("Do I like marmalade?", conversation))["id"], "done")
    await ada.do("PATCH", f"/conversations/{conversation}", {"title": "Breakfast"})
    found = await ada.do("GET", "/conversations?text=marmalade")
    assert [(each["id"], each["title"]) for each in found["items"]] == [(conversation, "Breakfast")]
    assert (await ada.do("GET", "/conversations?text=marmal%25de"))["total"] == 0


async def test_open_pages_are_told_what_changed(ada: Person, stage: Stage) -> None:
    stage.play("watched", Text("Seen."))
    told: list[Any] = []
    async with ada.http.stream("GET", "/api/v1/events", timeout=10) as answer:
        lines = answer.aiter_lines()
        assert await anext(lines) == ": connected"
        await ada.say("Being watched")
        with anyio.fail_after(10):
            async for line in lines:
                if line.startswith("data: "):
                    told.append(json.loads(line[6:]))
                if {"runs", "conversations"} <= {each["what"] for each in told}:
                    break
