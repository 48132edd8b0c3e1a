"""Audit records and checkpoints as rows, and which rows a filter wants.

A row is read even where somebody has been at it: whatever cannot be understood
becomes a record whose hash cannot hold, so that verifying reports it instead of
failing on it (L5).
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Row, Select, or_, select

from paios.domain.audit import ABOUT_PAIOS, AuditRecord, Checkpoint, stamp
from paios.domain.canonical import canonical
from paios.drivers.sql.tables import audit_records
from paios.ports.audit_log import AuditFilter

_DEEPEST: Final = 100
_UNREADABLE_TIME: Final = datetime.min.replace(tzinfo=UTC)


def normal(data: Mapping[str, Any]) -> dict[str, Any]:
    """``data`` as it will be read back, so that its hash is the same then.

    Raises ``ValueError`` for what is not JSON, and for what is nested so deeply
    that reading it back could fail.
    """
    written = canonical(dict(data))
    if written.count(b"[") + written.count(b"{") > _DEEPEST and _depth(written) > _DEEPEST:
        raise ValueError("nested too deeply to be recorded")
    read: dict[str, Any] = json.loads(written)
    return read


def record_row(record: AuditRecord) -> dict[str, Any]:
    return {
        "seq": record.seq,
        "at": stamp(record.at),
        "kind": record.kind,
        "user_id": record.user_id,
        "data": canonical(record.data).decode(),
        "previous": record.previous,
        "hash": record.hash,
    }


def record_of(row: Row[Any]) -> AuditRecord:
    return AuditRecord(
        row.seq, _time(row.at), str(row.kind), row.user_id, _data(row.data), str(row.previous), str(row.hash)
    )


def mark_row(mark: Checkpoint) -> dict[str, Any]:
    return {"seq": mark.seq, "hash": mark.hash, "at": stamp(mark.at), "signature": mark.signature}


def mark_of(row: Row[Any]) -> Checkpoint:
    return Checkpoint(row.seq, str(row.hash), _time(row.at), bytes(row.signature))


def wanted_rows(wanted: AuditFilter) -> Select[Any]:
    """The records that a filter lets through, in no order."""
    its, query = audit_records.c, select(audit_records)
    if wanted.user_id is not None:
        query = query.where(its.user_id == wanted.user_id)
    if wanted.kinds:
        query = query.where(or_(*(its.kind.startswith(kind, autoescape=True) for kind in wanted.kinds)))
    if wanted.text:
        query = query.where(its.data.icontains(_inside_json(wanted.text), autoescape=True))
        if wanted.reader is not None:
            about_paios = (its.kind.startswith(f"{noun}.", autoescape=True) for noun in sorted(ABOUT_PAIOS))
            query = query.where(or_(its.user_id == wanted.reader, *about_paios))
    if wanted.since is not None:
        query = query.where(its.at >= stamp(wanted.since))
    if wanted.until is not None:
        query = query.where(its.at < stamp(wanted.until))
    if wanted.run_id is not None:
        # In canonical JSON a member has one spelling, and inside a string its quotes are escaped.
        query = query.where(its.data.contains(f'"run_id":"{_inside_json(wanted.run_id)}"', autoescape=True))
    return query


def _inside_json(words: str) -> str:
    """``words`` as they stand inside a string of the stored JSON."""
    return json.dumps(words, ensure_ascii=False)[1:-1].encode(errors="replace").decode()


def _depth(written: bytes) -> int:
    depth = deepest = 0
    in_string = escaped = False
    for byte in written:
        if in_string:
            in_string = escaped or byte != ord('"')
            escaped = byte == ord("\\") and not escaped
        elif byte == ord('"'):
            in_string = True
        elif byte in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif byte in b"]}":
            depth -= 1
    return deepest


def _data(written: Any) -> Mapping[str, Any]:
    try:
        read = json.loads(written)
    except (ValueError, TypeError, RecursionError):
        return {"unreadable": str(written)}
    return read if isinstance(read, dict) else {"unreadable": str(written)}


def _time(written: Any) -> datetime:
    try:
        return datetime.fromisoformat(written).astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return _UNREADABLE_TIME
