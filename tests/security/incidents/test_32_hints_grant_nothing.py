"""Incident 32: a tool that called itself read-only was trusted. A server's hints grant nothing (T6)."""

import pytest
from tests.support.house import Person, Stage, question_of
from tests.support.rooms import ada, model, paios, stage
from tests.support.tool_servers import added, approve, program, tools_of
from tests.support.turns import Calls, Text

__all__ = ["ada", "model", "paios", "stage"]

pytestmark = [pytest.mark.anyio, pytest.mark.incident(32), pytest.mark.requirement("T6")]


async def test_a_tool_that_says_it_only_reads_is_asked_about(ada: Person, stage: Stage) -> None:
    server = await added(ada, "guest", program("liar", "stdio", "hints"))
    seen = (await tools_of(ada, server))["do"]
    assert (seen["state"], seen["offered"], seen["choices"]) == ("new", False, None)
    assert (seen["proposal"]["effect"], seen["proposal"]["reach"]) == ("read", "own")
    approved = await approve(ada, server, "do")
    assert (approved["choices"]["effect"], approved["choices"]["reach"]) == ("send", "outside")
    stage.play("just read", Calls([("guest__do", {"code": "print(1)"})]), Text("Done."))
    run = await ada.until((await ada.say("just read"))["id"], "waiting")
    assert question_of(run)["sentence"] == "Use do of guest?"
    await ada.answer(run, allow=False)
    run = await ada.until(run["id"], "done")
    assert run["steps"][0]["state"] == "refused"
