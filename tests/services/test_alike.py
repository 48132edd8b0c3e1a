"""Alike calls of one answer over the published API: asked together, answered, judged and run one by one."""

from typing import Any

import anyio
import pytest
from tests.support.house import Person, Served, Stage
from tests.support.scripted_model import Calls, ScriptedModel, Text

from paios.agent.loop import AHEAD
from paios.domain.rule import exactly

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("P9")]


def create(*paths: str) -> Calls:
    return Calls([("vault_write", {"path": each, "content": each, "mode": "create"}) for each in paths])


def states(run: Any) -> list[str]:
    return [step["state"] for step in run["steps"]]


async def asked(ada: Person, stage: Stage, words: str, calls: Calls, many: int) -> Any:
    """A run that waits with so many questions open."""
    stage.play(words, calls, Text("That is that."))
    run = await ada.say(words)
    with anyio.fail_after(10):
        while states(run).count("waiting") < many:
            await anyio.sleep(0.02)
            run = await ada.do("GET", f"/runs/{run['id']}")
    return run


async def settled(ada: Person, run: Any, state: str, *wanted: str) -> Any:
    """The run once its calls stand so."""
    with anyio.fail_after(10):
        while (run["state"], states(run)) != (state, list(wanted)):
            await anyio.sleep(0.02)
            run = await ada.do("GET", f"/runs/{run['id']}")
    return run


async def say(ada: Person, run: Any, line: int, allow: bool, **more: Any) -> Any:
    """Answer the question about one of the calls."""
    question = run["steps"][line]["approval"]
    body = {"allow": allow, "remember": "once", "fingerprint": question["fingerprint"], **more}
    return await ada.do("POST", f"/approvals/{question['id']}/answer", body)


async def open_questions(ada: Person, run: Any) -> list[Any]:
    page = await ada.do("GET", "/approvals?state=pending&limit=50")
    return [one for one in page["items"] if one["run_id"] == run["id"]]


async def kinds(ada: Person, run: Any) -> list[str]:
    page = await ada.do("GET", f"/audit?run_id={run['id']}&limit=200")
    return [each["kind"] for each in reversed(page["items"])]


def there(paios: Served, *paths: str) -> list[bool]:
    return [(paios.vault / each).exists() for each in paths]


async def test_alike_calls_are_asked_at_once_and_run_in_their_order(
    ada: Person, paios: Served, stage: Stage
) -> None:
    notes = ("One 1.md", "One 2.md", "One 3.md")
    run = await asked(ada, stage, "three at once", create(*notes), 3)
    assert len(await open_questions(ada, run)) == 3
    await say(ada, run, 2, allow=True)
    await say(ada, run, 1, allow=True)
    await anyio.sleep(0.2)
    assert there(paios, *notes) == [False, False, False], "it ran before its turn"
    await say(ada, run, 0, allow=True)
    ended = await settled(ada, run, "done", "ok", "ok", "ok")
    assert there(paios, *notes) == [True, True, True]
    finished = [kind for kind in await kinds(ada, ended) if kind.startswith("call.")]
    assert finished == ["call.asked"] * 3 + ["call.allowed", "call.finished"] * 3


async def test_a_struck_line_leaves_the_others(ada: Person, paios: Served, stage: Stage) -> None:
    notes = ("Two 1.md", "Two 2.md", "Two 3.md")
    run = await asked(ada, stage, "strike the first", create(*notes), 3)
    await say(ada, run, 0, allow=False)
    run = await settled(ada, run, "waiting", "refused", "waiting", "waiting")
    assert len(await open_questions(ada, run)) == 2
    await say(ada, run, 1, allow=True)
    run = await settled(ada, run, "waiting", "refused", "ok", "waiting")
    assert there(paios, *notes) == [False, True, False], "no call runs without its own answer"
    await say(ada, run, 2, allow=False)
    await settled(ada, run, "done", "refused", "ok", "refused")
    assert there(paios, *notes) == [False, True, False]


async def test_other_tools_and_what_comes_after_them_wait_for_their_turn(ada: Person, stage: Stage) -> None:
    first, second, last = create("Three 1.md", "Three 2.md", "Three 3.md").calls
    look = ("vault_search", {"query": "choir"})
    run = await asked(ada, stage, "one in between", Calls([first, second, look, last]), 2)
    await anyio.sleep(0.2)
    assert states(await ada.do("GET", f"/runs/{run['id']}")) == ["waiting", "waiting", "proposed", "proposed"]
    await say(ada, run, 0, allow=False)
    await say(ada, run, 1, allow=False)
    run = await settled(ada, run, "waiting", "refused", "refused", "ok", "waiting")
    await say(ada, run, 3, allow=False)
    await settled(ada, run, "done", "refused", "refused", "ok", "refused")


async def test_a_card_holds_no_more_than_a_person_reads(ada: Person, stage: Stage) -> None:
    notes = tuple(f"Four {number}.md" for number in range(AHEAD + 3))
    run = await asked(ada, stage, "a great many", create(*notes), AHEAD + 1)
    await anyio.sleep(0.2)
    assert len(await open_questions(ada, run)) == AHEAD + 1
    await ada.do("POST", f"/runs/{run['id']}/stop")


async def test_of_what_needs_no_question_nothing_is_stored_before_its_turn(
    ada: Person, paios: Served, stage: Stage
) -> None:
    """One use of a rule is spent, one record written, one cost counted: when it runs."""
    notes = ("Five 1.md", "Five 2.md", "Five 3.md", "Five 4.md")
    free = {"tool": "vault_write", "constraints": exactly(path=notes[1], mode="create"), "uses_left": 1}
    rule = await ada.do("POST", "/rules", {"verdict": "allow", **free})
    never = {"tool": "vault_write", "constraints": exactly(path=notes[2], mode="create")}
    await ada.do("POST", "/rules", {"verdict": "deny", **never})
    run = await asked(ada, stage, "some are free", create(*notes), 2)
    await anyio.sleep(0.2)
    run = await settled(ada, run, "waiting", "waiting", "proposed", "proposed", "waiting")
    assert [kind for kind in await kinds(ada, run) if kind.startswith("call.")] == ["call.asked"] * 2
    used = {one["id"]: one["use_count"] for one in (await ada.do("GET", "/rules"))["items"]}
    assert used[rule["id"]] == 0
    assert there(paios, *notes) == [False] * 4
    await say(ada, run, 3, allow=True)
    await say(ada, run, 0, allow=False)
    await settled(ada, run, "done", "refused", "ok", "refused", "ok")
    assert there(paios, *notes) == [False, True, False, True]


async def test_lines_about_one_file_are_asked_one_after_the_other(
    ada: Person, paios: Served, stage: Stage
) -> None:
    """The second would be shown against a text that is gone once the first has run."""
    add = [("vault_write", {"path": "Journal/Autumn.md", "content": each, "mode": "append"}) for each in "ab"]
    [other] = create("Six.md").calls
    run = await asked(ada, stage, "the same note twice", Calls([*add, other]), 2)
    run = await settled(ada, run, "waiting", "waiting", "proposed", "waiting")
    await say(ada, run, 0, allow=True)
    run = await settled(ada, run, "waiting", "ok", "waiting", "waiting")
    assert "\n+b" in run["steps"][1]["approval"]["diff"]
    assert "\n+a" not in run["steps"][1]["approval"]["diff"]
    await say(ada, run, 1, allow=True)
    await say(ada, run, 2, allow=False)
    await settled(ada, run, "done", "ok", "ok", "refused")
    assert paios.note("Journal/Autumn.md").endswith("\na\n\nb\n")


async def test_rule_that_was_made_meanwhile_wins_over_a_yes(ada: Person, paios: Served, stage: Stage) -> None:
    notes = ("Seven 1.md", "Seven 2.md")
    run = await asked(ada, stage, "no after yes", create(*notes), 2)
    await say(ada, run, 1, allow=True)
    never = {"verdict": "deny", "tool": "vault_write", "constraints": exactly(path=notes[1], mode="create")}
    await ada.do("POST", "/rules", never)
    await say(ada, run, 0, allow=True)
    ended = await settled(ada, run, "done", "ok", "refused")
    assert ended["steps"][1]["reasons"][0]["source"] == "deny_rule"
    assert there(paios, *notes) == [True, False]


async def test_line_whose_note_changed_meanwhile_asks_again_alone(
    ada: Person, paios: Served, stage: Stage
) -> None:
    notes = ("Eight 1.md", "Eight 2.md", "Eight 3.md")
    change = [("vault_write", {"path": each, "content": "- x", "mode": "append"}) for each in notes]
    for each in notes:
        (paios.vault / each).write_text("- first\n", "utf-8")
    run = await asked(ada, stage, "one changed", Calls(change), 3)
    (paios.vault / notes[1]).write_text("- by hand\n", "utf-8")
    for line in range(3):
        await say(ada, run, line, allow=True)
    with anyio.fail_after(10):
        while not (questions := await open_questions(ada, run)):  # noqa: ASYNC110
            await anyio.sleep(0.02)
    again = await settled(ada, run, "waiting", "ok", "waiting", "waiting")
    [question] = questions
    assert question["id"] == again["steps"][1]["approval"]["id"] != run["steps"][1]["approval"]["id"]
    assert "by hand" in question["diff"]
    await say(ada, again, 1, allow=False)
    await settled(ada, run, "done", "ok", "refused", "ok")
    assert [paios.note(each) for each in notes] == ["- first\n- x\n", "- by hand\n", "- first\n- x\n"]


@pytest.mark.requirement("P10")
async def test_each_line_runs_as_the_person_left_it(ada: Person, paios: Served, stage: Stage) -> None:
    notes = ("Nine 1.md", "Nine 2.md")
    run = await asked(ada, stage, "edit the second", create(*notes), 2)
    mine = {"path": notes[1], "content": "in my words", "mode": "create"}
    await say(ada, run, 1, allow=True, arguments=mine)
    await say(ada, run, 0, allow=True)
    await settled(ada, run, "done", "ok", "ok")
    assert [paios.note(each) for each in notes] == [f"{notes[0]}\n", "in my words\n"]


@pytest.mark.requirement("P3")
async def test_a_stop_between_two_lines_withdraws_the_rest(ada: Person, paios: Served, stage: Stage) -> None:
    notes = ("Ten 1.md", "Ten 2.md", "Ten 3.md")
    run = await asked(ada, stage, "stop in the middle", create(*notes), 3)
    await say(ada, run, 0, allow=True)
    run = await settled(ada, run, "waiting", "ok", "waiting", "waiting")
    await ada.do("POST", f"/runs/{run['id']}/stop")
    ended = await settled(ada, run, "stopped", "ok", "refused", "refused")
    assert [step["approval"]["state"] for step in ended["steps"]] == ["approved", "withdrawn", "withdrawn"]
    assert await open_questions(ada, run) == []
    assert there(paios, *notes) == [True, False, False]


@pytest.mark.requirement("S4")
async def test_a_pause_freezes_every_line_and_holds_back_a_yes(
    ada: Person, paios: Served, stage: Stage
) -> None:
    notes = ("Eleven 1.md", "Eleven 2.md")
    run = await asked(ada, stage, "freeze them all", create(*notes), 2)
    await say(ada, run, 1, allow=True)
    await ada.do("POST", "/pause")
    question = run["steps"][0]["approval"]
    body = {"allow": True, "remember": "once", "fingerprint": question["fingerprint"]}
    assert await ada.refused("POST", f"/approvals/{question['id']}/answer", body) == (423, "paused")
    assert there(paios, *notes) == [False, False]
    await ada.do("POST", "/resume")
    await say(ada, run, 0, allow=False)
    await settled(ada, run, "done", "refused", "ok")
    assert there(paios, *notes) == [False, True]


async def test_a_no_to_one_line_is_none_to_its_twin(
    ada: Person, paios: Served, stage: Stage, model: ScriptedModel
) -> None:
    twin = ("vault_search", {"query": "choir"})
    await ada.do("POST", "/rules", {"verdict": "ask", "tool": "vault_search"})
    run = await asked(ada, stage, "twice the same", Calls([twin, twin]), 2)
    await say(ada, run, 0, allow=False)
    await say(ada, run, 1, allow=True)
    await settled(ada, run, "done", "refused", "ok")
    results = [each["content"] for each in model.requests[-1].messages if each["role"] == "tool"]
    assert results[0].startswith("Refused")
    assert not results[1].startswith("Refused")
