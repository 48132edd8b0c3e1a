"""The record: what each call leaves in it, and that without it nothing happens (T3, L4; invariant 2)."""

from datetime import date, datetime
from hashlib import sha256

import pytest
from tests.support.gatehouse import ADA, HERE, Gatehouse, add_milk, call, gatehouse, said

from paios.domain.decision import Verdict
from paios.domain.errors import ConflictError, RecordError, StorageError
from paios.domain.label import OWN_WORDS
from paios.domain.page import Slice
from paios.domain.rule import Rule
from paios.guard.facts import Proposal
from paios.guard.gate import Ruling
from paios.guard.provenance.evidence import Evidence
from paios.guard.records import TEXT_LIMIT
from paios.ports.transaction import Transaction

pytestmark = pytest.mark.anyio


@pytest.mark.requirement("T3")
async def test_each_step_of_a_call_is_recorded_with_all_that_matters(house: Gatehouse) -> None:
    milk = add_milk()
    asked = await house.wants(milk)
    house.clock.turn(60)
    answered = await house.answers(asked)
    allowed = await house.wants(milk, after=asked)
    result = await house.does(milk, allowed)
    question, answer, decision, end = await house.records()
    assert [record.kind for record in (question, answer, decision, end)] == [
        "call.asked",
        "approval.answered",
        "call.allowed",
        "call.finished",
    ]
    for record in (question, answer, decision, end):
        assert record.user_id == ADA.user_id
        assert isinstance(record.at, datetime)
        where = {"run_id": HERE.run, "conversation_id": HERE.conversation, "call_id": milk.id}
        assert where.items() <= record.data.items()
        assert record.data["tool"] == "vault_write"
    assert (decision.at - question.at).total_seconds() == 60
    assert question.data["arguments"]["content"] == "- oat milk"
    assert (question.data["effect"], question.data["adapter"]) == ("write", "web")
    assert question.data["approval_id"] == decision.data["approval_id"] == answered.id
    assert question.data["fingerprint"] == answer.data["fingerprint"] == answered.fingerprint
    assert (answer.data["allow"], answer.data["remember"], answer.data["rule_ids"]) == (True, "once", [])
    [why, also] = decision.data["reasons"]
    assert (why["source"], why["verdict"], why["text"]) == ("approval", "allow", "You said yes.")
    assert also["source"] == "otherwise"
    assert (end.data["outcome"], end.data["summary"], end.data["notes"]) == ("ok", result.summary, [])


@pytest.mark.requirement("T3")
async def test_a_long_argument_is_recorded_by_its_start_and_its_hash(house: Gatehouse) -> None:
    content = "ä" * (TEXT_LIMIT + 1)
    await house.wants(call("vault_write", path="Long.md", content=content, mode="create"))
    [record] = await house.records()
    assert record.data["arguments"]["content"] == {
        "start": content[:TEXT_LIMIT],
        "characters": TEXT_LIMIT + 1,
        "sha256": sha256(content.encode()).hexdigest(),
    }
    await house.wants(call("vault_write", path="Long.md", content=content[1:], mode="create"))
    assert (await house.records())[1].data["arguments"]["content"] == content[1:]


@pytest.mark.requirement("T3")
async def test_of_each_argument_it_is_recorded_whose_words_it_is(house: Gatehouse) -> None:
    heard = Evidence('Append oat milk to "Shopping list.md"', date(2026, 11, 22), label=OWN_WORDS)
    ruling = await house.wants(add_milk(), evidence=heard)
    [record] = await house.records()
    origins = record.data["origins"]
    assert [one["argument"] for one in origins] == ["path", "content", "mode"]
    assert origins[0] == {
        "argument": "path", "origin": "person", "source": "your message", "licensed": True, "outside": False,
    }  # fmt: skip
    assert [one.argument for one in ruling.standing.traces] == ["path", "content", "mode"]
    assert ruling.question is not None
    assert ruling.question.origins == ruling.standing.traces


@pytest.mark.requirement("T3")
async def test_of_a_call_that_could_not_be_read_it_is_recorded_what_was_said(house: Gatehouse) -> None:
    await house.wants(said("{broken", "vault_write"))
    await house.wants(said("{}", "x" * 200))
    unread, unknown = await house.records("call.denied")
    assert (unread.data["arguments"], unread.data["effect"]) == ({"unparsed": "{broken"}, "write")
    assert (unknown.data["tool"], unknown.data["effect"]) == ("x" * 100, None)


@pytest.mark.requirement("P9", "T3")
async def test_what_is_done_by_hand_is_recorded_with_what_they_were_looking_at(house: Gatehouse) -> None:
    milk = add_milk()
    tries = 0

    async def lose_thrice(_tx: Transaction, _ruling: Ruling) -> None:
        nonlocal tries
        tries += 1
        if tries <= 3:
            raise ConflictError("Another event has this number.")

    by_hand = Proposal(ADA, milk)
    done = await house.gate.submit(by_hand, basis="seen")
    contested = await house.gate.submit(by_hand, basis="seen", journal=lose_thrice)
    assert (contested.decision.winner.code, contested.proof, tries) == ("contested", None, 4)
    assert done.call is not None
    assert done.proof is not None
    assert done.proof.label == OWN_WORDS
    bound = done.call.fingerprint(user_id=ADA.user_id, run_id="", basis="seen")
    assert [record.data["fingerprint"] for record in await house.records()] == [bound, bound]


async def broken_at(house: Gatehouse, raw_allowed: bool) -> None:
    """Whatever is proposed on a full disk leaves no trace and no proof."""
    raw = call("vault_read", path="Shopping list.md") if raw_allowed else add_milk()
    with house.full_disk(), pytest.raises(RecordError):
        await house.wants(raw)


@pytest.mark.requirement("L4")
@pytest.mark.parametrize("allowed", [True, False], ids=["would be allowed", "would be asked"])
async def test_when_the_record_cannot_be_written_nothing_may_happen(house: Gatehouse, allowed: bool) -> None:
    await house.wants(call("vault_list"))
    minted = dict(house.ledger._minted)
    await broken_at(house, allowed)
    assert house.ledger._minted == minted
    assert (await house.approvals.page(ADA.user_id, Slice())).total == 0
    assert len(await house.records()) == 1
    assert (await house.wants(call("vault_list"))).proof is not None


@pytest.mark.requirement("L4", "P9")
async def test_an_approval_whose_use_was_not_recorded_is_not_used(house: Gatehouse) -> None:
    milk = add_milk()
    asked = await house.wants(milk)
    with house.full_disk(), pytest.raises(RecordError):
        await house.answers(asked)
    await house.answers(asked)
    with house.full_disk(), pytest.raises(RecordError):
        await house.wants(milk, after=asked)
    assert "oat milk" not in house.note()
    assert (await house.wants(milk, after=asked)).proof is not None


@pytest.mark.requirement("L4")
async def test_when_the_database_is_gone_nothing_may_happen(house: Gatehouse) -> None:
    milk = add_milk()
    asked = await house.wants(milk)
    await house.answers(asked)
    await house.lose_database()
    with pytest.raises(StorageError):
        await house.wants(milk, after=asked)
    assert house.ledger._minted == {}
    assert "oat milk" not in house.note()


@pytest.mark.requirement("L4")
async def test_what_the_caller_keeps_is_stored_with_the_record_or_not_at_all(house: Gatehouse) -> None:
    await house.rules.add(Rule("r", ADA.user_id, Verdict.ALLOW, "vault_move", house.clock.now()))
    moving = call("vault_move", path="Shopping list.md", target="Old.md")

    async def break_down(_tx: Transaction, ruling: Ruling) -> None:
        assert ruling.decision.verdict in (Verdict.ASK, Verdict.ALLOW)
        raise StorageError("The event cannot be stored.")

    for raw in (add_milk(), moving):
        with pytest.raises(StorageError, match="event"):
            await house.wants(raw, journal=break_down)
    assert await house.records() == []
    assert (await house.approvals.page(ADA.user_id, Slice())).total == 0
    assert house.ledger._minted == {}
    [rule] = await house.rules.of_user(ADA.user_id)
    assert rule.use_count == 0


@pytest.mark.requirement("L4")
async def test_how_a_call_ended_is_recorded_together_with_what_the_caller_keeps_of_it(
    house: Gatehouse,
) -> None:
    reading = call("vault_read", path="Shopping list.md")

    async def keep(tx: Transaction, _ruling: Ruling | None = None) -> None:
        name = f"r{len(await house.rules.of_user(ADA.user_id))}"
        await house.rules.add(Rule(name, ADA.user_id, Verdict.DENY, "vault_move", house.clock.now()), tx)

    async def keep_and_break_down(tx: Transaction) -> None:
        await keep(tx)
        raise StorageError("The event cannot be stored.")

    ruling = await house.wants(reading, journal=keep)
    assert ruling.proof is not None
    assert len(await house.rules.of_user(ADA.user_id)) == 1
    result = await house.tools.run(ruling.proof)
    with pytest.raises(StorageError, match="event"):
        await house.gate.close(house.proposal(reading), result, keep_and_break_down)
    assert len(await house.rules.of_user(ADA.user_id)) == 1
    assert await house.records("call.finished") == []
    await house.gate.close(house.proposal(reading), result, keep)
    assert len(await house.rules.of_user(ADA.user_id)) == 2
    assert len(await house.records("call.finished")) == 1


@pytest.mark.requirement("L4")
async def test_a_run_that_somebody_else_goes_on_with_decides_nothing(house: Gatehouse) -> None:
    tries = 0

    async def lose(_tx: Transaction, _ruling: Ruling) -> None:
        nonlocal tries
        tries += 1
        raise ConflictError("Another event has this number.")

    with pytest.raises(ConflictError):
        await house.wants(add_milk(), journal=lose)
    assert tries > 1
    assert await house.records() == []
    assert (await house.approvals.page(ADA.user_id, Slice())).total == 0


async def test_the_proof_names_its_record(house: Gatehouse) -> None:
    await house.wants(add_milk())
    ruling = await house.wants(call("vault_list"))
    assert ruling.proof is not None
    [record] = await house.records("call.allowed")
    assert ruling.proof.record_seq == record.seq == 2


@pytest.mark.requirement("L2")
async def test_no_record_goes_away_by_itself(house: Gatehouse) -> None:
    """Not with time, nor a restart, nor the end of what it speaks of."""
    asked = await house.wants(add_milk())
    await house.wants(call("vault_list"))
    rule = Rule("r", ADA.user_id, Verdict.DENY, "vault_list", house.clock.now())
    await house.rules.add(rule)
    await house.wants(call("vault_list"))
    before = await house.records()
    assert len(before) == 3
    house.clock.turn(50 * 365 * 24 * 3600)
    await house.rules.revoke(ADA.user_id, rule.id)
    [expired] = await house.questions.expire()
    assert asked.question is not None
    assert expired.id == asked.question.id
    async with gatehouse(house.folder, clock=house.clock) as restarted:
        await restarted.wants(call("vault_list"))
        after = await restarted.records()
    assert after[:3] == before
    assert [record.seq for record in after] == [1, 2, 3, 4, 5]
