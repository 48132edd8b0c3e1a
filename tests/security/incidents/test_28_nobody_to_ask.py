"""Incident 28: without an interactive flag everything was approved. Unknown context means no."""

from dataclasses import replace

import pytest
from tests.support.gatehouse import ADA, HERE, Gatehouse, Place, add_milk, call

from paios.domain.approval import Remember
from paios.domain.decision import Verdict
from paios.domain.page import Slice
from paios.domain.principal import Kind
from paios.domain.tool import RawToolCall
from paios.guard.facts import Proposal

pytestmark = [pytest.mark.anyio, pytest.mark.incident(28)]

ALONE = replace(HERE, who=replace(ADA, interactive=False))


@pytest.mark.parametrize(
    "raw", [add_milk(), call("vault_delete", path="Shopping list.md")], ids=["add", "delete"]
)
async def test_with_nobody_to_ask_what_would_ask_is_denied(house: Gatehouse, raw: RawToolCall) -> None:
    before = house.note()
    ruling = await house.wants(raw, at=ALONE)
    assert (ruling.decision.verdict, ruling.decision.winner.code) == (Verdict.DENY, "nobody_to_ask")
    assert (ruling.proof, ruling.question) == (None, None)
    assert (await house.approvals.page(ADA.user_id, Slice())).total == 0
    assert len(await house.records("call.denied")) == 1
    assert house.note() == before


async def test_what_a_person_allowed_beforehand_still_happens_alone(house: Gatehouse) -> None:
    await house.answers(await house.wants(add_milk()), remember=Remember.ALWAYS)
    assert (await house.wants(add_milk(), at=ALONE)).proof is not None


@pytest.mark.parametrize("kind", [Kind.APP, Kind.API_KEY, Kind.SCHEDULE])
@pytest.mark.parametrize("interactive", [True, False])
async def test_a_proposal_without_a_context_is_refused(
    house: Gatehouse, kind: Kind, interactive: bool
) -> None:
    """No run, nothing offered, no limit known: that is no person's own hand, whatever the flag says."""
    program = replace(ADA, kind=kind, interactive=interactive)
    for raw in (add_milk(), call("vault_read", path="Shopping list.md")):
        ruling = await house.gate.submit(Proposal(program, raw))
        assert (ruling.decision.verdict, ruling.proof) == (Verdict.DENY, None)


async def test_a_run_of_which_nothing_is_known_may_do_nothing(house: Gatehouse) -> None:
    place = Place()
    bare = Proposal(ADA, call("vault_read", path="Shopping list.md"), run_id=place.run)
    ruling = await house.gate.submit(bare)
    assert (ruling.decision.winner.code, ruling.proof) == ("not_offered", None)
