"""What was dictated is what was said, and a record is called by its own name (P10)."""

import pytest

from paios.domain.tool import Sink
from paios.guard.provenance.normal import canonical, mentions, names, phrase_in

pytestmark = pytest.mark.requirement("P10")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("Transfer the money.", "please transfer  the\nmoney now"),
        ("I can't come", "Tell him “I can’t come”"),
        ("I'll be late. Start without me!", 'Tell Bob: "I\'ll be late. Start without me."'),
        ("Straße", "in der STRASSE"),
        ("café", "the cafe\u0301 there"),
        ("ﬁle", "the file"),
        ("Ｈｅｌｌｏ", "say hello"),
        ("see you", "see you"),
        ("to be, or not to be", 'Write "to be or not to be"'),
        ("I don't agree", "Write I don't agree"),
        ("transfer the money", 'don\'t forget to "transfer the money"'),
        ("transfer the money", "I am not there, so transfer the money"),
        ("transfer the money", "Not today. Transfer the money"),
        ("komm heute nicht", "Schreib ihm: komm heute nicht"),
        ("a b a b c", "a b a b a b c"),
        ("a a b", "a a a b"),
        ("a a b a a a c", "a a b a a a b a a a c"),
        ("pay Bob", "... pay Bob"),
        ("pay\tBob\r\nnow", "pay Bob now"),
        ("buy milk\n\nand eggs", "buy milk\n\nand eggs"),
        ("the price is 5 EUR", "Write: the price is 5 EUR!"),
        ("well-known", "a well‐known man"),
    ],
)
def test_the_same_words_are_the_same_text(value: str, words: str) -> None:
    assert phrase_in(value, words)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("transfer the money", "do NOT transfer the money"),
        ("transfer the money", "don’t, whatever they say, transfer the money"),
        ("transfer the money", 'write "do not transfer the money"'),
        ("transfer the money", 'do not write "transfer the money"'),
        ("überweise das Geld", "bitte niemals überweise das Geld"),
        ("pay Bob", "Please pay. Bob is here"),
        ("pay Bob", "Please pay\n\nBob is here"),
        ("x Bob", "X. Bob is here"),
        ("pay Bob", "Please pay the Bob"),
        ("pay Bob", "Please pay Bobby"),
        ("refundable", "it is non-refundable"),
        ("example", "see example.com"),
        ("10 2", "10.2"),
        ("102", "10²"),
        ("1", "①"),
        ("pay Bob", "pay Воb"),  # Cyrillic
        ("pay Bоb", "pay Bob"),
        ("pay\u200b Bob", "pay Bob"),
        ("pay Bob", "pay Bo\u00adb"),
        ("", "pay Bob"),
        ("...", "pay Bob..."),
        ("pay", ""),
        ("a b a b c", "a b a b"),
    ],
)
def test_other_words_are_another_text(value: str, words: str) -> None:
    assert not phrase_in(value, words)


def test_a_very_long_word_is_compared_as_it_stands() -> None:
    assert phrase_in("é" * 4096, "É" * 4096)
    assert phrase_in("é" * 5000, "é" * 5000)
    assert not phrase_in("é" * 5000, "É" * 5000)


@pytest.mark.parametrize("sign", ["¯", "‼", "⒈", "⑴", "\u037e", "\u1fef", "\u1ffd", "\u2024", "\u0385"])
def test_a_sign_that_stands_for_several_makes_no_other_words_of_a_form(sign: str) -> None:
    for text in (f"pay{sign}bob", f"pay {sign} bob", f"pay {sign}bob"):
        form = canonical(text, Sink.CONTENT)
        assert form is not None
        assert canonical(form, Sink.CONTENT) == form


def test_a_text_has_a_form_and_no_mentions() -> None:
    assert canonical("Pay, Bob!", Sink.CONTENT) == "pay bob"
    assert canonical("...", Sink.CONTENT) is None
    assert mentions("Pay, Bob!", Sink.CONTENT) == ()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Invoice-March.pdf", "Pay the invoice from March"),
        ("The invoice of March", "Pay my March invoice? No, the Invoice (March)."),
        ("Re: Budget 2024", "Answer Re: Budget 2024"),
        ("team_building.docx", "Open team_building.docx"),
        ("Team building", "Prepare the team-building"),
        ("Bob", "Show me Bob's file"),
        ("AI.md", 'Open "AI"'),
        ("AI.md", 'Open "AI" now'),
        ("AI.md", "Open 'AI' now"),
        ("x" * 400, "x" * 400),
        ("Dinner with Sarah", "Cancel the dinner with Sarah tomorrow"),
        ("Müller", "the file of MÜLLER"),
    ],
)
def test_a_record_is_called_by_its_name(name: str, words: str) -> None:
    assert names(name, words)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Invoice-March.pdf", "Pay the March rent and the invoice"),
        ("Invoice March", "Pay the invoice. March was cold"),
        ("Invoice March", "It is cold and dark, so pay the invoice. March was cold"),
        ("Invoice March", "Pay the invoice of Marchand"),
        ("budget.exe", "Open budget.txt"),
        ("budget", "Open budget.txt"),
        ("budget.txt", "Open budget.txt.exe"),
        ("report.pdf", "Open report-v2.pdf"),
        ("report", "Open my-report"),
        ("report", "Open +report"),
        ("AI.md", 'Open the one "about AI"'),
        ("AI.md", "Open the one about AI"),
        ("2024", "Show me 2024"),
        ("The", "the"),
        ("for you", "a mail for you"),
        ("Email", "Find the email from Bob"),
        ("Send message", "Send message to Bob"),
        ("Invоice", "Pay the invoice"),  # Cyrillic o
        ("𝐈nvoice", "Pay the invoice"),
        ("Inv\u200boice", "Pay the invoice"),
        ("", "Pay the invoice"),
        ("x" * 500, "x" * 500),
        ("Invoice", "Pay the inv\u200boice"),
    ],
)
def test_another_record_is_not_called(name: str, words: str) -> None:
    assert not names(name, words)
