"""What stops a run whatever it wants: its limit, what is offered, and the kill switch (S2, S4, P7)."""

from dataclasses import replace

import pytest
from tests.support.gatehouse import ADA, LIMIT, Gatehouse, Lever, add_milk, call, gatehouse

from paios.domain.decision import Source, Verdict
from paios.domain.errors import ProofError
from paios.domain.rule import Rule
from paios.domain.tool import Effect, Outcome
from paios.guard.facts import Proposal

pytestmark = pytest.mark.anyio


@pytest.mark.requirement("S2")
async def test_the_twenty_first_call_is_refused(house: Gatehouse) -> None:
    for before in range(LIMIT):
        raw = call("vault_read", path="Shopping list.md")
        assert (await house.wants(raw, calls_before=before)).decision.verdict is Verdict.ALLOW
    refused = await house.wants(call("vault_read", path="Shopping list.md"), calls_before=LIMIT)
    assert (refused.decision.verdict, refused.decision.winner.code) == (Verdict.DENY, "calls_used_up")
    assert "20" in refused.decision.winner.text
    assert (len(await house.records("call.allowed")), len(await house.records("call.denied"))) == (20, 1)


@pytest.mark.requirement("S4")
async def test_pause_denies_everything_that_is_not_running_yet(house: Gatehouse) -> None:
    milk = add_milk()
    asked = await house.wants(milk)
    await house.answers(asked)
    await house.rules.add(Rule("r", ADA.user_id, Verdict.ALLOW, "vault_write", house.clock.now()))
    await house.set_pause(True)
    for raw in (milk, add_milk(), call("vault_read", path="Shopping list.md"), call("shell")):
        ruling = await house.wants(raw, after=asked)
        assert (ruling.decision.winner.code, ruling.proof, ruling.question) == ("paused", None, None)
    await house.set_pause(False)
    assert (await house.wants(milk, after=asked)).proof is not None


@pytest.mark.requirement("S4")
async def test_pause_survives_a_restart(house: Gatehouse) -> None:
    await house.set_pause(True)
    async with gatehouse(house.folder, clock=house.clock) as restarted:
        reading = call("vault_read", path="Shopping list.md")
        assert (await restarted.wants(reading)).decision.winner.code == "paused"
        await restarted.set_pause(False)
        assert (await restarted.wants(reading)).proof is not None
    assert (await house.wants(call("vault_read", path="Shopping list.md"))).proof is not None


@pytest.mark.requirement("S4")
async def test_a_call_that_runs_while_pause_is_pressed_may_finish_and_is_recorded(house: Gatehouse) -> None:
    reading = call("vault_read", path="Shopping list.md")
    ruling = await house.wants(reading)
    await house.set_pause(True)
    assert (await house.does(reading, ruling)).outcome is Outcome.OK
    assert len(await house.records("call.finished")) == 1


async def test_a_tool_that_was_not_offered_is_refused(house: Gatehouse) -> None:
    milk = add_milk()
    ruling = await house.wants(milk, offered=frozenset({"vault_read"}))
    assert (ruling.decision.verdict, ruling.decision.winner.code) == (Verdict.DENY, "not_offered")


@pytest.mark.requirement("P7")
@pytest.mark.parametrize("effect", [Effect.EXECUTE, Effect.SENSE, Effect.CONTROL])
async def test_nothing_executes_whatever_a_rule_or_a_hand_says(house: Gatehouse, effect: Effect) -> None:
    lever = Lever(effect)
    async with gatehouse(house.folder, tools=(lever,)) as armed:
        await armed.rules.add(Rule("r", ADA.user_id, Verdict.ALLOW, "lever", armed.clock.now()))
        pull = call("lever")
        for proposal in (armed.proposal(pull), Proposal(ADA, pull)):
            ruling = await armed.gate.submit(proposal)
            code = "unconfirmable" if effect is Effect.CONTROL else "no_second_factor"
            assert ruling.decision.winner.code == code
            assert (ruling.proof, ruling.question) == (None, None)
    assert lever.pulled == 0


@pytest.mark.requirement("P5")
@pytest.mark.parametrize("effect", [Effect.SEND, Effect.SPEND])
async def test_what_sends_or_spends_asks(house: Gatehouse, effect: Effect) -> None:
    """Spending too is asked by a click, until accounts know a stronger yes (ADR 12)."""
    lever = Lever(effect)
    async with gatehouse(house.folder, tools=(lever,)) as armed:
        pull = call("lever")
        asked = await armed.wants(pull)
        assert asked.decision.verdict is Verdict.ASK
        await armed.answers(asked)
        assert lever.pulled == 0
        await armed.does(pull, await armed.wants(pull, after=asked))
        assert lever.pulled == 1


async def test_a_person_changes_their_notes_by_hand_and_it_is_recorded(house: Gatehouse) -> None:
    await house.rules.add(Rule("r", ADA.user_id, Verdict.DENY, "vault_write", house.clock.now()))
    ruling = await house.gate.submit(Proposal(ADA, add_milk()))
    assert ruling.decision.winner.source is Source.OWN_HAND
    assert ruling.proof is not None
    await house.tools.run(ruling.proof)
    assert "oat milk" in house.note()
    [record] = await house.records("call.allowed")
    assert (record.user_id, record.data["run_id"]) == (ADA.user_id, None)


async def test_what_a_person_looked_at_is_what_they_change(house: Gatehouse) -> None:
    text = "mine\n"
    saving = call("vault_write", path="Shopping list.md", content=text, mode="replace")
    stale = await house.gate.submit(Proposal(ADA, saving), basis="0" * 64)
    assert stale.proof is not None
    assert (await house.tools.run(stale.proof)).code == "note_changed"
    seen = house.files.revision("Shopping list.md")
    fresh = await house.gate.submit(Proposal(ADA, saving), basis=seen)
    assert fresh.proof is not None
    assert (await house.tools.run(fresh.proof)).outcome is Outcome.OK
    assert house.note() == text


async def test_a_person_by_hand_is_told_of_nonsense_too(house: Gatehouse) -> None:
    ruling = await house.gate.submit(Proposal(ADA, call("vault_write", path="../a.md")))
    assert ruling.decision.winner.code == "invalid_arguments"


async def test_a_program_cannot_act_by_a_hand_it_has_not(house: Gatehouse) -> None:
    unattended = replace(ADA, interactive=False)
    ruling = await house.gate.submit(Proposal(unattended, add_milk()))
    assert (ruling.decision.verdict, ruling.proof) == (Verdict.DENY, None)


async def test_a_proof_opens_once_at_the_host_too(house: Gatehouse) -> None:
    reading = call("vault_read", path="Shopping list.md")
    ruling = await house.wants(reading)
    await house.does(reading, ruling)
    assert ruling.proof is not None
    with pytest.raises(ProofError):
        await house.tools.run(ruling.proof)
