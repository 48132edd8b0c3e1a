"""How many audit records a second become durable: python -m tests.bench.bench_audit"""

import asyncio
import sqlite3
import tempfile
import time
from collections.abc import Coroutine
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.support.database import KnownKey

from paios.domain.audit import AuditEntry
from paios.drivers.signing import Ed25519AuditSigner
from paios.drivers.sql.audit_log import SqlAuditLog
from paios.drivers.sql.engine import Database

WRITERS = 16
SECONDS = 3.0
ENTRY = AuditEntry(
    "call.decided",
    "1b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b",
    {
        "run_id": "6fa459ea-ee8a-4ca4-894e-db77e160355e",
        "tool": "vault_write",
        "arguments": {"path": "Shopping list.md", "text": "- oat milk\n" * 10},
        "verdict": "ask",
        "reasons": [{"source": "otherwise", "text": "Nothing allows this without asking."}],
    },
)


class _SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


async def _writer(audit: SqlAuditLog, until: float) -> int:
    written = 0
    while time.perf_counter() < until:
        await audit.append(ENTRY)
        written += 1
    return written


async def _rate(audit: SqlAuditLog, writers: int) -> float:
    began = time.perf_counter()
    each: list[Coroutine[Any, Any, int]] = [_writer(audit, began + SECONDS) for _ in range(writers)]
    return sum(await asyncio.gather(*each)) / (time.perf_counter() - began)


async def measure(folder: Path, key: KnownKey | None) -> dict[int, float]:
    """Durable appends a second, by the number of concurrent writers."""
    database = Database.open(f"sqlite:///{folder}/private/bench.db", key)
    await database.migrate()
    audit = SqlAuditLog(database, Ed25519AuditSigner(folder / "private"), _SystemClock())
    try:
        return {writers: await _rate(audit, writers) for writers in (1, WRITERS)}
    finally:
        await audit.close()
        await database.close()


def bare(folder: Path) -> float:
    """Commits a second of one row each by sqlite3 alone, for comparison on this machine at this moment."""
    with closing(sqlite3.connect(folder / "bare.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE records (seq INTEGER PRIMARY KEY, data TEXT)")
        began, written = time.perf_counter(), 0
        while time.perf_counter() < began + SECONDS:
            connection.execute("INSERT INTO records (data) VALUES (?)", ("x" * 600,))
            written += 1
        return written / (time.perf_counter() - began)


def main() -> None:
    for name, key in (("plain", None), ("encrypted", KnownKey())):
        # Not where a memory file system may be: durability is what is measured.
        with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
            rates = asyncio.run(measure(Path(folder), key))
        print(
            f"durable audit append, SQLite, {name + ',':10}  1 writer   {rates[1]:8,.0f}/s   (wanted: 1,000)"
        )
        print(
            f"durable audit append, SQLite, {name + ',':10} {WRITERS} writers  {rates[WRITERS]:8,.0f}/s   "
            "(wanted: 5,000)"
        )
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        print(f"bare sqlite3 commit of one row, 1 writer  {bare(Path(folder)):8,.0f}/s")


if __name__ == "__main__":
    main()
