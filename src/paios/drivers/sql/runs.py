"""Runs and their events in the database."""

from typing import Any, Final

from sqlalchemy import Row, Select, select, update

from paios.domain.run import EventKind, Run, RunEvent, RunState, state_after
from paios.drivers.sql.engine import Database
from paios.drivers.sql.faults import translated
from paios.drivers.sql.tables import run_events, runs
from paios.ports.transaction import Transaction

_FINAL: Final = tuple(state.value for state in RunState if state.final)


class SqlRuns:
    """Fills ``ports.runs.Runs``. Whose run an event belongs to is the caller's to know."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, run: Run, tx: Transaction | None = None) -> None:
        async with self._database.joined(tx) as connection:
            await connection.execute(
                runs.insert().values(
                    id=run.id,
                    user_id=run.user_id,
                    conversation_id=run.conversation_id,
                    message_id=run.message_id,
                    state=run.state.value,
                    created_at=run.created_at,
                    key_id=run.key_id,
                )
            )

    async def get(self, user_id: str, run_id: str) -> Run | None:
        found = await self._list(select(runs).where(runs.c.id == run_id, runs.c.user_id == user_id))
        return found[0] if found else None

    async def append(self, event: RunEvent, tx: Transaction | None = None) -> None:
        row = {"run_id": event.run_id, "seq": event.seq, "kind": event.kind.value, "at": event.at}
        moved = update(runs).where(runs.c.id == event.run_id).values(state=state_after(event).value)
        async with self._database.joined(tx) as connection:
            with translated(conflict="This run has already gone on."):
                await connection.execute(run_events.insert().values(**row, data=dict(event.data)))
            await connection.execute(moved)

    async def events(self, run_id: str, after: int = 0) -> tuple[RunEvent, ...]:
        its = run_events.c
        query = select(run_events).where(its.run_id == run_id, its.seq > after).order_by(its.seq)
        rows = await self._database.fetch(query)
        return tuple(RunEvent(row.run_id, row.seq, EventKind(row.kind), row.data, row.at) for row in rows)

    async def unfinished(self) -> tuple[Run, ...]:
        return await self._list(select(runs).where(runs.c.state.not_in(_FINAL)))

    async def of_conversation(self, conversation_id: str) -> tuple[Run, ...]:
        return await self._list(select(runs).where(runs.c.conversation_id == conversation_id))

    async def _list(self, query: Select[Any]) -> tuple[Run, ...]:
        return tuple(map(_run, await self._database.fetch(query.order_by(runs.c.position))))


def _run(row: Row[Any]) -> Run:
    return Run(
        row.id,
        row.user_id,
        row.conversation_id,
        row.message_id,
        RunState(row.state),
        row.created_at,
        row.key_id,
    )
