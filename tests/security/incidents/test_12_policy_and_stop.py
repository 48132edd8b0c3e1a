"""Incident 12: compaction dropped the rule and a mailbox was deleted; "stop" was ignored.

Rules live outside of the context, and pause is read before each call, so
neither depends on what a model remembers or wants.
"""

import pytest
from tests.support.gatehouse import ADA, ELSEWHERE, Gatehouse, call, gatehouse

from paios.domain.decision import Source, Verdict
from paios.domain.rule import Rule

pytestmark = [pytest.mark.anyio, pytest.mark.incident(12)]


async def test_a_rule_holds_in_a_conversation_that_never_heard_of_it(house: Gatehouse) -> None:
    await house.rules.add(Rule("r", ADA.user_id, Verdict.DENY, "vault_delete", house.clock.now()))
    for _ in range(5):
        ruling = await house.wants(call("vault_delete", path="Shopping list.md"), at=ELSEWHERE)
        assert ruling.decision.winner.source is Source.DENY_RULE
    async with gatehouse(house.folder, clock=house.clock) as restarted:
        ruling = await restarted.wants(call("vault_delete", path="Shopping list.md"))
        assert ruling.decision.winner.source is Source.DENY_RULE
    assert house.note()


async def test_one_yes_deletes_one_note(house: Gatehouse) -> None:
    first = call("vault_delete", path="Shopping list.md")
    asked = await house.wants(first)
    await house.answers(asked)
    await house.does(first, await house.wants(first, after=asked))
    second = await house.wants(call("vault_delete", path="House/Boiler.md"), after=asked)
    assert second.decision.verdict is Verdict.ASK
    assert house.note("House/Boiler.md")


@pytest.mark.requirement("S4")
async def test_stop_stops_between_two_calls_of_one_breath(house: Gatehouse) -> None:
    calls = [call("vault_delete", path=path) for path in ("Shopping list.md", "House/Boiler.md")]
    questions = [await house.wants(raw) for raw in calls]
    for asked in questions:
        await house.answers(asked)
    await house.does(calls[0], await house.wants(calls[0], after=questions[0]))
    await house.set_pause(True)
    for _ in range(5):
        stopped = await house.wants(calls[1], after=questions[1])
        assert (stopped.decision.winner.code, stopped.proof) == ("paused", None)
    assert house.note("House/Boiler.md")
