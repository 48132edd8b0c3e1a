"""Writing: for a proof only, whole or not at all, and never over something unseen."""

import hashlib
import os
import resource
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from tests.support.proofs import Mint, TurnedClock

from paios.domain.errors import (
    InvalidInputError,
    NoteChangedError,
    ProofError,
    StorageError,
    TooLargeError,
)
from paios.domain.note import NOTE_LIMIT
from paios.drivers.vault.history import KEPT
from paios.drivers.vault.posix import PosixVaultFiles

pytestmark = pytest.mark.requirement("V7")


def notes(root: Path) -> dict[str, str]:
    """Every file of the vault with what it says, kept versions apart."""
    files = (one for one in root.rglob("*") if one.is_file())
    return {
        path: one.read_text()
        for one in files
        if not (path := str(one.relative_to(root))).startswith(".paios/")
    }


def versions(root: Path, path: str) -> list[str]:
    return [one.read_text() for one in sorted((root / ".paios/versions" / path).glob("*.md"))]


def test_a_new_note_is_made_with_its_folders(root: Path, vault: PosixVaultFiles, mint: Mint) -> None:
    note = vault.write(mint.running(), "House/Attic/Boiler.md", "# Grün\n", None)
    assert notes(root) == {"House/Attic/Boiler.md": "# Grün\n"}
    assert note == vault.read("House/Attic/Boiler.md")


def test_a_note_is_replaced_and_what_it_said_is_kept(root: Path, vault: PosixVaultFiles, mint: Mint) -> None:
    first = vault.write(mint.running(), "Boiler.md", "one\n", None)
    mint.clock.turn(1)
    second = vault.write(mint.running(), "Boiler.md", "two\n", first.revision)
    mint.clock.turn(1)
    vault.write(mint.running(), "Boiler.md", "three\n", second.revision)
    assert notes(root) == {"Boiler.md": "three\n"}
    assert versions(root, "Boiler.md") == ["one\n", "two\n"]
    kept = sorted(one.name for one in (root / ".paios/versions/Boiler.md").iterdir())
    assert kept[0] == f"20261122T190001000000Z-{first.revision[:8]}.md"


def test_the_last_fifty_versions_are_kept(root: Path, vault: PosixVaultFiles, mint: Mint) -> None:
    revision = None
    for number in range(KEPT + 5):
        revision = vault.write(mint.running(), "Boiler.md", f"{number}\n", revision).revision
        mint.clock.turn(1)
    assert versions(root, "Boiler.md") == [f"{number}\n" for number in range(4, KEPT + 4)]


@pytest.mark.requirement("V2")
@pytest.mark.parametrize("use", ["write", "move", "trash", "restore"])
def test_without_a_running_proof_nothing_changes(
    use: str, root: Path, vault: PosixVaultFiles, mint: Mint
) -> None:
    (root / "Boiler.md").write_text("old\n")
    minted, spent = mint.proof("vault_write", {}), mint.proof("vault_write", {})
    with mint.ledger.redeem(spent):
        pass
    arguments = {
        "write": ("Boiler.md", "new\n", vault.revision("Boiler.md")),
        "move": ("Boiler.md", "New.md"),
        "trash": ("Boiler.md",),
        "restore": ("no-such-id",),
    }[use]
    for proof in (minted, spent):
        with pytest.raises(ProofError):
            getattr(vault, use)(proof, *arguments)
    assert notes(root) == {"Boiler.md": "old\n"}
    assert not (root / ".paios").exists()


@pytest.mark.parametrize("expected", [None, "0" * 64])
def test_a_note_that_was_changed_is_not_overwritten(
    expected: str | None, root: Path, vault: PosixVaultFiles, mint: Mint
) -> None:
    (root / "Boiler.md").write_text("theirs\n")
    with pytest.raises(NoteChangedError, match="Nothing was written"):
        vault.write(mint.running(), "Boiler.md", "mine\n", expected)
    assert notes(root) == {"Boiler.md": "theirs\n"}


def test_a_note_that_is_gone_is_not_written(root: Path, vault: PosixVaultFiles, mint: Mint) -> None:
    for path in ("Boiler.md", "House/Boiler.md"):
        with pytest.raises(NoteChangedError, match="no longer there"):
            vault.write(mint.running(), path, "mine\n", "0" * 64)
    assert notes(root) == {}
    assert list(root.iterdir()) == []


class _Editor(TurnedClock):
    """Another program that saves the note while paios is about to replace it.

    The clock is read between the first look at the note and the rename.
    """

    def __init__(self, note: Path) -> None:
        super().__init__()
        self._note = note

    def now(self) -> datetime:
        if self._note.exists():
            self._note.write_text("theirs\n")
        return super().now()


def test_a_change_at_the_last_moment_is_seen(root: Path) -> None:
    clock = _Editor(root / "Boiler.md")
    mint = Mint(clock)
    vault = PosixVaultFiles(root, mint.ledger, clock)
    proof = mint.running()
    first = vault.write(proof, "Boiler.md", "one\n", None)
    with pytest.raises(NoteChangedError):
        vault.write(proof, "Boiler.md", "two\n", first.revision)
    assert notes(root) == {"Boiler.md": "theirs\n"}
    assert versions(root, "Boiler.md") == ["one\n"]


@pytest.mark.parametrize("exists", [True, False])
def test_of_many_writers_exactly_one_wins(
    exists: bool, root: Path, vault: PosixVaultFiles, mint: Mint
) -> None:
    proof = mint.running()
    base = vault.write(proof, "Boiler.md", "base\n", None).revision if exists else None

    def write(number: int) -> str | None:
        try:
            return vault.write(proof, "Boiler.md", f"{number}\n", base).text
        except NoteChangedError:
            return None

    with ThreadPoolExecutor(8) as pool:
        won = [text for text in pool.map(write, range(24)) if text]
    assert len(won) == 1
    assert notes(root) == {"Boiler.md": won[0]}


@pytest.mark.requirement("P7")
def test_a_note_can_never_be_executed(root: Path, vault: PosixVaultFiles, mint: Mint) -> None:
    before = os.umask(0)
    try:
        note = vault.write(mint.running(), "House/Run.md", "#!/bin/sh\n", None)
        (root / "House/Run.md").chmod(0o777)
        vault.write(mint.running(), "House/Run.md", "#!/bin/sh\necho\n", note.revision)
    finally:
        os.umask(before)
    files = [one for one in root.rglob("*") if one.is_file()]
    assert len(files) == 2
    assert [one for one in files if one.stat().st_mode & 0o111] == []


def test_permissions_are_kept(root: Path, vault: PosixVaultFiles, mint: Mint) -> None:
    before = os.umask(0o027)
    try:
        new = vault.write(mint.running(), "Boiler.md", "one\n", None)
        assert stat.S_IMODE((root / "Boiler.md").stat().st_mode) == 0o640
        (root / "Boiler.md").chmod(0o606)
        vault.write(mint.running(), "Boiler.md", "two\n", new.revision)
        assert stat.S_IMODE((root / "Boiler.md").stat().st_mode) == 0o606
    finally:
        os.umask(before)
    assert stat.S_IMODE((root / ".paios").stat().st_mode) == 0o700


@pytest.mark.requirement("V3")
@pytest.mark.parametrize("text", ["a\0b", "\ufeffa", "lone \ud800", "\x01\x02\x03" * 9], ids=ascii)
def test_a_text_that_could_not_be_read_back_is_not_written(
    text: str, root: Path, vault: PosixVaultFiles, mint: Mint
) -> None:
    with pytest.raises(InvalidInputError, match="cannot hold"):
        vault.write(mint.running(), "Boiler.md", text, None)
    assert list(root.iterdir()) == []


@pytest.mark.requirement("V3")
def test_a_text_above_the_limit_is_not_written(root: Path, vault: PosixVaultFiles, mint: Mint) -> None:
    with pytest.raises(TooLargeError):
        vault.write(mint.running(), "Boiler.md", "x" * (NOTE_LIMIT + 1), None)
    assert list(root.iterdir()) == []


def test_what_a_crash_left_behind_is_swept(root: Path, vault: PosixVaultFiles, mint: Mint) -> None:
    old, young = root / f".paios-{'a' * 32}.tmp", root / f".paios-{'b' * 32}.tmp"
    for one in (old, young, root / ".paios-mine.tmp"):
        one.write_text("half")
    os.utime(old, (0, 0))
    vault.write(mint.running(), "Boiler.md", "x\n", None)
    assert {one.name for one in root.iterdir()} == {young.name, ".paios-mine.tmp", "Boiler.md"}


@contextmanager
def file_size_limit() -> Iterator[None]:
    """Nothing longer than 64 KiB can be written by this process."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """A file system of 128 KiB where the tests may mount one, and the limit where they may not."""
    mount = ["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        with file_size_limit():
            yield
        return
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


SCRIPT = """
import sys
from pathlib import Path
from paios.drivers.vault.posix import PosixVaultFiles
from tests.support.proofs import Mint, TurnedClock

clock = TurnedClock()
mint = Mint(clock)
proof = mint.running()
vault = PosixVaultFiles(Path(sys.argv[1]), mint.ledger, clock)
revision = vault.revision("Boiler.md")
print("ready", flush=True)
for turn in range(100_000):
    letter = "AB"[turn % 2]
    revision = vault.write(proof, "Boiler.md", letter * 500_000, revision).revision
    clock.turn(1)
"""


def test_a_kill_in_mid_write_leaves_a_whole_note(root: Path, vault: PosixVaultFiles) -> None:
    whole = {letter * 500_000 for letter in "AB"}
    (root / "Boiler.md").write_text("A" * 500_000)
    paths = os.pathsep.join(path for path in sys.path if path)
    for turn in range(6):
        writer = subprocess.Popen(
            [sys.executable, "-c", SCRIPT, str(root)],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": paths},
        )
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"ready\n"
        time.sleep(0.05 + 0.013 * turn)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        assert vault.read("Boiler.md").text in whole
        assert [note.path for note in vault.list()] == ["Boiler.md"]
    assert set(versions(root, "Boiler.md")) & whole


@pytest.mark.parametrize("new", [True, False], ids=["new", "old"])
def test_a_disk_that_refuses_leaves_the_note_whole(
    new: bool, root: Path, vault: PosixVaultFiles, mint: Mint
) -> None:
    if not new:
        (root / "Boiler.md").write_text("old\n")
    before = notes(root)
    expected = None if new else hashlib.sha256(b"old\n").hexdigest()
    with (
        file_size_limit(),
        pytest.raises(StorageError, match=r"Boiler\.md was not changed: the disk is full"),
    ):
        vault.write(mint.running(), "Boiler.md", "x" * 500_000, expected)
    assert notes(root) == before


@pytest.mark.requirement("A11")
def test_a_full_disk_leaves_every_note_whole(root: Path, mint: Mint, clock: TurnedClock) -> None:
    with small_disk(root):
        vault = PosixVaultFiles(root, mint.ledger, clock)
        revision = vault.write(mint.running(), "Boiler.md", "old\n" * 5000, None).revision
        for path, expected in (("Boiler.md", revision), ("House/New.md", None)):
            with pytest.raises(StorageError, match="disk is full") as caught:
                vault.write(mint.running(), path, "x" * 200_000, expected)
            assert str(root) not in caught.value.message
        assert notes(root) == {"Boiler.md": "old\n" * 5000}
        vault.write(mint.running(), "Boiler.md", "small\n", revision)
        assert notes(root) == {"Boiler.md": "small\n"}
        vault.close()
