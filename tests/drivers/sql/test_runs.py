"""Runs and their events, on both databases."""

import anyio
import pytest
from tests.drivers.sql.conftest import NOON

from paios.domain.errors import ConflictError
from paios.domain.ids import new_id
from paios.domain.run import EventKind, Run, RunEvent, RunState
from paios.drivers.sql.engine import Database
from paios.drivers.sql.runs import SqlRuns

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("B2")]


async def test_a_run_is_only_its_owners(database: Database, run: Run) -> None:
    runs = SqlRuns(database)
    assert await runs.get(run.user_id, run.id) == run
    assert await runs.get(new_id(), run.id) is None
    assert await runs.of_conversation(run.conversation_id) == (run,)


async def test_events_come_back_in_order_and_move_the_state(database: Database, run: Run) -> None:
    runs = SqlRuns(database)
    started = RunEvent(run.id, 1, EventKind.STARTED, {}, NOON)
    asked = RunEvent(run.id, 2, EventKind.CALL_DECIDED, {"verdict": "ask", "n": 2**70, "f": 0.1}, NOON)
    done = RunEvent(run.id, 3, EventKind.FINISHED, {"text": "nul \0 and \ud800"}, NOON)
    for event, state in ((started, RunState.RUNNING), (asked, RunState.WAITING), (done, RunState.DONE)):
        await runs.append(event)
        found = await runs.get(run.user_id, run.id)
        assert found is not None
        assert found.state is state
    assert await runs.events(run.id) == (started, asked, done)
    assert await runs.events(run.id, after=2) == (done,)
    assert await runs.unfinished() == ()


async def test_of_two_writers_of_one_event_one_wins(database: Database, run: Run) -> None:
    runs, lost = SqlRuns(database), []

    async def write(kind: EventKind) -> None:
        try:
            await runs.append(RunEvent(run.id, 1, kind, {}, NOON))
        except ConflictError:
            lost.append(kind)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(write, EventKind.STARTED)
        tasks.start_soon(write, EventKind.STOPPED)
    assert len(lost) == 1
    assert [event.kind for event in await runs.events(run.id)] != lost


async def test_the_loser_does_not_move_the_state(database: Database, run: Run) -> None:
    runs = SqlRuns(database)
    await runs.append(RunEvent(run.id, 1, EventKind.STARTED, {}, NOON))
    with pytest.raises(ConflictError):
        await runs.append(RunEvent(run.id, 1, EventKind.STOPPED, {}, NOON))
    assert [found.state for found in await runs.unfinished()] == [RunState.RUNNING]


async def test_an_event_is_stored_with_what_goes_with_it_or_not_at_all(database: Database, run: Run) -> None:
    runs = SqlRuns(database)

    async def fail_half_way() -> None:
        async with database.begin() as tx:
            await runs.append(RunEvent(run.id, 1, EventKind.STARTED, {}, NOON), tx)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail_half_way()
    assert await runs.events(run.id) == ()
    assert await runs.unfinished() == (run,)


async def test_an_event_of_no_run_is_refused(database: Database) -> None:
    with pytest.raises(ConflictError):
        await SqlRuns(database).append(RunEvent(new_id(), 1, EventKind.STARTED, {}, NOON))
