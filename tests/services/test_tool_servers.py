"""MCP servers over the whole of paios: added, approved tool by tool, used in a conversation (T2, T6)."""

from collections.abc import Iterator

import pytest
from tests.support.house import Person, Served, Stage
from tests.support.tool_servers import added, approve, listening, tools_of
from tests.support.turns import Calls, Text

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("T2", "T6")]


@pytest.fixture(scope="module")
def office() -> Iterator[str]:
    with listening("office") as url:
        yield url


@pytest.fixture(scope="module")
async def server(ada: Person, office: str) -> str:
    return await added(ada, "office", {"kind": "http", "url": office})


async def test_an_approved_tool_is_used_in_a_conversation(ada: Person, server: str, stage: Stage) -> None:
    approved = await approve(ada, server, "send_email")
    assert approved["state"] == "approved"
    stage.play(
        "mail", Calls([("office__send_email", {"to": "bob@example.org", "body": "Hi"})]), Text("Done.")
    )
    run = await ada.until((await ada.say("mail Bob"))["id"], "waiting")
    question = next(step["approval"] for step in run["steps"] if step["state"] == "waiting")
    assert question["sentence"] == "Use send_email of office?"
    assert {"name": "to", "value": "bob@example.org"} in question["details"]
    await ada.answer(run, allow=True)
    run = await ada.until(run["id"], "done")
    [step] = run["steps"]
    assert (step["state"], step["summary"]) == ("ok", "Used send_email of office")
    result = await ada.do("GET", f"/runs/{run['id']}/steps/{step['id']}")
    assert result["text"] == "Sent 2 characters to bob@example.org."
    assert result["external"] is True
