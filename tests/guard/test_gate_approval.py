"""A yes covers exactly what was seen, once (P9; invariant 3)."""

from dataclasses import replace

import anyio
import pytest
from tests.support.gatehouse import (
    ADA,
    AT_BOBS,
    ELSEWHERE,
    HERE,
    NEXT_RUN,
    Gatehouse,
    Place,
    add_milk,
    call,
    gatehouse,
    said,
)

from paios.domain.decision import Source, Verdict
from paios.domain.rule import Rule
from paios.domain.tool import Outcome, RawToolCall
from paios.guard.gate import Ruling

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("P9")]


async def test_what_was_approved_happens(house: Gatehouse) -> None:
    milk = add_milk()
    asked = await house.wants(milk)
    await house.answers(asked)
    allowed = await house.wants(milk, after=asked)
    assert allowed.decision.winner.code == "said_yes"
    assert (await house.does(milk, allowed)).outcome is Outcome.OK
    assert "- oat milk" in house.note()


async def test_what_was_denied_does_not(house: Gatehouse) -> None:
    milk = add_milk()
    asked = await house.wants(milk)
    await house.answers(asked, allow=False)
    ruling = await house.wants(milk, after=asked)
    assert (ruling.decision.verdict, ruling.decision.winner.code) == (Verdict.DENY, "said_no")
    assert ruling.proof is None


async def test_an_unanswered_question_allows_nothing(house: Gatehouse) -> None:
    milk = add_milk()
    asked = await house.wants(milk)
    assert (await house.wants(milk, after=asked)).proof is None


async def test_an_approval_works_once(house: Gatehouse) -> None:
    milk = add_milk()
    asked = await house.wants(milk)
    await house.answers(asked)
    assert (await house.wants(milk, after=asked)).proof is not None
    again = await house.wants(milk, after=asked)
    assert (again.decision.verdict, again.decision.winner.code) == (Verdict.DENY, "contested")
    assert again.proof is None
    [record] = await house.records("call.denied")
    assert asked.question is not None
    assert record.data["approval_id"] == asked.question.id


async def test_of_calls_on_one_approval_at_once_exactly_one_may(house: Gatehouse) -> None:
    milk = add_milk()
    asked = await house.wants(milk)
    await house.answers(asked)
    rulings: list[Ruling] = []

    async def try_it() -> None:
        rulings.append(await house.wants(milk, after=asked))

    async with anyio.create_task_group() as tasks:
        for _ in range(6):
            tasks.start_soon(try_it)
    assert sum(ruling.proof is not None for ruling in rulings) == 1
    assert len(await house.records("call.allowed")) == 1
    assert len(await house.records("call.denied")) == 5


def _changed(raw: RawToolCall) -> dict[str, RawToolCall]:
    return {
        "another text": replace(raw, arguments=raw.arguments.replace("oat milk", "cow milk")),
        "another note": replace(raw, arguments=raw.arguments.replace("Shopping list", "Wishes")),
        "another mode": replace(raw, arguments=raw.arguments.replace("append", "replace")),
        "another tool": call("vault_move", path="Shopping list.md", target="Gone.md"),
        "another call": replace(raw, id="another"),
    }


@pytest.mark.parametrize("change", [*_changed(add_milk())])
async def test_a_changed_call_asks_again(house: Gatehouse, change: str) -> None:
    milk = add_milk()
    asked = await house.wants(milk)
    await house.answers(asked)
    changed = await house.wants(_changed(milk)[change], after=asked)
    assert changed.decision.verdict is Verdict.ASK
    assert changed.question is not None
    assert changed.question != asked.question
    assert changed.proof is None


async def test_the_same_call_in_another_spelling_is_the_same(house: Gatehouse) -> None:
    milk = add_milk()
    asked = await house.wants(milk)
    await house.answers(asked)
    spelled = replace(
        milk, arguments='{ "mode":"append", "content": "\\u002d oat milk",\n"path": "Shopping list.md"}'
    )
    assert (await house.wants(spelled, after=asked)).proof is not None


@pytest.mark.parametrize("at", [NEXT_RUN, ELSEWHERE, AT_BOBS], ids=["run", "conversation", "user"])
async def test_a_yes_counts_in_its_own_run_alone(house: Gatehouse, at: Place) -> None:
    milk = add_milk()
    asked = await house.wants(milk)
    await house.answers(asked)
    elsewhere = await house.wants(milk, after=asked, at=at)
    assert elsewhere.decision.verdict is Verdict.ASK
    assert elsewhere.proof is None


async def test_a_note_that_changed_between_question_and_answer_asks_again(house: Gatehouse) -> None:
    milk = add_milk()
    asked = await house.wants(milk)
    (house.notes / "Shopping list.md").write_text("# Shopping list\n\n- secret plan\n")
    await house.answers(asked)
    again = await house.wants(milk, after=asked)
    assert again.decision.verdict is Verdict.ASK
    assert again.question is not None
    assert "secret plan" in again.question.preview.diff
    assert "secret plan" in house.note()


async def test_a_note_that_changed_between_proof_and_effect_is_left_alone(house: Gatehouse) -> None:
    milk = add_milk()
    asked = await house.wants(milk)
    await house.answers(asked)
    allowed = await house.wants(milk, after=asked)
    (house.notes / "Shopping list.md").write_text("changed meanwhile\n")
    result = await house.does(milk, allowed)
    assert (result.outcome, result.code) == (Outcome.ERROR, "note_changed")
    assert house.note() == "changed meanwhile\n"


async def test_a_rule_that_denies_set_after_the_yes_wins(house: Gatehouse) -> None:
    milk = add_milk()
    asked = await house.wants(milk)
    await house.answers(asked)
    await house.rules.add(Rule("r", ADA.user_id, Verdict.DENY, "vault_write", house.clock.now()))
    ruling = await house.wants(milk, after=asked)
    assert (ruling.decision.winner.source, ruling.proof) == (Source.DENY_RULE, None)
    assert [reason.source for reason in ruling.decision.reasons] == [
        Source.DENY_RULE,
        Source.APPROVAL,
        Source.OTHERWISE,
    ]


async def test_an_invented_approval_asks(house: Gatehouse) -> None:
    proposal = house.proposal(add_milk(), HERE)
    ruling = await house.gate.submit(proposal, approval_id="8c5d1e2a-0000-4000-8000-000000000000")
    assert ruling.decision.verdict is Verdict.ASK


async def test_a_yes_survives_a_restart_and_still_works_once(house: Gatehouse) -> None:
    milk = add_milk()
    asked = await house.wants(milk)
    await house.answers(asked)
    async with gatehouse(house.folder, clock=house.clock) as restarted:
        assert (await restarted.wants(milk, after=asked)).proof is not None
        assert (await restarted.wants(milk, after=asked)).proof is None


async def test_a_yes_does_not_repair_what_is_wrong(house: Gatehouse) -> None:
    milk = add_milk()
    asked = await house.wants(milk)
    await house.answers(asked)
    broken = replace(said(milk.arguments[:-1], milk.name), id=milk.id)
    assert (await house.wants(broken, after=asked)).decision.winner.code == "invalid_arguments"
