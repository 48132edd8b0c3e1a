"""The chain finds every edit, removal, reordering and cut tail, wherever they are (L5)."""

import hmac
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paios.domain.audit import (
    GENESIS,
    AuditEntry,
    AuditRecord,
    Checkpoint,
    Finding,
    for_others,
    link,
    signed_bytes,
    stamp,
    verify,
)

pytestmark = pytest.mark.requirement("L5")

START = datetime(2026, 11, 22, 19, 0, tzinfo=UTC)
Chain = list[AuditRecord]


def sign(record: AuditRecord, key: bytes = b"ours") -> Checkpoint:
    signature = hmac.digest(key, signed_bytes(record.seq, record.hash, record.at), "sha256")
    return Checkpoint(record.seq, record.hash, record.at, signature)


def holds(mark: Checkpoint) -> bool:
    its = hmac.digest(b"ours", signed_bytes(mark.seq, mark.hash, mark.at), "sha256")
    return hmac.compare_digest(its, mark.signature)


def chain(length: int, word: str = "said") -> Chain:
    records: Chain = []
    for seq in range(1, length + 1):
        entry = AuditEntry("call.asked", "ada", {"number": seq, word: "words"})
        previous = records[-1].hash if records else GENESIS
        records.append(link(entry, seq=seq, at=START + timedelta(seconds=seq), previous=previous))
    return records


def findings(records: Chain, marks: list[Checkpoint], anchor: Checkpoint | None) -> list[Finding]:
    return list(verify(records, marks, anchor, holds))


lengths = st.integers(1, 12)
EDITS: dict[str, dict[str, Any]] = {
    "time": {"at": START - timedelta(days=1)},
    "kind": {"kind": "call.allowed"},
    "user": {"user_id": "bob"},
    "no user": {"user_id": None},
    "data": {"data": {"number": 0}},
    "data that is no JSON": {"data": {"number": float("nan")}},
    "half a character": {"data": {"word": "\ud800"}},
    "kind that is no text": {"kind": "\ud800"},
    "previous": {"previous": "0" * 63 + "1"},
    "hash": {"hash": "0" * 64},
}


@given(lengths, st.sets(st.integers(0, 11)))
def test_a_whole_chain_has_no_findings(length: int, marked: set[int]) -> None:
    records = chain(length)
    marks = [sign(record) for record in records if record.seq - 1 in marked]
    assert findings(records, marks, sign(records[-1])) == []
    assert findings(records, marks, None) == []


def test_no_chain_at_all_has_no_findings() -> None:
    assert findings([], [], None) == []


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
@given(st.integers(0, 5))
def test_an_edit_is_found_where_it_is(edit: dict[str, Any], at: int) -> None:
    records = chain(6)
    records[at] = replace(records[at], **edit)
    assert at + 1 in {finding.seq for finding in findings(records, [], None)}


@given(st.integers(0, 5))
def test_an_edit_with_its_hash_made_anew_breaks_the_next_link(at: int) -> None:
    records = chain(6)
    anchor = sign(records[-1])
    old = records[at]
    forged = AuditEntry(old.kind, old.user_id, {"number": "forged"})
    records[at] = link(forged, seq=old.seq, at=old.at, previous=old.previous)
    [found] = findings(records, [], anchor)
    assert found.seq == min(at + 2, 6)


@given(st.integers(0, 5), st.integers(1, 5))
def test_a_removal_is_found(at: int, many: int) -> None:
    records = chain(6)
    anchor = sign(records[-1])
    del records[at : at + many]
    assert at + 1 in {finding.seq for finding in findings(records, [], anchor)}


@given(st.permutations(range(6)))
def test_a_reordering_is_found(order: list[int]) -> None:
    records = chain(6)
    found = findings([records[at] for at in order], [], None)
    assert bool(found) == (order != sorted(order))


@given(lengths, st.data())
def test_a_cut_tail_is_found_at_every_position(length: int, data: st.DataObject) -> None:
    records = chain(length)
    kept = data.draw(st.integers(0, length - 1))
    by_anchor = findings(records[:kept], [], sign(records[-1]))
    by_mark = findings(records[:kept], [sign(records[-1])], None)
    expected = Finding(kept + 1, f"the tail is missing: records up to {length} were signed")
    assert by_anchor == by_mark == [expected]


@given(lengths, lengths)
def test_a_history_written_anew_is_found_by_what_was_signed(length: int, other: int) -> None:
    records = chain(length)
    rewritten = chain(other, word="never said")
    assert findings(rewritten, [sign(records[-1])], None)
    assert findings(rewritten, [], sign(records[-1]))


def test_an_inserted_record_is_found() -> None:
    records = chain(4)
    stranger = link(AuditEntry("x", None, {}), seq=3, at=START, previous=records[1].hash)
    found = findings([*records[:2], stranger, *records[2:]], [], None)
    assert found[0] == Finding(4, "expected record 4, found 3")


def test_each_break_is_told_once_and_the_rest_is_still_checked() -> None:
    records = chain(9)
    records[2] = replace(records[2], kind="edited")
    records[6] = replace(records[6], kind="edited")
    assert [finding.seq for finding in findings(records, [], None)] == [3, 7]


def test_each_finding_says_what_is_wrong() -> None:
    records = chain(3)
    edited = [records[0], replace(records[1], kind="edited"), records[2]]
    assert findings(edited, [], None) == [Finding(2, "the record was changed")]
    torn = [records[0], link(AuditEntry("x", None, {}), seq=2, at=START, previous=GENESIS)]
    assert findings(torn, [], None) == [Finding(2, "the record does not follow the one before it")]
    rewritten = chain(3, word="never said")
    assert findings(rewritten, [sign(records[2])], None) == [
        Finding(3, "the record is not the one that was signed")
    ]


def test_a_signature_of_another_key_is_found() -> None:
    records = chain(3)
    foreign = sign(records[1], b"theirs")
    assert findings(records, [foreign], None) == [Finding(2, "the checkpoint's signature does not hold")]
    assert findings(records, [], foreign) == [Finding(2, "the anchor's signature does not hold")]


def test_a_record_names_everything_in_its_hash() -> None:
    entry = AuditEntry("call.asked", "ada", {"a": 1})
    known = link(entry, seq=1, at=START, previous=GENESIS)
    others = [
        link(replace(entry, kind="call.denied"), seq=1, at=START, previous=GENESIS),
        link(replace(entry, user_id=None), seq=1, at=START, previous=GENESIS),
        link(replace(entry, data={"a": 2}), seq=1, at=START, previous=GENESIS),
        link(entry, seq=2, at=START, previous=GENESIS),
        link(entry, seq=1, at=START + timedelta(microseconds=1), previous=GENESIS),
        link(entry, seq=1, at=START, previous=known.hash),
    ]
    assert len({known.hash, *(other.hash for other in others)}) == 7


def test_a_moment_has_one_written_form() -> None:
    elsewhere = START.astimezone(timezone(timedelta(hours=5, minutes=30)))
    assert stamp(START) == stamp(elsewhere) == "2026-11-22T19:00:00.000000Z"
    assert datetime.fromisoformat(stamp(START)) == START


@pytest.mark.requirement("U5", "L3")
def test_others_see_of_somebodys_work_that_it_happened_and_nothing_that_it_was_about() -> None:
    reason = {"source": "flow", "verdict": "deny", "code": "strict", "text": "from Diary.md", "rule_id": None}
    data = {
        "tool": "vault_write",
        "call_id": "c",
        "arguments": {"path": "Diary.md"},
        "origins": [{"source": "Diary.md"}],
        "something_new": "Diary.md",
        "reasons": [reason, "what somebody put here"],
    }
    record = link(AuditEntry("call.denied", "ada", data), seq=1, at=START, previous=GENESIS)
    shown = for_others(record)
    assert shown.data == {
        "tool": "vault_write",
        "call_id": "c",
        "reasons": [{"source": "flow", "verdict": "deny", "code": "strict"}],
        "withheld": "What this was about is theirs alone.",
    }
    assert (shown.seq, shown.hash, shown.user_id) == (record.seq, record.hash, "ada")
    unknown = replace(record, kind="dream.had", data={"reasons": 7, "text": "x"})
    assert for_others(unknown).data == {"withheld": "What this was about is theirs alone."}
    about_paios = replace(record, kind="person.removed", data={"name": "Bea"})
    assert for_others(about_paios) == about_paios


def test_a_chain_that_was_begun_before_an_update_is_whole_after_it_so_its_form_stays() -> None:
    record = link(AuditEntry("call.asked", "ada", {"n": 1}), seq=7, at=START, previous=GENESIS)
    body = (
        '{"at":"2026-11-22T19:00:00.000000Z","data":{"n":1},"kind":"call.asked",'
        f'"previous":"{GENESIS}","seq":7,"user":"ada"}}'
    )
    assert record.hash == sha256(body.encode()).hexdigest()
    signed = b'paios audit checkpoint\n{"at":"2026-11-22T19:00:00.000000Z","hash":"abc","seq":7}'
    assert signed_bytes(7, "abc", START) == signed


def test_a_time_is_written_in_utc_wherever_the_machine_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("TZ", "Asia/Kolkata")
        time.tzset()
        written = stamp(START)
    time.tzset()
    assert written == "2026-11-22T19:00:00.000000Z"
