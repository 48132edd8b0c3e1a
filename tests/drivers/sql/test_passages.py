"""How notes are cut, and which links stand in them (V4, V6)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paios.drivers.sql.links import keys_of, links_of
from paios.drivers.sql.passages import LONGEST, Piece, pieces_of
from paios.drivers.sql.terms import terms_of


def test_each_heading_begins_a_passage_under_its_trail() -> None:
    text = "before\n# House\nold\n## Boiler\nleased\n\n### Log\nx\n## Roof\ntiles\n# Garden ##\n"
    assert pieces_of(text) == [
        Piece("", 1, 1, "before"),
        Piece("House", 2, 3, "# House\nold"),
        Piece("House > Boiler", 4, 5, "## Boiler\nleased"),
        Piece("House > Boiler > Log", 7, 8, "### Log\nx"),
        Piece("House > Roof", 9, 10, "## Roof\ntiles"),
        Piece("Garden", 11, 11, "# Garden ##"),
    ]


def test_front_matter_goes_with_the_first_heading() -> None:
    text = "---\ntags: [house]\n---\n# Boiler\nleased\n"
    assert pieces_of(text) == [Piece("Boiler", 1, 5, "---\ntags: [house]\n---\n# Boiler\nleased")]


def test_a_hash_in_code_is_no_heading() -> None:
    text = "# Setup\n```sh\n# not a heading\n~~~\n# neither\n```\n# End"
    assert [piece.heading for piece in pieces_of(text)] == ["Setup", "End"]


def test_windows_line_ends_count_as_one() -> None:
    assert pieces_of("a\r\nb\r\n\r\n# c\r\n") == [Piece("", 1, 2, "a\nb"), Piece("c", 4, 4, "# c")]


def test_a_long_section_is_cut_at_a_blank_line() -> None:
    first, second = "a" * 700, "b" * 700
    assert pieces_of(f"{first}\n\n{second}") == [Piece("", 1, 1, first), Piece("", 3, 3, second)]


def test_a_line_longer_than_a_passage_is_cut_and_keeps_its_number() -> None:
    pieces = pieces_of("short\n" + "x" * 3000)
    assert "".join(piece.text for piece in pieces[1:]) == "x" * 3000
    assert {(piece.first_line, piece.last_line) for piece in pieces[1:]} == {(2, 2)}


@pytest.mark.parametrize("text", ["", "\n\n \t\n", "\r\n"])
def test_a_blank_note_has_no_passages(text: str) -> None:
    assert pieces_of(text) == []


@given(st.text(st.sampled_from("ab# \n\r`~-é🚲") | st.characters(), max_size=4000))
def test_every_word_of_a_note_is_in_a_short_passage_of_its_lines(text: str) -> None:
    lines = text.split("\n")
    seen: set[int] = set()
    for piece in pieces_of(text):
        assert piece.text.strip()
        assert len(piece.text) <= LONGEST
        assert 1 <= piece.first_line <= piece.last_line <= len(lines)
        seen.update(range(piece.first_line, piece.last_line + 1))
    assert {number for number, line in enumerate(lines, 1) if line.strip()} <= seen


@pytest.mark.requirement("V6")
@pytest.mark.parametrize(
    ("written", "linked"),
    [
        ("[[Boiler]]", "House/Boiler.md"),
        ("![[boiler#Log|the log]]", "House/Boiler.md"),
        ("[[House/Boiler]]", "House/Boiler.md"),
        ("[[House/Boiler.md]]", "House/Boiler.md"),
        ("[[Ka\u0308se]]", "Food/K\u00e4se.md"),
        ("see [it](Roof%20and%20gutters.md)", "House/Roof and gutters.md"),
        ("see [it](<Roof and gutters.md> 'title')", "House/Roof and gutters.md"),
        ("see [it](../People/Femke.md#top)", "People/Femke.md"),
        ("see [it](./Boiler.md?x)", "House/Boiler.md"),
    ],
)
def test_a_link_leads_to_its_note(written: str, linked: str) -> None:
    assert links_of("House/The house.md", written) & set(keys_of(linked))


@pytest.mark.requirement("V6")
@pytest.mark.parametrize(
    "written",
    [
        "[[]]",
        "[[#Log]]",
        "[x](https://example.org/Boiler.md)",
        "[x](//example.org/Boiler.md)",
        "[x](mailto:a@b.md)",
        "[x](picture.png)",
        "[x](../../Boiler.md)",
        "[[Boi\nler]]",
        "Boiler",
    ],
)
def test_what_is_no_link_leads_nowhere(written: str) -> None:
    assert links_of("House/The house.md", written) == frozenset()


def test_a_link_with_a_path_does_not_lead_to_a_namesake() -> None:
    assert not links_of("Home.md", "[x](Boiler.md)") & set(keys_of("House/Boiler.md"))


def test_function_words_are_looked_for_only_where_there_is_nothing_else() -> None:
    assert terms_of("What did we decide about the boiler?") == ["decide", "boiler"]
    assert terms_of("Was ist das?") == ["was", "ist", "das"]
    assert terms_of("🚲 ?!") == []


@given(st.text())
def test_terms_are_letters_and_digits_whatever_is_asked(query: str) -> None:
    assert all(term.isalnum() for term in terms_of(query))
