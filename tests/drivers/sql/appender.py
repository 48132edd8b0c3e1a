"""A process that appends to the audit chain and says which records it was told are durable.

python -m tests.drivers.sql.appender URL KEYS WRITERS RECORDS
"""

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

from tests.support.database import KnownKey

from paios.domain.audit import AuditEntry
from paios.drivers.signing import Ed25519AuditSigner
from paios.drivers.sql.audit_log import SqlAuditLog
from paios.drivers.sql.engine import Database


class _Clock:
    def now(self) -> datetime:
        return datetime.now(UTC)


async def append(url: str, keys: Path, writers: int, records: int) -> None:
    database = Database.open(url, KnownKey())
    log = SqlAuditLog(database, Ed25519AuditSigner(keys), _Clock())

    async def write(number: int) -> None:
        for _ in range(records):
            made = await log.append(AuditEntry("call.asked", None, {"writer": number}))
            print(made.seq, made.hash, flush=True)

    await asyncio.gather(*map(write, range(writers)))
    await log.close()
    await database.close()


if __name__ == "__main__":
    asyncio.run(append(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])))
