"""Incident 15: who could read a shared chat could delete it. A check takes the operation too."""

import pytest
from tests.support.api_keys import with_key
from tests.support.house import Person, Served, Stage, question_of
from tests.support.rooms import ada, model, paios, stage
from tests.support.turns import Calls, Text

__all__ = ["ada", "model", "paios", "stage"]

pytestmark = [pytest.mark.anyio, pytest.mark.incident(15)]

READING = ("conversations:read", "runs:read", "approvals:read", "notes:read", "rules:read", "settings:read")


async def test_who_may_read_may_only_read(ada: Person, paios: Served, stage: Stage) -> None:
    write = {"path": "Shared.md", "content": "x", "mode": "create"}
    stage.play("write it", Calls([("vault_write", write)]), Text("Done."))
    run = await ada.until((await ada.say("write it"))["id"], "waiting")
    conversation, question = f"/conversations/{run['conversation_id']}", question_of(run)
    reader = await with_key(paios, ada, *READING)
    for path in (conversation, f"/runs/{run['id']}", f"/approvals/{question['id']}", "/notes", "/rules"):
        await reader.do("GET", path)
    before = await ada.do("GET", conversation)
    yes = {"allow": True, "remember": "once", "fingerprint": question["fingerprint"]}
    for method, path, body in (
        ("DELETE", conversation, None),
        ("PATCH", conversation, {"title": "Mine"}),
        ("POST", f"{conversation}/restore", None),
        ("POST", f"{conversation}/messages", {"text": "go on"}),
        ("POST", f"/runs/{run['id']}/stop", None),
        ("POST", f"/approvals/{question['id']}/answer", yes),
        ("DELETE", "/notes/item?path=Shopping%20list.md", None),
        ("PUT", "/caution", {"mode": "vouched", "strict": False}),
    ):
        assert await reader.refused(method, path, body) == (403, "forbidden"), path
    assert await ada.do("GET", conversation) == before
    await ada.answer(run, allow=False)
