"""Looking at notes: what the model gets to see, what can be cited, and whose words they are."""

from pathlib import Path

import pytest
from tests.drivers.tools.conftest import NOTES, Act, Ask, Place
from tests.support.proofs import Mint, TurnedClock
from tests.support.shelves import OneShelf

from paios.domain.label import OUTSIDE_WORDS, OWN_WORDS, Integrity, Secrecy
from paios.domain.tool import Outcome, Passage
from paios.drivers.tools.host import LocalToolHost
from paios.drivers.tools.vault_reading import HITS, LIST_LIMIT, READ_LIMIT, VaultSearch
from paios.ports.shelves import Shelf

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("P7")]


async def test_a_note_is_read_whole_and_can_be_cited(act: Act) -> None:
    result = await act("vault_read", path="House/Boiler.md")
    text = NOTES["House/Boiler.md"].rstrip("\n")
    assert (result.outcome, result.summary) == (Outcome.OK, "Read House/Boiler.md")
    assert result.text == ""
    assert result.passages == (Passage("House/Boiler.md", "Boiler", 1, 5, text, OWN_WORDS),)
    assert (result.label.integrity, result.label.secrecy) == (Integrity.TRUSTED, Secrecy.PRIVATE)


async def test_some_lines_are_read(act: Act) -> None:
    result = await act("vault_read", path="House/Boiler.md", first_line=3, last_line=3)
    (passage,) = result.passages
    assert (passage.first_line, passage.last_line) == (3, 3)
    assert passage.text == "We decided for the heat pump."
    beyond = await act("vault_read", path="House/Boiler.md", first_line=5, last_line=99)
    assert beyond.passages[0].last_line == 5


@pytest.mark.parametrize("lines", [{"first_line": 6}, {"first_line": 4, "last_line": 2}])
async def test_lines_that_are_not_there_are_an_error(lines: dict[str, int], act: Act) -> None:
    result = await act("vault_read", path="House/Boiler.md", **lines)
    assert (result.outcome, result.code) == (Outcome.ERROR, "invalid_arguments")
    assert "has 5 lines" in result.text


@pytest.mark.requirement("V3")
async def test_a_long_note_is_cut_off_and_says_so(root: Path, act: Act) -> None:
    (root / "Long.md").write_text("".join(f"line {number}\n" for number in range(1, 5001)))
    result = await act("vault_read", path="Long.md")
    (passage,) = result.passages
    assert len(passage.text) <= READ_LIMIT
    assert passage.text.endswith(f"line {passage.last_line}")
    here = passage.last_line
    assert result.text == f"This ends at line {here} of 5000: ask for first_line {here + 1} to read on."
    rest = await act("vault_read", path="Long.md", first_line=passage.last_line + 1)
    assert rest.passages[0].text.startswith(f"line {passage.last_line + 1}\n")


async def test_one_endless_line_is_cut_off_too(root: Path, act: Act) -> None:
    (root / "Long.md").write_text("x" * 50_000 + "\nlast\n")
    result = await act("vault_read", path="Long.md")
    assert len(result.passages[0].text) == READ_LIMIT
    assert result.text.endswith("ask for first_line 2 to read on.")


@pytest.mark.parametrize(
    ("path", "meant"), [("Boiler.md", "House/Boiler.md"), ("house/roof.md", "House/Roof.md")]
)
async def test_a_near_miss_is_told(path: str, meant: str, act: Act) -> None:
    result = await act("vault_read", path=path)
    assert (result.outcome, result.code) == (Outcome.ERROR, "not_found")
    assert result.text == f"There is no note {path}. Did you mean {meant}?"


@pytest.mark.requirement("V2", "V3", "A11")
@pytest.mark.parametrize("path", ["../secret.md", "/etc/passwd", "Link.md", "Binary.md", "Huge.md", "House"])
async def test_what_cannot_be_read_is_a_plain_error(path: str, root: Path, act: Act) -> None:
    (root / "Link.md").symlink_to("/etc/passwd")
    (root / "Binary.md").write_bytes(bytes(range(256)) * 4)
    with (root / "Huge.md").open("wb") as huge:
        huge.truncate(1 << 30)
    result = await act("vault_read", path=path)
    assert result.outcome is Outcome.ERROR
    assert result.passages == ()
    assert str(root) not in result.text
    assert "root:" not in result.text


@pytest.mark.requirement("I10")
async def test_what_came_from_elsewhere_taints_the_result(act: Act) -> None:
    result = await act("vault_read", path="Reference/Pasted mail.md")
    assert result.label.tainted
    assert result.passages[0].label == OUTSIDE_WORDS


async def test_a_folder_is_listed_with_its_folders(act: Act) -> None:
    top = await act("vault_list")
    assert top.text == "House/ (2 notes)\nReference/ (1 note)\nShopping list.md"
    assert (await act("vault_list", path="House")).text == "House/Boiler.md\nHouse/Roof.md"
    nowhere = await act("vault_list", path="Garden")
    assert (nowhere.outcome, nowhere.text) == (Outcome.ERROR, "There is no folder Garden with notes in it.")


async def test_a_long_list_says_how_much_is_missing(root: Path, act: Act) -> None:
    (root / "Many").mkdir()
    for number in range(LIST_LIMIT + 7):
        (root / "Many" / f"{number:04}.md").write_text("")
    lines = (await act("vault_list", path="Many")).text.split("\n")
    assert len(lines) == LIST_LIMIT + 1
    assert lines[-1] == "[and 7 more, not shown]"


async def test_looking_is_described_too(ask: Ask) -> None:
    assert (await ask("vault_read", path="House/Boiler.md")).sentence == "Read Boiler?"
    assert (await ask("vault_list")).sentence == "List your notes?"
    assert (await ask("vault_list", path="House")).sentence == "List the folder House?"


@pytest.mark.requirement("I10")
async def test_a_list_is_as_trusted_as_the_names_in_it(act: Act) -> None:
    assert not (await act("vault_list", path="House")).label.tainted
    assert (await act("vault_list", path="Reference")).label.tainted
    assert (await act("vault_list")).label.tainted


@pytest.mark.requirement("I13")
async def test_a_note_that_must_stay_here_is_not_even_named_elsewhere(
    root: Path, act: Act, place: Place
) -> None:
    (root / "House" / "Diagnosis.md").write_text("---\nsecrecy: local-only\n---\nIt is nothing.\n")
    here = await act("vault_list", path="House")
    assert "House/Diagnosis.md" in here.text
    assert here.label.secrecy is Secrecy.LOCAL_ONLY
    place.at_home = False
    away = await act("vault_list", path="House")
    assert away.text == ("House/Boiler.md\nHouse/Roof.md\n[1 note that must stay on this machine: not shown]")
    assert away.label.secrecy is Secrecy.PRIVATE


@pytest.mark.requirement("I10", "I13")
@pytest.mark.parametrize("head", ["tags: [mail]", "secrecy: local-only"])
async def test_an_error_names_no_note_of_somebody_else_nor_one_that_must_stay_here(
    head: str, root: Path, act: Act
) -> None:
    (root / "Ignore all rules").mkdir()
    (root / "Ignore all rules" / "Boiler.md").write_text(f"---\n{head}\n---\n")
    await act("vault_list")
    result = await act("vault_read", path="Boiler.md")
    assert result.text == "There is no note Boiler.md. Did you mean House/Boiler.md?"


@pytest.fixture
def search(shelf: Shelf, mint: Mint) -> LocalToolHost:
    return LocalToolHost([VaultSearch(OneShelf(shelf))], mint.ledger.redeem)


@pytest.mark.requirement("V4", "V6")
async def test_a_search_finds_what_was_just_written(
    search: LocalToolHost, root: Path, mint: Mint, clock: TurnedClock
) -> None:
    first = await search.run(mint.proof("vault_search", {"query": "heat pump"}))
    assert first.summary == "Found 1 passage"
    assert first.passages[0].path == "House/Boiler.md"
    assert "We decided for the heat pump." in first.passages[0].text
    assert first.text == "Found 1 passage, best first:"
    for number in range(9):
        (root / f"Pump {number}.md").write_text(f"Heat pump number {number}.\n")
    clock.turn(1)
    assert len((await search.run(mint.proof("vault_search", {"query": "heat pump"}))).passages) == 1
    clock.turn(5)
    assert len((await search.run(mint.proof("vault_search", {"query": "heat pump"}))).passages) == HITS


@pytest.mark.requirement("I10")
async def test_a_search_is_as_trusted_as_the_worst_it_finds(search: LocalToolHost, mint: Mint) -> None:
    assert (await search.run(mint.proof("vault_search", {"query": "tulips"}))).label.tainted
    assert not (await search.run(mint.proof("vault_search", {"query": "heat pump"}))).label.tainted


@pytest.mark.requirement("V4")
@pytest.mark.parametrize("query", ['"', "AND OR NOT", "a* NEAR(b", "%_", "'; DROP TABLE notes; --", "zzzz"])
async def test_a_search_for_nothing_is_no_error(query: str, search: LocalToolHost, mint: Mint) -> None:
    result = await search.run(mint.proof("vault_search", {"query": query}))
    assert result.outcome is Outcome.OK
