"""Incident 25: a suspended user's key still worked. Whether somebody may be here counts on every way in."""

import anyio
import pytest
from sqlalchemy import update
from tests.support.api_keys import make, program
from tests.support.contract import OPERATIONS
from tests.support.house import PATIENCE, Person, Served, Stage
from tests.support.people import somebody
from tests.support.rooms import ada, model, paios, stage
from tests.support.turns import SlowText, Text

from paios.domain.run import EventKind, Run, RunState
from paios.drivers.sql.tables import users

__all__ = ["ada", "model", "paios", "stage"]

pytestmark = [pytest.mark.anyio, pytest.mark.incident(25), pytest.mark.requirement("U4", "U5")]


async def suspend(paios: Served, user_id: str, *, disabled: bool = True) -> None:
    async with paios.house.stores.database.begin() as tx:
        await tx.connection.execute(update(users).where(users.c.id == user_id).values(disabled=disabled))


async def test_key_and_session_of_somebody_suspended_are_refused_everywhere_at_once(
    ada: Person, paios: Served
) -> None:
    bob = await somebody(paios, "Bob")
    session = await bob.at_the_api()
    key = await program(paios, (await make(session, "notes:read", "conversations:read")).secret)
    for way in (session, key):
        await way.do("GET", "/notes")
    await suspend(paios, bob.id)
    asked = [each for each in OPERATIONS if "session" in each.security and not each.socket][:20]
    for operation in asked:
        refused = await session.refused(operation.method, operation.at(), operation.body)
        assert refused == (401, "unauthenticated"), operation.id
        refused = await key.refused(operation.method, operation.at(), operation.body)
        assert refused == (401, "unauthenticated"), operation.id
    await suspend(paios, bob.id, disabled=False)
    await key.do("GET", "/notes")


async def test_what_somebody_suspended_had_asked_for_is_not_taken_up(
    ada: Person, paios: Served, stage: Stage
) -> None:
    carl = await somebody(paios, "Carl")
    session = await carl.at_the_api()
    made = await make(session, "conversations:write", "runs:write", "runs:read")
    robot = await program(paios, made.secret)
    conversations = [await robot.begin(), await session.begin()]
    stage.play("hold the slot", SlowText("It goes on. " * 200, delay=0.1))
    stage.play("later", Text("Done."))
    await ada.do("PATCH", "/settings", {"concurrent_runs": 1})
    holding = await ada.until((await ada.say("hold the slot"))["id"], "running")
    runs = [await robot.say("later", conversations[0]), await session.say("later", conversations[1])]
    await suspend(paios, carl.id)
    await ada.do("POST", f"/runs/{holding['id']}/stop")
    for run in runs:
        assert (await ended(paios, carl.id, run["id"])).state is RunState.FAILED
        kinds = {event.kind for event in await paios.house.stores.runs.events(run["id"])}
        assert EventKind.MODEL_CALLED not in kinds
    await ada.do("PATCH", "/settings", {"concurrent_runs": 3})


async def ended(paios: Served, user_id: str, run_id: str) -> Run:
    """The run, once it is over, as the store has it: its person cannot look."""
    with anyio.fail_after(PATIENCE):
        while True:
            run = await paios.house.stores.runs.get(user_id, run_id)
            assert run is not None
            if run.state.final:
                return run
            await anyio.sleep(0.02)
