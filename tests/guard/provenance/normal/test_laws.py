"""What holds for every text, also one that was made to harm (P10)."""

from collections.abc import Callable
from datetime import date
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.effort import effort

from paios.domain.tool import Sink
from paios.guard.provenance.normal import (
    atoms,
    canonical,
    mentions,
    names,
    negated,
    phrase_in,
    time_licensed,
)

pytestmark = pytest.mark.requirement("P10")

TODAY = date(2024, 5, 15)
PIECES = (
    "bob@example.org", "example.com", "https://", "/a/../b", "?q=1", "#13", "id ", "number ",
    "DE89 3704 0044 0532 0130 00", "$", "50",
    " EUR", "1.234,50", "fifty ", "dollars", "May ", "15", "2024-05-15", "T10:00", "10 am", "tomorrow ",
    "for an hour", "notes.md", "..",
    "\\", "`", '"', "“", "'", "’", " ", "\n", ".", ",", "@", "not ", "Alice ", "Smith", "+49 151 1234567",
    "%41", "é", "e\u0301", "ｂ", "ß", "İ",
    "\u200b", "\u202e", "\ud800", "\x00", "а", "²", "…", "(", ")", "-", "_", "channel ", "a",
)  # fmt: skip
texts = st.one_of(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), st.text(max_size=60))
sinks = st.sampled_from(Sink)


@given(texts, sinks)
def test_a_mention_is_the_canonical_form_of_what_stands_at_its_place(text: str, sink: Sink) -> None:
    for one in mentions(text, sink, today=TODAY):
        assert 0 <= one.start < one.end <= len(text)
        stands = canonical(text[one.start : one.end], sink, today=TODAY)
        assert one.value in (stands, "http" + (stands or "").removeprefix("https"))


@given(st.one_of(texts, st.integers(), st.floats(), st.booleans(), st.none()), sinks)
def test_the_canonical_form_is_its_own_canonical_form(value: object, sink: Sink) -> None:
    form = canonical(value, sink, today=TODAY)
    assert form is None or canonical(form, sink, today=TODAY) == form


@given(texts, texts)
def test_no_text_is_an_error(text: str, other: str) -> None:
    phrase_in(other, text)
    names(other, text)
    negated(text, len(other))
    time_licensed(other, text, today=TODAY)
    for one in atoms(text):
        assert 0 <= one.start < one.end <= len(text)


@given(texts)
def test_a_text_with_words_stands_in_itself_unless_it_hides_something(text: str) -> None:
    if canonical(text, Sink.CONTENT) and text.isprintable():
        assert phrase_in(text, f'"{text}"') or phrase_in(text, text) or negated(text, len(text))


VERY_LONG = 250_000
LONG = 20_000
HOSTILE = (
    "a", "@", "a.", "1 ", "1.", "'", "“ ", "`", "not a. ", "x@y.zz ", "\u0301", "\u200b", "DE89 3704 ",
    "may 1 ", "one hundred ", "Ab ",
    "https://a.de/%41", "a at b dot ", "(", "#1", "1 hour ", "1-", "\n", " ", "a:", "_", "channel ",
    "password ", "&#1", "$", "A1", "www.",
    "notes.md ", "+49 151 1234567 ", "2024-05-15T10:00 ", "é ", "0", "a-", "Alice's ", '"a" ', "id 1 ",
)  # fmt: skip
READERS: tuple[Callable[[str], object], ...] = (
    *((lambda text, sink=sink: mentions(text, sink, today=TODAY)) for sink in Sink),
    *((lambda text, sink=sink: canonical(text, sink, today=TODAY)) for sink in Sink),
    atoms,
    lambda text: phrase_in("a b c", text),
    lambda text: phrase_in(text, "a b c"),
    lambda text: names("a b invoice", text),
    lambda text: negated(text, len(text)),
    lambda text: time_licensed("2024-05-16", text, today=TODAY),
)


@pytest.mark.parametrize("piece", HOSTILE)
def test_eight_times_the_text_is_not_sixty_four_times_the_work(piece: str) -> None:
    text = (piece * LONG)[:LONG]
    for read in READERS:
        short, long = (partial(read, part) for part in (text[: LONG // 8], text))
        assert effort(long) < 32 * effort(short) + 0.5


def test_a_long_word_before_a_digit_is_read_in_a_moment() -> None:
    assert all(effort(partial(read, "a" * LONG + "1")) < 5 for read in READERS)


def test_a_very_long_text_of_everything_is_read_in_a_moment() -> None:
    everything = "".join(HOSTILE)
    text = (everything * (VERY_LONG // len(everything) + 1))[:VERY_LONG]
    assert all(effort(partial(read, text)) < 20 for read in READERS)
