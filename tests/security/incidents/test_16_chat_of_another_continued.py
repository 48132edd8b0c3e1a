"""Incident 16: another user's chat was continued over the API. Whose it is counts on every way in."""

import pytest
from tests.support.api_keys import with_key
from tests.support.house import Person, Served, Stage
from tests.support.people import somebody
from tests.support.rooms import ada, model, paios, stage
from tests.support.turns import Text

__all__ = ["ada", "model", "paios", "stage"]

pytestmark = [pytest.mark.anyio, pytest.mark.incident(16)]


SCOPES = ("conversations:read", "conversations:write", "runs:read", "runs:write")


@pytest.mark.parametrize("way", ["session", "key"])
async def test_a_conversation_of_another_is_not_there(
    ada: Person, paios: Served, stage: Stage, way: str
) -> None:
    stage.play("hers", Text("Yes."))
    run = await ada.until((await ada.say("hers"))["id"], "done")
    path = f"/conversations/{run['conversation_id']}"
    before = await ada.do("GET", path)
    eve = await (await somebody(paios, f"Eve {way}")).at_the_api()
    if way == "key":
        eve = await with_key(paios, eve, *SCOPES)
    for method, address, body in (
        ("GET", path, None),
        ("POST", f"{path}/messages", {"text": "and now mine"}),
        ("POST", f"{path}/messages", {"text": "again", "replaces": run["message_id"]}),
        ("PATCH", path, {"title": "Mine"}),
        ("DELETE", path, None),
        ("POST", f"{path}/restore", None),
        ("GET", f"/runs/{run['id']}", None),
        ("POST", f"/runs/{run['id']}/stop", None),
    ):
        assert await eve.refused(method, address, body) == (404, "not_found"), address
    assert await ada.do("GET", path) == before
