"""Searching notes by words and by meaning, on both databases (V4, V6)."""

import hashlib
import logging
import math
import struct
from datetime import UTC, datetime
from pathlib import Path

import anyio
import anyio.from_thread
import pytest
from sqlalchemy import func, select, text
from tests.support.shelves import admit

import paios
from paios.domain.account import User
from paios.domain.errors import UnavailableError
from paios.domain.label import OUTSIDE_WORDS, OWN_WORDS, Label
from paios.domain.note import Note
from paios.domain.note_label import FolderWords
from paios.drivers.sql.engine import Database
from paios.drivers.sql.note_index import SqlNoteIndex
from paios.drivers.sql.note_labels import SqlNoteLabels
from paios.drivers.sql.people import SqlPeople
from paios.drivers.sql.tables import folder_words, note_links, note_passages, notes
from paios.drivers.sql.terms import words_of

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("B2")]

VAULT = Path(paios.__file__).parent / "sample_vault"
SAME_MEANING = {"basement": "cellar", "wet": "damp", "moist": "damp"}


class CountedWords:
    """Embeds by counting words, synonyms as one. ``weights`` says whether it can."""

    def __init__(self, width: int = 64) -> None:
        self.width = width
        self.weights = True
        self.embedded = 0

    def embed(self, texts: list[str]) -> list[bytes]:
        if not self.weights:
            raise UnavailableError("The weights are missing.")
        self.embedded += len(texts)
        return [self._vector(text) for text in texts]

    def _vector(self, text: str) -> bytes:
        counts = [0.0] * self.width
        for word in words_of(text):
            at = hashlib.sha256(SAME_MEANING.get(word, word).encode()).digest()[0] % self.width
            counts[at] += 1
        length = math.hypot(*counts) or 1.0
        return struct.pack(f"<{self.width}f", *(count / length for count in counts))


def note(path: str, text: str, label: Label = OWN_WORDS) -> Note:
    return Note(
        path, text, hashlib.sha256(text.encode(errors="replace")).hexdigest(), datetime.now(UTC), label
    )


async def put(index: SqlNoteIndex, *notes: Note) -> None:
    for each in notes:
        await index.put(each, len(each.text.encode(errors="replace")), 1.5)
    while await index.understand():
        pass


async def found(index: SqlNoteIndex, query: str) -> list[str]:
    return [hit.path for hit in await index.search(query, 5)]


@pytest.fixture
def index(database: Database, person: User) -> SqlNoteIndex:
    return SqlNoteIndex(database, None, person.id)


async def test_a_hit_says_where_it_stands_and_whose_words_it_is(index: SqlNoteIndex) -> None:
    await put(index, note("House/Boiler.md", "# Boiler\n\n## Lease\nIt is leased.\n", OUTSIDE_WORDS))
    (hit, *_) = await index.search("leased", 5)
    assert (hit.path, hit.title, hit.heading) == ("House/Boiler.md", "Boiler", "Boiler > Lease")
    assert (hit.first_line, hit.last_line, hit.text) == (3, 4, "## Lease\nIt is leased.")
    assert hit.label == OUTSIDE_WORDS
    assert hit.score > 0


@pytest.mark.requirement("V4")
async def test_a_question_finds_the_note_it_is_about(index: SqlNoteIndex) -> None:
    for path in sorted(VAULT.rglob("*.md")):
        await put(index, note(path.relative_to(VAULT).as_posix(), path.read_text()))
    for question, answer in (
        ("What did we decide about the boiler?", "House/Boiler decision.md"),
        ("When is the waste collected?", "Reference/Waste collection.md"),
        ("How do I make the Kasespatzle?", "Recipes/Käsespätzle.md"),
        ("who is großmutter", "People/Großmutter Hedwig.md"),
    ):
        assert answer in (await found(index, question))[:3], question


@pytest.mark.requirement("V4")
async def test_the_title_counts_more_than_the_text(index: SqlNoteIndex) -> None:
    await put(index, note("A.md", "The boiler is old."), note("Boiler.md", "It is old."))
    assert await found(index, "boiler") == ["Boiler.md", "A.md"]


async def test_the_beginning_of_a_word_finds_it_and_the_whole_word_comes_first(index: SqlNoteIndex) -> None:
    await put(index, note("A.md", "three quotes came"), note("B.md", "one quote came"))
    assert await found(index, "quote") == ["B.md", "A.md"]
    assert set(await found(index, "quot")) == {"A.md", "B.md"}


async def test_accents_and_case_do_not_matter(index: SqlNoteIndex) -> None:
    await put(index, note("A.md", "Das CAFÉ in Zürich, Größe 42"))
    for query in ("cafe", "café", "CAFE\u0301", "zurich", "ZÜRICH", "größe"):
        assert await found(index, query) == ["A.md"], query


QUERIES = [
    "",
    " ",
    "\0",
    "a\0boiler",
    "\ud800",
    '"',
    '"boiler',
    "'",
    "boiler'",
    "*",
    "boiler*",
    "-boiler",
    "NOT",
    "AND OR NOT NEAR",
    "NEAR(boiler, 5)",
    "title:boiler",
    "{title text}: boiler",
    "^boiler",
    "(boiler",
    "boiler)",
    "boiler & !",
    "<->",
    "boiler:*",
    "\\",
    "%",
    "_",
    "'; DROP TABLE notes; --",
    "🚲",
    "ボイラー",
    "هل تم",
    "x" * 100_000,
    "boiler " * 20_000,
    " ".join(map(str, range(5000))),
]


@pytest.mark.requirement("V4")
@pytest.mark.parametrize("embedder", [None, CountedWords()], ids=["words", "meaning"])
async def test_any_text_is_a_valid_query(
    database: Database, person: User, embedder: CountedWords | None
) -> None:
    index = SqlNoteIndex(database, embedder, person.id)
    await put(index, note("Boiler.md", "The boiler is leased.\n\0 \ud800"))
    for query in QUERIES:
        for hit in await index.search(query, 5):
            assert hit.path == "Boiler.md"
    assert await found(index, "boiler' & !:* (") == ["Boiler.md"]
    assert await index.search("boiler", 0) == ()


@pytest.mark.requirement("V6")
async def test_meaning_finds_what_words_do_not(database: Database, person: User) -> None:
    index = SqlNoteIndex(database, CountedWords(), person.id)
    await put(index, note("Cellar.md", "damp cellar"), note("Roof.md", "tiles"))
    assert await found(index, "wet basement") == ["Cellar.md"]
    assert await found(SqlNoteIndex(database, None, person.id), "wet basement") == []


@pytest.mark.requirement("V6")
async def test_what_both_find_comes_first(database: Database, person: User) -> None:
    index = SqlNoteIndex(database, CountedWords(), person.id)
    await put(index, note("A.md", "cellar"), note("B.md", "basement"), note("C.md", "cellar basement"))
    ranked = await found(index, "basement")
    assert ranked[0] in ("B.md", "C.md")
    assert ranked[-1] == "A.md"
    assert set(ranked) == {"A.md", "B.md", "C.md"}


@pytest.mark.requirement("V6")
async def test_meanings_follow_the_notes(database: Database, person: User) -> None:
    index, other = (
        SqlNoteIndex(database, CountedWords(), person.id),
        SqlNoteIndex(database, CountedWords(), person.id),
    )
    await put(index, note("A.md", "damp cellar"))
    assert await found(index, "wet basement") == ["A.md"]
    await put(other, note("A.md", "tiles"), note("B.md", "moist basement"))
    assert await found(index, "damp cellar") == ["B.md"]
    await other.remove("B.md")
    assert await found(index, "wet basement") == []


async def test_missing_weights_leave_search_by_words_and_are_told_once(
    database: Database, person: User, caplog: pytest.LogCaptureFixture
) -> None:
    embedder = CountedWords()
    embedder.weights = False
    index = SqlNoteIndex(database, embedder, person.id)
    with caplog.at_level(logging.WARNING, "paios"):
        await put(index, note("A.md", "damp cellar"), note("B.md", "damp roof"))
        assert await found(index, "cellar") == ["A.md"]
        assert await found(index, "wet basement") == []
    assert [record.message for record in caplog.records] == [
        "searching by words alone: The weights are missing."
    ]


async def test_words_are_found_before_meanings_are_known(database: Database, person: User) -> None:
    index = SqlNoteIndex(database, CountedWords(), person.id)
    await index.put(note("A.md", "damp cellar"), 11, 1.5)
    assert await found(index, "cellar") == ["A.md"]
    assert await found(index, "wet basement") == []
    assert await index.understand()
    assert await found(index, "wet basement") == ["A.md"]
    assert not await index.understand()


async def test_notes_indexed_without_weights_are_understood_once_they_are_there(
    database: Database, person: User
) -> None:
    embedder = CountedWords()
    embedder.weights = False
    index = SqlNoteIndex(database, embedder, person.id)
    await put(index, note("A.md", "damp cellar"))
    assert await found(index, "wet basement") == []
    embedder.weights = True
    assert await index.understand()
    assert await found(index, "wet basement") == ["A.md"]


async def test_a_note_that_changes_while_it_is_understood_is_due_again(
    database: Database, person: User
) -> None:
    class Interrupted(CountedWords):
        def embed(self, texts: list[str]) -> list[bytes]:
            vectors = super().embed(texts)
            if not self.interrupted:
                self.interrupted = True
                anyio.from_thread.run(put_anew)
            return vectors

        interrupted = False

    async def put_anew() -> None:
        await index.put(note("A.md", "new tiles"), 9, 2.5)

    index = SqlNoteIndex(database, Interrupted(), person.id)
    await index.put(note("A.md", "damp cellar"), 11, 1.5)
    assert await index.understand()
    assert await found(index, "wet basement") == []
    assert await index.understand()
    assert await found(index, "tiles") == ["A.md"]
    assert not await index.understand()


async def test_vectors_of_another_model_are_left_aside(database: Database, person: User) -> None:
    await put(SqlNoteIndex(database, CountedWords(width=32), person.id), note("A.md", "damp cellar"))
    index = SqlNoteIndex(database, CountedWords(width=64), person.id)
    await put(index, note("B.md", "moist cellar"))
    assert await found(index, "wet basement") == ["B.md"]


async def test_an_unchanged_note_is_not_embedded_again(database: Database, person: User) -> None:
    embedder = CountedWords()
    index, cellar = SqlNoteIndex(database, embedder, person.id), note("A.md", "damp cellar")
    await put(index, cellar)
    await index.put(cellar, 11, 99.25)
    assert embedder.embedded == 1
    assert await index.revisions() == {"A.md": (11, 99.25)}


async def test_putting_and_removing_twice_is_as_once(index: SqlNoteIndex) -> None:
    for words in ("damp cellar", "damp cellar", "dry cellar"):
        await put(index, note("A.md", words))
    assert len(await index.search("cellar", 5)) == 1
    assert await found(index, "damp") == []
    for _ in range(2):
        await index.remove("A.md")
    assert await found(index, "cellar") == []
    assert await index.revisions() == {}


@pytest.mark.requirement("V6")
async def test_backlinks_are_the_notes_that_link_here(index: SqlNoteIndex) -> None:
    await put(
        index,
        note("House/Boiler.md", "[[Boiler]] links to itself"),
        note("Home.md", "[[boiler|the boiler]] and [[Boiler#Log]]"),
        note("House/Roof.md", "[the boiler](Boiler.md)"),
        note("Other.md", "[another](Boiler.md)"),
    )
    assert await index.backlinks("House/Boiler.md") == ("Home.md", "House/Roof.md")
    await put(index, note("Home.md", "nothing any more"))
    assert await index.backlinks("House/Boiler.md") == ("House/Roof.md",)


@pytest.mark.requirement("U5")
@pytest.mark.parametrize("embedder", [None, CountedWords()], ids=["words", "meaning"])
async def test_two_owners_have_two_indexes(
    database: Database, person: User, embedder: CountedWords | None
) -> None:
    ada = SqlNoteIndex(database, embedder, person.id)
    bea = SqlNoteIndex(database, embedder, await admit(database))
    await put(ada, note("A.md", "damp cellar [[B]]"), note("B.md", "Ada's roof"))
    await put(bea, note("A.md", "moist basement"), note("C.md", "See [[B]]"))
    assert await found(ada, "cellar basement") == ["A.md"]
    (hit,) = await bea.search("cellar basement", 5)
    assert hit.text == "moist basement"
    assert await ada.backlinks("B.md") == ("A.md",)
    assert await bea.backlinks("B.md") == ("C.md",)
    assert set(await ada.revisions()) == {"A.md", "B.md"}
    assert set(await bea.labels(["A.md", "B.md"])) == {"A.md"}
    await bea.remove("A.md")
    await bea.remove("B.md")
    assert set(await ada.revisions()) == {"A.md", "B.md"}
    assert await found(ada, "damp") == ["A.md"]


@pytest.mark.requirement("U5")
async def test_what_others_wrote_does_not_move_ones_own_hits(database: Database, person: User) -> None:
    """How rare a word is among all would tell what others wrote: whoever searches could count it."""
    ada = SqlNoteIndex(database, None, person.id)
    await put(ada, note("A.md", "tulip one"), note("B.md", "divorce two"))
    bea = SqlNoteIndex(database, None, await admit(database))
    for crowd in ("tulip", "divorce"):
        await put(bea, *(note(f"{crowd}{at}.md", f"{crowd} {at}") for at in range(20)))
        assert await found(ada, "tulip divorce") == ["A.md", "B.md"]
        for path in list(await bea.revisions()):
            await bea.remove(path)


@pytest.mark.requirement("U5")
async def test_with_an_account_goes_the_whole_index_of_it(database: Database, person: User) -> None:
    ada, her = SqlNoteIndex(database, None, person.id), await admit(database)
    bea = SqlNoteIndex(database, None, her)
    for index in (ada, bea):
        await put(index, note("A.md", "damp cellar [[B]]"))
    await SqlNoteLabels(database, her).say(FolderWords({"": True}))
    async with database.begin() as tx:
        await SqlPeople(database).remove(her, tx)
    assert await found(bea, "cellar") == []
    assert await found(ada, "cellar") == ["A.md"]
    async with database.read() as connection:
        for table in (notes, note_passages, note_links):
            assert await connection.scalar(select(func.count()).select_from(table)) == 1
        assert await connection.scalar(select(func.count()).select_from(folder_words)) == 0
        assert await connection.scalar(text("SELECT count(*) FROM note_words")) == 1
