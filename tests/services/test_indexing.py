"""The index follows the folder, whoever edits it."""

import os
import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import anyio
import anyio.lowlevel
import pytest
from tests.support.proofs import PERSON, Mint, TurnedClock
from tests.support.shelves import admit

from paios.domain.errors import StorageError, UnavailableError
from paios.domain.note import Note
from paios.drivers.sql.engine import Database
from paios.drivers.sql.note_index import SqlNoteIndex
from paios.drivers.vault.posix import PosixVaultFiles
from paios.services.indexing import IndexSync, Progress

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("V6")]


class WatchedIndex(SqlNoteIndex):
    """The real index, which also remembers what it was given, and can be slow or full."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, None, PERSON.user_id)
        self.given: list[str] = []
        self.slow = False
        self.full = False
        self.interrupt: Callable[[], None] | None = None
        self.running = 0

    async def put(self, note: Note, size: int, modified: float) -> None:
        assert self.running == 0, "two refreshes at once"
        self.running += 1
        try:
            if self.full:
                raise StorageError("The disk is full.")
            if self.slow:
                await anyio.sleep(0.02)
            await super().put(note, size, modified)
            self.given.append(note.path)
            if interrupt := self.interrupt:
                self.interrupt = None
                interrupt()
        finally:
            self.running -= 1


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock()


@pytest.fixture
def root(tmp_path: Path, clock: TurnedClock) -> Path:
    folder = tmp_path / "Notes"
    (folder / "House").mkdir(parents=True)
    for path in ("Home.md", "House/Boiler.md", "House/Roof.md"):
        save(folder / path, f"# {path}\n", clock, age=3600)
    return folder


@pytest.fixture
async def index(tmp_path: Path) -> AsyncIterator[WatchedIndex]:
    database = Database.open(f"sqlite:///{tmp_path}/private/paios.db")
    await database.migrate()
    await admit(database, PERSON.user_id)
    yield WatchedIndex(database)
    await database.close()


@pytest.fixture
def sync(root: Path, index: WatchedIndex, clock: TurnedClock) -> IndexSync:
    return IndexSync(PosixVaultFiles(root, Mint(clock).ledger, clock), index, clock)


def save(note: Path, text: str, clock: TurnedClock, age: float = 0) -> None:
    note.write_text(text)
    at = clock.now().timestamp() - age
    os.utime(note, (at, at))


async def found(index: WatchedIndex, query: str) -> set[str]:
    return {hit.path for hit in await index.search(query, 10)}


async def test_everything_is_indexed_once(sync: IndexSync, index: WatchedIndex) -> None:
    assert sync.progress == Progress(0, 0)
    await sync.refresh()
    assert sorted(index.given) == ["Home.md", "House/Boiler.md", "House/Roof.md"]
    assert sync.progress == Progress(3, 3)
    await sync.refresh()
    assert len(index.given) == 3
    assert sync.progress == Progress(0, 0)


async def test_changes_moves_and_deletions_are_followed(
    root: Path, sync: IndexSync, index: WatchedIndex, clock: TurnedClock
) -> None:
    await sync.refresh()
    index.given.clear()
    save(root / "House/Boiler.md", "We take the heat pump.\n", clock, age=60)
    (root / "House/Roof.md").rename(root / "Tiles.md")
    (root / "Home.md").unlink()
    await sync.refresh()
    assert sorted(index.given) == ["House/Boiler.md", "Tiles.md"]
    assert sorted(await index.revisions()) == ["House/Boiler.md", "Tiles.md"]
    assert await found(index, "heat pump") == {"House/Boiler.md"}


async def test_a_second_change_within_the_file_system_s_tick_is_seen(
    root: Path, sync: IndexSync, index: WatchedIndex, clock: TurnedClock
) -> None:
    save(root / "Home.md", "tulips\n", clock)
    await sync.refresh()
    save(root / "Home.md", "pumpki\n", clock)  # as long, at the same time
    await sync.refresh()
    assert await found(index, "pumpki") == {"Home.md"}
    index.given.clear()
    clock.turn(10)
    await sync.refresh()
    await sync.refresh()
    assert index.given == []


@pytest.mark.requirement("V3")
async def test_a_note_that_cannot_be_read_is_skipped_and_told(
    root: Path, sync: IndexSync, index: WatchedIndex, clock: TurnedClock
) -> None:
    await sync.refresh()
    (root / "Home.md").write_bytes(bytes(range(256)) * 4)
    with (root / "Huge.md").open("wb") as huge:
        huge.truncate(1 << 30)
    await sync.refresh()
    assert [(one.path, one.why) for one in sync.skipped] == [
        ("Home.md", "Home.md is not a text file."),
        ("Huge.md", "Huge.md is larger than 1024 KiB."),
    ]
    assert "Home.md" not in await index.revisions()
    (root / "Huge.md").unlink()
    save(root / "Home.md", "mended\n", clock, age=60)
    await sync.refresh()
    assert sync.skipped == ()
    assert await found(index, "mended") == {"Home.md"}


async def test_many_callers_share_the_work(sync: IndexSync, index: WatchedIndex) -> None:
    index.slow = True
    async with anyio.create_task_group() as group:
        for _ in range(5):
            group.start_soon(sync.refresh)
    assert len(index.given) == 3


async def test_a_caller_sees_what_was_written_before_it_called(
    root: Path, sync: IndexSync, index: WatchedIndex, clock: TurnedClock
) -> None:
    index.slow = True
    async with anyio.create_task_group() as group:
        group.start_soon(sync.refresh)
        while not index.running:
            await anyio.lowlevel.checkpoint()
        save(root / "Late.md", "heat pump\n", clock)
        await sync.refresh()
        assert await found(index, "heat pump") == {"Late.md"}


async def test_a_refresh_can_be_cancelled_and_goes_on_later(sync: IndexSync, index: WatchedIndex) -> None:
    with anyio.CancelScope() as scope:
        index.interrupt = scope.cancel
        await sync.refresh()
    assert scope.cancelled_caught
    assert sync.progress.done < sync.progress.total == 3
    await sync.fresh()
    assert sorted(await index.revisions()) == ["Home.md", "House/Boiler.md", "House/Roof.md"]


async def test_a_note_that_was_not_stored_is_tried_again(sync: IndexSync, index: WatchedIndex) -> None:
    index.full = True
    with pytest.raises(StorageError):
        await sync.fresh()
    index.full = False
    await sync.fresh()
    assert len(index.given) == 3


async def test_fresh_looks_at_the_folder_at_most_every_two_seconds(
    root: Path, sync: IndexSync, index: WatchedIndex, clock: TurnedClock
) -> None:
    await sync.fresh()
    save(root / "New.md", "heat pump\n", clock)
    clock.turn(2)
    await sync.fresh()
    assert await found(index, "heat pump") == set()
    clock.turn(0.5)
    await sync.fresh()
    assert await found(index, "heat pump") == {"New.md"}


async def test_a_folder_that_is_gone_does_not_empty_the_index(
    root: Path, sync: IndexSync, index: WatchedIndex
) -> None:
    await sync.refresh()
    shutil.rmtree(root)
    with pytest.raises(UnavailableError, match="no longer there"):
        await sync.refresh()
    assert len(await index.revisions()) == 3


async def test_a_change_of_the_index_is_told_once_and_none_is_not(
    root: Path, index: WatchedIndex, clock: TurnedClock
) -> None:
    told: list[int] = []
    files = PosixVaultFiles(root, Mint(clock).ledger, clock)
    sync = IndexSync(files, index, clock, lambda: told.append(len(index.given)))
    await sync.refresh()
    await sync.refresh()
    assert told == [3]  # when all three were in it
    (root / "Home.md").unlink()
    await sync.refresh()
    assert told == [3, 3]


async def test_what_an_interrupted_refresh_changed_is_told(
    root: Path, index: WatchedIndex, clock: TurnedClock
) -> None:
    told: list[int] = []
    files = PosixVaultFiles(root, Mint(clock).ledger, clock)
    sync = IndexSync(files, index, clock, lambda: told.append(len(index.given)))
    with anyio.CancelScope() as scope:
        index.interrupt = scope.cancel
        await sync.refresh()
    assert told == [len(index.given)]
