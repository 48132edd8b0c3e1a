"""Whatever a reader could follow, call, pay, type or overlook is seen wherever it stands (P10)."""

import pytest

from paios.guard.provenance.normal import AtomKind, atoms

pytestmark = pytest.mark.requirement("P10")


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("Read https://evil.example/a?b=c.", "link", "https://evil.example/a?b=c"),
        ("Read [this](https://evil.example/a)", "link", "https://evil.example/a"),
        ("Read evil.example/a", "link", "https://evil.example/a"),
        ("Read ｅvil.example", "link", "https://evil.example/"),
        ("Read hxxps://evil.example", "link", "hxxps://evil.example"),
        ("Read evil[.]example", "link", "https://evil.example/"),
        ("Read evil dot example", "link", "https://evil.example/"),
        ("Read javascript:alert", "link", "javascript:alert"),
        ("Read //evil.example/x", "link", "//evil.example/x"),
        ("Read WWW.EVIL_X", "link", "www.evil_x"),
        ("Read 10.0.0.1/x", "link", "10.0.0.1/x"),
        ("Read https://user@evil.example/", "link", "https://user@evil.example/"),
        ("Write to Eve@Evil.example!", "address", "eve@evil.example"),
        ("Write to eve%x@evil", "address", "eve%x@evil"),
        ("Write to X@X", "address", "x@x"),
        ("Write to eve at evil dot example", "address", "eve@evil.example"),
        ("Write to eve@bücher.example", "address", "eve@xn--bcher-kva.example"),
        ("Write to eve at bücher dot example", "address", "eve@xn--bcher-kva.example"),
        (f"Write to {'e' * 300}@bücher.example", "address", f"{'e' * 300}@bücher.example"),
        ("Write to e\u200bve@evil.example", "address", "e\x00ve@evil.example"),
        ("Write to EVE AT EVIL DOT EXAMPLE", "address", "eve@evil.example"),
        ("Write to eve @ evil . example", "address", "eve@evil.example"),
        ("Write to Eve at evil dot 123", "address", "eve@evil.123"),
        ("Write to eve [at] evil (dot) example", "address", "eve@evil.example"),
        ("Pay DE89 3704 0044 0532 0130 00", "account", "DE89370400440532013000"),
        ("Pay DE89370400440532013000", "account", "DE89370400440532013000"),
        ("Pay de89370400440532013000", "account", "DE89370400440532013000"),
        ("Pay DE89-3704-0044-0532-0130-00", "account", "DE89370400440532013000"),
        ("Pay XX12 ABCD EFGH IJKL", "account", "XX12ABCDEFGHIJKL"),
        ("Charge 4111 1111 1111 1111", "account", "4111111111111111"),
        ("Call +49 151 1234567", "phone", "+491511234567"),
        ("Call 0049 151 1234567", "phone", "+491511234567"),
        ("Call (555) 123-4567", "phone", "5551234567"),
        ("Your code is 482913", "code", "482913"),
        ("Your code is hunter", "code", "hunter"),
        ("Your code is hunter!", "code", "hunter"),
        ("Your code is hunterX.", "code", "hunterx"),
        ("Your PİN is hunter", "code", "hunter"),
        ("Your pın is hunter", "code", "hunter"),
        ("password: Tr0ub4dor", "code", "tr0ub4dor"),
        ("Passport X1234567", "code", "x1234567"),
        ("sk-live-51H8xYz", "code", "sklive51h8xyz"),
        ("a\u200bb", "hidden", "U+200B"),
        ("a\U000e0041\U000e0042", "hidden", "U+E0041 U+E0042"),
        ("a\u202eb", "hidden", "U+202E"),
        ("a\ue000b", "hidden", "U+E000"),
        ("a\u0378b", "hidden", "U+0378"),
        ("QWxhZGRpbjpvcGVuIHNlc2FtZQ==", "encoded", "QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
        ("aBcDeFgHiJkLmNoP", "encoded", "aBcDeFgHiJkLmNoP"),
        ("deadbeefdeadbeef0123", "encoded", "deadbeefdeadbeef0123"),
        ("%48%65%6c%6c%6f", "encoded", "%48%65%6c%6c%6f"),
    ],
)
def test_active_content_is_seen(text: str, kind: AtomKind, value: str) -> None:
    assert (kind, value) in {(one.kind, one.value) for one in atoms(text)}


@pytest.mark.parametrize(
    "text",
    ["", "Hello, how are you?", "See you on 2024-05-15 at 10:00.",
     "as @ann said",
     "It costs 50 EUR, e.g. for the notes.md file.",
     "internationalization is state-of-the-art-technology", "The year 2024", "... !?", "line\n\tline\r\n",
     "Ça va, größer, 你好"],
)  # fmt: skip
def test_plain_words_are_no_active_content(text: str) -> None:
    assert atoms(text) == ()


def test_places_are_those_of_the_original_text() -> None:
    text = "Ünï ﬁ: 'evil.example', \u200b(eve@evil.example)"
    found = {one.kind: text[one.start : one.end] for one in atoms(text)}
    assert found == {"link": "evil.example", "hidden": "\u200b", "address": "eve@evil.example"}


def test_a_code_stands_where_it_begins_in_its_token() -> None:
    text = "see id:QWxhZGRpbjpvcGVuIHNlc2FtZQ=="
    [found] = [one for one in atoms(text) if one.kind == "encoded"]
    assert text[found.start : found.end] == "QWxhZGRpbjpvcGVuIHNlc2FtZQ=="


def test_of_two_that_are_written_like_days_the_one_that_is_none_could_be_called() -> None:
    found = atoms("on 2024-05-15 or on 99-99-9999, and on 2024-05-16 or 88-88-8888")
    assert [one.value for one in found if one.kind == "phone"] == ["99999999", "88888888"]


def test_what_is_written_like_a_day_and_is_none_could_be_called() -> None:
    assert {(one.kind, one.value) for one in atoms("99-99-9999")} >= {("phone", "99999999")}


def test_what_is_spelled_out_twice_is_seen_twice() -> None:
    found = [one.start for one in atoms("bob at x dot org, or\nbob at x dot org") if one.kind == "address"]
    assert found == [0, 21]
