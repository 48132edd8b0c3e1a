"""Labels of notes are kept with the version they were stored for, on both databases (I10, I13)."""

import hashlib
from datetime import UTC, datetime

import pytest

from paios.domain.account import User
from paios.domain.label import OUTSIDE_WORDS, OWN_WORDS, SYSTEM_WORDS, Integrity, Label, Secrecy
from paios.domain.note import Note
from paios.domain.note_label import FolderWords, Version
from paios.drivers.sql.engine import Database
from paios.drivers.sql.note_index import SqlNoteIndex
from paios.drivers.sql.note_labels import SqlNoteLabels

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("I10"), pytest.mark.requirement("B2")]

LOCAL = "---\nsecrecy: local-only\n---\n"


def note(path: str, text: str) -> Note:
    revision = hashlib.sha256(text.encode()).hexdigest()
    return Note(path, text, revision, datetime.now(UTC), OUTSIDE_WORDS)


def version(one: Note) -> Version:
    return Version.of(one.path, one.revision)


@pytest.fixture
def labels(database: Database, person: User) -> SqlNoteLabels:
    return SqlNoteLabels(database, person.id)


async def label(labels: SqlNoteLabels, path: str, text: str) -> Label:
    return (await labels.labelled(note(path, text))).label


async def test_an_unknown_note_is_from_outside_until_the_person_says_otherwise(labels: SqlNoteLabels) -> None:
    assert await label(labels, "House/Boiler.md", "old") == OUTSIDE_WORDS
    assert not (await labels.folder_words()).asked
    await labels.say(FolderWords({"": True, "Clips": False}))
    assert (await labels.folder_words()).mine == {"": True, "Clips": False}
    assert await label(labels, "House/Boiler.md", "old") == OWN_WORDS
    assert await label(labels, "Clips/Page.md", "old") == OUTSIDE_WORDS
    await labels.say(FolderWords({}))
    assert await label(labels, "House/Boiler.md", "old") == OUTSIDE_WORDS


async def test_what_was_written_is_remembered_for_exactly_that_version(labels: SqlNoteLabels) -> None:
    await labels.keep(version(note("A.md", "typed")), OWN_WORDS)
    assert await label(labels, "A.md", "typed") == OWN_WORDS
    assert await label(labels, "A.md", "typed, then synced") == OUTSIDE_WORDS
    assert await label(labels, "B.md", "typed") == OUTSIDE_WORDS


async def test_what_is_added_joins_what_was_there(labels: SqlNoteLabels) -> None:
    await labels.say(FolderWords({"": True}))
    before, after = note("A.md", "own"), note("A.md", "own and external")
    await labels.keep(version(after), OUTSIDE_WORDS, since=version(before))
    assert await label(labels, "A.md", "own") == OWN_WORDS
    assert await label(labels, "A.md", "own and external") == OUTSIDE_WORDS
    typed = note("A.md", "own and external and own")
    await labels.keep(version(typed), OWN_WORDS, since=version(after))
    assert await label(labels, "A.md", typed.text) == OUTSIDE_WORDS


async def test_secrecy_is_kept_as_integrity_is(labels: SqlNoteLabels) -> None:
    secret = Label(Integrity.TRUSTED, Secrecy.LOCAL_ONLY)
    await labels.keep(version(note("A.md", "x")), secret)
    assert await label(labels, "A.md", "x") == secret
    await labels.keep(version(note("B.md", "y")), SYSTEM_WORDS)
    assert await label(labels, "B.md", "y") == Label(Integrity.TRUSTED, Secrecy.PRIVATE)


async def test_text_from_elsewhere_follows_the_word_for_where_it_was_found(labels: SqlNoteLabels) -> None:
    await labels.say(FolderWords({"": True, "Clips": False}))
    clip, moved = note("Clips/Page.md", "x"), note("Mine/Page.md", "x")
    await labels.keep(version(moved), OWN_WORDS, since=version(clip))
    assert await label(labels, "Mine/Page.md", "x") == OUTSIDE_WORDS
    await labels.say(FolderWords({"": True}))
    assert await label(labels, "Mine/Page.md", "x") == OWN_WORDS


async def test_the_same_version_is_never_raised_but_by_the_person(labels: SqlNoteLabels) -> None:
    poisoned = version(note("A.md", "x"))
    await labels.keep(poisoned, OUTSIDE_WORDS)
    await labels.keep(poisoned, OWN_WORDS)
    assert await label(labels, "A.md", "x") == OUTSIDE_WORDS
    await labels.claim(poisoned)
    assert await label(labels, "A.md", "x") == OWN_WORDS


async def test_a_search_and_a_list_follow_at_once_and_nothing_is_embedded_again(
    database: Database, person: User
) -> None:
    class Counted:
        embedded = 0

        def embed(self, texts: list[str]) -> list[bytes]:
            self.embedded += len(texts)
            return [b"\0\0\x80\x3f" for _ in texts]

    embedder, labels = Counted(), SqlNoteLabels(database, person.id)
    index = SqlNoteIndex(database, embedder, person.id)
    await index.put(note("A.md", "cellar"), 6, 1.0)
    await index.put(note("Clips/B.md", f"{LOCAL}cellar"), 6, 1.0)
    while await index.understand():
        pass
    once = embedder.embedded
    both, local = ("A.md", "Clips/B.md"), Label(Integrity.EXTERNAL, Secrecy.LOCAL_ONLY)
    assert await index.labels(both) == {"A.md": OUTSIDE_WORDS, "Clips/B.md": local}
    await labels.say(FolderWords({"": True, "Clips": False}))
    assert await index.labels(both) == {"A.md": OWN_WORDS, "Clips/B.md": local}
    assert {hit.path: hit.label for hit in await index.search("cellar", 5)} == await index.labels(both)
    await labels.keep(version(note("A.md", "cellar")), OUTSIDE_WORDS)
    assert {hit.path: hit.label.tainted for hit in await index.search("cellar", 5)}["A.md"]
    await index.put(note("A.md", "cellar"), 6, 2.0)
    assert not await index.understand()
    assert embedder.embedded == once + 2  # the two queries


async def test_many_notes_are_labelled_as_few_are(database: Database, person: User) -> None:
    """More are asked for at once than a statement takes; few of them need to be there for that."""
    index, labels = SqlNoteIndex(database, None, person.id), SqlNoteLabels(database, person.id)
    paths = [f"{number}.md" for number in range(501)]
    for path in ("7.md", "499.md", "500.md", "another.md"):
        await index.put(note(path, path), 1, 1.0)
    for path in ("7.md", "500.md"):
        await labels.keep(version(note(path, path)), OWN_WORDS)
    found = await index.labels(paths)
    assert {path: its.tainted for path, its in found.items()} == {
        "7.md": False,
        "499.md": True,
        "500.md": False,
    }
    assert await index.labels(["7.md", "none.md"]) == {"7.md": OWN_WORDS}
