"""The append-only, hash-chained record of everything that was decided and done."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from paios.domain.audit import AuditEntry, AuditRecord, Checkpoint
from paios.domain.page import Page, Slice
from paios.ports.transaction import Work


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which records are wanted; what is None or empty does not narrow.

    ``kinds`` are prefixes (``call`` finds ``call.asked``); ``text`` is looked
    for, case-insensitively and literally, in the record's data; with a ``reader``,
    only in what that user may see of it (``domain.audit.for_others``).
    """

    user_id: str | None = None
    kinds: tuple[str, ...] = ()
    text: str = ""
    since: datetime | None = None
    until: datetime | None = None
    run_id: str | None = None
    reader: str | None = None


class AuditLog(Protocol):
    async def append(self, entry: AuditEntry, together: Work | None = None) -> AuditRecord:
        """Add one record, durably, and whatever ``together`` stores with it.

        Concurrent appends share a commit. When ``together`` raises, neither it
        nor the record is kept, other appends are untouched, and its exception
        comes out. Raises ``RecordError`` when the record cannot be written.
        """
        ...

    async def page(self, wanted: AuditFilter, part: Slice) -> Page[AuditRecord]:
        """Records, newest first."""
        ...

    def records(self) -> AsyncIterator[AuditRecord]:
        """The whole chain, oldest first, streamed."""
        ...

    async def checkpoints(self) -> tuple[Checkpoint, ...]:
        """All signed checkpoints, oldest first."""
        ...


class AuditSigner(Protocol):
    """Signs the chain, and keeps the newest checkpoint outside the database."""

    def sign(self, seq: int, fingerprint: str, at: datetime) -> Checkpoint: ...

    def holds(self, mark: Checkpoint) -> bool:
        """Whether the signature is this installation's."""
        ...

    def keep(self, mark: Checkpoint) -> None:
        """Replace the anchor. Called after the commit, so it is never ahead of it."""
        ...

    def anchor(self) -> Checkpoint | None:
        """The anchor; None only where no record was ever written. Raises ``StorageError`` when unreadable."""
        ...
