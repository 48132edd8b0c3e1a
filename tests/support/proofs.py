"""Owns: proofs for tests of what acts, from the guard's own ledger, and a clock that tests turn."""

from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from paios.domain.authorized import Authorized
from paios.domain.ids import new_id
from paios.domain.label import OUTSIDE_WORDS, Label
from paios.domain.principal import Adapter, Kind, Principal, Role
from paios.domain.tool import ToolCall
from paios.guard.ledger import Ledger

_ADA: Final = "ada00000-0000-4000-8000-000000000001"
"""The same in every process of a test."""

PERSON: Final = Principal(_ADA, "Ada", Role.ADMIN, Kind.USER, Adapter.WEB, interactive=True)


class TurnedClock:
    """Stands still until a test turns it."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 22, 19, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time

    def turn(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


class Mint:
    """Mints proofs as the gate does, without deciding anything."""

    def __init__(self, clock: TurnedClock) -> None:
        self.clock = clock
        self.ledger = Ledger(clock)
        self._open: list[AbstractContextManager[ToolCall]] = []

    def proof(
        self,
        tool: str,
        arguments: dict[str, Any],
        basis: str | None = None,
        label: Label = OUTSIDE_WORDS,
    ) -> Authorized:
        """A proof that can be redeemed once, of a call that writes words with this label."""
        call = ToolCall(new_id(), tool, arguments)
        proof = Authorized(PERSON, call, basis, 1, self.clock.now() + timedelta(minutes=1), label)
        self.ledger.enter(proof)
        return proof

    def running(self) -> Authorized:
        """A proof whose call runs from now on."""
        proof = self.proof("vault_write", {})
        opened = self.ledger.redeem(proof)
        opened.__enter__()
        self._open.append(opened)
        return proof
