"""Writing a note: what is shown is what happens, and nothing else."""

from pathlib import Path

import pytest
from tests.drivers.tools.conftest import NOTES, Act, Ask

from paios.domain.errors import (
    InvalidArgumentsError,
    InvalidInputError,
    NoteExistsError,
    NotFoundError,
    UnreadableNoteError,
)
from paios.domain.tool import Outcome

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("V7", "P9")]

LIST = "Shopping list.md"


async def test_adding_to_a_list_is_shown_and_done(root: Path, ask: Ask, act: Act) -> None:
    shown = await ask("vault_write", path=LIST, content="oat milk", mode="append")
    assert shown.sentence == "Add to Shopping list?"
    assert shown.covers == "Adding these lines to Shopping list.md as it is now, once."
    assert shown.diff.split("\n")[2:] == [
        "@@ -4,3 +4,4 @@",
        " ",
        " - [ ] onions",
        " - [x] candles",
        "+- [ ] oat milk",
    ]
    assert (root / LIST).read_text() == NOTES[LIST]
    result = await act("vault_write", shown.basis, path=LIST, content="oat milk", mode="append")
    assert (result.outcome, result.summary) == (Outcome.OK, "Added to Shopping list.md")
    assert (root / LIST).read_text() == NOTES[LIST] + "- [ ] oat milk\n"


@pytest.mark.parametrize("mode", ["append", "create", "replace"])
async def test_a_new_note_is_shown_and_made(mode: str, root: Path, ask: Ask, act: Act) -> None:
    shown = await ask("vault_write", path="Garden/Tulips.md", content="# Tulips", mode=mode)
    assert (shown.sentence, shown.basis) == ("Create Tulips?", "absent")
    assert shown.diff.endswith("+# Tulips")
    result = await act("vault_write", shown.basis, path="Garden/Tulips.md", content="# Tulips", mode=mode)
    assert result.summary == "Created Garden/Tulips.md"
    assert (root / "Garden/Tulips.md").read_text() == "# Tulips\n"


async def test_replacing_says_so_and_keeps_the_old_text(root: Path, ask: Ask, act: Act) -> None:
    change = {"path": "House/Roof.md", "content": "# Roof\n\nMended.\n", "mode": "replace"}
    shown = await ask("vault_write", **change)
    assert shown.sentence == "Replace the text of Roof?"
    assert "That text is kept as an earlier version." in shown.covers
    assert "-One tile is loose.\n+Mended." in shown.diff
    result = await act("vault_write", shown.basis, **change)
    assert result.summary == "Replaced the text of House/Roof.md"
    assert (root / "House/Roof.md").read_text() == "# Roof\n\nMended.\n"
    (kept,) = (root / ".paios/versions/House/Roof.md").iterdir()
    assert kept.read_text() == NOTES["House/Roof.md"]


async def test_line_endings_stay_as_the_note_has_them(root: Path, ask: Ask, act: Act) -> None:
    (root / "Windows.md").write_bytes(b"one\r\ntwo\r\n")
    shown = await ask("vault_write", path="Windows.md", content="one\nthree\n", mode="replace")
    assert "\n one\r\n-two\r\n+three\r" in shown.diff
    await act("vault_write", shown.basis, path="Windows.md", content="one\nthree\n", mode="replace")
    assert (root / "Windows.md").read_bytes() == b"one\r\nthree\r\n"


@pytest.mark.parametrize("mode", ["append", "replace"])
async def test_a_note_that_changed_since_it_was_shown_is_left_alone(
    mode: str, root: Path, ask: Ask, act: Act
) -> None:
    shown = await ask("vault_write", path=LIST, content="oat milk", mode=mode)
    (root / LIST).write_text("theirs\n")
    result = await act("vault_write", shown.basis, path=LIST, content="oat milk", mode=mode)
    assert (result.outcome, result.code) == (Outcome.ERROR, "note_changed")
    assert "Nothing was written" in result.text
    assert (root / LIST).read_text() == "theirs\n"


async def test_a_note_that_came_or_went_since_it_was_shown_is_left_alone(
    root: Path, ask: Ask, act: Act
) -> None:
    change = {"path": "New.md", "content": "mine", "mode": "append"}
    shown = await ask("vault_write", **change)
    (root / "New.md").write_text("theirs\n")
    assert (await act("vault_write", shown.basis, **change)).code == "note_changed"
    assert (root / "New.md").read_text() == "theirs\n"
    shown = await ask("vault_write", **change)
    (root / "New.md").unlink()
    assert (await act("vault_write", shown.basis, **change)).code == "note_changed"
    assert not (root / "New.md").exists()


async def test_what_cannot_succeed_is_not_asked(root: Path, ask: Ask) -> None:
    (root / "Binary.md").write_bytes(bytes(range(256)) * 4)
    (root / "Link.md").symlink_to("/etc/passwd")
    for error, path, content, mode in (
        (NoteExistsError, LIST, "x", "create"),
        (NoteExistsError, "shopping LIST.md", "x", "create"),
        (NotFoundError, "Boiler.md", "x", "append"),
        (NotFoundError, "Roof.md", "x", "replace"),
        (InvalidArgumentsError, LIST, " \n", "append"),
        (InvalidArgumentsError, LIST, NOTES[LIST], "replace"),
        (UnreadableNoteError, "Binary.md", "x", "append"),
        (InvalidInputError, "Link.md", "x", "append"),
        (InvalidInputError, "../x.md", "x", "append"),
        (InvalidInputError, ".hidden.md", "x", "create"),
        (InvalidInputError, "x.md\n", "x", "create"),
        (InvalidInputError, "x.md", "a\0b", "create"),
    ):
        with pytest.raises(error):
            await ask("vault_write", path=path, content=content, mode=mode)


async def test_the_same_title_elsewhere_does_not_forbid_a_new_note(ask: Ask) -> None:
    assert (await ask("vault_write", path="Roof.md", content="x", mode="create")).sentence == "Create Roof?"


async def test_a_note_can_be_emptied(root: Path, ask: Ask, act: Act) -> None:
    shown = await ask("vault_write", path=LIST, content="", mode="replace")
    await act("vault_write", shown.basis, path=LIST, content="", mode="replace")
    assert (root / LIST).read_text() == ""
