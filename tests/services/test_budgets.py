"""Budgets over the published API: what is counted, what a limit stops, and what survives a crash (S5)."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from tests.support.house import Person, Served, Stage, until
from tests.support.scripted_model import Calls, ScriptedModel, SlowText, Text, Wire
from tests.support.turns import chunk

from paios.domain.budget import ANSWER_TOKENS, TIME_SLICE

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("S5")]

SAID = 12
"""Tokens that the scripted model says an answer was."""
SPENT_ALL = {"day": {"tokens": 0}}
LIST = Calls([("vault_list", {})])


@pytest.fixture(autouse=True)
async def as_at_first(ada: Person) -> AsyncIterator[None]:
    yield
    nothing = dict.fromkeys(("tokens", "money", "seconds", "egress_bytes"))
    limits = {"run": nothing, "day": {**nothing, "calls": None}, "month": {**nothing, "calls": None}}
    await ada.do("PATCH", "/limits", {**limits, "prices": []})


async def used(person: Person, counted: str, scope: str = "day") -> Any:
    lines = (await person.do("GET", "/usage"))["budgets"]
    return next(line for line in lines if (line["scope"], line["counted"]) == (scope, counted))


async def ended(person: Person, words: str) -> Any:
    return await person.until((await person.say(words))["id"], "done", "failed")


async def test_what_the_server_says_takes_the_place_of_the_estimate(ada: Person, stage: Stage) -> None:
    stage.play("count this", LIST, Text("There."))
    before = await used(ada, "tokens"), await used(ada, "calls"), await used(ada, "seconds", "month")
    assert (await ended(ada, "count this"))["state"] == "done"
    after = await used(ada, "tokens"), await used(ada, "calls"), await used(ada, "seconds", "month")
    assert [now["used"] - was["used"] for was, now in zip(before, after, strict=True)][:2] == [2 * SAID, 1]
    assert after[2]["used"] > before[2]["used"]
    assert {line["held"] for line in after} == {0}


async def test_estimate_stands_where_the_server_tells_nothing(ada: Person, stage: Stage) -> None:
    stage.play("say nothing of it", Wire([chunk({"content": "Hm."}, "stop")]))
    before = await used(ada, "tokens")
    await ended(ada, "say nothing of it")
    assert (await used(ada, "tokens"))["used"] - before["used"] > ANSWER_TOKENS


async def test_model_is_not_asked_once_a_budget_is_used_up(
    ada: Person, stage: Stage, model: ScriptedModel
) -> None:
    stage.play("too much", Text("Never said."))
    await ada.do("PATCH", "/limits", {"day": {"tokens": (await used(ada, "tokens"))["used"] + 100}})
    asked = len(model.requests)
    run = await ended(ada, "too much")
    assert (run["state"], run["error"]["code"]) == ("failed", "budget_used_up")
    assert "today" in run["error"]["message"]
    assert "More on" in run["error"]["message"]
    assert len(model.requests) == asked
    assert (await used(ada, "tokens"))["left"] == 100


async def test_run_that_uses_up_its_own_budget_ends_before_its_next_step(
    ada: Person, stage: Stage, model: ScriptedModel
) -> None:
    silent = Wire([chunk({"tool_calls": [{"index": 0, "id": "1", "function": {
        "name": "vault_list", "arguments": "{}"}}]}, "tool_calls")])  # fmt: skip
    stage.play("on and on", *[silent] * 5)
    await ada.do("PATCH", "/limits", {"run": {"tokens": 3 * ANSWER_TOKENS}})
    asked = len(model.requests)
    run = await ended(ada, "on and on")
    assert run["error"]["code"] == "budget_used_up"
    assert run["error"]["message"].startswith("This answer may use 12,288 tokens")
    assert 1 <= len(model.requests) - asked < 3


async def test_tool_call_that_cannot_be_paid_is_denied_on_the_floor(ada: Person, stage: Stage) -> None:
    stage.play("look twice", LIST, LIST, Text("Once was enough."))
    await ada.do("PATCH", "/limits", {"day": {"calls": (await used(ada, "calls"))["used"] + 1}})
    run = await ended(ada, "look twice")
    assert [step["state"] for step in run["steps"]] == ["ok", "refused"]
    reason = run["steps"][1]["reasons"][0]
    assert (reason["source"], reason["code"]) == ("floor", "budget_used_up")
    assert run["answer"]["text"] == "Once was enough."


@pytest.mark.requirement("S3")
async def test_answers_at_the_same_time_cannot_overspend_together(
    ada: Person, stage: Stage, model: ScriptedModel
) -> None:
    stage.play("all at once", SlowText("Slowly. " * 20, delay=0.05))
    most = (await used(ada, "tokens"))["used"] + 2 * ANSWER_TOKENS
    await ada.do("PATCH", "/limits", {"day": {"tokens": most}})
    asked = len(model.requests)
    runs = [await ada.say("all at once") for _ in range(3)]
    states = [(await ada.until(run["id"], "done", "failed"))["state"] for run in runs]
    assert sorted(states) == ["done", "failed", "failed"]
    assert len(model.requests) == asked + 1
    assert (await used(ada, "tokens"))["used"] <= most


async def test_money_is_counted_by_the_price_of_the_model(ada: Person, stage: Stage) -> None:
    await ada.do("PATCH", "/limits", {"prices": [{"model": "scripted", "input": 1000, "output": 2000}]})
    before = await used(ada, "money")
    stage.play("what does it cost", Text("Little."))
    await ended(ada, "what does it cost")
    assert (await used(ada, "money"))["used"] - before["used"] == 7 * 1 + 5 * 2
    await ada.do("PATCH", "/limits", {"month": {"money": 0}})
    assert (await ended(ada, "what does it cost"))["error"]["code"] == "budget_used_up"


@pytest.mark.parametrize(
    ("url", "name"), [("https://models.example.org/v1", "far"), (None, "passed-on:120b-cloud")]
)
async def test_model_of_unknown_price_is_not_asked_where_money_is_limited(
    ada: Person, model: ScriptedModel, url: str | None, name: str
) -> None:
    """Also one that a server on this machine passes on to another."""
    away = {"kind": "openai", "url": url or model.url, "model": name}
    asked = len(model.requests)
    await ada.do("PATCH", "/limits", {"day": {"money": 5_000_000}})
    await ada.do("PUT", "/model", away)
    try:
        run = await ended(ada, "Anybody there?")
    finally:
        await ada.do("PUT", "/model", {"kind": "openai", "url": model.url, "model": "scripted"})
    assert run["error"]["code"] == "budget_used_up"
    assert run["error"]["message"].startswith(f"What {name} costs is not known")
    assert len(model.requests) == asked


async def test_answer_that_was_cut_counts_what_was_sent_and_heard(
    ada: Person, stage: Stage, model: ScriptedModel
) -> None:
    stage.play("cut me", SlowText("word " * 1000, delay=0.01))
    before, asked = await used(ada, "tokens"), len(model.requests)
    run = await ada.say("cut me")
    await until(lambda: len(model.requests) > asked)
    assert (await used(ada, "tokens"))["held"] > ANSWER_TOKENS
    await ada.do("POST", f"/runs/{run['id']}/stop")
    after = await used(ada, "tokens")
    assert after["held"] == 0
    assert 0 < after["used"] - before["used"] < ANSWER_TOKENS


async def test_one_persons_own_limit_stands_in_place_of_everybodys(
    ada: Person, paios: Served, stage: Stage
) -> None:
    stage.play("may I", Text("Yes."))
    ben = await paios.add_user("Ben")
    ben_id = (await ben.do("GET", "/session"))["user"]["id"]
    limits = await ada.do("PUT", f"/limits/{ben_id}", SPENT_ALL)
    assert [(one["name"], one["day"]) for one in limits["people"]] == [("Ben", {"tokens": 0})]
    assert (await ben.do("GET", "/limits"))["mine"]["day"]["tokens"] == 0
    assert (await ben.do("GET", "/limits"))["people"] == []
    assert (await ended(ada, "may I"))["state"] == "done"
    await ada.do("PUT", f"/limits/{ben_id}", {})
    assert (await ben.do("GET", "/limits"))["mine"]["day"]["tokens"] is None
    everybody = (await ada.do("GET", "/usage"))["people"]
    assert {one["name"] for one in everybody} == {"Ada", "Ben"}
    assert (await ben.do("GET", "/usage"))["people"] == []
    assert (await used(ben, "tokens"))["used"] == 0


async def test_only_an_admin_sets_limits_and_each_change_is_recorded(ada: Person, paios: Served) -> None:
    eve = await paios.add_user("Eve")
    ada_id = (await ada.do("GET", "/session"))["user"]["id"]
    assert await eve.refused("PATCH", "/limits", SPENT_ALL) == (403, "forbidden")
    assert await eve.refused("PUT", f"/limits/{ada_id}", SPENT_ALL) == (403, "forbidden")
    nobody = "00000000-0000-4000-8000-000000000000"
    assert await ada.refused("PUT", f"/limits/{nobody}", SPENT_ALL) == (404, "not_found")
    await ada.do("PATCH", "/limits", {"month": {"calls": 77}, "currency": "CHF"})
    [newest, *_] = (await ada.do("GET", "/audit?kind=limits.changed"))["items"]
    assert newest["data"]["limits"]["month"] == {"calls": 77}
    assert (await ada.do("GET", "/limits"))["currency"] == "CHF"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"day": {"tokens": -1}},
        {"day": {"tokens": 1_000_000_000_001}},
        {"day": {"tokens": 1.5}},
        {"day": {"beer": 1}},
        {"run": {"calls": 1}},
        {"currency": "euro"},
        {"prices": [{"model": "m", "input": -1, "output": 0}]},
    ],
)
async def test_senseless_limit_is_refused_and_changes_nothing(ada: Person, body: Any) -> None:
    before = await ada.do("GET", "/limits")
    assert await ada.refused("PATCH", "/limits", body) == (422, "contract_mismatch")
    assert await ada.do("GET", "/limits") == before


async def test_run_under_way_shows_what_it_uses(ada: Person, stage: Stage, model: ScriptedModel) -> None:
    stage.play("under way", SlowText("word " * 1000, delay=0.01))
    asked = len(model.requests)
    run = await ada.say("under way")
    await until(lambda: len(model.requests) > asked)
    [one] = [one for one in (await ada.do("GET", "/usage"))["runs"] if one["run_id"] == run["id"]]
    lines = {line["counted"]: line for line in one["budgets"]}
    assert lines["tokens"]["held"] > ANSWER_TOKENS
    assert lines["seconds"]["held"] == TIME_SLICE
    assert (lines["calls"]["used"], lines["calls"]["limit"]) == (0, 20)
    await ada.do("POST", f"/runs/{run['id']}/stop")
