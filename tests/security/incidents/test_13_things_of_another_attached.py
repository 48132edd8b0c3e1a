"""Incident 13: another user's file was attached by its id. Whose a thing is counts where it is named, too."""

import pytest
from tests.support.house import Person, Served, Stage
from tests.support.people import somebody
from tests.support.rooms import ada, model, paios, stage
from tests.support.turns import Calls, Text

__all__ = ["ada", "model", "paios", "stage"]

pytestmark = [pytest.mark.anyio, pytest.mark.incident(13)]


async def test_what_a_request_names_in_its_body_must_be_ones_own(
    ada: Person, paios: Served, stage: Stage
) -> None:
    stage.play("secret plan", Text("Kept."))
    hers = await ada.until((await ada.say("the secret plan"))["id"], "done")
    eve = await (await somebody(paios, "Eve")).at_the_api()
    own = await eve.begin()
    grafted = {"text": "go on", "replaces": hers["message_id"]}
    assert await eve.refused("POST", f"/conversations/{own}/messages", grafted) == (404, "not_found")
    assert (await eve.do("GET", f"/conversations/{own}"))["messages"] == []
    kept = await ada.do("GET", f"/conversations/{hers['conversation_id']}")
    assert hers["message_id"] in [message["id"] for message in kept["messages"]]


async def test_what_a_path_names_within_another_thing_must_belong_to_that(
    ada: Person, paios: Served, stage: Stage
) -> None:
    stage.play("look around", Calls([("vault_list", {})]), Text("Seen."))
    hers = await ada.until((await ada.say("look around"))["id"], "done")
    eve = await (await somebody(paios, "Mallory")).at_the_api()
    stage.play("mine", Calls([("vault_list", {})]), Text("Seen."))
    own = await eve.until((await eve.say("mine"))["id"], "done")
    step = hers["steps"][0]["id"]
    assert (await ada.do("GET", f"/runs/{hers['id']}/steps/{step}"))["text"]
    for run in (own, hers):
        assert await eve.refused("GET", f"/runs/{run['id']}/steps/{step}") == (404, "not_found")
