"""Where runs and their events are kept."""

from typing import Protocol

from paios.domain.run import Run, RunEvent
from paios.ports.transaction import Transaction


class Runs(Protocol):
    async def add(self, run: Run, tx: Transaction | None = None) -> None: ...

    async def get(self, user_id: str, run_id: str) -> Run | None:
        """The user's run; None if it is not theirs."""
        ...

    async def append(self, event: RunEvent, tx: Transaction | None = None) -> None:
        """Store the next event and the state that it puts its run in.

        Raises ``ConflictError`` if another event already has this ``seq``: one
        writer wins.
        """
        ...

    async def events(self, run_id: str, after: int = 0) -> tuple[RunEvent, ...]:
        """The run's events with ``seq`` above ``after``, in order."""
        ...

    async def unfinished(self) -> tuple[Run, ...]:
        """Every run that is in no final state, oldest first."""
        ...

    async def of_conversation(self, conversation_id: str) -> tuple[Run, ...]:
        """The conversation's runs, oldest first."""
        ...
