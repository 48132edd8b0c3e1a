"""The vault a new user may start with: complete, linked, portable, and free of real persons' data."""

import re
import unicodedata
from collections import deque
from pathlib import Path

import paios

VAULT = Path(paios.__file__).parent / "sample_vault"
NOTES = sorted(VAULT.rglob("*.md"))
ENTRY = "Home"

WIKI_LINK = re.compile(r"\[\[([^\]|#]+)(?:#([^\]|]+))?(?:\|[^\]]+)?\]\]")
HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
NAME = re.compile(r'[^<>:;,?"*|/\\\x00-\x1f\x7f]+')
RESERVED = re.compile(r"(?:CON|PRN|AUX|NUL|COM[0-9¹²³]|LPT[0-9¹²³])(?:\..*)?", re.IGNORECASE)
MAIL = re.compile(r"[\w.+-]+@([\w.-]*\w)")
PHONE = re.compile(r"\+\d[\d ()/-]{6,}|\b\d{3,5}[-/ ]\d{4,}\b")
DATE = re.compile(r"\d{4}-\d{2}(?:-\d{2})?")
IBAN = re.compile(r"\b[A-Z]{2}\d{2} ?(?:[A-Z0-9]{4} ?){3,}")


def text_of(note: Path) -> str:
    return note.read_text(encoding="utf-8")


def links_of(note: Path) -> list[tuple[str, str | None]]:
    return [(match[1].strip(), match[2]) for match in WIKI_LINK.finditer(text_of(note))]


def by_title() -> dict[str, Path]:
    return {note.stem.casefold(): note for note in NOTES}


def test_the_vault_is_a_household_not_a_handful() -> None:
    folders = {note.parent.name for note in NOTES if note.parent != VAULT}
    assert len(NOTES) >= 44
    assert {"Journal", "House", "People", "Projects", "Recipes", "Travel", "Reference"} <= folders
    assert len(list((VAULT / "Journal").glob("*.md"))) >= 12


def test_no_two_notes_share_a_title() -> None:
    assert len(by_title()) == len(NOTES), "a [[link]] would have two targets"


def test_every_link_resolves_to_a_note_and_a_heading() -> None:
    titles = by_title()
    broken = [
        f"{note.name}: [[{title}{f'#{heading}' if heading else ''}]]"
        for note in NOTES
        for title, heading in links_of(note)
        if title.casefold() not in titles
        or (heading and heading not in HEADING.findall(text_of(titles[title.casefold()])))
    ]
    assert sum(len(links_of(note)) for note in NOTES) > len(NOTES)
    assert broken == []


def test_every_note_is_reached_from_home() -> None:
    titles = by_title()
    reached, queue = {ENTRY.casefold()}, deque([ENTRY.casefold()])
    while queue:
        for title, _ in links_of(titles[queue.popleft()]):
            if title.casefold() not in reached:
                reached.add(title.casefold())
                queue.append(title.casefold())
    assert sorted(titles.keys() - reached) == []


def test_every_note_links_onward() -> None:
    assert [note.name for note in NOTES if not links_of(note)] == []


def test_every_name_is_valid_on_all_three_systems() -> None:
    """The rule of requirement A5; the capital-letter check is for file systems that fold case."""
    paths = [path.relative_to(VAULT) for path in VAULT.rglob("*")]
    for name in {part for path in paths for part in path.parts}:
        assert NAME.fullmatch(name), name
        assert not RESERVED.fullmatch(name), name
        assert name == name.strip(" ."), name
        assert len(name.encode()) <= 255, name
        assert unicodedata.is_normalized("NFC", name), name
    assert len({str(path).casefold() for path in paths}) == len(paths)


def test_names_use_more_than_ascii_and_spaces() -> None:
    names = [note.stem for note in NOTES]
    assert any(" " in name for name in names)
    assert any("ß" in name or "ü" in name for name in names)
    assert any(unicodedata.category(char) == "So" for name in names for char in name)


def test_every_note_is_clean_utf8_text() -> None:
    for note in NOTES:
        raw = note.read_bytes()
        assert not raw.startswith(b"\xef\xbb\xbf"), note.name
        assert b"\x00" not in raw, note.name
        assert b"\r" not in raw, note.name
        assert raw.endswith(b"\n"), note.name
        assert raw.decode("utf-8").strip(), note.name


def test_there_is_nothing_but_notes() -> None:
    assert [path for path in VAULT.rglob("*") if path.is_file() and path.suffix != ".md"] == []


def test_the_shopping_list_is_a_list_that_can_be_added_to() -> None:
    lines = text_of(VAULT / "Shopping list.md").splitlines()
    assert lines[-1].startswith("- [ ] ")
    assert sum(line.startswith("- [") for line in lines) >= 5
    assert "oat milk" not in "\n".join(lines)


def test_the_boiler_has_one_decision_and_notes_that_support_it() -> None:
    decided = [
        note.name for note in NOTES if re.search(r"we decided on .*boiler", text_of(note), re.IGNORECASE)
    ]
    assert decided == ["Boiler decision.md"]
    decision = text_of(VAULT / "House" / "Boiler decision.md")
    for fact in ("2026-10-14", "repair", "Grundfos", "Marta Feld", "480 €", "after the winter"):
        assert fact in decision
    supporting = {note.stem for note in NOTES if ("Boiler decision", None) in links_of(note)}
    assert {"Boiler", "Boiler quotes", "Marta Feld", "2026-10-14"} <= supporting


def test_the_one_injection_stands_in_a_note_that_says_it_was_pasted() -> None:
    infected = [note for note in NOTES if "ignore previous instructions" in text_of(note).lower()]
    assert [note.stem for note in infected] == ["Pasted mail - garden newsletter"]
    text = text_of(infected[0])
    assert "I pasted this mail" in text
    attack = next(line for line in text.splitlines() if "ignore previous instructions" in line)
    assert attack.startswith("> "), "the attack is quoted, never in the person's own voice"


def test_no_real_address_number_or_account_is_in_it() -> None:
    for note in NOTES:
        text = text_of(note)
        for host in MAIL.findall(text):
            assert host == "example.org" or host.endswith(".example.org"), f"{note.name}: {host}"
        for number in PHONE.findall(DATE.sub("", text)):
            assert number.startswith("555-01"), f"{note.name}: {number}"
        assert not IBAN.search(text), note.name
        assert "http" not in text, note.name
