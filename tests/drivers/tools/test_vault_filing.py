"""Moving and deleting notes: shown first, never over another, always to be undone."""

from pathlib import Path

import pytest
from tests.drivers.tools.conftest import NOTES, Act, Ask
from tests.support.proofs import Mint

from paios.domain.errors import InvalidInputError, NoteExistsError, NotFoundError
from paios.domain.tool import Outcome
from paios.drivers.vault.posix import PosixVaultFiles

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("V7", "P9")]

BOILER = "House/Boiler.md"


async def test_a_move_is_shown_and_done(root: Path, ask: Ask, act: Act) -> None:
    shown = await ask("vault_move", path=BOILER, target="Archive/Boiler.md")
    assert shown.sentence == "Move Boiler to Archive/Boiler.md?"
    assert shown.details == (("From", BOILER), ("To", "Archive/Boiler.md"))
    result = await act("vault_move", shown.basis, path=BOILER, target="Archive/Boiler.md")
    assert result.summary == "Moved House/Boiler.md to Archive/Boiler.md"
    assert not (root / BOILER).exists()
    assert (root / "Archive/Boiler.md").read_text() == NOTES[BOILER]


async def test_a_new_name_in_the_same_folder_is_called_renaming(ask: Ask) -> None:
    assert (
        await ask("vault_move", path=BOILER, target="House/Heating.md")
    ).sentence == "Rename Boiler to Heating?"
    assert (
        await ask("vault_move", path=BOILER, target="House/boiler.md")
    ).sentence == "Rename Boiler to boiler?"


async def test_a_deletion_shows_what_is_lost_and_can_be_undone(
    root: Path, ask: Ask, act: Act, files: PosixVaultFiles, mint: Mint
) -> None:
    shown = await ask("vault_delete", path=BOILER)
    assert shown.sentence == "Delete Boiler?"
    assert shown.details == (("Afterwards", "It is in the trash and can be restored."),)
    assert "-We decided for the heat pump." in shown.diff
    result = await act("vault_delete", shown.basis, path=BOILER)
    assert (result.outcome, result.summary) == (Outcome.OK, "Moved House/Boiler.md to the trash")
    assert not (root / BOILER).exists()
    files.restore(mint.running(), files.trashed()[0].id)
    assert (root / BOILER).read_text() == NOTES[BOILER]


async def test_a_binary_note_can_be_deleted_without_a_diff(root: Path, ask: Ask, act: Act) -> None:
    (root / "Binary.md").write_bytes(bytes(range(256)) * 4)
    shown = await ask("vault_delete", path="Binary.md")
    assert shown.diff == ""
    assert (await act("vault_delete", shown.basis, path="Binary.md")).outcome is Outcome.OK


@pytest.mark.parametrize(
    ("tool", "more"), [("vault_delete", {}), ("vault_move", {"target": "Archive/Boiler.md"})]
)
async def test_a_note_that_changed_since_it_was_shown_stays(
    tool: str, more: dict[str, str], root: Path, ask: Ask, act: Act
) -> None:
    shown = await ask(tool, path=BOILER, **more)
    (root / BOILER).write_text("theirs\n")
    result = await act(tool, shown.basis, path=BOILER, **more)
    assert (result.outcome, result.code) == (Outcome.ERROR, "note_changed")
    assert (root / BOILER).read_text() == "theirs\n"


async def test_a_target_that_was_taken_meanwhile_is_not_overwritten(root: Path, ask: Ask, act: Act) -> None:
    shown = await ask("vault_move", path=BOILER, target="Archive/Boiler.md")
    (root / "Archive").mkdir()
    (root / "Archive/Boiler.md").write_text("theirs\n")
    result = await act("vault_move", shown.basis, path=BOILER, target="Archive/Boiler.md")
    assert result.code == "note_exists"
    assert (root / "Archive/Boiler.md").read_text() == "theirs\n"
    assert (root / BOILER).read_text() == NOTES[BOILER]


async def test_what_cannot_succeed_is_not_asked(ask: Ask) -> None:
    with pytest.raises(NoteExistsError):
        await ask("vault_move", path=BOILER, target="House/Roof.md")
    with pytest.raises(NotFoundError, match=r"Did you mean House/Boiler\.md\?"):
        await ask("vault_move", path="Boiler.md", target="New.md")
    with pytest.raises(NotFoundError, match=r"Did you mean House/Roof\.md\?"):
        await ask("vault_delete", path="roof.md")
    for target in ("../x.md", "/x.md", ".hidden.md", "x.md "):
        with pytest.raises(InvalidInputError):
            await ask("vault_move", path=BOILER, target=target)
