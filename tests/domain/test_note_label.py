"""Whose words a note is: by what paios wrote, what the person says, and what the note admits (I10, I13)."""

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.effort import effort

from paios.domain.label import OUTSIDE_WORDS, OWN_WORDS, SYSTEM_WORDS, Integrity, Label, Secrecy
from paios.domain.note_label import (
    FolderWords,
    Marks,
    Pedigree,
    Pedigrees,
    Version,
    label_of,
    marks_of,
    place_of,
)

pytestmark = pytest.mark.requirement("I10")

ALL_MINE = FolderWords({"": True})
NOBODY_ASKED = FolderWords({})
PASTED = Marks(pasted=True)
PUBLIC = Label(Integrity.USER, Secrecy.PUBLIC)
SHUT_IN = Label(Integrity.USER, Secrecy.LOCAL_ONLY)

labels = st.builds(Label, st.sampled_from(Integrity), st.sampled_from(Secrecy))
places = st.sampled_from(["a.md", "in/a.md", "in/deep/a.md"])
pedigrees = st.builds(Pedigree, labels, st.frozensets(places))
versions = st.builds(Version, places, st.sampled_from("xyz"))
words = st.builds(FolderWords, st.dictionaries(st.sampled_from(["", "in", "in/deep"]), st.booleans()))


def version(path: str, revision: str = "1") -> Version:
    return Version.of(path, revision)


@pytest.mark.parametrize(
    "head",
    [
        "tags: [pasted, mail]",
        "tags: [clippings]",
        "title: x\nsource: https://example.org",
        "received: 2026-11-18",
        "tags:\n  - house\n  - pasted",
    ],
)
def test_a_note_that_says_it_came_from_elsewhere_is_marked(head: str) -> None:
    text = f"---\n{head}\n---\ntext"
    assert marks_of(text) == PASTED
    assert marks_of(text.replace("\n", "\r\n")) == PASTED


@pytest.mark.parametrize(
    "text",
    [
        "",
        "words",
        "---\ntags: [house]\n---\npasted",
        "---\ntags: [house]\nmail: x\n---\n",
        "\n---\nsource: x\n",
    ],
)
def test_any_other_note_says_nothing_of_itself(text: str) -> None:
    assert marks_of(text) == Marks()


@pytest.mark.requirement("I13")
@pytest.mark.parametrize(
    ("line", "degree"),
    [
        ("secrecy: local-only", Secrecy.LOCAL_ONLY),
        ("Secrecy : 'Local_Only'  # stays here", Secrecy.LOCAL_ONLY),
        ('"secrecy": local only', Secrecy.LOCAL_ONLY),
        ("secrecy: private", Secrecy.PRIVATE),
        ("secrecy: public", Secrecy.PUBLIC),
        ("secrecy: public  # it is printed anyway", Secrecy.PUBLIC),
        ("'secrecy': \"Public\"", Secrecy.PUBLIC),
        ("secrecy: publc", Secrecy.LOCAL_ONLY),
        ("secrecy: publicX", Secrecy.LOCAL_ONLY),
        ('secrecy: "Xpublic"', Secrecy.LOCAL_ONLY),
        ("secrecy: public\u00a0", Secrecy.LOCAL_ONLY),
        ("secrecy: pub lic", Secrecy.LOCAL_ONLY),
        ("secrecy:", Secrecy.LOCAL_ONLY),
        ("secrecy: public\nsecrecy: local-only", Secrecy.LOCAL_ONLY),
    ],
)
def test_front_matter_says_how_secret_a_note_is_and_in_doubt_it_is_most_secret(
    line: str, degree: Secrecy
) -> None:
    for end in ("\n---\nText.\n", "\n...\nText.\n", "\n---", "\nnever ended"):
        assert marks_of(f"---\n{line}{end}") == Marks(secrecy=degree)
        assert marks_of(f"---\n{line}{end}".replace("\n", "\r\n")) == Marks(secrecy=degree)


@pytest.mark.parametrize("end", ["---", "...", "--- ", "...\t", "---\r"])
def test_what_stands_below_the_front_matter_says_nothing_of_the_note(end: str) -> None:
    assert marks_of(f"---\ntitle: x\n{end}\nsource: a book\nsecrecy: local-only\n") == Marks()


def test_long_tags_are_read_in_an_instant() -> None:
    inline = ", ".join(["house", "heating", "decision"] * 1000)
    listed = "\n  - house" * 3000
    for text, marks in {
        f"---\ntags: [{inline}]\n---\n": Marks(),
        f"---\ntags:{listed}\n---\n": Marks(),
        f"---\ntags:{listed}\n  - pasted\n---\n": PASTED,
        "---\n" + "secrecy \t" * 100_000: Marks(),
    }.items():
        assert marks_of(text) == marks
        assert effort(partial(marks_of, text)) < 1


def test_a_note_that_nobody_spoke_of_is_from_outside() -> None:
    unknown = Pedigrees([]).of(version("House/Boiler.md"))
    assert label_of(Marks(), unknown, NOBODY_ASKED) == OUTSIDE_WORDS
    assert not NOBODY_ASKED.asked


def test_the_word_for_the_nearest_folder_counts() -> None:
    said = FolderWords({"": True, "Clips": False, "Clips/Mine": True})
    assert said.asked
    assert said.mine == {"": True, "Clips": False, "Clips/Mine": True}
    for path, label in (
        ("To do.md", OWN_WORDS),
        ("House/Boiler.md", OWN_WORDS),
        ("Clips/Page.md", OUTSIDE_WORDS),
        ("Clips/Mine/Idea.md", OWN_WORDS),
        ("Clips/Minestrone/Idea.md", OUTSIDE_WORDS),
        ("Clips.md", OWN_WORDS),
    ):
        assert said.label(place_of(path)) == label, path


def test_another_spelling_of_a_path_leads_to_no_better_label() -> None:
    said = FolderWords({"": True, "Café": False})
    for spelling in ("CAFÉ/a.md", "Cafe\u0301/a.md", "café/a.md"):
        assert said.label(place_of(spelling)) == OUTSIDE_WORDS
    assert FolderWords({"A": True, "a": False}).label("a/x.md") == OUTSIDE_WORDS
    assert FolderWords({"A": False, "a": True}).label("a/x.md") == OUTSIDE_WORDS
    stored = Pedigrees([(version("A.md"), Pedigree(OUTSIDE_WORDS))])
    assert label_of(Marks(), stored.of(version("a.MD", "2")), ALL_MINE) == OUTSIDE_WORDS


def test_what_paios_wrote_has_the_label_that_was_stored_for_it() -> None:
    stored = Pedigrees([(version("a.md"), Pedigree()), (version("a.md", "2"), Pedigree(OUTSIDE_WORDS))])
    assert label_of(Marks(), stored.of(version("a.md")), NOBODY_ASKED) == OWN_WORDS
    assert label_of(Marks(), stored.of(version("a.md", "2")), ALL_MINE) == OUTSIDE_WORDS


def test_what_another_program_made_of_an_external_note_stays_external() -> None:
    stored = Pedigrees([(version("a.md"), Pedigree(OUTSIDE_WORDS))])
    assert label_of(Marks(), stored.of(version("a.md", "2")), ALL_MINE) == OUTSIDE_WORDS


def test_what_another_program_made_of_an_own_note_is_what_its_folder_is() -> None:
    edited = Pedigrees([(version("a.md"), Pedigree())]).of(version("a.md", "2"))
    assert label_of(Marks(), edited, ALL_MINE) == OWN_WORDS
    assert label_of(Marks(), edited, NOBODY_ASKED) == OUTSIDE_WORDS


def test_a_copy_outside_paios_takes_low_trust_along_and_never_high() -> None:
    stored = Pedigrees([(version("a.md"), Pedigree(OUTSIDE_WORDS)), (version("b.md", "2"), Pedigree())])
    assert label_of(Marks(), stored.of(version("copy.md", "1")), ALL_MINE) == OUTSIDE_WORDS
    assert label_of(Marks(), stored.of(version("copy.md", "2")), NOBODY_ASKED) == OUTSIDE_WORDS


def test_text_of_another_program_is_worth_what_is_said_of_where_it_was_found() -> None:
    brought = Pedigree(origins=frozenset({"in/a.md"}))
    assert label_of(Marks(), brought, FolderWords({"": True, "in": False})) == OUTSIDE_WORDS
    assert label_of(Marks(), brought, FolderWords({"": False, "in": True})) == OWN_WORDS


def test_front_matter_lowers_even_what_the_person_calls_theirs() -> None:
    assert label_of(PASTED, Pedigree(), ALL_MINE) == OUTSIDE_WORDS


@pytest.mark.requirement("I13")
def test_a_note_that_shall_stay_here_stays_whoever_wrote_it() -> None:
    local = Marks(secrecy=Secrecy.LOCAL_ONLY)
    assert label_of(local, Pedigree(), ALL_MINE) == SHUT_IN
    assert label_of(local, Pedigree(OUTSIDE_WORDS), ALL_MINE).secrecy is Secrecy.LOCAL_ONLY
    assert label_of(Marks(secrecy=Secrecy.PUBLIC), Pedigree(SHUT_IN), ALL_MINE) == SHUT_IN


def test_only_the_persons_own_note_can_call_itself_public() -> None:
    public = Marks(secrecy=Secrecy.PUBLIC)
    assert label_of(public, Pedigree(), ALL_MINE) == PUBLIC
    assert label_of(public, Pedigree(OUTSIDE_WORDS), ALL_MINE) == OUTSIDE_WORDS
    assert label_of(Marks(secrecy=Secrecy.PUBLIC, pasted=True), Pedigree(), ALL_MINE) == OUTSIDE_WORDS


def test_what_paios_says_by_itself_in_a_note_is_private() -> None:
    assert label_of(Marks(), Pedigree(SYSTEM_WORDS), ALL_MINE).secrecy is Secrecy.PRIVATE


@given(st.lists(st.tuples(versions, pedigrees)), versions, pedigrees, words)
def test_what_is_stored_beside_can_only_lower_what_paios_does_not_know(
    stored: list[tuple[Version, Pedigree]], asked: Version, more: Pedigree, said: FolderWords
) -> None:
    other = Version("elsewhere.md", asked.revision)
    if any(version == asked for version, _ in stored):
        return
    before = label_of(Marks(), Pedigrees(stored).of(asked), said)
    after = label_of(Marks(), Pedigrees([*stored, (other, more)]).of(asked), said)
    assert after.join(before) == after


@given(st.lists(st.tuples(versions, pedigrees), min_size=1), pedigrees, words)
def test_what_is_said_again_of_a_version_can_only_lower_it(
    stored: list[tuple[Version, Pedigree]], more: Pedigree, said: FolderWords
) -> None:
    known = stored[0][0]
    before = label_of(Marks(), Pedigrees(stored).of(known), said)
    after = label_of(Marks(), Pedigrees([*stored, (known, more)]).of(known), said)
    assert after.join(before) == after
