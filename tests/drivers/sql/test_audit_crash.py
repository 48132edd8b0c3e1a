"""The audit chain when a process is killed, when several write, and when the disk is full (L4, L5)."""

import resource
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import anyio
import pytest
from tests.drivers.sql.conftest import SOURCES
from tests.drivers.sql.test_audit_log import entry, findings, whole
from tests.support.proofs import TurnedClock

from paios.domain.errors import RecordError
from paios.drivers.signing import Ed25519AuditSigner
from paios.drivers.sql.audit_log import SqlAuditLog
from paios.drivers.sql.engine import Database
from paios.drivers.sql.preferences import SqlPreferences
from paios.ports.transaction import Transaction

pytestmark = [pytest.mark.anyio, pytest.mark.slow]


def _appender(url: str, keys: Path, writers: int, records: int) -> list[str]:
    return [sys.executable, "-m", "tests.drivers.sql.appender", url, str(keys), str(writers), str(records)]


@pytest.mark.requirement("L4", "L5")
@pytest.mark.parametrize("after", [1, 40, 300])
async def test_a_killed_process_leaves_a_whole_chain_with_all_it_acknowledged(
    database: Database, audit: SqlAuditLog, signer: Ed25519AuditSigner, url: str, tmp_path: Path, after: int
) -> None:
    acknowledged: list[str] = []
    command = _appender(url, tmp_path / "keys", 8, 100_000)
    async with await anyio.open_process(command, env=SOURCES, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        text = ""
        async for piece in process.stdout:
            text += piece.decode()
            if text.count("\n") >= after:
                process.kill()
        acknowledged = text.splitlines()[:-1] if not text.endswith("\n") else text.splitlines()
    assert len(acknowledged) >= after
    kept = {f"{record.seq} {record.hash}" for record in await whole(audit)}
    assert set(acknowledged) <= kept
    assert await findings(audit, signer) == []
    assert (await audit.append(entry())).seq == len(kept) + 1
    assert await findings(audit, signer) == []


@pytest.mark.requirement("L5")
async def test_several_processes_keep_one_chain(
    audit: SqlAuditLog, signer: Ed25519AuditSigner, url: str, tmp_path: Path
) -> None:
    command = _appender(url, tmp_path / "keys", 4, 40)
    async with anyio.create_task_group() as tasks:
        for _ in range(3):
            tasks.start_soon(lambda: anyio.run_process(command, env=SOURCES))
    assert len(await whole(audit)) == 3 * 4 * 40
    assert await findings(audit, signer) == []


@contextmanager
def full_disk(largest: int) -> Iterator[None]:
    """No file grows beyond ``largest`` bytes: writing fails as on a full disk, and nothing else does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture
async def on_disk(tmp_path: Path) -> AsyncIterator[Database]:
    opened = Database.open(f"sqlite:///{tmp_path}/private/paios.db")
    await opened.migrate()
    yield opened
    await opened.close()


@pytest.mark.requirement("L4")
@pytest.mark.parametrize("size", [10, 5_000_000], ids=["small", "larger than the cache"])
async def test_on_a_full_disk_nothing_is_recorded_and_nothing_is_done(
    on_disk: Database, signer: Ed25519AuditSigner, tmp_path: Path, size: int
) -> None:
    store, log = SqlPreferences(on_disk), SqlAuditLog(on_disk, signer, TurnedClock())
    await log.append(entry())
    refused: list[str] = []

    async def write(number: int) -> None:
        async def work(tx: Transaction) -> None:
            await store.put(f"number {number}", "x" * size, tx)

        try:
            await log.append(entry(number=number), work if number % 2 else None)
        except RecordError as error:
            refused.append(str(error))

    written = await anyio.Path(tmp_path / "private" / "paios.db-wal").stat()
    with full_disk(written.st_size):
        async with anyio.create_task_group() as tasks:
            for number in range(6):
                tasks.start_soon(write, number)
        with pytest.raises(RecordError):
            await log.append(entry())
    assert len(refused) == 6
    assert all("database" not in said and str(tmp_path) not in said for said in refused)
    assert [await store.get(f"number {number}") for number in range(6)] == [None] * 6
    assert [record.seq for record in await whole(log)] == [1]
    assert (await log.append(entry(), lambda tx: store.put("later", 1, tx))).seq == 2
    assert await store.get("later") == 1
    await log.close()
    assert await findings(log, signer) == []
