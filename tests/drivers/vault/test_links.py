"""Links, pipes, sockets and devices in the vault: never followed, never waited for."""

import hashlib
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count, takewhile
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep

import pytest
from tests.support.proofs import Mint

from paios.domain.errors import (
    InvalidPathError,
    NoteChangedError,
    NotFoundError,
    PaiosError,
    UnreadableNoteError,
)
from paios.drivers.vault.posix import PosixVaultFiles

pytestmark = pytest.mark.requirement("V2")

SECONDS = 1.0
"""For how long two threads race; thousands of rounds."""


@contextmanager
def meanwhile(step: Callable[[], None]) -> Iterator[None]:
    """Does ``step`` over and over in another thread."""
    stop = Event()

    def turn() -> None:
        while not stop.is_set():
            step()

    thread = Thread(target=turn)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def rounds() -> Iterator[int]:
    end = monotonic() + SECONDS
    return takewhile(lambda _: monotonic() < end, count())


def refuse_everywhere(vault: PosixVaultFiles, mint: Mint, path: str, text: str = "links") -> None:
    for use in (
        lambda: vault.read(path),
        lambda: vault.revision(path),
        lambda: vault.write(mint.running(), path, "overwritten\n", "0" * 64),
        lambda: vault.move(mint.running(), path, "Moved.md"),
        lambda: vault.trash(mint.running(), path),
    ):
        with pytest.raises((InvalidPathError, UnreadableNoteError), match=text):
            use()


def test_a_link_to_a_file_outside_is_refused(root: Path, vault: PosixVaultFiles, mint: Mint) -> None:
    (root / "Boiler.md").symlink_to("/etc/passwd")
    before = Path("/etc/passwd").read_bytes()
    refuse_everywhere(vault, mint, "Boiler.md")
    assert Path("/etc/passwd").read_bytes() == before
    assert vault.list() == ()


def test_a_link_to_another_note_is_refused_too(root: Path, vault: PosixVaultFiles, mint: Mint) -> None:
    (root / "Real.md").write_text("real\n")
    (root / "Boiler.md").symlink_to("Real.md")
    refuse_everywhere(vault, mint, "Boiler.md")
    assert (root / "Real.md").read_text() == "real\n"


@pytest.mark.parametrize("path", ["House/secret.md", "House/New.md", "House/Deep/New.md"])
def test_a_linked_folder_is_refused(
    path: str, root: Path, outside: Path, vault: PosixVaultFiles, mint: Mint
) -> None:
    (root / "House").symlink_to(outside.parent)
    (root / "Boiler.md").write_text("old\n")
    refuse_everywhere(vault, mint, path)
    for make in (
        lambda: vault.write(mint.running(), path, "new\n", None),
        lambda: vault.move(mint.running(), "Boiler.md", path),
    ):
        with pytest.raises(InvalidPathError, match="links"):
            make()
    assert {one.name for one in outside.parent.iterdir()} == {"Notes", "secret.md"}
    assert [note.path for note in vault.list()] == ["Boiler.md"]


@pytest.mark.parametrize("linked", [".paios", ".paios/versions", ".paios/trash"])
def test_what_is_kept_is_not_kept_behind_a_link(
    linked: str, root: Path, tmp_path: Path, vault: PosixVaultFiles, mint: Mint
) -> None:
    away = tmp_path / "away"
    away.mkdir()
    (root / linked).parent.mkdir(exist_ok=True)
    (root / linked).symlink_to(away)
    (root / "Boiler.md").write_text("old\n")
    if linked != ".paios/trash":
        with pytest.raises(InvalidPathError):
            vault.write(mint.running(), "Boiler.md", "new\n", vault.revision("Boiler.md"))
    if linked != ".paios/versions":
        with pytest.raises(InvalidPathError):
            vault.trash(mint.running(), "Boiler.md")
        with pytest.raises(InvalidPathError):
            vault.trashed()
    assert list(away.iterdir()) == []
    assert (root / "Boiler.md").read_text() == "old\n"


def test_a_note_replaced_by_a_link_between_check_and_use_never_leaks(
    root: Path, outside: Path, vault: PosixVaultFiles
) -> None:
    note, link, spare = root / "Boiler.md", root / "link", root / "spare"
    note.write_text("mine\n")

    def swap() -> None:
        link.symlink_to(outside)
        link.replace(note)
        sleep(0.0002)
        spare.write_text("mine\n")
        spare.replace(note)

    seen = set()
    with meanwhile(swap):
        for _ in rounds():
            try:
                seen.add(vault.read("Boiler.md").text)
            except InvalidPathError:
                seen.add("refused")
    assert seen == {"mine\n", "refused"}


def test_a_note_replaced_by_a_link_just_before_it_is_deleted_is_not_deleted(
    root: Path, outside: Path, vault: PosixVaultFiles, mint: Mint
) -> None:
    note, link, spare = root / "Boiler.md", root / "link", root / "spare"
    note.write_text("mine\n")

    def swap() -> None:
        link.symlink_to(outside)
        link.replace(note)
        spare.write_text("mine\n")
        spare.replace(note)

    proof, outcomes = mint.running(), set()
    with meanwhile(swap):
        for _ in rounds():
            try:
                vault.trash(proof, "Boiler.md")
                outcomes.add("deleted")
            except (InvalidPathError, NotFoundError, NoteChangedError) as error:
                outcomes.add(error.code)
    assert {"deleted", "invalid_path"} <= outcomes
    for thrown in vault.trashed():
        kept = root / ".paios/trash" / thrown.id / "note.md"
        assert not kept.is_symlink()
        assert kept.read_text() == "mine\n"
    assert outside.read_text() == "root:x:0:0\n"


@contextmanager
def folder_that_turns_into_a_link(root: Path) -> Iterator[Path]:
    """``House`` in the vault is a folder, then a link out of it, and back. Gives the folder outside."""
    away, house, link, real = root.parent / "away", root / "House", root / "link", root / "real"
    for folder in (away, house):
        folder.mkdir()

    def swap() -> None:
        house.rename(real)
        link.symlink_to(away)
        link.rename(house)
        sleep(0.0002)
        house.rename(link)
        link.unlink()
        real.rename(house)

    with meanwhile(swap):
        yield away


def test_a_folder_replaced_by_a_link_between_check_and_use_never_leaks(
    root: Path, vault: PosixVaultFiles
) -> None:
    seen = set()
    with folder_that_turns_into_a_link(root) as away:
        (away / "Boiler.md").write_text("theirs\n")
        for _ in rounds():
            try:
                seen.add(vault.read("House/Boiler.md").text)
            except InvalidPathError:
                seen.add("a link")
            except NotFoundError:
                seen.add("not there")
    assert seen == {"a link", "not there"}


def test_a_folder_replaced_by_a_link_between_check_and_use_never_lets_a_write_out(
    root: Path, vault: PosixVaultFiles, mint: Mint
) -> None:
    revision = hashlib.sha256(b"same\n").hexdigest()
    proof, outcomes = mint.running(), set()
    with folder_that_turns_into_a_link(root) as away:
        theirs = away / "Boiler.md"
        theirs.write_text("same\n")
        before = theirs.stat()
        for _ in rounds():
            try:
                outcomes.add(vault.write(proof, "House/Boiler.md", "same\n", revision).text)
            except (InvalidPathError, NoteChangedError) as error:
                outcomes.add(error.code)
    assert outcomes == {"invalid_path", "note_changed"}
    assert theirs.stat() == before
    assert list(away.iterdir()) == [theirs]


def test_a_pipe_does_not_hang(root: Path, vault: PosixVaultFiles, mint: Mint) -> None:
    os.mkfifo(root / "Boiler.md")
    refuse_everywhere(vault, mint, "Boiler.md", "not a regular file")
    assert vault.list() == ()


def test_a_socket_is_no_note(
    root: Path, vault: PosixVaultFiles, mint: Mint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)  # a socket's path must be short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("Boiler.md")
        refuse_everywhere(vault, mint, "Boiler.md", "not a regular file")


def test_a_folder_is_no_note(root: Path, vault: PosixVaultFiles, mint: Mint) -> None:
    (root / "Boiler.md").mkdir()
    refuse_everywhere(vault, mint, "Boiler.md", "not a regular file")
    with pytest.raises(PaiosError):
        vault.write(mint.running(), "Boiler.md", "x\n", None)


def test_a_note_is_no_folder(root: Path, vault: PosixVaultFiles, mint: Mint) -> None:
    (root / "Boiler.md").write_text("old\n")
    with pytest.raises(NotFoundError):
        vault.read("Boiler.md/Part.md")
    assert vault.revision("Boiler.md/Part.md") is None
    with pytest.raises(InvalidPathError):
        vault.write(mint.running(), "Boiler.md/Part.md", "x\n", None)
