"""The audit chain as data: entries, records, checkpoints, and how they are verified (L1, L5).

Each record carries the hash of the one before it, so an edit, a removal or a
reordering breaks the chain at that place. Checkpoints are signatures over a
record's hash, so the chain cannot be forged anew without the key. The anchor
is the newest signed checkpoint, kept outside the database, so a cut tail is
seen too.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

from paios.domain.canonical import canonical, digest

GENESIS: Final = "0" * 64
"""What the first record names as the one before it."""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Something to be recorded. ``kind`` is ``noun.verb``; ``data`` is JSON."""

    kind: str
    user_id: str | None
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """One link. ``seq`` counts from 1 without gaps; hashes are SHA-256 in hex."""

    seq: int
    at: datetime
    kind: str
    user_id: str | None
    data: Mapping[str, Any]
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A signature over the chain up to and including record ``seq``."""

    seq: int
    hash: str
    at: datetime
    signature: bytes


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with the chain, at record ``seq``."""

    seq: int
    what: str


ABOUT_PAIOS: Final = frozenset(
    {"alert", "credential", "factor", "invite", "key", "limits", "password", "pause", "person"}
    | {"push", "recovery", "session", "settings", "setup", "step_up", "tool", "tool_server"}
)
"""What records tell of the installation and its accounts. All others tell of somebody's own work."""

_PLAIN: Final = frozenset(
    {"tool", "effect", "adapter", "outcome", "verdict", "allow", "remember", "confirmed_by", "code"}
    | {"call_id", "run_id", "conversation_id", "message_id", "approval_id", "rule_id", "rule_ids"}
    | {"entry_id", "fingerprint", "characters"}
)
"""What such a record may tell others: that something happened, and how it ended; never what it was about."""


def for_others(record: AuditRecord) -> AuditRecord:
    """A record as somebody else may see it, who looks after the installation.

    Without what a person wrote, read or named in their own work: an
    administrator is no reader of their notes. What is not known is left out.
    """
    if record.kind.partition(".")[0] in ABOUT_PAIOS:
        return record
    plain = {name: value for name, value in record.data.items() if name in _PLAIN}
    told = record.data.get("reasons")
    # A row that somebody has been at may hold anything here.
    reasons = [
        {name: each.get(name) for name in ("source", "verdict", "code")}
        for each in (told if isinstance(told, list) else ())
        if isinstance(each, Mapping)
    ]
    about = {"withheld": "What this was about is theirs alone."}
    return replace(record, data=plain | about | ({"reasons": reasons} if reasons else {}))


def stamp(at: datetime) -> str:
    """The one written form of a time: UTC, microseconds, ``Z``."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def link(entry: AuditEntry, *, seq: int, at: datetime, previous: str) -> AuditRecord:
    """The record that continues a chain whose head is ``previous``."""
    fingerprint = _hash(seq, at, entry.kind, entry.user_id, entry.data, previous)
    return AuditRecord(seq, at, entry.kind, entry.user_id, entry.data, previous, fingerprint)


def signed_bytes(seq: int, fingerprint: str, at: datetime) -> bytes:
    """What a checkpoint's signature covers."""
    return b"paios audit checkpoint\n" + canonical({"seq": seq, "hash": fingerprint, "at": stamp(at)})


def verify(
    records: Iterable[AuditRecord],
    checkpoints: Iterable[Checkpoint],
    anchor: Checkpoint | None,
    signature_holds: Callable[[Checkpoint], bool],
) -> Iterator[Finding]:
    """Everything that is wrong with a chain; nothing, for a whole one.

    ``records`` come in the order of ``seq`` and may be streamed. After a break
    the check goes on from the record as it stands, so each place is told once.
    """
    promised = {mark.seq: mark for mark in checkpoints}
    for mark in promised.values():
        if not signature_holds(mark):
            yield Finding(mark.seq, "the checkpoint's signature does not hold")
    if anchor is not None and not signature_holds(anchor):
        yield Finding(anchor.seq, "the anchor's signature does not hold")
    previous, seq = GENESIS, 0
    for record in records:
        yield from _check_link(record, seq + 1, previous)
        for mark in filter(None, (promised.pop(record.seq, None), _if_at(anchor, record.seq))):
            if mark.hash != record.hash:
                yield Finding(record.seq, "the record is not the one that was signed")
        previous, seq = record.hash, record.seq
    last = max((mark.seq for mark in (*promised.values(), *((anchor,) if anchor else ()))), default=0)
    if last > seq:
        yield Finding(seq + 1, f"the tail is missing: records up to {last} were signed")


def _if_at(mark: Checkpoint | None, seq: int) -> Checkpoint | None:
    return mark if mark is not None and mark.seq == seq else None


def _check_link(record: AuditRecord, expected: int, previous: str) -> Iterator[Finding]:
    if record.seq != expected:
        yield Finding(expected, f"expected record {expected}, found {record.seq}")
    if record.previous != previous:
        yield Finding(record.seq, "the record does not follow the one before it")
    if not _hash_holds(record):
        yield Finding(record.seq, "the record was changed")


def _hash_holds(record: AuditRecord) -> bool:
    try:
        its = _hash(record.seq, record.at, record.kind, record.user_id, record.data, record.previous)
    except ValueError:  # what has no canonical form was never recorded
        return False
    return record.hash == its


def _hash(
    seq: int, at: datetime, kind: str, user_id: str | None, data: Mapping[str, Any], previous: str
) -> str:
    body = {"seq": seq, "at": stamp(at), "kind": kind, "user": user_id, "data": data, "previous": previous}
    return digest(body)
