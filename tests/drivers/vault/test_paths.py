"""No path leads out of the vault, in whatever spelling, by whatever method."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support.proofs import Mint

from paios.domain.errors import InvalidInputError
from paios.drivers.vault.posix import PosixVaultFiles

pytestmark = pytest.mark.requirement("V2", "A7", "A11")

BAD = [
    "",
    "/",
    "/etc/passwd",
    "/etc/passwd.md",
    "//etc/passwd.md",
    "../secret.md",
    "..",
    ".",
    "./Boiler.md",
    "House/../Boiler.md",
    "House/../../secret.md",
    "House//Boiler.md",
    "..\\secret.md",
    "House\\Boiler.md",
    "C:\\secret.md",
    "%2e%2e/secret.md",
    "..%2fsecret.md",
    "%252e%252e%252fsecret.md",
    "%c0%ae%c0%ae/secret.md",
    "\uff0e\uff0e/secret.md",
    "..\u2215secret.md",
    "Boiler.md\0",
    "Boiler\0.md",
    "Boiler.md\n",
    "Boiler.md ",
    "Boiler.md.",
    " Boiler.md",
    "CON.md",
    "nul.md",
    "LPT1.md",
    "AUX/Boiler.md",
    ".paios/versions/Boiler.md",
    ".hidden.md",
    "House/.obsidian/notes.md",
    "a" * 256 + ".md",
    "a/" * 600 + "b.md",
    "\ud800.md",
    "~/.ssh/id_rsa\n",
]

Use = Callable[[PosixVaultFiles, Mint, str], object]
USES: dict[str, Use] = {
    "read": lambda vault, mint, path: vault.read(path),
    "revision": lambda vault, mint, path: vault.revision(path),
    "write": lambda vault, mint, path: vault.write(mint.running(), path, "x\n", None),
    "overwrite": lambda vault, mint, path: vault.write(mint.running(), path, "x\n", "0" * 64),
    "move from": lambda vault, mint, path: vault.move(mint.running(), path, "New.md"),
    "move to": lambda vault, mint, path: vault.move(mint.running(), "Boiler.md", path),
    "trash": lambda vault, mint, path: vault.trash(mint.running(), path),
}


@pytest.mark.parametrize("use", USES.values(), ids=USES.keys())
@pytest.mark.parametrize("path", BAD, ids=ascii)
def test_a_bad_path_is_refused_and_nothing_happens(
    path: str, use: Use, root: Path, outside: Path, vault: PosixVaultFiles, mint: Mint
) -> None:
    (root / "Boiler.md").write_text("old\n")
    with pytest.raises(InvalidInputError) as caught:
        use(vault, mint, path)
    assert str(root.parent) not in caught.value.message
    assert [one.name for one in root.rglob("*")] == ["Boiler.md"]
    assert outside.read_text() == "root:x:0:0\n"


@pytest.mark.parametrize("path", ["photo.jpg", "script.sh", "note.md.sh", "note", "note.MD", "note.markdown"])
def test_only_notes_are_written(path: str, root: Path, vault: PosixVaultFiles, mint: Mint) -> None:
    (root / "Boiler.md").write_text("old\n")
    for use in ("write", "move from", "move to", "trash"):
        with pytest.raises(InvalidInputError, match=r"ends in \.md"):
            USES[use](vault, mint, path)
    assert [one.name for one in root.iterdir()] == ["Boiler.md"]
