"""What the database refuses, and what verifying finds where somebody went around it (L1, L5)."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from tests.drivers.sql.test_audit_log import entry, findings, whole
from tests.support.proofs import TurnedClock

from paios.domain.audit import verify
from paios.domain.errors import ConflictError, RecordError, StorageError
from paios.drivers.signing import Ed25519AuditSigner
from paios.drivers.sql.audit_log import SqlAuditLog
from paios.drivers.sql.engine import Database

pytestmark = pytest.mark.anyio

RECORDS = "(seq, at, kind, user_id, data, previous, hash)"
REFUSED = {
    "sqlite": [
        f"INSERT OR REPLACE INTO audit_records {RECORDS} VALUES (1, 'x', 'x', NULL, 'x', 'x', 'x')",
        f"REPLACE INTO audit_records {RECORDS} VALUES (1, 'x', 'x', NULL, 'x', 'x', 'x')",
        "UPDATE OR REPLACE audit_records SET seq = 1 WHERE seq = 2",
        "REPLACE INTO audit_checkpoints (seq, hash, at, signature) VALUES (3, 'x', 'x', x'00')",
    ],
    "postgresql": ["TRUNCATE audit_records", "TRUNCATE audit_checkpoints CASCADE"],
}
REFUSED_BY_BOTH = [
    "UPDATE audit_records SET data = '{}' WHERE seq = 2",
    "UPDATE audit_records SET kind = 'nothing'",
    "DELETE FROM audit_records WHERE seq = 3",
    "DELETE FROM audit_records",
    "UPDATE audit_checkpoints SET hash = 'x'",
    "DELETE FROM audit_checkpoints",
    f"INSERT INTO audit_records {RECORDS} VALUES (1, 'x', 'x', NULL, 'x', 'x', 'x')"
    " ON CONFLICT (seq) DO UPDATE SET data = 'x'",
]


@pytest.mark.requirement("L1")
async def test_the_database_refuses_every_change(
    audit: SqlAuditLog, database: Database, signer: Ed25519AuditSigner
) -> None:
    for _ in range(3):
        await audit.append(entry())
    await audit.close()
    before = await whole(audit)
    for statement in REFUSED[database.dialect] + REFUSED_BY_BOTH:
        with pytest.raises((StorageError, ConflictError)):
            await _execute(database, statement)
    assert await whole(audit) == before
    assert len(await audit.checkpoints()) == 1
    assert await findings(audit, signer) == []


async def _execute(database: Database, statement: str) -> None:
    async with database.begin() as tx:
        await tx.connection.execute(text(statement))


class Chain:
    """Ten records in SQLite, their log closed, and what a person with the file could do to them."""

    def __init__(self, folder: Path, signer: Ed25519AuditSigner) -> None:
        self.path = folder / "private" / "paios.db"
        self.signer = signer

    def database(self) -> Database:
        return Database.open(f"sqlite:///{self.path}")

    def tamper(self, *statements: str) -> None:
        with closing(sqlite3.connect(self.path)) as connection, connection:
            for (trigger,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            ).fetchall():
                connection.execute(f"DROP TRIGGER {trigger}")
            for statement in statements:
                connection.execute(statement)

    async def findings(self) -> list[str]:
        database = self.database()
        log = SqlAuditLog(database, self.signer, TurnedClock())
        try:
            found = await findings(log, self.signer)
        finally:
            await database.close()
        return [f"{finding.seq}: {finding.what}" for finding in found]


@pytest.fixture
async def chain(tmp_path: Path, signer: Ed25519AuditSigner) -> Chain:
    made = Chain(tmp_path, signer)
    database = made.database()
    await database.migrate()
    log = SqlAuditLog(database, signer, TurnedClock())
    for number in range(10):
        await log.append(entry(number=number))
    await log.close()
    await database.close()
    return made


@pytest.mark.requirement("L5")
async def test_a_whole_chain_has_no_findings(chain: Chain) -> None:
    assert await chain.findings() == []


SWAP = (
    "UPDATE audit_records SET seq = 100 WHERE seq = 4",
    "UPDATE audit_records SET seq = 4 WHERE seq = 5",
    "UPDATE audit_records SET seq = 5 WHERE seq = 100",
)


@pytest.mark.requirement("L5")
@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        (("UPDATE audit_records SET data = '{\"number\":9}' WHERE seq = 4",), "4: the record was changed"),
        (("UPDATE audit_records SET kind = 'call.done' WHERE seq = 4",), "4: the record was changed"),
        (("UPDATE audit_records SET user_id = 'bob' WHERE seq = 4",), "4: the record was changed"),
        (
            ("UPDATE audit_records SET at = '2020-01-01T00:00:00.000000Z' WHERE seq = 4",),
            "4: the record was changed",
        ),
        (("UPDATE audit_records SET at = 'never' WHERE seq = 4",), "4: the record was changed"),
        (("UPDATE audit_records SET data = 'no json' WHERE seq = 4",), "4: the record was changed"),
        (("UPDATE audit_records SET data = '[]' WHERE seq = 4",), "4: the record was changed"),
        (("UPDATE audit_records SET data = x'ff00' WHERE seq = 4",), "4: the record was changed"),
        (("DELETE FROM audit_records WHERE seq = 4",), "4: expected record 4, found 5"),
        (SWAP, "4: the record was changed"),
        (
            ("DELETE FROM audit_records WHERE seq > 7",),
            "8: the tail is missing: records up to 10 were signed",
        ),
        (
            ("DELETE FROM audit_records WHERE seq > 7", "DELETE FROM audit_checkpoints"),
            "8: the tail is missing: records up to 10 were signed",
        ),
        (
            ("DELETE FROM audit_records", "DELETE FROM audit_checkpoints"),
            "1: the tail is missing: records up to 10 were signed",
        ),
        (("UPDATE audit_checkpoints SET signature = x'00'",), "10: the checkpoint's signature does not hold"),
        (("UPDATE audit_checkpoints SET at = 'never'",), "10: the checkpoint's signature does not hold"),
    ],
)
async def test_tampering_is_found(chain: Chain, statements: tuple[str, ...], expected: str) -> None:
    chain.tamper(*statements)
    assert expected in await chain.findings()


@pytest.mark.requirement("L5")
async def test_a_chain_that_was_made_anew_is_found(chain: Chain, tmp_path: Path) -> None:
    """Somebody with the whole program and the file, but without the key, writes another history."""
    chain.path.unlink()
    forger = Ed25519AuditSigner(tmp_path / "forger")
    database = chain.database()
    await database.migrate()
    log = SqlAuditLog(database, forger, TurnedClock())
    for number in range(12):
        await log.append(entry(other=number))
    await log.close()
    await database.close()
    found = await chain.findings()
    assert "12: the checkpoint's signature does not hold" in found
    assert "10: the record is not the one that was signed" in found


@pytest.mark.requirement("L4", "L5")
@pytest.mark.parametrize(
    "forge",
    [
        lambda chain: chain.tamper("DELETE FROM audit_records WHERE seq > 7"),
        lambda chain: chain.tamper("DELETE FROM audit_records"),
        lambda chain: chain.tamper("UPDATE audit_records SET hash = 'x' WHERE seq = 10"),
        lambda chain: chain.path.unlink(),
    ],
    ids=["cut", "emptied", "changed", "replaced"],
)
async def test_nothing_is_added_to_a_chain_that_lost_its_anchor(
    chain: Chain, forge: Callable[[Chain], None]
) -> None:
    """One record more would replace the anchor, and the loss could not be seen any longer."""
    forge(chain)
    database = chain.database()
    await database.migrate()
    log = SqlAuditLog(database, chain.signer, TurnedClock())
    with pytest.raises(RecordError, match="audit verify"):
        await log.append(entry())
    await log.close()
    await database.close()
    anchor = chain.signer.anchor()
    assert anchor is not None
    assert anchor.seq == 10


@pytest.mark.requirement("L5")
async def test_a_chain_cut_while_paios_runs_is_not_added_to(chain: Chain) -> None:
    database = chain.database()
    log = SqlAuditLog(database, chain.signer, TurnedClock())
    await log.append(entry())
    chain.tamper("DELETE FROM audit_records WHERE seq > 5")
    with pytest.raises(RecordError):
        await log.append(entry())
    await database.close()


def test_an_empty_chain_has_no_findings(signer: Ed25519AuditSigner) -> None:
    assert list(verify([], [], signer.anchor(), signer.holds)) == []
