"""Task grants at the gate: asked for once, before anything was read, for one run (I12)."""

from dataclasses import replace
from datetime import date
from typing import Any

import anyio
import pytest
from tests.support.gatehouse import ADA, ELSEWHERE, HERE, NEXT_RUN, Gatehouse, add_milk, call, gatehouse

from paios.domain.approval import ApprovalState, Remember
from paios.domain.decision import Source, Verdict
from paios.domain.errors import (
    AnsweredError,
    ForbiddenError,
    InvalidArgumentsError,
    InvalidInputError,
    PaiosError,
)
from paios.domain.ids import new_id
from paios.domain.label import OUTSIDE_WORDS, OWN_WORDS
from paios.domain.page import Slice
from paios.domain.permission import Permission
from paios.domain.principal import Kind
from paios.domain.rule import Rule, exactly
from paios.domain.tool import GRANTING, RawToolCall, ToolCall
from paios.guard.gate import Ruling
from paios.guard.provenance.evidence import Evidence

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("I12")]

MILK: dict[str, Any] = {
    "tool": "vault_write",
    "constraints": exactly(path="Shopping list.md", mode="append"),
    "why": "You asked for milk.",
}
MOVE: dict[str, Any] = {"tool": "vault_move", "constraints": {}, "why": "To tidy up.", "max_uses": 2}


def clean() -> Evidence:
    return Evidence("Put milk on the list.", date(2026, 11, 22), label=OWN_WORDS)


def tainted() -> Evidence:
    return Evidence("Put milk on the list.", date(2026, 11, 22), label=OUTSIDE_WORDS)


def request(*lines: dict[str, Any]) -> RawToolCall:
    return call(GRANTING, actions=[*lines])


async def asked(house: Gatehouse, *lines: dict[str, Any]) -> tuple[RawToolCall, Ruling]:
    raw = request(*(lines or (MILK, MOVE)))
    return raw, await house.wants(raw, evidence=clean())


async def winner(house: Gatehouse, raw: RawToolCall, **where: Any) -> tuple[Source, str]:
    decided = (await house.wants(raw, evidence=clean(), **where)).decision.winner
    return decided.source, decided.code


async def test_the_card_says_each_line_in_words_and_grants_nothing_yet(house: Gatehouse) -> None:
    _, ruling = await asked(house)
    assert ruling.decision.verdict is Verdict.ASK
    assert ruling.question is not None
    assert ruling.question.preview.sentence == "Allow these for the whole answer?"
    assert ruling.question.preview.details == (
        ("Action 1", "Write a note, path “Shopping list.md”, any content, mode “append” (at most 20 times)"),
        ("The assistant's reason", "You asked for milk."),
        ("Action 2", "Move a note, any path, any target (at most 2 times)"),
        ("The assistant's reason", "To tidy up."),
    )
    assert await house.rules.of_user(ADA.user_id) == ()
    assert (await winner(house, add_milk()))[0] is Source.OTHERWISE


async def test_a_yes_covers_the_lines_in_this_run_and_the_model_is_told(house: Gatehouse) -> None:
    raw, ruling = await asked(house)
    await house.answers(ruling)
    allowed = await house.wants(raw, after=ruling, evidence=clean())
    told = await house.does(raw, allowed)
    assert "Write a note" in told.text
    assert told.summary == "Granted 2 actions"
    milk = await house.wants(add_milk(), evidence=clean())
    assert (milk.decision.verdict, milk.decision.winner.source) == (Verdict.ALLOW, Source.ALLOW_RULE)
    assert milk.decision.winner.text.startswith("You granted this to the task. Allow: write a note, path")
    for place in (NEXT_RUN, ELSEWHERE):
        assert (await winner(house, add_milk(), at=place))[0] is Source.OTHERWISE
    other = call("vault_write", path="Shopping list.md", content="x", mode="replace")
    assert (await winner(house, other))[0] is Source.OTHERWISE


async def test_a_line_is_used_up(house: Gatehouse) -> None:
    _, ruling = await asked(house, {**MILK, "max_uses": 2})
    await house.answers(ruling)
    found = [(await winner(house, add_milk()))[0] for _ in range(3)]
    assert found == [Source.ALLOW_RULE, Source.ALLOW_RULE, Source.OTHERWISE]


async def test_struck_lines_are_not_granted(house: Gatehouse) -> None:
    raw, ruling = await asked(house)
    answered = await house.answers(ruling, arguments={"actions": [MILK]})
    assert answered.edited
    [rule] = await house.rules.of_user(ADA.user_id)
    assert (rule.tool, rule.lifetime.run_id) == ("vault_write", HERE.run)
    left = replace(raw, arguments=request(MILK).arguments)
    told = await house.does(left, await house.wants(left, after=ruling, evidence=clean()))
    assert "Move a note" not in told.text
    move = call("vault_move", path="Shopping list.md", target="Old.md")
    assert (await winner(house, move))[0] is Source.OTHERWISE


@pytest.mark.parametrize(
    "edited",
    [
        {"actions": [MILK, MOVE, {**MOVE, "tool": "vault_write"}]},
        {"actions": [{**MILK, "constraints": {}}]},
        {"actions": [{**MILK, "tool": "vault_move"}]},
        {"actions": []},
        {"actions": [MILK], "more": 1},
    ],
    ids=["a line more", "wider", "another tool", "none left", "another argument"],
)
async def test_an_answer_that_does_more_than_strike_is_refused_and_the_question_stays(
    house: Gatehouse, edited: Any
) -> None:
    _, ruling = await asked(house)
    with pytest.raises(InvalidArgumentsError):
        await house.answers(ruling, arguments=edited)
    assert await house.rules.of_user(ADA.user_id) == ()
    await house.answers(ruling)
    assert len(await house.rules.of_user(ADA.user_id)) == 2


async def test_of_two_answers_at_once_one_makes_the_rules(house: Gatehouse) -> None:
    _, ruling = await asked(house)
    lost: list[PaiosError] = []

    async def answer(edited: Any) -> None:
        try:
            await house.answers(ruling, arguments=edited)
        except AnsweredError as error:
            lost.append(error)

    async with anyio.create_task_group() as tasks:
        for edited in (None, {"actions": [MILK]}, {"actions": [MOVE]}, None):
            tasks.start_soon(answer, edited)
    assert len(lost) == 3
    [stored] = (await house.approvals.page(ADA.user_id, Slice())).items
    rules = await house.rules.of_user(ADA.user_id)
    assert {rule.tool for rule in rules} == {line["tool"] for line in stored.call.arguments["actions"]}


async def test_a_no_grants_nothing(house: Gatehouse) -> None:
    raw, ruling = await asked(house)
    await house.answers(ruling, allow=False)
    assert await house.rules.of_user(ADA.user_id) == ()
    assert (await winner(house, raw, after=ruling))[1] == "said_no"


@pytest.mark.requirement("P4")
@pytest.mark.parametrize("remember", [each for each in Remember if each is not Remember.ONCE])
async def test_a_yes_to_permissions_is_never_remembered(house: Gatehouse, remember: Remember) -> None:
    _, ruling = await asked(house)
    assert ruling.decision.no_always == "Permissions for a whole task are asked for every time."
    with pytest.raises(InvalidInputError, match="asked for every time"):
        await house.answers(ruling, remember=remember)
    assert await house.rules.of_user(ADA.user_id) == ()


async def test_no_rule_answers_for_the_person(house: Gatehouse) -> None:
    await house.rules.add(Rule(new_id(), ADA.user_id, Verdict.ALLOW, GRANTING, house.clock.now()))
    raw, ruling = await asked(house)
    assert (ruling.decision.verdict, ruling.decision.winner.source) == (Verdict.ASK, Source.GRANT)
    await house.rules.add(Rule(new_id(), ADA.user_id, Verdict.DENY, GRANTING, house.clock.now()))
    assert (await winner(house, raw))[0] is Source.DENY_RULE


@pytest.mark.parametrize("evidence", [tainted, lambda: None], ids=["tainted", "unknown"])
async def test_once_something_was_read_it_is_too_late(house: Gatehouse, evidence: Any) -> None:
    ruling = await house.wants(request(MILK), evidence=evidence())
    reason = ruling.decision.winner
    assert (reason.verdict, reason.source, reason.code) == (Verdict.DENY, Source.GRANT, "asked_too_late")
    assert "before anything from outside was read" in reason.text
    assert ruling.question is None


async def test_what_is_not_offered_cannot_be_granted(house: Gatehouse) -> None:
    offered = frozenset({GRANTING, "vault_write"})
    ruling = await house.wants(request(MILK, MOVE), evidence=clean(), offered=offered)
    reason = ruling.decision.winner
    assert (reason.verdict, reason.code) == (Verdict.DENY, "invalid_arguments")
    assert reason.text == "These tools are not offered here: vault_move."


async def test_a_line_that_must_not_be_is_refused_with_words_that_help(house: Gatehouse) -> None:
    burn = {"tool": "vault_delete", "constraints": {}, "why": "Why not."}
    reason = (await house.wants(request(MILK, burn), evidence=clean())).decision.winner
    assert (reason.verdict, reason.code) == (Verdict.DENY, "invalid_arguments")
    assert reason.text == "Action 2: vault_delete asks every time; leave it out."


@pytest.mark.requirement("S4")
async def test_a_pause_ends_every_grant_and_no_other_rule(house: Gatehouse) -> None:
    _, ruling = await asked(house)
    await house.answers(ruling)
    kept = Rule(new_id(), ADA.user_id, Verdict.DENY, "vault_move", house.clock.now())
    await house.rules.add(kept)
    async with house.database.begin() as tx:
        await house.rules.revoke_grants(tx)
    assert await house.rules.of_user(ADA.user_id) == (kept,)
    assert (await winner(house, add_milk()))[0] is Source.OTHERWISE


async def test_a_grant_that_was_revoked_counts_no_more_and_a_restart_keeps_the_others(
    house: Gatehouse,
) -> None:
    _, ruling = await asked(house)
    await house.answers(ruling)
    move = next(rule for rule in await house.rules.of_user(ADA.user_id) if rule.tool == "vault_move")
    await house.rules.revoke(ADA.user_id, move.id)
    async with gatehouse(house.folder, clock=house.clock) as restarted:
        assert (await winner(restarted, add_milk()))[0] is Source.ALLOW_RULE
        old = call("vault_move", path="Shopping list.md", target="Old.md")
        assert (await winner(restarted, old))[0] is Source.OTHERWISE


async def test_deleting_asks_also_where_a_grant_would_allow_it(house: Gatehouse) -> None:
    """Such a grant cannot be made; one that stood in the database all the same would change nothing."""
    _, ruling = await asked(house)
    await house.answers(ruling)
    [grant, *_] = await house.rules.of_user(ADA.user_id)
    await house.rules.add(replace(grant, id=new_id(), tool="vault_delete", constraints={}))
    assert await winner(house, call("vault_delete", path="Shopping list.md")) == (Source.CRITICAL, "deletes")


async def test_the_record_names_the_rules_that_an_answer_made(house: Gatehouse) -> None:
    _, ruling = await asked(house)
    await house.answers(ruling, arguments={"actions": [MOVE]})
    [record] = await house.records("approval.answered")
    [rule] = await house.rules.of_user(ADA.user_id)
    assert record.data["rule_ids"] == [rule.id]
    assert record.data["edited"] == {"actions": [MOVE]}
    edited = ToolCall(ruling.question.call.id, GRANTING, {"actions": [MOVE]}) if ruling.question else None
    assert edited is not None
    expected = edited.fingerprint(user_id=ADA.user_id, run_id=HERE.run, basis=None)
    assert record.data["edited_fingerprint"] == expected
    assert record.data["fingerprint"] == (ruling.question.fingerprint if ruling.question else "")


async def test_no_key_allows_a_whole_task(house: Gatehouse) -> None:
    _, ruling = await asked(house)
    key = replace(
        ADA, kind=Kind.API_KEY, interactive=False, permissions=frozenset({Permission.APPROVALS_ANSWER})
    )
    with pytest.raises(ForbiddenError) as refused:
        await house.answers(ruling, by=key)
    assert refused.value.message == "Only a person can allow a whole task beforehand."
    assert (await house.answers(ruling)).state is ApprovalState.APPROVED
