"""What can be read as a note, and the clear word for everything that cannot."""

import hashlib
import os
import tracemalloc
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.proofs import Mint

from paios.domain.errors import InvalidInputError, NotFoundError, TooLargeError, UnreadableNoteError
from paios.domain.label import OUTSIDE_WORDS, Integrity, Label, Secrecy
from paios.domain.note import NOTE_LIMIT
from paios.drivers.vault.folder import Folder
from paios.drivers.vault.posix import PosixVaultFiles
from paios.drivers.vault.rules import decoded, encoded

pytestmark = pytest.mark.requirement("V3")


def test_a_note_is_read_as_it_is(root: Path, vault: PosixVaultFiles) -> None:
    data = "# Käse 🧀\r\n\r\nline\r\n".encode()
    (root / "House").mkdir()
    (root / "House" / "Käse.md").write_bytes(data)
    os.utime(root / "House" / "Käse.md", (0, 1_000_000_000.5))
    note = vault.read("House/Käse.md")
    assert (note.text, note.title) == (data.decode(), "Käse")
    assert note.revision == hashlib.sha256(data).hexdigest() == vault.revision("House/Käse.md")
    assert note.modified_at.isoformat() == "2001-09-09T01:46:40.500000+00:00"


def test_a_missing_note_is_said_to_be_missing(vault: PosixVaultFiles) -> None:
    for path in ("Boiler.md", "House/Boiler.md"):
        with pytest.raises(NotFoundError, match=path):
            vault.read(path)
        assert vault.revision(path) is None


def test_a_gigabyte_is_refused_before_it_is_read(root: Path, vault: PosixVaultFiles, mint: Mint) -> None:
    with (root / "Huge.md").open("wb") as huge:
        huge.truncate(1 << 30)
    tracemalloc.start()
    try:
        for use in (vault.read, vault.revision):
            with pytest.raises(TooLargeError, match="larger than 1024 KiB"):
                use("Huge.md")
        with pytest.raises(TooLargeError):
            vault.write(mint.running(), "Huge.md", "small\n", "0" * 64)
        assert tracemalloc.get_traced_memory()[1] < 1024 * 1024
    finally:
        tracemalloc.stop()
    assert (root / "Huge.md").stat().st_size == 1 << 30


def test_the_limit_holds_for_a_file_that_is_larger_than_it_said(mint: Mint) -> None:
    # Files of /proc say that they are empty, like one that grows while it is read.
    folder = Folder(os.open("/proc/self", os.O_RDONLY | os.O_DIRECTORY))
    try:
        with folder.place("maps") as place:
            assert place.found().st_size == 0
            with pytest.raises(TooLargeError):
                place.content(limit=100)
    finally:
        folder.close()


def test_a_note_at_the_limit_is_read_and_one_byte_more_is_not(root: Path, vault: PosixVaultFiles) -> None:
    (root / "Full.md").write_bytes(b"x" * NOTE_LIMIT)
    assert len(vault.read("Full.md").text) == NOTE_LIMIT
    (root / "Full.md").write_bytes(b"x" * (NOTE_LIMIT + 1))
    with pytest.raises(TooLargeError):
        vault.read("Full.md")


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10,
        b"\0" * 5000,
        "Text in UTF-16, with a mark".encode("utf-16"),
        os.urandom(4096),
        b"PK\x03\x04" + b"\x01\x02" * 100,
    ],
    ids=["picture", "zeros", "utf-16", "noise", "archive"],
)
def test_a_binary_note_is_told_and_not_read(data: bytes, root: Path, vault: PosixVaultFiles) -> None:
    (root / "Binary.md").write_bytes(data)
    with pytest.raises(UnreadableNoteError, match=r"Binary\.md is not a text file"):
        vault.read("Binary.md")
    assert vault.revision("Binary.md") == hashlib.sha256(data).hexdigest()


def test_stray_nul_bytes_and_the_byte_order_mark_are_taken_out(root: Path, vault: PosixVaultFiles) -> None:
    data = b"\xef\xbb\xbf# Boiler\0\n\0"
    (root / "Boiler.md").write_bytes(data)
    note = vault.read("Boiler.md")
    assert note.text == "# Boiler\n"
    assert note.revision == hashlib.sha256(data).hexdigest()


def test_what_is_not_utf_8_is_told_with_its_place(root: Path, vault: PosixVaultFiles) -> None:
    (root / "Latin.md").write_bytes("# Grün".encode("latin-1") + b"\n" * 10)
    with pytest.raises(UnreadableNoteError, match=r"Latin\.md is not UTF-8 \(at byte 4\)"):
        vault.read("Latin.md")


def test_what_the_system_does_not_let_us_read_is_told(
    root: Path, vault: PosixVaultFiles, unprivileged: Callable[[], AbstractContextManager[None]]
) -> None:
    root.chmod(0o755)
    (root / "Closed.md").write_text("secret\n")
    (root / "Closed.md").chmod(0)
    (root / "Locked").mkdir(0)
    (root / "Open.md").write_text("open\n")
    with unprivileged():
        for path in ("Closed.md", "Locked/Boiler.md"):
            with pytest.raises(UnreadableNoteError, match="does not permit"):
                vault.read(path)
        assert [note.path for note in vault.list()] == ["Closed.md", "Open.md"]
    (root / "Locked").chmod(0o700)


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_a_clear_refusal(data: bytes) -> None:
    try:
        text = decoded(data, "Any.md")
    except UnreadableNoteError:
        return
    assert "\0" not in text
    assert text.replace("\ufeff", "") == data.decode().replace("\0", "").replace("\ufeff", "")


@given(st.text(max_size=300))
def test_what_is_written_can_be_read_back(text: str) -> None:
    try:
        data = encoded(text, "Any.md")
    except InvalidInputError:
        assert any(ord(char) < 32 or char == "\ufeff" or "\ud800" <= char <= "\udfff" for char in text)
    else:
        assert decoded(data, "Any.md") == text


@pytest.mark.requirement("I10")
def test_a_note_straight_from_the_file_is_from_outside(vault: PosixVaultFiles, root: Path) -> None:
    (root / "A.md").write_text("Whoever wrote this.")
    assert vault.read("A.md").label == OUTSIDE_WORDS
    (root / "A.md").write_text("---\nsecrecy: local-only\n---\nWhoever wrote this.")
    assert vault.read("A.md").label == Label(Integrity.EXTERNAL, Secrecy.LOCAL_ONLY)
