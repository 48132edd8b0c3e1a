"""The audit chain in the database: one appender, many appends a commit (L1, L4, L5).

Owns the order of the chain. Whoever appends waits until the record is durable;
those who wait at the same time share one commit. The head is read inside the
transaction that extends it, under a lock, so that several processes keep one
chain.
"""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final

from sqlalchemy import Connection, select, text

from paios.domain.audit import GENESIS, AuditEntry, AuditRecord, Checkpoint, link
from paios.domain.canonical import canonical
from paios.domain.errors import PaiosError, RecordError
from paios.domain.page import Page, Slice
from paios.drivers.sql.audit_rows import mark_of, mark_row, normal, record_of, record_row, wanted_rows
from paios.drivers.sql.engine import Database, SqlTransaction
from paios.drivers.sql.rows import announce
from paios.drivers.sql.slices import slice_of
from paios.drivers.sql.tables import audit_checkpoints, audit_records
from paios.ports.acting import acting, acting_for
from paios.ports.audit_log import AuditFilter, AuditSigner
from paios.ports.clock import Clock
from paios.ports.transaction import Work

BATCH: Final = 64
"""At most so many records share a commit."""

CHECKPOINT_EVERY: Final = 256
"""So many records, at most about, stand between two signed checkpoints."""

_READ_AT_ONCE: Final = 500
_LOCK: Final = text("SELECT pg_advisory_xact_lock(hashtext('audit_records'))")
_HEAD: Final = select(audit_records.c.seq, audit_records.c.hash).order_by(audit_records.c.seq.desc()).limit(1)
_log: Final = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class _Waiting:
    """One append on its way: what is asked, for whom, and where the answer goes."""

    entry: AuditEntry
    together: Work | None
    whom: str = field(default_factory=acting)
    answer: "asyncio.Future[AuditRecord]" = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )

    def accept(self, record: AuditRecord) -> None:
        if not self.answer.done():
            self.answer.set_result(record)

    def refuse(self, why: Exception | None) -> None:
        """Answer with ``RecordError``, unless there is an answer already."""
        if self.answer.done():
            return
        message = why.message if isinstance(why, RecordError) else "The audit record could not be written."
        refused = RecordError(message)
        refused.__cause__ = why
        self.answer.set_exception(refused)


@dataclass(frozen=True, slots=True)
class _Grown:
    """What a batch added: its records, the signature over the last, and whether that is stored too."""

    records: list[AuditRecord]
    mark: Checkpoint
    complete: bool


class SqlAuditLog:
    """Fills ``ports.audit_log.AuditLog``.

    An append that is cancelled before its batch begins leaves nothing; later,
    its record may stand, as for any writer that dies before it hears the answer.
    """

    def __init__(self, database: Database, signer: AuditSigner, clock: Clock) -> None:
        self._database = database
        self._signer = signer
        self._clock = clock
        self._queue: deque[_Waiting] = deque()
        self._appender: asyncio.Task[None] | None = None
        self._anchor: Checkpoint | None = None
        self._anchored = True
        self._complete = True

    async def append(self, entry: AuditEntry, together: Work | None = None) -> AuditRecord:
        if self._appender is not None and self._appender is asyncio.current_task():
            raise RecordError("A record was to be written from inside another one.")
        waiting = _Waiting(_recordable(entry), together)
        self._queue.append(waiting)
        if self._appender is None:
            self._appender = asyncio.create_task(self._append_all(), name="audit appender")
        return await waiting.answer

    async def page(self, wanted: AuditFilter, part: Slice) -> Page[AuditRecord]:
        newest_first = wanted_rows(wanted).order_by(audit_records.c.seq.desc())
        rows, total = await slice_of(self._database, newest_first, part)
        return Page(tuple(map(record_of, rows)), total)

    async def records(self) -> AsyncIterator[AuditRecord]:
        query = select(audit_records).order_by(audit_records.c.seq).limit(_READ_AT_ONCE)
        following = query
        while True:
            rows = await self._database.fetch(following)
            for row in rows:
                yield record_of(row)
            if len(rows) < _READ_AT_ONCE:
                return
            following = query.where(audit_records.c.seq > rows[-1].seq)

    async def checkpoints(self) -> tuple[Checkpoint, ...]:
        rows = await self._database.fetch(select(audit_checkpoints).order_by(audit_checkpoints.c.seq))
        return tuple(map(mark_of, rows))

    async def close(self) -> None:
        """Wait for what is under way and sign the end of the chain. Raises ``RecordError``."""
        while self._appender is not None:
            await asyncio.wait([self._appender])
        if self._complete or self._anchor is None:
            return
        try:
            self._catch_up()
            async with self._database.begin() as tx:
                await tx.connection.execute(audit_checkpoints.insert(), mark_row(self._anchor))
        except PaiosError as error:
            raise RecordError("The end of the audit log could not be signed.") from error
        self._complete = True

    async def _append_all(self) -> None:
        """Live while somebody waits."""
        try:
            while self._queue:
                batch = [self._queue.popleft() for _ in range(min(BATCH, len(self._queue)))]
                await self._append_batch([waiting for waiting in batch if not waiting.answer.done()])
                # Those who were just answered get to ask again, and so share the next commit.
                await asyncio.sleep(0)
        finally:
            self._appender = None
            while self._queue:
                self._queue.popleft().refuse(None)

    async def _append_batch(self, batch: list[_Waiting]) -> None:
        why: Exception | None = None
        kept: list[tuple[_Waiting, AuditRecord]] = []
        try:
            kept = await self._commit(batch)
        except Exception as error:  # noqa: BLE001 - whatever went wrong, nobody may act on it
            _log.exception("audit records could not be written")
            why = error
        finally:
            for waiting, record in kept:
                waiting.accept(record)
            for waiting in batch:
                waiting.refuse(why)

    async def _commit(self, batch: list[_Waiting]) -> list[tuple[_Waiting, AuditRecord]]:
        """Extend the chain by those of ``batch`` whose work succeeds; the others are answered here."""
        self._catch_up()
        batch = [waiting for waiting in batch if not waiting.answer.done()]
        if any(waiting.together for waiting in batch):
            async with self._database.begin() as tx:
                batch = [waiting for waiting in batch if await _done_together(tx, waiting)]
                grown = await tx.connection.run_sync(self._extend, batch)
        else:
            grown = await self._database.run(partial(self._extend, batch=batch))
        if grown is None:
            return []
        self._anchor, self._anchored, self._complete = grown.mark, False, grown.complete
        try:
            self._catch_up()
        except PaiosError:  # these records stand; the next ones wait until the anchor can follow
            _log.exception("the anchor of the audit log could not be written")
        return list(zip(batch, grown.records, strict=True))

    def _extend(self, connection: Connection, batch: list[_Waiting]) -> _Grown | None:
        """Add a record for each of ``batch`` to the end of the chain."""
        if not batch:
            return None
        first, previous = self._head(connection)
        records: list[AuditRecord] = []
        for seq, waiting in enumerate(batch, start=first + 1):
            records.append(link(waiting.entry, seq=seq, at=self._clock.now(), previous=previous))
            previous = records[-1].hash
        connection.execute(audit_records.insert(), list(map(record_row, records)))
        head = records[-1]
        mark = self._signer.sign(head.seq, head.hash, head.at)
        complete = first // CHECKPOINT_EVERY < head.seq // CHECKPOINT_EVERY
        if complete:
            connection.execute(audit_checkpoints.insert(), mark_row(mark))
        return _Grown(records, mark, complete)

    def _catch_up(self) -> None:
        """Bring the anchor to the newest record. Raises ``StorageError``."""
        if not self._anchored and self._anchor is not None:
            self._signer.keep(self._anchor)
            self._anchored = True

    def _head(self, connection: Connection) -> tuple[int, str]:
        """Where the chain ends, with nobody else extending it until this transaction ends.

        Raises ``RecordError`` when the chain does not hold what the anchor
        promises: a record more would replace the anchor, and with it the trace.
        """
        if self._database.dialect == "postgresql":
            connection.execute(_LOCK)
        row = connection.execute(_HEAD).one_or_none()
        seq, fingerprint = (row.seq, row.hash) if row else (0, GENESIS)
        anchor = self._anchor or self._signer.anchor()
        if anchor is not None and (seq, fingerprint) != (anchor.seq, anchor.hash):
            found = connection.scalar(select(audit_records.c.hash).where(audit_records.c.seq == anchor.seq))
            if (found or GENESIS) != anchor.hash:
                raise RecordError("The audit log is not the one that was signed; run: paios audit verify")
        if self._anchor is None and anchor is not None and not self._signer.holds(anchor):
            raise RecordError("The audit log was signed by another key; run: paios audit verify")
        self._anchor = anchor
        return seq, fingerprint


def _recordable(entry: AuditEntry) -> AuditEntry:
    """The entry as it will be read back. Raises ``RecordError`` for one that could not be."""
    try:
        if "\0" in entry.kind or "\0" in (entry.user_id or ""):
            raise ValueError("NUL in a name")
        canonical([entry.kind, entry.user_id])
        return replace(entry, data=normal(entry.data))
    except ValueError as error:
        raise RecordError("This cannot be recorded as it is, so nothing was done.") from error


async def _done_together(tx: SqlTransaction, waiting: _Waiting) -> bool:
    """Do what shall be stored with a record; if it fails, undo that alone and tell who asked."""
    if waiting.together is None:
        return True
    savepoint = await tx.connection.begin_nested()
    try:
        with acting_for(waiting.whom):
            await tx.connection.run_sync(announce)
            await waiting.together(tx)
    except Exception as error:  # noqa: BLE001 - it goes to the caller as it is
        await savepoint.rollback()
        waiting.answer.set_exception(error)
        return False
    await savepoint.commit()
    return True
