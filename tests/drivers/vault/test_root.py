"""Which folder may be a vault, and what happens when it goes away."""

import os
import shutil
from pathlib import Path

import pytest
from tests.support.proofs import Mint, TurnedClock

from paios.domain.errors import InvalidInputError, UnavailableError
from paios.drivers.vault import open_vault
from paios.drivers.vault.posix import PosixVaultFiles

pytestmark = pytest.mark.requirement("V2")


@pytest.mark.parametrize(
    "folder", ["/", "/etc", "/etc/ssl", "/sys", "/proc", "/proc/self", "/dev", "/dev/shm"]
)
def test_a_system_folder_cannot_be_a_vault(folder: str, mint: Mint, clock: TurnedClock) -> None:
    with pytest.raises(InvalidInputError, match=r"folder of the system"):
        open_vault(Path(folder), mint.ledger, clock)


def test_the_whole_home_folder_cannot_be_a_vault(mint: Mint, clock: TurnedClock) -> None:
    with pytest.raises(InvalidInputError):
        open_vault(Path.home(), mint.ledger, clock)


@pytest.mark.parametrize("inside", [".ssh", ".ssh/notes", "."])
def test_the_keys_in_a_home_folder_cannot_be_a_vault(
    inside: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mint: Mint, clock: TurnedClock
) -> None:
    (tmp_path / ".ssh" / "notes").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(tmp_path))
    with pytest.raises(InvalidInputError):
        open_vault(tmp_path / inside, mint.ledger, clock)


def test_a_folder_in_the_home_folder_can_be_a_vault(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mint: Mint, clock: TurnedClock
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (root / "Hello.md").write_text("hello\n")
    assert open_vault(root, mint.ledger, clock).read("Hello.md").text == "hello\n"


def test_a_link_does_not_bring_a_refused_folder_in(root: Path, mint: Mint, clock: TurnedClock) -> None:
    link = root / "harmless"
    link.symlink_to("/etc")
    with pytest.raises(InvalidInputError):
        open_vault(link, mint.ledger, clock)


@pytest.mark.parametrize("data", ["Notes", "Notes/data", "Notes/a/data", "."])
def test_the_vault_and_the_data_folder_are_apart(
    data: str, root: Path, tmp_path: Path, mint: Mint, clock: TurnedClock
) -> None:
    (tmp_path / data).mkdir(parents=True, exist_ok=True)
    with pytest.raises(InvalidInputError, match="of paios"):
        open_vault(root, mint.ledger, clock, (tmp_path / data,))


def test_a_data_folder_that_is_not_there_yet_counts_too(root: Path, mint: Mint, clock: TurnedClock) -> None:
    with pytest.raises(InvalidInputError):
        open_vault(root, mint.ledger, clock, (root / "later",))
    open_vault(root, mint.ledger, clock, (root.parent / "later",))


@pytest.mark.parametrize("name", ["missing", "file", "nul\0byte"])
def test_what_is_no_folder_cannot_be_a_vault(
    name: str, tmp_path: Path, mint: Mint, clock: TurnedClock
) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InvalidInputError) as caught:
        open_vault(tmp_path / name, mint.ledger, clock)
    assert str(tmp_path) not in caught.value.message


def test_a_system_without_directory_descriptors_has_no_vault(
    root: Path, mint: Mint, clock: TurnedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "supports_dir_fd", set())
    with pytest.raises(UnavailableError, match="cannot yet keep a notes folder safe"):
        open_vault(root, mint.ledger, clock)


def test_a_vault_that_was_removed_is_not_an_empty_vault(root: Path, vault: PosixVaultFiles) -> None:
    shutil.rmtree(root)
    with pytest.raises(UnavailableError):
        vault.list()
    with pytest.raises(UnavailableError):
        vault.revision("Boiler.md")
