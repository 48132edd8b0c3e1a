"""Moving, deleting and restoring: nothing is ever overwritten, and nothing is lost."""

import json
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.support.proofs import Mint

from paios.domain.errors import NoteExistsError, NotFoundError
from paios.domain.ids import new_id
from paios.drivers.vault.posix import PosixVaultFiles
from paios.drivers.vault.renaming import rename_by_link, rename_new

pytestmark = pytest.mark.requirement("V7")

NOBODY = "586f19bc-49d4-4a3f-be59-4818eb66c464"
"""An id that no entry of the trash has."""


def test_a_note_moves_into_a_new_folder(root: Path, vault: PosixVaultFiles, mint: Mint) -> None:
    (root / "Boiler.md").write_text("text\n")
    vault.move(mint.running(), "Boiler.md", "House/Attic/Heating.md")
    assert (root / "House/Attic/Heating.md").read_text() == "text\n"
    assert [note.path for note in vault.list()] == ["House/Attic/Heating.md"]


@pytest.mark.parametrize("target", ["note", "folder", "link", "broken link"])
def test_a_move_never_overwrites(target: str, root: Path, vault: PosixVaultFiles, mint: Mint) -> None:
    (root / "Boiler.md").write_text("mine\n")
    there = root / "Taken.md"
    match target:
        case "note":
            there.write_text("theirs\n")
        case "folder":
            there.mkdir()
        case "link":
            there.symlink_to("Boiler.md")
        case _:
            there.symlink_to("nowhere")
    with pytest.raises(NoteExistsError, match=r"Taken\.md"):
        vault.move(mint.running(), "Boiler.md", "Taken.md")
    assert (root / "Boiler.md").read_text() == "mine\n"
    assert {one.name for one in root.iterdir()} == {"Boiler.md", "Taken.md"}


def test_a_missing_note_cannot_be_moved_or_deleted(root: Path, vault: PosixVaultFiles, mint: Mint) -> None:
    with pytest.raises(NotFoundError):
        vault.move(mint.running(), "Boiler.md", "New/Boiler.md")
    with pytest.raises(NotFoundError):
        vault.trash(mint.running(), "Boiler.md")
    assert list(root.iterdir()) == []


def test_of_many_moves_to_one_place_exactly_one_wins(root: Path, vault: PosixVaultFiles, mint: Mint) -> None:
    proof = mint.running()
    for number in range(16):
        (root / f"{number}.md").write_text(f"{number}\n")

    def move(number: int) -> bool:
        try:
            vault.move(proof, f"{number}.md", "Goal/One.md")
        except NoteExistsError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(move, range(16)))
    assert won.count(True) == 1
    assert (root / "Goal/One.md").read_text() == f"{won.index(True)}\n"
    assert len(vault.list()) == 16


def test_only_the_case_of_a_name_can_be_changed(root: Path, vault: PosixVaultFiles, mint: Mint) -> None:
    (root / "boiler.md").write_text("text\n")
    vault.move(mint.running(), "boiler.md", "Boiler.md")
    assert [note.path for note in vault.list()] == ["Boiler.md"]


@pytest.mark.parametrize("rename", [rename_new, rename_by_link])
def test_renaming_never_overwrites_by_either_way(rename: Callable[..., None], root: Path) -> None:
    (root / "a").write_text("a")
    (root / "b").write_text("b")
    folder = os.open(root, os.O_RDONLY)
    try:
        with pytest.raises(FileExistsError):
            rename("a", "b", source_dir=folder, target_dir=folder)
        assert ((root / "a").read_text(), (root / "b").read_text()) == ("a", "b")
        rename("a", "c", source_dir=folder, target_dir=folder)
        assert {one.name: one.read_text() for one in root.iterdir()} == {"b": "b", "c": "a"}
    finally:
        os.close(folder)


def test_a_deleted_note_can_be_restored(root: Path, vault: PosixVaultFiles, mint: Mint) -> None:
    (root / "House").mkdir()
    (root / "House/Boiler.md").write_text("text\n")
    thrown = vault.trash(mint.running(), "House/Boiler.md")
    (root / "House").rmdir()
    assert (vault.list(), vault.trashed()) == ((), (thrown,))
    assert (thrown.path, thrown.deleted_at) == ("House/Boiler.md", mint.clock.now())
    restored = vault.restore(mint.running(), thrown.id)
    assert (restored,) == vault.list()
    assert (root / "House/Boiler.md").read_text() == "text\n"
    assert vault.trashed() == ()
    with pytest.raises(NotFoundError):
        vault.restore(mint.running(), thrown.id)


def test_what_cannot_be_read_can_still_be_deleted_and_restored(
    root: Path, vault: PosixVaultFiles, mint: Mint
) -> None:
    (root / "Huge.md").write_bytes(b"\0" * 2_000_000)
    thrown = vault.trash(mint.running(), "Huge.md")
    vault.restore(mint.running(), thrown.id)
    assert (root / "Huge.md").stat().st_size == 2_000_000


def test_restoring_never_overwrites(root: Path, vault: PosixVaultFiles, mint: Mint) -> None:
    (root / "Boiler.md").write_text("old\n")
    thrown = vault.trash(mint.running(), "Boiler.md")
    (root / "Boiler.md").write_text("new\n")
    with pytest.raises(NoteExistsError):
        vault.restore(mint.running(), thrown.id)
    assert (root / "Boiler.md").read_text() == "new\n"
    assert vault.trashed() == (thrown,)


def test_the_trash_lists_the_newest_first(root: Path, vault: PosixVaultFiles, mint: Mint) -> None:
    for name in ("One.md", "Two.md", "Two.md", "Three.md"):
        (root / name).write_text(name)
        vault.trash(mint.running(), name)
        mint.clock.turn(1)
    assert [thrown.path for thrown in vault.trashed()] == ["Three.md", "Two.md", "Two.md", "One.md"]


@pytest.mark.requirement("V2")
@pytest.mark.parametrize(
    "about",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b'{"path": "Boiler.md"}',
        b'{"path": "Boiler.md", "deleted_at": 5}',
        b'{"path": "Boiler.md", "deleted_at": "2026-11-22T19:00:00"}',
        b"\xff",
        b"[" * 8000,
        b" " * 10_000,
        json.dumps({"path": "../secret.md", "deleted_at": "2026-11-22T19:00:00+00:00"}).encode(),
        json.dumps({"path": "/etc/passwd", "deleted_at": "2026-11-22T19:00:00+00:00"}).encode(),
        json.dumps({"path": ".ssh/x.md", "deleted_at": "2026-11-22T19:00:00+00:00"}).encode(),
        json.dumps({"path": "run.sh", "deleted_at": "2026-11-22T19:00:00+00:00"}).encode(),
    ],
)
def test_a_forged_entry_of_the_trash_is_left_alone(
    about: bytes, root: Path, vault: PosixVaultFiles, mint: Mint
) -> None:
    forged = root / ".paios/trash" / new_id()
    forged.mkdir(parents=True)
    (forged / "note.md").write_text("forged\n")
    (forged / "about.json").write_bytes(about)
    assert vault.trashed() == ()
    with pytest.raises(NotFoundError):
        vault.restore(mint.running(), forged.name)
    assert (forged / "note.md").read_text() == "forged\n"


@pytest.mark.parametrize("trash_id", ["", "..", "../..", "x", NOBODY, f"{NOBODY}\n"])
def test_an_unknown_entry_of_the_trash_is_not_found(
    trash_id: str, vault: PosixVaultFiles, mint: Mint
) -> None:
    with pytest.raises(NotFoundError):
        vault.restore(mint.running(), trash_id)
