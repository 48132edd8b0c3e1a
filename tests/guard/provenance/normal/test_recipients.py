"""A message goes to whom the person named, and to nobody who looks like them (P10)."""

import pytest

from paios.domain.tool import Sink
from paios.guard.provenance.normal import canonical, mentions

pytestmark = pytest.mark.requirement("P10")


LONGEST = f"bob@{'.'.join(['a' * 60] * 4)}.example"[:254]


def said(text: str) -> set[str]:
    return {one.value for one in mentions(text, Sink.RECIPIENT)}


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Send it to bob@example.org.", "bob@example.org"),
        ("word " * 60 + "bob@example.org", "bob@example.org"),
        (f"Send it to mailto:{LONGEST}.", LONGEST),
        ("not (mail)bob@example.org but eve@example.org", "eve@example.org"),
        ("Is it Bob@Example.ORG?", "bob@example.org"),
        ("cc: bob@example.org, eve@example.org", "bob@example.org"),
        ("Bob <bob@example.org>", "bob@example.org"),
        ("(bob@example.org)", "bob@example.org"),
        ("mail 'bob@example.org' please", "bob@example.org"),
        ("mail ‘bob@example.org’ please", "bob@example.org"),
        ("mail **bob@example.org** please", "bob@example.org"),
        ("mailto:bob@example.org", "bob@example.org"),
        ("Write to mailto:bob@example.org", "bob@example.org"),
        ("Mailto:bob@example.org", "bob@example.org"),
        ("Write to o'brien@example.org", "o'brien@example.org"),
        ("Write to jörg@bücher.example", "jörg@xn--bcher-kva.example"),
        ("Text +49 151 1234567 that I am late", "+491511234567"),
        ("Text 0049 151 1234567", "+491511234567"),
        ("Call (555) 123-4567.", "5551234567"),
        ("Message @ann_b about it", "@ann_b"),
        ("Message @ann_b about it", "ann_b"),
        ("Message @a about it", "a"),
        ("Post it in #general.", "#general"),
        ("Post it in #general.", "general"),
        ("post it in the general channel", "general"),
        ("post it to channel dev-ops", "dev-ops"),
        ("Message Bob that I am late", "bob"),
        ("Tell Alice Smith about it", "alice smith"),
        ("Invite Ludwig van Beethoven and Anna", "ludwig van beethoven"),
        ("Invite Ludwig van Beethoven and Anna", "anna"),
        ("Invite Ludwig van Beethoven and Anna van", "anna"),
        ("Message Xavier that I am late", "xavier"),
        ("Message Alice. Bob is here", "alice"),
        ("Tell Alice\nSmith is here", "alice"),
        ("We met van Beethoven", "beethoven"),
        ("Invite Aa Bb Cc Dd Ee Ff", "aa bb cc dd ee ff"),
        ("text dave that I am late", "dave"),
        ("write to 'bob@example.org and eve@example.org'", "bob@example.org"),
        ("send the report to dave", "dave"),
        ("send the report to dave, please", "dave"),
        ("text dave, dinner is ready", "dave"),
        ("text dave\ndinner is ready", "dave"),
        ('Send it to "the Lions Club"', "the lions club"),
    ],
)
def test_people_are_found_as_they_are_named(text: str, who: str) -> None:
    assert who in said(text)
    assert canonical(who, Sink.RECIPIENT) == who


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Write to bob@example.org.evil.com", "bob@example.org"),
        ("Write to bob@example.org.evil.com", "bob@evil.com"),
        ("Write to notbob@example.org", "bob@example.org"),
        ("Write to bob@example.org", "b@example.org"),
        ("Write to o'brien@example.org", "brien@example.org"),
        ("Write to _bob@example.org", "bob@example.org"),
        ("Write to _bob@example.org", "bob@example.or"),
        ("Write to Xbob@example.org", "bob@example.org"),
        ("Write to bob@example.orgX", "bob@example.org"),
        ("Write to Xbob@example.orgX", "bob@example.org"),
        ("Write to (mail)bob@example.org", "bob@example.org"),
        ('Write to "x"bob@example.org', "bob@example.org"),
        ("Write to bob@example.org(evil.com)", "bob@example.org"),
        ("See https://user:bob@example.org/", "bob@example.org"),
        ("See bob@example.org/path", "bob@example.org"),
        ("Write to bob@@example.org", "bob@example.org"),
        ("Write to bob@example.org", "bob@examp1e.org"),
        ("Write to bob@example.org", "bоb@example.org"),  # Cyrillic o
        ("Write to bоb@example.org", "bob@example.org"),
        ("Write to bob@example.org", "bob@еxample.org"),
        ("Write to ｂob@example.org", "bob@example.org"),
        ("Write to bob@exa\u00admple.org", "bob@example.org"),
        ("Write to bob@example\u3002org", "bob@example.org"),
        ("Write to bob @example.org", "bob@example.org"),
        ("Write to bob. @example.org", "bob.@example.org"),
        ("Write to bob@example. org", "bob@example.org"),
        ("Message Alice Smith", "alice"),
        ("Message Alice Smith", "smith"),
        ("Message Alice. Smith is here", "alice smith"),
        ("Forward Alice's mail to Bob", "alice"),
        ("Forward Alice's mail to Bob", "alice's"),
        ("Forward James' mail to Bob", "james"),
        ("Tell Alice\nSmith is here", "alice smith"),
        ("Write a text to\ndave", "dave"),
        ("Message Al-Alice", "alice"),
        ("/Alice", "alice"),
        ("go to /Alice", "alice"),
        ("go to room 7Alice", "alice"),
        ("go to Alice/x", "alice"),
        ("go to Alice@ home", "alice"),
        (")bob@example.org", "bob@example.org"),
        ("go to bob@example.org", "bob"),
        ("go to /home/Alice/x", "alice"),
        ("go to the Alice_x", "alice"),
        ("go to Alice.example", "alice"),
        ("Ask Ali\u200bce", "alice"),
        ("text dave smith that I am late", "dave"),
        ("send to the team", "the"),
        ("the email from June 13, 2024-05-15", "20240515"),
        ("pay 12345678 EUR", "12345678"),
        ("IBAN DE89370400440532013000", "0440532013000"),
        ("call 555-123-45678", "5551234567"),
        ("call +49 1234 5678 9012 3456", "+49123456789012"),
        ("Write to bob@example.co...", "bob@example.co"),
        ("Invite Ludwig van", "ludwig van"),
        ("Invite A B C D E F G", "a b c d e f"),
        ("Send Tell Ask", "ask"),
        ("Post it in #13", "13"),
    ],
)
def test_whoever_looks_like_them_is_not_found(text: str, value: str) -> None:
    assert canonical(value, Sink.RECIPIENT) not in said(text) - {None}


@pytest.mark.parametrize(
    "value",
    ["", " ", "@", "bob@", "@example.org@x", "bob@localhost", "bob@example.org,eve@evil.com",
     "bob@example.org\n",
     "bob@example.org\x00", "bob\u202e@example.org", "a..b@example.org", "b%x@example.org",
     "Bob <bob@example.org>",
     "+49", "123", "++49 151 1234567", "x" * 300, "bob@" + "a" * 300, "Bob; Eve", "bob@exam ple.org",
     "bob@example.123", "bob@-example.org", "\ud800@example.org", None, 1.5, True, ["bob@example.org"]],
)  # fmt: skip
def test_what_is_nobody_is_no_recipient(value: object) -> None:
    assert canonical(value, Sink.RECIPIENT) in (
        None,
        "bob@example.org" if value == "bob@example.org\n" else None,
    )


def test_whoever_is_named_stands_where_they_were_named() -> None:
    text = "İ: Text dave that @ann_b is late"
    found = {(one.value, text[one.start : one.end]) for one in mentions(text, Sink.RECIPIENT)}
    assert found >= {("dave", "dave"), ("@ann_b", "@ann_b"), ("ann_b", "ann_b")}


def test_a_number_given_as_a_number_is_a_phone() -> None:
    assert canonical(5551234567, Sink.RECIPIENT) == "5551234567"


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("5551234", "5551234"),
        ("555-1234", "5551234"),
        ("+123456789012345", "+123456789012345"),
        ("+12 345 678 901 2345", "+123456789012345"),
        ("+1234567890123456", None),
        ("+49 12-345", "+4912345"),
        ("+49 12-34", None),
    ],
)
def test_a_phone_number_has_seven_to_fifteen_digits(written: str, form: str | None) -> None:
    assert canonical(written, Sink.RECIPIENT) == form
