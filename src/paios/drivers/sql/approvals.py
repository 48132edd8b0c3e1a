"""Approvals in the database. A state changes by one conditional UPDATE: of two, one wins (P9)."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Update, select, update

from paios.domain.approval import Approval, ApprovalState, Remember
from paios.domain.decision import Confirmation, Reason
from paios.domain.errors import AnsweredError
from paios.domain.factor import Way
from paios.domain.page import Page, Slice
from paios.domain.provenance import Trace
from paios.domain.tool import Preview, ToolCall
from paios.drivers.sql.engine import Database
from paios.drivers.sql.slices import slice_of
from paios.drivers.sql.tables import approvals
from paios.ports.transaction import Transaction


class SqlApprovals:
    """Fills ``ports.approvals.Approvals``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, approval: Approval, tx: Transaction | None = None) -> None:
        async with self._database.joined(tx) as connection:
            await connection.execute(approvals.insert().values(**_columns(approval)))

    async def get(self, user_id: str, approval_id: str) -> Approval | None:
        its = approvals.c
        query = select(approvals).where(its.id == approval_id, its.user_id == user_id)
        rows = await self._database.fetch(query)
        return _approval(rows[0]) if rows else None

    async def page(self, user_id: str, part: Slice, state: ApprovalState | None = None) -> Page[Approval]:
        query = select(approvals).where(approvals.c.user_id == user_id)
        if state is not None:
            query = query.where(approvals.c.state == state.value)
        rows, total = await slice_of(self._database, query.order_by(approvals.c.position.desc()), part)
        return Page(tuple(map(_approval, rows)), total)

    async def close(
        self,
        approval_id: str,
        state: ApprovalState,
        at: datetime,
        remember: Remember | None = None,
        tx: Transaction | None = None,
        *,
        by: str | None = None,
        edited: Approval | None = None,
        confirmed_by: Way | None = None,
    ) -> None:
        its = approvals.c
        answer = {"state": state.value, "answered_at": at, "answered_by": by, "confirmed_by": confirmed_by}
        shown = _shown(edited) | {"edited": True} if edited is not None else {}
        await self._win(
            update(approvals)
            .where(its.id == approval_id, its.state == ApprovalState.PENDING.value)
            .values(**answer, **shown, remember=remember.value if remember else None),
            tx,
        )

    async def spend(self, approval_id: str, tx: Transaction) -> None:
        its = approvals.c
        await self._win(
            update(approvals)
            .where(its.id == approval_id, its.state == ApprovalState.APPROVED.value, ~its.spent)
            .values(spent=True),
            tx,
        )

    async def overdue(self, now: datetime) -> tuple[Approval, ...]:
        its = approvals.c
        query = select(approvals).where(its.state == ApprovalState.PENDING.value, its.expires_at <= now)
        return tuple(map(_approval, await self._database.fetch(query.order_by(its.position))))

    async def extend(self, by: timedelta, tx: Transaction) -> None:
        its = approvals.c
        query = select(its.id, its.expires_at).where(its.state == ApprovalState.PENDING.value)
        async with self._database.joined(tx) as connection:
            for row in (await connection.execute(query)).all():
                later = update(approvals).where(its.id == row.id).values(expires_at=row.expires_at + by)
                await connection.execute(later)

    async def _win(self, change: Update, tx: Transaction | None) -> None:
        async with self._database.joined(tx) as connection:
            if (await connection.execute(change)).rowcount != 1:
                raise AnsweredError("This question was already answered, or has expired.")


def _columns(approval: Approval) -> dict[str, Any]:
    return {
        "id": approval.id,
        "user_id": approval.user_id,
        "conversation_id": approval.conversation_id,
        "run_id": approval.run_id,
        "call_id": approval.call.id,
        "tool": approval.call.tool,
        **_shown(approval),
        "reasons": [reason.data() for reason in approval.reasons],
        "origins": [trace.data() for trace in approval.origins],
        "no_always": approval.no_always,
        "created_at": approval.created_at,
        "expires_at": approval.expires_at,
        "state": approval.state.value,
        "answered_at": approval.answered_at,
        "remember": approval.remember.value if approval.remember else None,
        "edited": approval.edited,
        "answered_by": approval.answered_by,
        "spent": False,
        "confirmation": approval.confirmation.value,
        "confirmed_by": approval.confirmed_by,
    }


def _shown(approval: Approval) -> dict[str, Any]:
    """What a person may have edited before they said yes."""
    return {
        "arguments": dict(approval.call.arguments),
        "fingerprint": approval.fingerprint,
        "preview": asdict(approval.preview),
    }


def _approval(row: Row[Any]) -> Approval:
    return Approval(
        id=row.id,
        user_id=row.user_id,
        conversation_id=row.conversation_id,
        run_id=row.run_id,
        call=ToolCall(row.call_id, row.tool, row.arguments),
        fingerprint=row.fingerprint,
        preview=_preview(row.preview),
        reasons=tuple(map(Reason.of, row.reasons)),
        origins=tuple(map(Trace.of, row.origins)),
        no_always=row.no_always,
        created_at=row.created_at,
        expires_at=row.expires_at,
        state=ApprovalState(row.state),
        answered_at=row.answered_at,
        remember=Remember(row.remember) if row.remember else None,
        edited=row.edited,
        answered_by=row.answered_by,
        confirmation=Confirmation(row.confirmation),
        confirmed_by=Way(row.confirmed_by) if row.confirmed_by else None,
    )


def _preview(stored: dict[str, Any]) -> Preview:
    details = tuple((name, value) for name, value in stored.pop("details"))
    return Preview(**stored, details=details)
