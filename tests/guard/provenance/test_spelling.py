"""What was licensed is what runs: a value is spelled as it was said, or plainly."""

from typing import Any

import pytest
from tests.support.readings import (
    BY_SYSTEM,
    FETCH,
    PAY,
    SEND_MAIL,
    SHARE_FILE,
    heard,
    judged,
    page,
    tool,
)

from paios.domain.label import OUTSIDE_WORDS
from paios.domain.provenance import Origin, Standing
from paios.domain.tool import Effect, Reach, ResultField, Sink
from paios.guard.provenance.evidence import Reading

pytestmark = pytest.mark.requirement("P10", "I11")

IBAN = "DE89370400440532013000"
SEARCH = tool("search_web", Effect.READ, Reach.OUTSIDE, query=Sink.CONTENT, tags=Sink.OPTION)
TAG = tool("tag", Effect.SEND, Reach.OUTSIDE, to=Sink.RECIPIENT, tags=Sink.CONTENT)
EDIT = tool("edit_note", Effect.WRITE, path=Sink.PATH)
RUN = tool("run", Effect.EXECUTE, command=Sink.COMMAND)


def licensed(standing: Standing) -> bool:
    return all(one.licensed for one in standing.traces)


@pytest.mark.parametrize(
    ("words", "url", "same"),
    [
        ("Fetch https://example.com/news/today", "https://example.com/news/today", True),
        ("Fetch https://example.com/news/today", "https://example.com/PIN4711/../news/today", False),
        ("Fetch https://example.com/news/today", "https://example.com/news/./././today", False),
        ("Fetch https://example.com/news/today", "https://example.com/news/%2e%2e/news/today", False),
        ("Fetch https://example.com/news/today", "https://example.com/%6Eews/tod%61y", False),
        ("Fetch https://example.com/news/today", "https://EXAMPLE.cOm/news/today", False),
        ("Fetch https://example.com/news/today", "https://example.com:00443/news/today", False),
        ("Fetch https://Example.com:443/b%c3%a4r", "https://Example.com:443/b%c3%a4r", True),
        ("Fetch https://Example.com:443/b%c3%a4r", "https://example.com/b%C3%A4r", True),
        ("Fetch Example.com/A", "https://Example.com/A", True),
        ("Fetch example.com", "https://example.com", True),
        ("Fetch example.com", "http://example.com/", True),
        ("Fetch Example.com/A", "http://Example.com/A", True),
        ("Fetch https://Example.com/", "https://example.com", True),
    ],
)
def test_an_address_is_opened_as_it_was_said(words: str, url: str, same: bool) -> None:
    assert licensed(judged(heard(words, page("x")), FETCH, url=url)) is same


@pytest.mark.parametrize(
    ("words", "to", "same"),
    [
        ("Mail Bob@Example.org", "Bob@Example.org", True),
        ("Mail Bob@Example.org", "bob@example.org", True),
        ("Mail Bob@Example.org", "bob@Example.org", False),
        ("Mail bob@example.org", " bob@example.org\n", False),
        ("Text alice", "Alice", True),
        ("Text alice", "aLice", False),
        ("Text Alice Miller", "alice miller", True),
        ("Text ALICE MILLER", "Alice Miller", True),
        ("Mail bob@example.org", "Bob@example.org", False),
    ],
)
def test_a_recipient_is_written_as_said_or_plainly(words: str, to: str, same: bool) -> None:
    standing = judged(heard(words), SEND_MAIL, to=[to], subject="", body="")
    [trace] = [one for one in standing.traces if one.argument == "to[0]"]
    assert (trace.origin, trace.licensed) == (Origin.PERSON, same)


@pytest.mark.parametrize(
    ("said", "amount", "same"),
    [
        ("1.50 EUR", "1.50", True),
        ("1.50 EUR", "1.5", True),
        ("1.50 EUR", "1,50", False),
        ("1.50 EUR", 1.5, True),
        ("1,50 EUR", "1,50", True),
        ("1,50 EUR", "1.50 EUR", True),
        ("1234 EUR", "1'234", False),
        ("1,234 EUR", "1234", True),
        ("50 EUR", "0.05k EUR", False),
        ("50 EUR", "fifty euros", False),
        ("5 EUR", "5.0000", False),
        ("fifty euros", "50 EUR", True),
    ],
)
def test_an_amount_in_words_is_as_said_or_a_plain_decimal(said: str, amount: Any, same: bool) -> None:
    standing = judged(heard(f"Pay {said} to {IBAN}"), PAY, account=IBAN, amount=amount, subject="")
    assert licensed(standing) is same


def test_a_path_and_a_command_are_as_said() -> None:
    run = heard("Edit Notes/a.md and run `make test`")
    assert licensed(judged(run, EDIT, path="Notes/a.md"))
    assert not licensed(judged(run, EDIT, path="Notes/././/a.md"))
    assert licensed(judged(run, RUN, command="make test"))
    assert not licensed(judged(run, RUN, command=" make test \t"))


def test_an_option_is_worded_as_said() -> None:
    run = heard("Search the web for onion soup in the far north")
    assert licensed(judged(run, SEARCH, query="onion soup", tags="far north"))
    assert not licensed(judged(run, SEARCH, query="onion soup", tags="far \t \t\t north"))


@pytest.mark.parametrize(
    ("tags", "same"),
    [
        (["cat", "dog"], True),
        (["cat", "dog", "cat"], False),
        (["dog", "cat"], False),
        (["cat", "dog"] * 60, False),
        ({"cat": "dog"}, True),
        ({"dog": "cat"}, False),
    ],
)
def test_the_pieces_of_a_text_follow_each_other(tags: Any, same: bool) -> None:
    run = heard('Send "the cat ran and the dog" to bob@example.org')
    assert licensed(judged(run, TAG, to="bob@example.org", tags=tags)) is same


def test_the_first_piece_may_begin_the_message() -> None:
    run = heard("Far north and safe: search the web for onion soup")
    assert licensed(judged(run, SEARCH, query="onion soup", tags=["far north", "safe"]))
    assert not licensed(judged(run, SEARCH, query="onion soup", tags=["safe", "far north"]))


def test_switches_are_no_pieces_of_a_text() -> None:
    run = heard("Search the web for onion soup, private and safe")
    assert licensed(judged(run, SEARCH, query="onion soup", tags={"private": True, "safe": True})) is True


SETTINGS = Reading(
    "c5",
    "your settings",
    "",
    BY_SYSTEM,
    {"home": "https://Example.org/a", "sign": "Best wishes, Ada"},
    (ResultField("home", BY_SYSTEM, Sink.URL), ResultField("sign", BY_SYSTEM, Sink.CONTENT)),
)


@pytest.mark.parametrize(
    ("url", "same"),
    [
        ("https://Example.org/a", True),
        ("https://example.org/a", True),
        ("https://example.org/4711/../a", False),
        ("https://exaMple.org/a", False),
    ],
)
def test_what_was_read_is_spelled_as_it_stands_there(url: str, same: bool) -> None:
    assert licensed(judged(heard("Fetch my home page", SETTINGS), FETCH, url=url)) is same


@pytest.mark.parametrize(
    ("body", "same"),
    [
        ("The key is under the mat, as ever", True),
        ("the key is under the mat, as ever!", True),
        ("thE kEy is unDEr thE mAt, as EvEr", False),
        ("The key is\t \t \tunder the mat, as ever", False),
    ],
)
def test_a_text_that_was_named_is_worded_as_it_stands_there(body: str, same: bool) -> None:
    fields = (ResultField("[].name", BY_SYSTEM, names=True), ResultField("[].text", BY_SYSTEM, Sink.CONTENT))
    item = {"name": "Neighbours", "text": "The key is under the mat, as ever"}
    read = Reading("c5", "your notes", "", BY_SYSTEM, [item], fields)
    standing = judged(heard("Mail the Neighbours note to bob@example.org", read), SEND_MAIL, body=body)
    assert (standing.traces[0].origin, licensed(standing)) == (Origin.NAMED, same)


def test_an_id_that_was_named_stays_licensed() -> None:
    listed = Reading(
        "c6",
        "your files",
        "",
        OUTSIDE_WORDS,
        [{"id": 11, "name": "plan.txt"}],
        (
            ResultField("[].id", BY_SYSTEM, Sink.ID, "file"),
            ResultField("[].name", BY_SYSTEM, names=True),
        ),
    )
    run = heard("Share 'plan.txt' with bob@example.org", listed)
    for number in (11, "11"):
        assert judged(run, SHARE_FILE, id=number, to="bob@example.org", may="").doubt is None
