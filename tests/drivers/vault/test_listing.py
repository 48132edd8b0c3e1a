"""Which notes there are."""

import os
from pathlib import Path

import pytest

from paios.drivers.vault.posix import PosixVaultFiles

pytestmark = pytest.mark.requirement("V1")


def test_notes_are_listed_by_path_and_nothing_else_is(root: Path, vault: PosixVaultFiles) -> None:
    for path in (
        "Zebra.md",
        "House/Boiler.md",
        "House/Deep/er/Note.md",
        "🐕 Knopf.md",
        "picture.png",
        ".hidden.md",
        ".obsidian/workspace.md",
        ".paios/versions/Zebra.md/x.md",
        "House/.paios-00000000000000000000000000000000.tmp",
        "What? no.md",
        "Folder: no/Note.md",
        "CON.md",
        "end .md",
    ):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("12345")
    (root / "Link.md").symlink_to("Zebra.md")
    (root / "Linked").symlink_to("House")
    (root / "Loop").symlink_to(".")
    os.mkfifo(root / "Pipe.md")
    (root / os.fsdecode(b"not-\xff-utf8.md")).write_text("")
    listed = vault.list()
    assert [note.path for note in listed] == [
        "House/Boiler.md",
        "House/Deep/er/Note.md",
        "Zebra.md",
        "end .md",
        "🐕 Knopf.md",
    ]
    assert {note.size for note in listed} == {5}
    for note in listed:
        assert vault.read(note.path).modified_at == note.modified_at


def test_an_empty_vault_has_no_notes(vault: PosixVaultFiles) -> None:
    assert vault.list() == ()
    assert vault.trashed() == ()


def test_folders_too_deep_for_a_path_are_left_out(root: Path, vault: PosixVaultFiles) -> None:
    deep = root.joinpath(*["d"] * 40)
    deep.mkdir(parents=True)
    (deep / "Note.md").write_text("x")
    assert vault.list() == ()


@pytest.mark.parametrize(("time", "year"), [(-(10**9), 1970), (10**10, 2286), (10**15, 9999)])
def test_an_impossible_time_is_no_failure(time: int, year: int, root: Path, vault: PosixVaultFiles) -> None:
    (root / "Old.md").write_text("x")
    os.utime(root / "Old.md", (0, time))
    # Some file systems cannot store so late a time, and keep the latest they can.
    assert vault.list()[0].modified_at.year in {year, 2446}
