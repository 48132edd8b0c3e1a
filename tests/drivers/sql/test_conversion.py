"""Encrypting a database and decrypting it, in place: what is kept, what is refused, what is left (B1)."""

import asyncio
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from tests.support.database import KEY, KnownKey
from tests.support.killed_conversion import content
from tests.support.shelves import admit

from paios.domain.audit import AuditEntry
from paios.domain.credential import Secret
from paios.domain.errors import LockedError, StorageError, UnavailableError
from paios.drivers.clock import SystemClock
from paios.drivers.signing import Ed25519AuditSigner
from paios.drivers.sql.audit_log import SqlAuditLog
from paios.drivers.sql.conversion import Conversion, convert
from paios.drivers.sql.engine import Database
from paios.drivers.sql.files import Form, form
from paios.drivers.sql.preferences import SqlPreferences
from paios.drivers.sql.sqlcipher import Error, opened
from paios.drivers.sql.tables import note_passages, notes

STRANGER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN")
connection.execute("SELECT count(*) FROM preferences").fetchall()
print("reading", flush=True)
sys.stdin.read()
connection.close()
"""
PLANTED = "the boiler was leased from Northwind"
BOTH_WAYS = pytest.mark.parametrize("start", [Form.PLAIN, Form.ENCRYPTED])


def other(start: Form) -> Form:
    return Form.PLAIN if start is Form.ENCRYPTED else Form.ENCRYPTED


def quiet(_what: str, _part: float) -> None:
    """For who does not want to know how far it is."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "private"
    made.mkdir(mode=0o700)
    return made


@pytest.fixture
def path(folder: Path, start: Form) -> Path:
    """A database in the form in which the test starts."""

    async def fill() -> None:
        database = Database.open(f"sqlite:///{path}", KnownKey() if start is Form.ENCRYPTED else None)
        await database.migrate()
        for number in range(50):
            await SqlPreferences(database).put(f"planted.{number}", PLANTED * 400)
        await SqlAuditLog(database, Ed25519AuditSigner(keys), SystemClock()).append(
            AuditEntry("call.asked", None, {})
        )
        await index_a_note(database, await admit(database))
        await database.close()

    path, keys = folder / "paios.db", folder.parent / "keys"
    asyncio.run(fill())
    return path


async def index_a_note(database: Database, owner: str) -> None:
    """With a gap in its numbers, which the search index goes by."""
    note = {"path": "a.md", "title": "A", "size": 1, "modified": 1.0, "revision": "r", "embedded": False}
    passage = {"title": "A", "heading": "", "first_line": 1, "last_line": 1, "text": PLANTED}
    async with database.begin() as tx:
        await tx.connection.execute(notes.insert().values(id=5, owner=owner, pasted=False, **note))
        await tx.connection.execute(note_passages.insert().values(id=7, note_id=5, **passage))


@pytest.fixture
def unchanged(path: Path, start: Form) -> Iterator[None]:
    """After the test the database is in its old form with all that it had, and nothing is left beside it."""
    before = content(path)
    yield
    assert form(path) is start
    assert content(path) == before
    assert sorted(each.name for each in path.parent.iterdir()) == ["paios.db", "paios.db.lock"]


@BOTH_WAYS
def test_all_is_kept_and_the_file_is_the_owners_alone(path: Path, start: Form) -> None:
    before = content(path)
    done = convert(path, Secret(KEY), other(start), quiet)
    assert form(path) is other(start)
    assert content(path) == before
    assert done == Conversion(
        len(before), sum(len(rows) for _, rows in before), overwritten=start is Form.PLAIN
    )
    assert path.stat().st_mode & 0o777 == 0o600
    assert (PLANTED.encode() in path.read_bytes()) is (start is Form.ENCRYPTED)
    assert sorted(each.name for each in path.parent.iterdir()) == ["paios.db", "paios.db.lock"]


@BOTH_WAYS
def test_searching_and_the_triggers_work_as_before(path: Path, start: Form) -> None:
    convert(path, Secret(KEY), other(start), quiet)
    with closing(opened(path, Secret(KEY) if start is Form.PLAIN else None)) as connection:
        found = "SELECT rowid FROM note_words WHERE note_words MATCH 'leased'"
        assert connection.execute(found).fetchall() == [(7,)]
        connection.execute("INSERT INTO note_words (note_words, rank) VALUES ('integrity-check', 1)")
        connection.execute("DELETE FROM note_passages")
        assert connection.execute(found).fetchall() == []
        with pytest.raises(Error, match="append"):
            connection.execute("DELETE FROM audit_records")


@pytest.mark.parametrize("start", [Form.PLAIN])
def test_the_old_plain_file_is_overwritten_unless_it_is_a_backup_too(path: Path, tmp_path: Path) -> None:
    with path.open("rb") as old:
        assert PLANTED.encode() in old.read()
        assert convert(path, Secret(KEY), Form.ENCRYPTED, quiet).overwritten
        old.seek(0)
        assert not old.read().strip(b"\0")
    convert(path, Secret(KEY), Form.PLAIN, quiet)
    backup = tmp_path / "backup.db"
    backup.hardlink_to(path)
    assert not convert(path, Secret(KEY), Form.ENCRYPTED, quiet).overwritten
    assert PLANTED.encode() in backup.read_bytes()


@BOTH_WAYS
@pytest.mark.usefixtures("unchanged")
def test_it_is_refused_while_a_database_is_open(path: Path, start: Form) -> None:
    async def meanwhile() -> None:
        database = Database.open(f"sqlite:///{path}", KnownKey())
        with pytest.raises(UnavailableError, match="Another command"):
            convert(path, Secret(KEY), other(start), quiet)
        await database.close()

    asyncio.run(meanwhile())


@pytest.mark.parametrize("start", [Form.PLAIN])
@pytest.mark.usefixtures("unchanged")
def test_it_is_refused_while_another_program_has_the_file_open(path: Path) -> None:
    command = [sys.executable, "-c", STRANGER, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as stranger:
        assert stranger.stdout is not None
        assert stranger.stdout.readline() == b"reading\n"
        with pytest.raises(UnavailableError, match="Something else"):
            convert(path, Secret(KEY), Form.ENCRYPTED, quiet)
        stranger.communicate()
    assert stranger.returncode == 0


@BOTH_WAYS
@pytest.mark.usefixtures("unchanged")
def test_nobody_opens_it_while_it_is_converted(path: Path, start: Form) -> None:
    tried: list[str] = []

    def meanwhile(what: str, _part: float) -> None:
        if what == "Checking" and not tried:
            with pytest.raises(UnavailableError, match="being encrypted or decrypted"):
                Database.open(f"sqlite:///{path}", KnownKey())
            tried.append(what)
            raise StorageError("enough")

    with pytest.raises(StorageError, match="enough"):
        convert(path, Secret(KEY), other(start), meanwhile)
    assert tried


@BOTH_WAYS
@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM preferences WHERE name = 'planted.7'",
        "UPDATE preferences SET value = 'another' WHERE name = 'planted.7'",
        "DROP TRIGGER note_words_insert",
        "INSERT INTO preferences SELECT 'new', value FROM preferences LIMIT 1",
    ],
)
def test_a_new_file_that_is_not_the_same_never_takes_its_place(path: Path, start: Form, change: str) -> None:
    new_key = Secret(KEY) if start is Form.PLAIN else None

    def tamper(what: str, part: float) -> None:
        if what == "Checking" and part == 0.0:
            with closing(opened(path.with_name("paios.db.converting"), new_key)) as connection:
                connection.execute(change)

    with pytest.raises(StorageError, match=r"new file .* Nothing was changed"):
        convert(path, Secret(KEY), other(start), tamper)


@BOTH_WAYS
@pytest.mark.usefixtures("unchanged")
def test_a_full_disk_changes_nothing(path: Path, start: Form) -> None:
    for part in (0.0, 0.3, 0.9):
        with full_disk(int(path.stat().st_size * part)), pytest.raises(StorageError, match="Nothing was"):
            convert(path, Secret(KEY), other(start), quiet)


@contextmanager
def full_disk(largest: int) -> Iterator[None]:
    """No file grows beyond ``largest`` bytes: writing fails as on a full disk, and nothing else does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("start", [Form.PLAIN])
@pytest.mark.usefixtures("unchanged")
def test_too_little_room_is_told_before_anything_is_written(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: shutil._ntuple_diskusage(1, 1, 3_000_000))
    with pytest.raises(StorageError, match=r"needs \d MiB .* 2 MiB are free"):
        convert(path, Secret(KEY), Form.ENCRYPTED, quiet)


@BOTH_WAYS
@pytest.mark.usefixtures("unchanged")
def test_a_folder_that_cannot_be_written_changes_nothing(path: Path, start: Form, tmp_path: Path) -> None:
    with nobody(path.parent):
        path.parent.chmod(0o500)
        try:
            with pytest.raises(StorageError, match="cannot be written"):
                convert(path, Secret(KEY), other(start), quiet)
        finally:
            path.parent.chmod(0o700)


@contextmanager
def nobody(folder: Path) -> Iterator[None]:
    """As a user whom modes stop; root is not one."""
    if os.geteuid() != 0:
        yield
        return
    parents = [
        each for each in folder.parents if each.stat().st_uid == 0 and each.stat().st_mode & 0o077 == 0
    ]
    owned = [folder, *folder.iterdir()]
    modes = {each: each.stat().st_mode & 0o7777 for each in parents}
    for each in owned:
        os.chown(each, 65534, -1)
    for each in parents:
        each.chmod(0o711)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)
        for each, mode in modes.items():
            each.chmod(mode)
        for each in owned:
            os.chown(each, 0, -1)


@pytest.mark.parametrize("start", [Form.ENCRYPTED])
@pytest.mark.usefixtures("unchanged")
def test_a_wrong_key_changes_nothing(path: Path) -> None:
    with pytest.raises(LockedError):
        convert(path, Secret("40" * 32), Form.PLAIN, quiet)


@BOTH_WAYS
def test_a_damaged_database_is_left_as_it_is(path: Path, start: Form) -> None:
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        file.write(os.urandom(8192))
    before = path.read_bytes()
    with pytest.raises(StorageError, match="damaged"):
        convert(path, Secret(KEY), other(start), quiet)
    assert path.read_bytes()[4096:] == before[4096:]  # the first page tells of the journal
    assert not path.with_name("paios.db.converting").exists()


@pytest.mark.parametrize("start", [Form.PLAIN])
def test_how_far_it_is_is_told(path: Path) -> None:
    told: dict[str, list[float]] = {}
    convert(path, Secret(KEY), Form.ENCRYPTED, lambda what, part: told.setdefault(what, []).append(part))
    assert {"Checking", "Overwriting the old file"} <= set(told)
    assert all(parts == sorted(parts) and 0 <= parts[0] <= parts[-1] <= 1 for parts in told.values())
