"""Questions over the published API: what they show, who may answer, once, in time, and for exactly that."""

from datetime import timedelta
from typing import Any

import anyio
import pytest
from sqlalchemy import update
from tests.support.house import Person, Served, Stage, question_of
from tests.support.scripted_model import Calls, Text

from paios.domain.ids import new_id
from paios.domain.rule import exactly
from paios.drivers.sql.tables import approvals

pytestmark = pytest.mark.anyio

PATH = "Shopping list.md"
MILK = {"path": PATH, "content": "- oat milk", "mode": "append"}


def writing(**arguments: str) -> Calls:
    return Calls([("vault_write", {**MILK, **arguments})])


async def asked(ada: Person, stage: Stage, words: str, **arguments: str) -> Any:
    """A run that waits for the answer to its question about a write."""
    stage.play(words, writing(**arguments), Text("That is that."))
    return await ada.until((await ada.say(words))["id"], "waiting")


async def records(ada: Person, run: Any, kind: str = "call") -> list[Any]:
    page = await ada.do("GET", f"/audit?run_id={run['id']}&kind={kind}&limit=200")
    return list(reversed(page["items"]))


async def let_time_pass(paios: Served, approval_id: str) -> None:
    """Move the end of a question's time into the past."""
    past = paios.house.stores.clock.now() - timedelta(seconds=1)
    async with paios.house.stores.database.begin() as tx:
        await tx.connection.execute(
            update(approvals).where(approvals.c.id == approval_id).values(expires_at=past)
        )


@pytest.mark.requirement("P1", "P5")
async def test_nothing_is_written_until_a_person_allows_what_the_card_shows(
    ada: Person, paios: Served, stage: Stage
) -> None:
    before = paios.note(PATH)
    run = await asked(ada, stage, "needs oat milk")
    question = question_of(run)
    assert question["tool"] == "vault_write"
    assert question["arguments"] == MILK
    assert "+- oat milk" in question["diff"]
    assert paios.note(PATH) == before
    inbox = await ada.do("GET", "/approvals?state=pending")
    assert question["id"] in [each["id"] for each in inbox["items"]]
    answered = await ada.answer(run, allow=True)
    assert answered["state"] == "approved"
    ended = await ada.until(run["id"], "done")
    assert ended["steps"][0]["state"] == "ok"
    assert paios.note(PATH) == before + "- oat milk\n"


@pytest.mark.requirement("P1")
async def test_denied_call_is_refused_and_the_model_is_told(ada: Person, paios: Served, stage: Stage) -> None:
    before = paios.note(PATH)
    run = await asked(ada, stage, "deny this one")
    await ada.answer(run, allow=False)
    ended = await ada.until(run["id"], "done")
    assert ended["steps"][0]["state"] == "refused"
    assert ended["steps"][0]["approval"]["state"] == "denied"
    assert paios.note(PATH) == before


@pytest.mark.requirement("P3")
async def test_question_that_nobody_answers_in_time_is_a_denial(
    ada: Person, paios: Served, stage: Stage
) -> None:
    before = paios.note(PATH)
    run = await asked(ada, stage, "nobody is here")
    await let_time_pass(paios, question_of(run)["id"])
    with anyio.fail_after(5):
        ended = await ada.until(run["id"], "done")
    assert ended["steps"][0]["state"] == "refused"
    assert ended["steps"][0]["approval"]["state"] == "expired"
    assert paios.note(PATH) == before


@pytest.mark.requirement("P3", "P9")
async def test_late_yes_is_refused(ada: Person, paios: Served, stage: Stage) -> None:
    before = paios.note(PATH)
    run = await asked(ada, stage, "yes but late")
    question = question_of(run)
    await let_time_pass(paios, question["id"])
    body = {"allow": True, "remember": "once", "fingerprint": question["fingerprint"]}
    assert await ada.refused("POST", f"/approvals/{question['id']}/answer", body) == (409, "answered")
    await ada.until(run["id"], "done")
    assert paios.note(PATH) == before


@pytest.mark.requirement("P9")
async def test_of_many_answers_at_once_one_counts(ada: Person, paios: Served, stage: Stage) -> None:
    before = paios.note(PATH)
    run = await asked(ada, stage, "answer it many times")
    question = question_of(run)
    statuses: list[int] = []

    async def answer(allow: bool) -> None:
        body = {"allow": allow, "remember": "once", "fingerprint": question["fingerprint"]}
        answer = await ada.send("POST", f"/approvals/{question['id']}/answer", body)
        statuses.append(answer.status_code)

    async with anyio.create_task_group() as group:
        for number in range(8):
            group.start_soon(answer, number % 2 == 0)
    assert sorted(statuses) == [200] + [409] * 7
    ended = await ada.until(run["id"], "done")
    stored = await ada.do("GET", f"/approvals/{question['id']}")
    written = paios.note(PATH).count("- oat milk") - before.count("- oat milk")
    assert written == (1 if stored["state"] == "approved" else 0)
    assert ended["steps"][0]["state"] == ("ok" if stored["state"] == "approved" else "refused")


@pytest.mark.requirement("P9")
async def test_answer_to_another_fingerprint_is_refused_and_the_question_stays(
    ada: Person, stage: Stage
) -> None:
    run = await asked(ada, stage, "another fingerprint")
    question = question_of(run)
    body = {"allow": True, "remember": "once", "fingerprint": "0" * 64}
    assert await ada.refused("POST", f"/approvals/{question['id']}/answer", body) == (409, "conflict")
    assert (await ada.do("GET", f"/approvals/{question['id']}"))["state"] == "pending"
    await ada.answer(run, allow=False)


async def asked_anew(ada: Person, run_id: str, before: str) -> Any:
    """The run once it waits for another question than this."""
    async for event in ada.events(run_id):
        waiting = event.name == "run" and event.data["state"] == "waiting"
        if waiting and question_of(event.data)["id"] != before:
            return event.data
    raise AssertionError("the run ended without another question")


@pytest.mark.requirement("P9")
async def test_note_that_changed_after_the_card_asks_again(ada: Person, paios: Served, stage: Stage) -> None:
    path = "Changed meanwhile.md"
    (paios.vault / path).write_text("- first\n", "utf-8")
    run = await asked(ada, stage, "changed meanwhile", path=path)
    (paios.vault / path).write_text("- first\n- by hand\n", "utf-8")
    first = question_of(run)
    await ada.answer(run, allow=True)
    again = await asked_anew(ada, run["id"], first["id"])
    assert paios.note(path) == "- first\n- by hand\n"
    second = question_of(again)
    assert second["fingerprint"] != first["fingerprint"]
    assert "by hand" in second["diff"]
    await ada.answer(again, allow=True)
    await ada.until(run["id"], "done")
    assert paios.note(path) == "- first\n- by hand\n- oat milk\n"


@pytest.mark.requirement("P9")
async def test_question_of_another_person_can_be_neither_seen_nor_answered(
    ada: Person, paios: Served, stage: Stage
) -> None:
    before = paios.note(PATH)
    run = await asked(ada, stage, "not for Eve")
    question = question_of(run)
    eve = await paios.add_user("Eve")
    body = {"allow": True, "remember": "always", "fingerprint": question["fingerprint"]}
    assert await eve.refused("POST", f"/approvals/{question['id']}/answer", body) == (404, "not_found")
    assert await eve.refused("GET", f"/approvals/{question['id']}") == (404, "not_found")
    assert (await eve.do("GET", "/approvals"))["total"] == 0
    assert (await ada.do("GET", f"/approvals/{question['id']}"))["state"] == "pending"
    await ada.answer(run, allow=False)
    assert paios.note(PATH) == before


@pytest.mark.requirement("P4")
async def test_remembered_yes_covers_the_conversation_and_nothing_beyond(
    ada: Person, paios: Served, stage: Stage
) -> None:
    stage.play("more and more", writing(content="- tea"), Text("Added."))
    conversation = await ada.begin()
    first = await ada.until((await ada.say("more and more", conversation))["id"], "waiting")
    await ada.answer(first, allow=True, remember="conversation")
    await ada.until(first["id"], "done")
    second = await ada.until((await ada.say("more and more", conversation))["id"], "done")
    assert second["steps"][0]["reasons"][0]["source"] == "allow_rule"
    elsewhere = await ada.until((await ada.say("more and more"))["id"], "waiting")
    await ada.answer(elsewhere, allow=False)
    rules = await ada.do("GET", "/rules")
    rule = next(each for each in rules["items"] if each["conversation_id"] == conversation)
    assert rule["use_count"] == 1
    await ada.do("DELETE", f"/rules/{rule['id']}")
    after = await ada.until((await ada.say("more and more", conversation))["id"], "waiting")
    await ada.answer(after, allow=False)


@pytest.mark.requirement("P1", "P4")
async def test_deny_rule_refuses_without_a_question(ada: Person, paios: Served, stage: Stage) -> None:
    path = "Off limits.md"
    body = {"verdict": "deny", "tool": "vault_write", "constraints": exactly(path=path)}
    rule = await ada.do("POST", "/rules", body)
    stage.play("off limits", writing(path=path, mode="create"), Text("I may not."))
    ended = await ada.until((await ada.say("write what is off limits"))["id"], "done")
    (step,) = ended["steps"]
    assert (step["state"], step["reasons"][0]["rule_id"]) == ("refused", rule["id"])
    assert not (paios.vault / path).exists()


@pytest.mark.requirement("P4")
async def test_rule_with_two_uses_allows_two_calls(ada: Person, paios: Served, stage: Stage) -> None:
    path = "Twice.md"
    bound = {"path": path, "mode": "append"}
    (paios.vault / path).write_text("", "utf-8")
    body = {"verdict": "allow", "tool": "vault_write", "constraints": exactly(**bound), "uses_left": 2}
    await ada.do("POST", "/rules", body)
    call = ("vault_write", {**bound, "content": "- once more"})
    stage.play("three times", Calls([call, call, call]), Text("Twice, then."))
    run = await ada.until((await ada.say("do it three times"))["id"], "waiting")
    assert [step["state"] for step in run["steps"]] == ["ok", "ok", "waiting"]
    assert paios.note(path).count("once more") == 2
    await ada.answer(run, allow=False)


@pytest.mark.requirement("P7")
async def test_deleting_asks_every_time_and_is_never_allowed_beforehand(
    ada: Person, paios: Served, stage: Stage
) -> None:
    body = {"verdict": "allow", "tool": "vault_delete"}
    assert await ada.refused("POST", "/rules", body) == (422, "invalid_input")
    (paios.vault / "Old.md").write_text("old\n", "utf-8")
    stage.play("old note away", Calls([("vault_delete", {"path": "Old.md"})]), Text("Gone."))
    run = await ada.until((await ada.say("put the old note away"))["id"], "waiting")
    question = question_of(run)
    assert question["no_always"]
    answer = {"allow": True, "remember": "always", "fingerprint": question["fingerprint"]}
    assert await ada.refused("POST", f"/approvals/{question['id']}/answer", answer) == (422, "invalid_input")
    assert paios.note("Old.md") == "old\n"
    await ada.answer(run, allow=True)
    await ada.until(run["id"], "done")
    assert not (paios.vault / "Old.md").exists()


@pytest.mark.parametrize(
    "body",
    [
        {"verdict": "allow", "tool": "no_such_tool"},
        {"verdict": "allow", "tool": "vault_write", "constraints": exactly(colour="red")},
        {"verdict": "allow", "tool": "vault_write", "constraints": {"$ref": "#/nowhere"}},
        {"verdict": "allow", "tool": "vault_write", "constraints": {"type": "array"}},
        {"verdict": "allow", "tool": "request_permissions"},
        {"verdict": "deny", "tool": "vault_write", "until": "2020-01-01T00:00:00.000000Z"},
        {"verdict": "deny", "tool": "vault_write", "until": "2026-99-99T99:99:99.000000Z"},
    ],
)
async def test_rule_that_means_nothing_is_refused(ada: Person, body: Any) -> None:
    before = (await ada.do("GET", "/rules"))["total"]
    status, _ = await ada.refused("POST", "/rules", body)
    assert status == 422
    assert (await ada.do("GET", "/rules"))["total"] == before


async def test_revoking_an_unknown_rule_is_not_found(ada: Person) -> None:
    assert await ada.refused("DELETE", f"/rules/{new_id()}") == (404, "not_found")


@pytest.mark.requirement("T3", "L4")
async def test_every_call_is_recorded_with_its_decision_reasons_and_result(
    ada: Person, paios: Served, stage: Stage
) -> None:
    stage.play(
        "on the record", Calls([("vault_search", {"query": "choir"})]), writing(), Text("For the record.")
    )
    run = await ada.until((await ada.say("this goes on the record"))["id"], "waiting")
    await ada.answer(run, allow=True)
    await ada.until(run["id"], "done")
    kept = await records(ada, run)
    assert [each["kind"] for each in kept] == [
        "call.allowed",
        "call.finished",
        "call.asked",
        "call.allowed",
        "call.finished",
    ]
    searched, found, asked_, allowed, written = (each["data"] for each in kept)
    assert searched["arguments"] == {"query": "choir"}
    assert searched["reasons"][0]["source"] == "own_read"
    assert found["summary"] == "Found 1 passage"
    assert allowed["reasons"][0]["source"] == "approval"
    assert allowed["approval_id"] == asked_["approval_id"] == question_of(run)["id"]
    assert allowed["fingerprint"] == asked_["fingerprint"]
    assert written["outcome"] == "ok"
    assert {each["user_name"] for each in kept} == {"Ada"}
    assert all(each["data"]["conversation_id"] == run["conversation_id"] for each in kept)
    verified = await ada.do("GET", "/audit/verification")
    assert verified["whole"]
