"""Incident 5: an approval was reused with another environment. A yes binds all that decides what happens.

Here that is the tool, its arguments, the run, and the state of the note that
was shown; there is no environment or folder that a call could bring along.
"""

from dataclasses import replace

import pytest
from tests.support.gatehouse import NEXT_RUN, Gatehouse, call

from paios.domain.decision import Verdict

pytestmark = [pytest.mark.anyio, pytest.mark.incident(5)]


async def test_a_yes_to_one_state_of_the_world_is_none_to_another(house: Gatehouse) -> None:
    moving = call("vault_move", path="Shopping list.md", target="Archive/List.md")
    asked = await house.wants(moving)
    await house.answers(asked)
    (house.notes / "Shopping list.md").write_text("The keys are under the mat.\n")
    again = await house.wants(moving, after=asked)
    assert (again.decision.verdict, again.proof) == (Verdict.ASK, None)
    assert "under the mat" in house.note()


async def test_a_yes_is_not_carried_into_another_run_or_call(house: Gatehouse) -> None:
    moving = call("vault_move", path="Shopping list.md", target="Archive/List.md")
    asked = await house.wants(moving)
    await house.answers(asked)
    assert (await house.wants(moving, after=asked, at=NEXT_RUN)).proof is None
    for other in (
        replace(moving, id="another"),
        replace(moving, arguments=moving.arguments.replace("Archive", "Public")),
        replace(moving, name="vault_delete", arguments='{"path": "Shopping list.md"}'),
    ):
        assert (await house.wants(other, after=asked)).proof is None
    assert (await house.wants(moving, after=asked)).proof is not None
