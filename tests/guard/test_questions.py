"""Answering questions: once, in time, by the owner, to what was shown (P3, P4, P9)."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import anyio
import pytest
from tests.support.gatehouse import ADA, BOB, PATIENCE, Gatehouse, Lever, add_milk, call, gatehouse

from paios.domain.approval import Answer, Approval, ApprovalState, Remember
from paios.domain.decision import Verdict
from paios.domain.errors import (
    AnsweredError,
    ConflictError,
    ForbiddenError,
    InvalidArgumentsError,
    InvalidInputError,
    NoteExistsError,
    NotFoundError,
    PaiosError,
    PausedError,
)
from paios.domain.ids import new_id
from paios.domain.permission import Permission
from paios.domain.principal import Kind
from paios.domain.rule import Lifetime, exactly
from paios.domain.tool import Effect

pytestmark = pytest.mark.anyio

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ONCE_YES = Answer(allow=True, remember=Remember.ONCE, fingerprint="")


@pytest.mark.requirement("P3", "P5")
async def test_a_question_shows_what_would_happen_and_nothing_does(house: Gatehouse) -> None:
    before = house.note()
    asked = await house.wants(add_milk())
    assert asked.decision.verdict is Verdict.ASK
    assert asked.proof is None
    assert asked.question is not None
    assert asked.question.preview.diff.endswith("+- oat milk")
    assert asked.question.expires_at == house.clock.now() + PATIENCE
    assert await house.approvals.get(ADA.user_id, asked.question.id) == asked.question
    assert house.note() == before


@pytest.mark.requirement("P3")
async def test_no_answer_in_time_is_a_denial(house: Gatehouse) -> None:
    milk = add_milk()
    asked = await house.wants(milk)
    assert await house.questions.expire() == ()
    house.clock.turn(PATIENCE.total_seconds())
    [expired] = await house.questions.expire()
    assert expired.state is ApprovalState.EXPIRED
    assert expired.answered_at == house.clock.now()
    assert await house.approvals.get(ADA.user_id, expired.id) == expired
    ruling = await house.wants(milk, after=asked)
    assert ruling.decision.winner.code == "no_answer"
    assert ruling.proof is None
    assert await house.questions.expire() == ()
    [record] = await house.records("approval.expired")
    assert (record.data["approval_id"], record.user_id) == (expired.id, ADA.user_id)


@pytest.mark.requirement("P3", "P9")
async def test_a_late_answer_is_refused_even_before_the_question_was_closed(house: Gatehouse) -> None:
    asked = await house.wants(add_milk())
    house.clock.turn(PATIENCE.total_seconds())
    with pytest.raises(AnsweredError):
        await house.answers(asked)
    assert await house.records("approval.answered") == []


@pytest.mark.requirement("P9")
async def test_somebody_else_cannot_answer(house: Gatehouse) -> None:
    asked = await house.wants(add_milk())
    with pytest.raises(NotFoundError):
        await house.answers(asked, by=BOB)
    with pytest.raises(NotFoundError):
        await house.questions.answer(ADA, new_id(), ONCE_YES)


@pytest.mark.requirement("P9")
async def test_an_answer_to_something_else_than_what_was_shown_is_refused(house: Gatehouse) -> None:
    asked = await house.wants(add_milk())
    with pytest.raises(ConflictError):
        await house.answers(asked, fingerprint="0" * 64)
    assert (await house.answers(asked)).state is ApprovalState.APPROVED


@pytest.mark.requirement("P9")
async def test_of_answers_given_at_once_exactly_one_wins(house: Gatehouse) -> None:
    asked = await house.wants(add_milk())
    won: list[Approval] = []
    lost: list[PaiosError] = []

    async def answer(allow: bool) -> None:
        try:
            won.append(await house.answers(asked, allow=allow, remember=Remember.ALWAYS))
        except AnsweredError as error:
            lost.append(error)

    async with anyio.create_task_group() as tasks:
        for number in range(8):
            tasks.start_soon(answer, number % 2 == 0)
    assert (len(won), len(lost)) == (1, 7)
    assert len(await house.records("approval.answered")) == 1
    [rule] = await house.rules.of_user(ADA.user_id)
    assert (rule.verdict is Verdict.ALLOW) == (won[0].state is ApprovalState.APPROVED)


@pytest.mark.requirement("P9")
async def test_an_answer_cannot_be_changed(house: Gatehouse) -> None:
    asked = await house.wants(add_milk())
    await house.answers(asked, allow=False)
    with pytest.raises(AnsweredError):
        await house.answers(asked, allow=True)


@pytest.mark.requirement("P7")
@pytest.mark.parametrize("remember", [Remember.CONVERSATION, Remember.HOUR, Remember.ALWAYS])
async def test_a_yes_to_a_deletion_is_never_remembered(house: Gatehouse, remember: Remember) -> None:
    asked = await house.wants(call("vault_delete", path="Shopping list.md"))
    assert asked.question is not None
    assert asked.question.no_always == "Deleting always asks."
    with pytest.raises(InvalidInputError, match="only be answered once"):
        await house.answers(asked, remember=remember)
    assert await house.rules.of_user(ADA.user_id) == ()
    assert (await house.answers(asked)).state is ApprovalState.APPROVED


@pytest.mark.requirement("P3")
async def test_a_withdrawn_question_is_a_denial(house: Gatehouse) -> None:
    milk = add_milk()
    asked = await house.wants(milk)
    assert asked.question is not None
    await house.questions.withdraw(ADA.user_id, asked.question.id)
    ruling = await house.wants(milk, after=asked)
    assert ruling.decision.winner.code == "withdrawn"
    [record] = await house.records("approval.withdrawn")
    assert record.user_id == ADA.user_id
    with pytest.raises(AnsweredError):
        await house.answers(asked)


KEY = replace(ADA, kind=Kind.API_KEY, interactive=False, permissions=frozenset({Permission.APPROVALS_ANSWER}))


@pytest.mark.requirement("P9", "U4")
async def test_a_key_that_may_answer_answers_once_what_was_asked_as_it_was_asked(house: Gatehouse) -> None:
    asked = await house.wants(add_milk())
    for more in ({"remember": Remember.CONVERSATION}, {"arguments": {"path": "Other.md"}}):
        with pytest.raises(ForbiddenError) as refused:
            await house.answers(asked, by=KEY, **more)
        assert str(refused.value) == "An answer that is remembered or changed must come from a person."
    assert (await house.answers(asked, by=KEY)).state is ApprovalState.APPROVED


@pytest.mark.requirement("P4")
async def test_a_yes_to_a_tool_that_is_gone_is_bound_to_every_argument(house: Gatehouse) -> None:
    """What the tool would have bound is not known any more, so the narrowest is meant."""
    raw = call("lever", height=3, side="left")
    async with gatehouse(house.folder, clock=house.clock, tools=(Lever(Effect.SEND),)) as armed:
        asked = await armed.wants(raw)
    await house.answers(asked, remember=Remember.ALWAYS)
    [rule] = await house.rules.of_user(ADA.user_id)
    assert rule.constraints == exactly(height=3, side="left")


async def test_withdrawing_comes_too_late_for_an_answered_question(house: Gatehouse) -> None:
    asked = await house.wants(add_milk())
    answered = await house.answers(asked)
    await house.questions.withdraw(ADA.user_id, answered.id)
    await house.questions.withdraw(BOB.user_id, answered.id)
    assert await house.approvals.get(ADA.user_id, answered.id) == answered
    assert await house.records("approval.withdrawn") == []


@pytest.mark.requirement("P9")
@pytest.mark.parametrize("kind", ["api_key", "app", "schedule", "nobody there"])
async def test_only_a_person_can_answer(house: Gatehouse, kind: str) -> None:
    program = replace(ADA, interactive=False) if kind == "nobody there" else replace(ADA, kind=Kind(kind))
    asked = await house.wants(add_milk())
    with pytest.raises(ForbiddenError) as refused:
        await house.answers(asked, by=program)
    assert str(refused.value) == "Only a person can answer this."
    assert await house.records("approval.answered") == []


@pytest.mark.requirement("P4")
async def test_an_answer_counts_until_a_time_or_so_many_times(house: Gatehouse) -> None:
    soon = house.clock.now() + timedelta(minutes=5)
    answered = await house.answers(await house.wants(add_milk()), remember=Remember.UNTIL, until=soon)
    [until] = await house.rules.of_user(ADA.user_id)
    assert (until.lifetime, until.approval_id) == (Lifetime(until=soon), answered.id)
    assert until.constraints == exactly(path="Shopping list.md", mode="append")
    house.clock.turn(300)
    await house.answers(await house.wants(add_milk()), remember=Remember.USES, uses=2, allow=False)
    [uses, _] = await house.rules.of_user(ADA.user_id)
    assert (uses.verdict, uses.lifetime) == (Verdict.DENY, Lifetime(uses_left=2))
    codes = [(await house.wants(add_milk())).decision.winner.code for _ in range(3)]
    assert codes == ["rule_deny", "rule_deny", "not_covered"]


@pytest.mark.requirement("P4")
@pytest.mark.parametrize(
    ("remember", "more", "says"),
    [
        (Remember.UNTIL, {}, "Until when"),
        (Remember.ALWAYS, {"until": NOON + timedelta(days=9)}, "Until when"),
        (Remember.UNTIL, {"until": NOON}, "already be over"),
        (Remember.UNTIL, {"until": "now"}, "already be over"),
        (Remember.USES, {}, "How often"),
        (Remember.HOUR, {"uses": 3}, "How often"),
    ],
)
async def test_how_long_an_answer_counts_is_said_where_it_belongs(
    house: Gatehouse, remember: Remember, more: Any, says: str
) -> None:
    asked = await house.wants(add_milk())
    if more == {"until": "now"}:
        more = {"until": house.clock.now()}
    with pytest.raises(InvalidInputError, match=says):
        await house.answers(asked, remember=remember, **more)
    assert (await house.answers(asked)).state is ApprovalState.APPROVED


BREAD = {"path": "Shopping list.md", "content": "- bread", "mode": "append"}


@pytest.mark.requirement("P10")
async def test_an_edited_yes_is_a_yes_to_exactly_the_edited_call(house: Gatehouse) -> None:
    milk = add_milk()
    asked = await house.wants(milk)
    answered = await house.answers(asked, arguments=BREAD)
    assert answered.edited
    assert answered.preview.diff.endswith("+- bread")
    assert await house.approvals.get(ADA.user_id, answered.id) == answered
    assert (await house.wants(milk, after=asked)).decision.verdict is Verdict.ASK
    bread = replace(milk, arguments=json.dumps(BREAD))
    ruling = await house.wants(bread, after=asked)
    assert (ruling.decision.verdict, ruling.decision.winner.code) == (Verdict.ALLOW, "said_yes")
    await house.does(bread, ruling)
    assert house.note().endswith("- bread\n")
    assert "milk" not in house.note()


@pytest.mark.requirement("P10", "T3")
async def test_both_versions_of_an_edited_call_are_recorded(house: Gatehouse) -> None:
    asked = await house.wants(add_milk())
    answered = await house.answers(asked, arguments=BREAD)
    [record] = await house.records("approval.answered")
    assert asked.question is not None
    assert record.data["fingerprint"] == asked.question.fingerprint
    assert record.data["edited_fingerprint"] == answered.fingerprint != asked.question.fingerprint
    assert record.data["edited"] == BREAD


@pytest.mark.requirement("P10")
async def test_the_same_arguments_are_no_edit(house: Gatehouse) -> None:
    asked = await house.wants(add_milk())
    assert asked.question is not None
    answered = await house.answers(
        asked, arguments=dict(asked.question.call.arguments), remember=Remember.HOUR
    )
    assert not answered.edited


@pytest.mark.requirement("P10")
@pytest.mark.parametrize(
    ("arguments", "more", "error"),
    [
        ({**BREAD, "mode": "burn"}, {}, InvalidArgumentsError),
        ({**BREAD, "more": 1}, {}, InvalidArgumentsError),
        ({"path": "../secret", "content": "x", "mode": "create"}, {}, InvalidArgumentsError),
        ({**BREAD, "mode": "create"}, {}, NoteExistsError),
        ({**BREAD, "content": "half a character \ud800"}, {}, InvalidInputError),
        (BREAD, {"allow": False}, InvalidInputError),
        (BREAD, {"remember": Remember.HOUR}, InvalidInputError),
    ],
    ids=[
        "not its schema",
        "an argument more",
        "traversal",
        "preview fails",
        "no JSON",
        "with a no",
        "remembered",
    ],
)
async def test_an_edit_that_makes_no_sense_is_refused_and_the_question_stays(
    house: Gatehouse, arguments: Any, more: Any, error: type[PaiosError]
) -> None:
    asked = await house.wants(add_milk())
    with pytest.raises(error):
        await house.answers(asked, arguments=arguments, **more)
    assert await house.records("approval.answered") == []
    assert (await house.answers(asked)).state is ApprovalState.APPROVED


@pytest.mark.requirement("P9", "P10")
@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"fingerprint": "0" * 64}, "This is not the question that was shown. Look at it again."),
        ({"by": BOB}, "There is no such question."),
        ({"remember": Remember.UNTIL, "until": NOON}, "This answer would already be over."),
        (
            {"remember": Remember.UNTIL},
            "Until when must be said with the answer that counts until then, and only there.",
        ),
        (
            {"remember": Remember.USES},
            "How often must be said with the answer that counts so often, and only there.",
        ),
        (
            {"arguments": BREAD, "allow": False},
            "Arguments can be changed only for a yes that counts once.",
        ),
        ({"arguments": {**BREAD, "content": "\ud800"}}, "The changed arguments are not JSON."),
    ],
    ids=["another", "not theirs", "over", "until when", "how often", "edited no", "no JSON"],
)
async def test_who_answers_wrongly_reads_what_to_do_and_can_answer_again(
    house: Gatehouse, more: Any, says: str
) -> None:
    asked = await house.wants(add_milk())
    with pytest.raises(PaiosError) as refused:
        await house.answers(asked, **more)
    assert refused.value.message == says
    assert (await house.answers(asked)).state is ApprovalState.APPROVED


@pytest.mark.requirement("P9", "S4")
async def test_who_answers_too_late_or_in_a_pause_reads_why(house: Gatehouse) -> None:
    asked = await house.wants(add_milk())
    await house.set_pause(True)
    with pytest.raises(PausedError) as paused:
        await house.answers(asked)
    await house.set_pause(False)
    await house.answers(asked)
    with pytest.raises(AnsweredError) as answered:
        await house.answers(asked)
    assert paused.value.message == (
        "Everything is paused. Resume to answer this; its time does not run meanwhile."
    )
    assert answered.value.message == "This question was already answered, or its time is up."


@pytest.mark.requirement("P11")
async def test_an_answer_says_which_device_it_came_from(house: Gatehouse) -> None:
    by_phone = await house.answers(
        await house.wants(add_milk()), by=replace(ADA, device="Firefox on a phone")
    )
    assert by_phone.answered_by == "Firefox on a phone"
    assert (await house.answers(await house.wants(add_milk()))).answered_by == "Ada"
    first, second = await house.records("approval.answered")
    assert (first.data["device"], second.data["device"]) == ("Firefox on a phone", None)
