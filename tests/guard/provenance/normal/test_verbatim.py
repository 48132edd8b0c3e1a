"""A command is taken word for word, and an option is a word of its own (P10)."""

import pytest

from paios.domain.tool import Sink
from paios.guard.provenance.normal import canonical, mentions

pytestmark = pytest.mark.requirement("P10")


def said(text: str, sink: Sink) -> set[str]:
    return {one.value for one in mentions(text, sink)}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("ls -l", "Run `ls -l` for me"),
        ("ls -l", 'Run "ls -l" for me'),
        ("ls -l", "Run 'ls -l', please"),
        ("ls -l", "Run ```ls -l```"),
        ("ls -l", " ls -l "),
        ("ls -l", "ls -l"),
        ("a\n\tb", "```a\n\tb```"),
        ("a\nb", "```a\nb```"),
    ],
)
def test_a_command_is_what_is_quoted_or_the_whole_message(value: str, text: str) -> None:
    assert canonical(value, Sink.COMMAND) in said(text, Sink.COMMAND)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("ls -l", "Run ls -l for me"),
        ("ls -l", "Run `ls -l /` for me"),
        ("ls -l", "Run `ls` and `-l`"),
        ("ls -L", "Run `ls -l`"),
        ("ls  -l", "Run `ls -l`"),
        ("rm –rf", "Run `rm -rf`"),
        ("t run 'x", "don't run 'x'"),
        ("ls\u200b", "Run `ls\u200b`"),
    ],
)
def test_another_command_is_not_found(value: str, text: str) -> None:
    assert canonical(value, Sink.COMMAND) not in said(text, Sink.COMMAND) - {None}


def test_a_command_stands_where_it_was_written() -> None:
    text = "Run `ls -l`"
    found = [(one.value, text[one.start : one.end]) for one in mentions(text, Sink.COMMAND)]
    assert found == [("ls -l", "ls -l"), (text, text)]


def test_an_option_is_the_same_with_lines_between_its_words() -> None:
    assert {canonical(one, Sink.OPTION) for one in ("Read-only", "read_ONLY", "read only")} == {"read only"}


@pytest.mark.parametrize("value", ["", "  ", "a\x1b[0m", "a\u202eb", "x" * 5000, 3, None])
def test_what_cannot_be_seen_is_no_command(value: object) -> None:
    assert canonical(value, Sink.COMMAND) is None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("high", "Set it to HIGH."),
        ("in_progress", 'Mark it "in progress"'),
        ("10", "Show me 10 of them"),
        (10, "Show me 10 of them"),
        (10, "Show me 10 for 50 EUR"),
        (True, "it is true"),
    ],
)
def test_an_option_is_a_word_of_its_own(value: object, text: str) -> None:
    assert canonical(value, Sink.OPTION) in said(text, Sink.OPTION)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("high", "Take the highway"),
        ("high", "a high-speed train"),
        ("high", "see high.example"),
        ("high", "write to high@example.org"),
        ("high", "hi\u200bgh"),
        ("high!", 'say "high!"'),
        ("hіgh", "high"),  # Ukrainian i
        ("10", "on May 10"),
        ("fifty dollars", "Pay fifty dollars"),
        ("10", "at 10:00"),
    ],
)
def test_a_part_of_something_else_is_no_option(value: str, text: str) -> None:
    assert canonical(value, Sink.OPTION) not in said(text, Sink.OPTION) - {None}


@pytest.mark.parametrize("value", ["", "!", "a; b", "a\x00", "x" * 100, 1.5, None])
def test_what_is_no_word_is_no_option(value: object) -> None:
    assert canonical(value, Sink.OPTION) is None
