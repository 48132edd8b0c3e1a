"""What is somebody's is nobody else's: not to see, not to change, not to know of (U5)."""

from typing import Any

import pytest
from tests.support.contract import OPERATIONS, Operation
from tests.support.house import Person, Served, Stage, question_of
from tests.support.scripted_model import Calls, Text

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("U5", "P9")]

ADMINISTERED = {"server_id", "tool", "user_id", "invite_id", "credential"}
"""What belongs to nobody, and is refused to all but administrators: see the tests of each."""

OWNED = [each for each in OPERATIONS if set(each.places) - ADMINISTERED and not each.socket]


@pytest.fixture(scope="module")
async def things(ada: Person, stage: Stage, anyio_backend: str) -> dict[str, str]:
    """One of everything that is Ada's: a run that waits, in a conversation, and a rule."""
    write = {"path": "Ours.md", "content": "x", "mode": "create"}
    stage.play("of hers", Calls([("vault_list", {}), ("vault_write", write)]), Text("Done."))
    run = await ada.until((await ada.say("something of hers"))["id"], "waiting")
    rule = await ada.do("POST", "/rules", {"verdict": "deny", "tool": "vault_move"})
    entry = await ada.do("POST", "/whitelists", {"kind": "domain", "value": "example.org"})
    return {
        "conversation_id": run["conversation_id"],
        "run_id": run["id"],
        "step_id": run["steps"][0]["id"],
        "approval_id": question_of(run)["id"],
        "rule_id": rule["id"],
        "entry_id": entry["id"],
        "message_id": run["message_id"],
        "trash_id": await trashed(ada),
    }


async def trashed(ada: Person) -> str:
    await ada.do("PUT", "/notes/item", {"path": "Trash.md", "text": "x", "expected": None})
    return str((await ada.do("DELETE", "/notes/item?path=Trash.md"))["id"])


async def seen_by(person: Person, things: dict[str, str]) -> list[Any]:
    paths = [
        f"/conversations/{things['conversation_id']}",
        f"/runs/{things['run_id']}/steps/{things['step_id']}",
        f"/approvals/{things['approval_id']}",
        "/rules",
        "/whitelists",
        "/notes/trash",
    ]
    return [await person.do("GET", path) for path in paths]


@pytest.mark.incident(13, 15, 16, 21)
@pytest.mark.parametrize("operation", OWNED, ids=lambda operation: operation.id)
async def test_things_of_another_are_not_found_and_stay_as_they_are(
    paios: Served, ada: Person, eve: Person, things: dict[str, str], operation: Operation
) -> None:
    before = await seen_by(ada, things)
    body = operation.body
    if operation.id == "answer_approval":
        body = {**body, "fingerprint": before[2]["fingerprint"]}
    refused = await eve.refused(operation.method, operation.at(**things), body)
    assert refused == (404, "not_found")
    assert await seen_by(ada, things) == before


@pytest.fixture(scope="module")
async def eve(paios: Served, ada: Person, anyio_backend: str) -> Person:
    return await paios.add_user("Eve")


async def test_lists_hold_ones_own_only(eve: Person, ada: Person, things: dict[str, str]) -> None:
    for path in ("/conversations", "/approvals", "/rules"):
        assert (await ada.do("GET", path))["total"] > 0
        assert await eve.do("GET", path) == {"items": [], "total": 0}


@pytest.mark.requirement("L3")
async def test_ordinary_user_sees_ones_own_records_only(
    eve: Person, ada: Person, things: dict[str, str]
) -> None:
    kept = await eve.do("GET", "/audit?limit=200")
    assert {each["user_name"] for each in kept["items"]} == {"Eve"}
    asked = await eve.do("GET", f"/audit?run_id={things['run_id']}")
    assert asked == {"items": [], "total": 0}
    everybodys = await ada.do("GET", "/audit?limit=200")
    assert {"Ada", "Eve"} <= {each["user_name"] for each in everybodys["items"]}


async def test_message_of_another_cannot_be_replaced(
    eve: Person, ada: Person, things: dict[str, str]
) -> None:
    own = await eve.begin()
    body = {"text": "Mine now", "replaces": things["message_id"]}
    assert await eve.refused("POST", f"/conversations/{own}/messages", body) == (404, "not_found")
    dialogue = await ada.do("GET", f"/conversations/{things['conversation_id']}")
    assert things["message_id"] in [message["id"] for message in dialogue["messages"]]


async def test_step_is_found_only_under_its_own_run(
    ada: Person, stage: Stage, things: dict[str, str]
) -> None:
    stage.play("another one", Text("Yes."))
    run = await ada.until((await ada.say("another one"))["id"], "done")
    path = f"/runs/{run['id']}/steps/{things['step_id']}"
    assert await ada.refused("GET", path) == (404, "not_found")
