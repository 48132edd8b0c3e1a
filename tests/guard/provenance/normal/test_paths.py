"""A path is the whole path that was said; nothing climbs, and a name is not the end of a longer one (P10)."""

import pytest

from paios.domain.tool import Sink
from paios.guard.provenance.normal import canonical, mentions

pytestmark = pytest.mark.requirement("P10")


def said(text: str) -> set[str]:
    return {one.value for one in mentions(text, Sink.PATH)}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("notes.md", "Open notes.md."),
        ("./notes.md", "Delete the file notes.md, please"),
        ("notes.md", "notes.md is old"),
        ("plans/notes.md", "Open plans/notes.md"),
        ("plans\\notes.md", "Open ./plans//./notes.md"),
        ("/etc/hosts", "Open /etc/hosts"),
        ("work/plans", "Look in work/plans/"),
        ("work/plans", "Look in work\\plans"),
        ("plans/{draft}", "Look in plans/{draft}"),
        ("Meeting notes.md", 'Open "Meeting notes.md"'),
        ("Meeting notes.md", "Open `Meeting notes.md`"),
        ("Todo", "Open the note ‘Todo’"),
        ("Müller.md", "Open Mu\u0308ller.md"),
    ],
)
def test_a_path_is_found_however_it_is_separated(value: str, text: str) -> None:
    assert canonical(value, Sink.PATH) in said(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("notes.md", "Open meeting notes.md"),
        ("notes.md", 'Open "my notes.md"'),
        ("notes.md", "Open work/notes.md"),
        ("work/notes.md", "Open notes.md"),
        ("Notes.md", "Open notes.md"),
        ("notes.md", "Open notes.md.exe"),
        ("notes.md", "Open notes.mdx"),
        ("nоtes.md", "Open notes.md"),  # Cyrillic o
        ("notes.md", "Open no\u200btes.md"),
        ("ｎotes.md", "Open notes.md"),
        ("notes", "Open notes.md"),
        ("etc/hosts", "Open /etc/hosts"),
        ("a/b", "Open a. /b"),
        ("work", "Open work/..."),
    ],
)
def test_another_path_is_not_found(value: str, text: str) -> None:
    assert canonical(value, Sink.PATH) not in said(text) - {None}


@pytest.mark.parametrize(
    "value",
    ["", "..", "../x", "a/../b", "a\\..\\b", "a/.. /b", "a/ b", " ../a", "a/%2e%2e/b", "a%2Fb", "a%5cb",
     "a\x00b", "a\u202eb",
     "a\nb", "https://example.com/", "/", ".", "x" * 2000, None, 1],
)  # fmt: skip
def test_what_climbs_or_hides_is_no_path(value: object) -> None:
    assert canonical(value, Sink.PATH) is None
