"""Appending to the audit chain and reading it, on both databases (L1, L4, L5)."""

import json
import math
from datetime import timedelta
from pathlib import Path
from typing import Any

import anyio
import pytest
from sqlalchemy import text
from tests.support.proofs import TurnedClock

from paios.domain.audit import GENESIS, AuditEntry, AuditRecord, Finding, verify
from paios.domain.errors import AnsweredError, RecordError, StorageError
from paios.domain.page import Slice
from paios.drivers.signing import Ed25519AuditSigner
from paios.drivers.sql.audit_log import BATCH, CHECKPOINT_EVERY, SqlAuditLog
from paios.drivers.sql.engine import Database
from paios.drivers.sql.preferences import SqlPreferences
from paios.ports.audit_log import AuditFilter
from paios.ports.transaction import Transaction

pytestmark = pytest.mark.anyio


def entry(kind: str = "call.asked", user_id: str | None = None, **data: Any) -> AuditEntry:
    return AuditEntry(kind, user_id, data)


async def whole(audit: SqlAuditLog) -> list[AuditRecord]:
    return [record async for record in audit.records()]


async def findings(audit: SqlAuditLog, signer: Ed25519AuditSigner) -> list[Finding]:
    marks = await audit.checkpoints()
    return list(verify(await whole(audit), marks, signer.anchor(), signer.holds))


@pytest.mark.requirement("L5")
async def test_records_follow_each_other(audit: SqlAuditLog, signer: Ed25519AuditSigner) -> None:
    made = [await audit.append(entry(number=number)) for number in range(5)]
    assert [record.seq for record in made] == [1, 2, 3, 4, 5]
    assert made[0].previous == GENESIS
    assert await whole(audit) == made
    assert await findings(audit, signer) == []


@pytest.mark.requirement("L5")
async def test_fifty_at_once_make_one_unbroken_chain(audit: SqlAuditLog, signer: Ed25519AuditSigner) -> None:
    made: list[AuditRecord] = []

    async def write(number: int) -> None:
        made.append(await audit.append(entry(number=number)))

    async with anyio.create_task_group() as tasks:
        for number in range(50):
            tasks.start_soon(write, number)
    assert sorted(record.seq for record in made) == list(range(1, 51))
    assert {record.data["number"] for record in made} == set(range(50))
    assert await findings(audit, signer) == []


@pytest.mark.requirement("L4")
async def test_a_record_and_what_goes_with_it_are_stored_together(
    audit: SqlAuditLog, database: Database
) -> None:
    store = SqlPreferences(database)
    await audit.append(entry(), lambda tx: store.put("theme", "dark", tx))
    assert await store.get("theme") == "dark"
    assert len(await whole(audit)) == 1


@pytest.mark.requirement("L4", "L5")
async def test_failing_work_undoes_itself_alone(
    audit: SqlAuditLog, database: Database, signer: Ed25519AuditSigner
) -> None:
    store, refused = SqlPreferences(database), []

    async def write(number: int) -> None:
        async def work(tx: Transaction) -> None:
            await store.put(f"number {number}", number, tx)
            if number % 3 == 0:
                raise AnsweredError("too late")

        try:
            await audit.append(entry(number=number), work)
        except AnsweredError:
            refused.append(number)

    async with anyio.create_task_group() as tasks:
        for number in range(20):
            tasks.start_soon(write, number)
    assert sorted(refused) == list(range(0, 20, 3))
    for number in range(20):
        assert await store.get(f"number {number}") == (None if number % 3 == 0 else number)
    assert {record.data["number"] for record in await whole(audit)} == set(range(20)) - set(refused)
    assert await findings(audit, signer) == []


async def test_work_that_the_database_refuses_undoes_itself_alone(
    audit: SqlAuditLog, database: Database
) -> None:
    async def broken(tx: Transaction) -> None:
        async with database.joined(tx) as connection:
            await connection.execute(text("INSERT INTO no_such_table VALUES (1)"))

    results: list[object] = []

    async def write(work: Any) -> None:
        try:
            results.append((await audit.append(entry(), work)).seq)
        except StorageError as error:
            results.append(type(error))

    async with anyio.create_task_group() as tasks:
        for work in (None, broken, None):
            tasks.start_soon(write, work)
    assert sorted(results, key=str) == [1, 2, StorageError]


async def test_a_record_from_inside_a_record_is_refused(audit: SqlAuditLog) -> None:
    async def nested(_tx: Transaction) -> None:
        await audit.append(entry("inner.one"))

    with pytest.raises(RecordError):
        await audit.append(entry("outer.one"), nested)
    assert await whole(audit) == []
    assert (await audit.append(entry())).seq == 1


async def test_who_gives_up_before_the_commit_leaves_nothing(audit: SqlAuditLog) -> None:
    with anyio.move_on_after(0) as scope:
        await audit.append(entry("given.up"))
    assert scope.cancelled_caught
    assert (await audit.append(entry())).seq == 1
    assert [record.kind for record in await whole(audit)] == ["call.asked"]


DATA: list[dict[str, Any]] = [
    {},
    {"float": [0.1, 1e22, -0.0, 5e-324, 1e16, 1.0], "int": [2**63, -(2**80), 0, True, None]},
    {"text": 'nul \0 quote " \\ newline \n \u2028 emoji 🚲 \ufeff \uffff \x7f'},
    {"": {"\0": "\0"}, "ä": 1, "a\u0308": 2},
    {"tuple": (1, 2), "nested": {"a": {"b": [[[{}]]]}}},
    {"keys": {10: "ten", 9: "nine", True: "yes"}},
    {"deep": json.loads("[" * 90 + "]" * 90)},
    {"brackets": "[" * 500},
]


@pytest.mark.requirement("L5")
@pytest.mark.parametrize("data", DATA, ids=range(len(DATA)))
async def test_any_json_reads_back_with_the_same_hash(
    audit: SqlAuditLog, signer: Ed25519AuditSigner, data: dict[str, Any]
) -> None:
    made = await audit.append(AuditEntry("call.asked", None, data))
    assert await whole(audit) == [made]
    assert await findings(audit, signer) == []


NOT_RECORDABLE: list[AuditEntry] = [
    entry(number=math.nan),
    entry(number=math.inf),
    entry(text="\ud800"),
    entry(thing=object()),
    entry(number=10**5000),
    entry(deep=json.loads("[" * 200 + "]" * 200)),
    entry(kind="call\0asked"),
    entry(user_id="nobody\0"),
    entry(user_id="\udfff"),
]


@pytest.mark.requirement("L4")
@pytest.mark.parametrize("bad", NOT_RECORDABLE, ids=range(len(NOT_RECORDABLE)))
async def test_what_cannot_be_recorded_is_refused_with_its_work(
    audit: SqlAuditLog, database: Database, bad: AuditEntry
) -> None:
    store = SqlPreferences(database)
    with pytest.raises(RecordError):
        await audit.append(bad, lambda tx: store.put("theme", "dark", tx))
    assert await store.get("theme") is None
    assert (await audit.append(entry())).seq == 1


@pytest.mark.requirement("L5")
async def test_checkpoints_are_signed_as_the_chain_grows_and_at_its_end(
    audit: SqlAuditLog, signer: Ed25519AuditSigner
) -> None:
    async with anyio.create_task_group() as tasks:
        for number in range(CHECKPOINT_EVERY + BATCH + 3):
            tasks.start_soon(audit.append, entry(number=number))
    (mark,) = await audit.checkpoints()
    assert CHECKPOINT_EVERY <= mark.seq < CHECKPOINT_EVERY + BATCH
    await audit.close()
    marks = await audit.checkpoints()
    assert [mark.seq for mark in marks] == [mark.seq, CHECKPOINT_EVERY + BATCH + 3]
    assert all(map(signer.holds, marks))
    assert signer.anchor() == marks[-1]
    await audit.close()
    assert await audit.checkpoints() == marks


@pytest.mark.requirement("L5")
async def test_the_anchor_follows_every_commit(audit: SqlAuditLog, signer: Ed25519AuditSigner) -> None:
    for _ in range(3):
        record = await audit.append(entry())
        anchor = signer.anchor()
        assert anchor is not None
        assert (anchor.seq, anchor.hash) == (record.seq, record.hash)


@pytest.mark.requirement("L4", "L5")
async def test_nothing_is_recorded_while_the_anchor_cannot_follow(
    audit: SqlAuditLog, signer: Ed25519AuditSigner, tmp_path: Path
) -> None:
    anchor = tmp_path / "keys" / "audit-signing" / "anchor"
    await audit.append(entry())
    await anyio.Path(anchor).rename(tmp_path / "away")
    assert (await audit.append(entry())).seq == 2
    with pytest.raises(RecordError):
        await audit.append(entry())
    await anyio.Path(tmp_path / "away").rename(anchor)
    assert (await audit.append(entry())).seq == 3
    assert await findings(audit, signer) == []


async def test_the_log_goes_on_where_another_run_of_paios_stopped(
    database: Database, signer: Ed25519AuditSigner, clock: TurnedClock
) -> None:
    for seq in range(1, 4):
        log = SqlAuditLog(database, signer, clock)
        assert (await log.append(entry())).seq == seq
        await log.close()
    assert await findings(SqlAuditLog(database, signer, clock), signer) == []


@pytest.fixture
async def filled(audit: SqlAuditLog, clock: TurnedClock) -> SqlAuditLog:
    """Four records, a minute apart."""
    for made in (
        entry("call.asked", "ada", run_id="run-1", path="100% Größe.md"),
        entry("call.done", "ada", run_id="run-1", said='she said "hello"'),
        entry("callback.made", "bob", run_id="run-2", nested={"run_id": "run-3"}),
        entry("pause.set", None, note='"run_id":"run-1"'),
    ):
        await audit.append(made)
        clock.turn(60)
    return audit


FILTERS: list[tuple[AuditFilter, list[int]]] = [
    (AuditFilter(), [4, 3, 2, 1]),
    (AuditFilter(user_id="ada"), [2, 1]),
    (AuditFilter(user_id="nobody"), []),
    (AuditFilter(kinds=("call.",)), [2, 1]),
    (AuditFilter(kinds=("pause", "call.done")), [4, 2]),
    (AuditFilter(kinds=("%",)), []),
    (AuditFilter(kinds=("call_",)), []),
    (AuditFilter(text="größe"), [1]),
    (AuditFilter(text="GRÖSSE"), []),
    (AuditFilter(text="GRÖßE.MD"), [1]),
    (AuditFilter(text="100%"), [1]),
    (AuditFilter(text="%"), [1]),
    (AuditFilter(text="_"), [4, 3, 2, 1]),
    (AuditFilter(text="d_n"), []),
    (AuditFilter(text='"hello"'), [2]),
    (AuditFilter(text="\\"), []),
    (AuditFilter(text="\0"), []),
    (AuditFilter(text="\ud800"), []),
    (AuditFilter(text="' OR 1=1 --"), []),
    (AuditFilter(run_id="run-1"), [2, 1]),
    (AuditFilter(run_id="run-3"), [3]),
    (AuditFilter(run_id="run-_"), []),
]


@pytest.mark.requirement("L3", "V4")
@pytest.mark.parametrize(("wanted", "expected"), FILTERS, ids=range(len(FILTERS)))
async def test_a_filter_lets_through_what_it_says(
    filled: SqlAuditLog, wanted: AuditFilter, expected: list[int]
) -> None:
    page = await filled.page(wanted, Slice())
    assert [record.seq for record in page.items] == expected
    assert page.total == len(expected)


async def test_a_filter_by_time_includes_its_beginning_and_not_its_end(
    filled: SqlAuditLog, clock: TurnedClock
) -> None:
    began = clock.now() - timedelta(seconds=240)
    wanted = AuditFilter(since=began + timedelta(seconds=60), until=began + timedelta(seconds=180))
    assert [record.seq for record in (await filled.page(wanted, Slice())).items] == [3, 2]


async def test_a_page_is_a_part_of_the_whole(filled: SqlAuditLog) -> None:
    page = await filled.page(AuditFilter(), Slice(limit=2, offset=1))
    assert ([record.seq for record in page.items], page.total) == ([3, 2], 4)


async def test_a_long_chain_is_streamed_whole(audit: SqlAuditLog) -> None:
    async with anyio.create_task_group() as tasks:
        for number in range(1203):
            tasks.start_soon(audit.append, entry(number=number))
    assert [record.seq for record in await whole(audit)] == list(range(1, 1204))
