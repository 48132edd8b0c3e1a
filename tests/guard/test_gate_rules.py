"""Remembered answers: how long each counts and what it covers (P1, P4, P5, P7)."""

from dataclasses import replace
from datetime import date, timedelta

import anyio
import pytest
from sqlalchemy import update
from tests.support.gatehouse import (
    ADA,
    AT_BOBS,
    ELSEWHERE,
    NEXT_RUN,
    Gatehouse,
    Lever,
    add_milk,
    call,
    gatehouse,
)

from paios.domain.approval import Remember
from paios.domain.caution import Caution
from paios.domain.decision import Source, Verdict
from paios.domain.ids import new_id
from paios.domain.label import OUTSIDE_WORDS
from paios.domain.principal import Adapter
from paios.domain.rule import Context, Lifetime, Rule, exactly
from paios.domain.tool import Effect, RawToolCall, Sink
from paios.drivers.sql.preferences import SqlPreferences
from paios.drivers.sql.tables import rules
from paios.guard.gate import Ruling
from paios.guard.provenance.evidence import Evidence
from paios.services.caution import CautionSettings

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("P4")]

BOTH = pytest.mark.parametrize("allow", [True, False], ids=["yes", "no"])


async def remembered(house: Gatehouse, remember: Remember, allow: bool) -> Verdict:
    """Answer a question about milk for as long as ``remember`` says; what a rule then says."""
    await house.answers(await house.wants(add_milk()), allow=allow, remember=remember)
    return Verdict.ALLOW if allow else Verdict.DENY


async def verdict(house: Gatehouse, raw: RawToolCall | None = None, **where: object) -> Verdict:
    return (await house.wants(raw or add_milk(), **where)).decision.verdict  # type: ignore[arg-type]


async def rule(house: Gatehouse, says: Verdict, tool: str = "vault_write", **bounds: object) -> Rule:
    made = Rule(new_id(), ADA.user_id, says, tool, house.clock.now())
    made = replace(made, lifetime=Lifetime(**bounds))  # type: ignore[arg-type]
    await house.rules.add(made)
    return made


@BOTH
async def test_once_is_forgotten(house: Gatehouse, allow: bool) -> None:
    await remembered(house, Remember.ONCE, allow)
    assert await house.rules.of_user(ADA.user_id) == ()
    assert await verdict(house) is Verdict.ASK


@BOTH
async def test_this_conversation_ends_with_it(house: Gatehouse, allow: bool) -> None:
    expected = await remembered(house, Remember.CONVERSATION, allow)
    assert await verdict(house) is expected
    assert await verdict(house, at=NEXT_RUN) is expected
    assert await verdict(house, at=ELSEWHERE) is Verdict.ASK


@BOTH
async def test_an_hour_is_an_hour(house: Gatehouse, allow: bool) -> None:
    expected = await remembered(house, Remember.HOUR, allow)
    house.clock.turn(3599)
    assert await verdict(house, at=ELSEWHERE) is expected
    house.clock.turn(1)
    assert await verdict(house) is Verdict.ASK


@BOTH
async def test_always_is_always_and_for_this_person_alone(house: Gatehouse, allow: bool) -> None:
    expected = await remembered(house, Remember.ALWAYS, allow)
    house.clock.turn(timedelta(days=4000).total_seconds())
    assert await verdict(house, at=ELSEWHERE) is expected
    assert await verdict(house, at=AT_BOBS) is Verdict.ASK
    async with gatehouse(house.folder, clock=house.clock) as restarted:
        assert await verdict(restarted) is expected


@pytest.mark.parametrize("says", [Verdict.ALLOW, Verdict.DENY])
async def test_n_uses_are_n(house: Gatehouse, says: Verdict) -> None:
    made = await rule(house, says, uses_left=2)
    assert [await verdict(house) for _ in range(3)] == [says, says, Verdict.ASK]
    [spent] = await house.rules.of_user(ADA.user_id)
    assert (spent.id, spent.use_count, spent.lifetime.uses_left) == (made.id, 2, 0)
    assert spent.last_used_at == house.clock.now()


async def test_a_last_use_is_used_once_also_by_calls_at_the_same_time(house: Gatehouse) -> None:
    await rule(house, Verdict.ALLOW, uses_left=1)
    rulings: list[Ruling] = []

    async def try_it() -> None:
        rulings.append(await house.wants(add_milk()))

    async with anyio.create_task_group() as tasks:
        for _ in range(5):
            tasks.start_soon(try_it)
    verdicts = sorted(ruling.decision.verdict for ruling in rulings)
    assert verdicts == [Verdict.ALLOW, *[Verdict.ASK] * 4]


async def test_until_a_time(house: Gatehouse) -> None:
    await rule(house, Verdict.ALLOW, until=house.clock.now() + timedelta(minutes=5))
    house.clock.turn(299)
    assert await verdict(house) is Verdict.ALLOW
    house.clock.turn(1)
    assert await verdict(house) is Verdict.ASK


async def test_a_revoked_rule_counts_no_more(house: Gatehouse) -> None:
    made = await rule(house, Verdict.ALLOW)
    assert await verdict(house) is Verdict.ALLOW
    await house.rules.revoke(ADA.user_id, made.id)
    assert await verdict(house) is Verdict.ASK


async def test_a_remembered_yes_covers_this_note_in_this_way(house: Gatehouse) -> None:
    await remembered(house, Remember.ALWAYS, True)
    other_text = call("vault_write", path="Shopping list.md", content="- bread", mode="append")
    other_way = call("vault_write", path="Shopping list.md", content="- bread", mode="replace")
    other_note = call("vault_write", path="House/Boiler.md", content="- bread", mode="append")
    assert await verdict(house, other_text) is Verdict.ALLOW
    assert await verdict(house, other_way) is Verdict.ASK
    assert await verdict(house, other_note) is Verdict.ASK


@pytest.mark.requirement("P1")
@pytest.mark.parametrize("says", list(Verdict))
async def test_a_rule_can_say_each_of_three_things(house: Gatehouse, says: Verdict) -> None:
    assert await verdict(house, call("vault_read", path="Shopping list.md")) is Verdict.ALLOW
    made = await rule(house, says, "vault_read")
    ruling = await house.wants(call("vault_read", path="Shopping list.md"))
    assert (ruling.decision.verdict, ruling.decision.winner.rule_id) == (says, made.id)
    [record] = (await house.records("call."))[-1:]
    assert record.data["reasons"][0]["rule_id"] == made.id


@pytest.mark.requirement("P5")
@pytest.mark.parametrize(
    "raw",
    [
        add_milk(),
        call("vault_write", path="New.md", content="x", mode="create"),
        call("vault_write", path="Shopping list.md", content="x", mode="replace"),
        call("vault_move", path="Shopping list.md", target="Old list.md"),
        call("vault_delete", path="Shopping list.md"),
    ],
    ids=["append", "create", "replace", "move", "delete"],
)
async def test_what_changes_something_asks_by_default(house: Gatehouse, raw: RawToolCall) -> None:
    assert await verdict(house, raw) is Verdict.ASK


@pytest.mark.requirement("P7")
async def test_reading_inside_the_vault_is_allowed(house: Gatehouse) -> None:
    for raw in (call("vault_read", path="House/Boiler.md"), call("vault_list", path="House")):
        ruling = await house.wants(raw)
        assert (ruling.decision.verdict, ruling.decision.winner.source) == (Verdict.ALLOW, Source.OWN_READ)
        assert "Boiler" in str(await house.does(raw, ruling))


@pytest.mark.requirement("P7")
async def test_deleting_always_asks_whatever_a_rule_allows(house: Gatehouse) -> None:
    await rule(house, Verdict.ALLOW, "vault_delete")
    deletion = call("vault_delete", path="Shopping list.md")
    asked = await house.wants(deletion)
    assert (asked.decision.verdict, asked.decision.winner.source) == (Verdict.ASK, Source.CRITICAL)
    assert asked.decision.no_always == "Deleting always asks."
    await house.answers(asked)
    assert (await house.wants(deletion, after=asked)).decision.verdict is Verdict.ALLOW
    assert await verdict(house, call("vault_delete", path="Shopping list.md")) is Verdict.ASK


@pytest.mark.requirement("P2")
async def test_the_same_action_is_allowed_here_and_asked_there(house: Gatehouse) -> None:
    made = await rule(house, Verdict.ALLOW)
    await house.rules.change(replace(made, context=Context(frozenset({Adapter.LOCAL_SYSTEM}), remote=False)))
    local = replace(ADA, adapter=Adapter.LOCAL_SYSTEM, remote=False)
    assert await verdict(house, principal=local) is Verdict.ALLOW
    for elsewhere in (ADA, replace(local, adapter=Adapter.SECURE_NETWORK), replace(local, remote=True)):
        assert await verdict(house, principal=elsewhere) is Verdict.ASK
    unknown = replace(local, remote=None)
    assert await verdict(house, principal=unknown) is Verdict.ASK


@pytest.mark.requirement("P2")
async def test_a_rule_for_when_somebody_is_there_is_none_for_when_nobody_is(house: Gatehouse) -> None:
    made = await rule(house, Verdict.ALLOW)
    await house.rules.change(replace(made, context=Context(interactive=True)))
    assert await verdict(house) is Verdict.ALLOW
    assert await verdict(house, principal=replace(ADA, interactive=False)) is Verdict.DENY


@pytest.mark.requirement("P8")
async def test_a_rule_for_untainted_runs_ends_with_the_first_word_from_outside(house: Gatehouse) -> None:
    made = await rule(house, Verdict.ALLOW)
    await house.rules.change(replace(made, untainted=True))
    before = Evidence("Add milk.", date(2026, 11, 22))
    assert await verdict(house, evidence=before) is Verdict.ALLOW
    assert await verdict(house, evidence=replace(before, label=OUTSIDE_WORDS)) is not Verdict.ALLOW
    assert await verdict(house) is Verdict.ASK


@pytest.mark.requirement("P8")
async def test_a_damaged_rule_refuses_its_tool_and_lets_the_others_be(house: Gatehouse) -> None:
    await rule(house, Verdict.DENY, "vault_write")
    await rule(house, Verdict.ALLOW, "vault_move")
    async with house.database.begin() as tx:
        await tx.connection.execute(update(rules).values(constraints='{"properties": {"path"'))
    ruling = await house.wants(add_milk())
    assert ruling.decision.winner.source is Source.DENY_RULE
    assert "cannot be read, so it holds for every call" in ruling.decision.winner.text
    move = call("vault_move", path="Shopping list.md", target="Old list.md")
    assert await verdict(house, move) is Verdict.ASK
    assert await verdict(house, call("vault_read", path="Shopping list.md")) is Verdict.ALLOW


@pytest.mark.requirement("P1")
async def test_a_no_holds_for_an_address_in_other_letters(house: Gatehouse) -> None:
    post = Lever(Effect.SEND)
    post.spec = replace(post.spec, sinks={"to": Sink.RECIPIENT})
    async with gatehouse(house.folder, clock=house.clock, tools=(post,)) as armed:
        made = await rule(armed, Verdict.DENY, "lever")
        await armed.rules.change(replace(made, constraints=exactly(to="eve@evil.org")))
        for to in ("eve@evil.org", "Eve@EVIL.org", ["bob@example.org", "eve@evil.org"]):
            assert await verdict(armed, call("lever", to=to)) is Verdict.DENY
        assert await verdict(armed, call("lever", to="bob@example.org")) is Verdict.ASK


async def test_each_person_is_asked_as_often_as_they_chose(house: Gatehouse) -> None:
    async with house.database.begin() as tx:
        choices = CautionSettings(SqlPreferences(house.database))
        await choices.choose(ADA.user_id, Caution(strict=True), tx)
    assert (await house.wants(add_milk())).decision.winner.code == "strict"
    assert (await house.wants(add_milk(), at=AT_BOBS)).decision.winner.code == "not_covered"


@pytest.mark.requirement("P4")
async def test_no_rule_allows_spending(house: Gatehouse) -> None:
    """None can be made that says so; one that stands there all the same is not heard."""
    async with gatehouse(house.folder, clock=house.clock, tools=(Lever(Effect.SPEND),)) as armed:
        await rule(armed, Verdict.ALLOW, "lever")
        ruling = await armed.wants(call("lever"))
        assert ruling.decision.verdict is Verdict.ASK
        assert Source.ALLOW_RULE not in {reason.source for reason in ruling.decision.reasons}
        assert ruling.decision.no_always is not None
