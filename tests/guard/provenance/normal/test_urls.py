"""A page is fetched from where the person said, and from nowhere that looks like it (P10)."""

import pytest

from paios.domain.tool import Sink
from paios.guard.provenance.normal import canonical, mentions

pytestmark = pytest.mark.requirement("P10")


LONGEST = "https://example.com/".ljust(2048, "a")
ITS_OWN = "https://example.com/(".ljust(2047, "a") + ")"


def said(text: str) -> set[str]:
    return {one.value for one in mentions(text, Sink.URL)}


def licensed(value: str, text: str) -> bool:
    return canonical(value, Sink.URL) in said(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("https://example.com/", "Read https://example.com"),
        ("https://example.com", "Read example.com."),
        ("http://example.com/", "Read example.com, please"),
        ("HTTPS://Example.COM:443/", "Read https://example.com!"),
        ("https://example.com/a/c", "Read (https://example.com/a/b/../c)"),
        ("https://example.com/a/", "Read https://example.com/a/./b/../"),
        ("https://example.com/~ann", "Read https://example.com/%7Eann"),
        ("https://example.com/%C3%BC", "Read https://example.com/ü"),
        ("https://example.com/a?x=1&y=2#z", "Read https://example.com/a?x=1&y=2#z"),
        ("https://xn--bcher-kva.example/", "Read bücher.example"),
        ("https://en.wikipedia.org/wiki/Java_(island)", "Read https://en.wikipedia.org/wiki/Java_(island)"),
        ("https://example.com/Java_(island)", "word " * 500 + "https://example.com/Java_(island)"),
        ("https://example.com/Java_(island)", "Read https://example.com/Java_(island) (and more)"),
        ("https://example.com/Java_(island)", "(Once.) https://example.com/Java_(island)"),
        ("https://example.com/a", "Read (https://example.com/a) and more (please)"),
        ("https://example.com/a[1]", "Read https://example.com/a[1]"),
        (LONGEST, f"Read {LONGEST}."),
        (ITS_OWN, f"Read {ITS_OWN}."),
        ("http://localhost:8080/x", "Open http://localhost:8080/x"),
        ("http://127.0.0.1/", "Open http://127.0.0.1"),
        ("http://[::1]/", "Open http://[0:0::1]/"),
        ("https://www.example.com/", 'Read "www.example.com".'),
        ("https://example.com/", "Read <https://example.com>"),
    ],
)
def test_an_address_is_found_however_it_is_written(value: str, text: str) -> None:
    assert licensed(value, text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("https://example.com/x", "Read example.com"),
        ("https://example.com/?q=secret", "Read example.com"),
        ("https://example.com/#q", "Read example.com"),
        ("https://example.com:8443/", "Read example.com"),
        ("https://evil.example.com/", "Read example.com"),
        ("https://example.com/", "Read evil.example.com"),
        ("https://example.com/", "Read example.com.evil.com"),
        ("https://example.com/", "Read notexample.com"),
        ("https://example.com/", "Read example.com/private"),
        ("http://example.com/", "Read https://example.com/"),
        ("https://example.com/", "Write to bob@example.com"),
        ("https://paypal.com/", "Read https://paypal.com@evil.com/"),
        ("https://evil.com/", "Read https://paypal.com@evil.com/"),
        ("https://evil.com/", "Read https://paypal.com\\@evil.com/"),
        ("https://exаmple.com/", "Read example.com"),  # Cyrillic a
        ("https://example.com/", "Read exаmple.com"),
        ("https://example.com/", "Read ｅxample.com"),
        ("https://example.com/", "Read example\u3002com"),
        ("https://example.com/", "Read exam\u200bple.com"),
        ("https://bank.com/", "Read ban\u212a.com"),
        ("https://fass.example/", "Read faß.example"),
        ("https://example.com/a", "Read https://example.com/a|b"),
        ("https://example.com/a", 'Read https://example.com/a"b'),
        ("https://example.com/a[1", "Read https://example.com/a[1]"),
        ("https://example.com/lon", "Read https://example.com/lon..."),
        ("https://example.com/lon", "Read https://example.com/lon…"),
        ("https://example.com/A", "Read https://example.com/a"),
        ("https://example.com/a%2Fb", "Read https://example.com/a/b"),
        ("https://example.com/a/", "Read https://example.com/a/.."),
        ("https://notes.md/", "Open notes.md"),
        ("https://notes.old.md/", "Open notes.old.md"),
        ("https://done.Me/", "I am done.Me too"),
        ("https://10.00/", "at 10.00"),
        ("https://example.com/a", "Read https://example. com/a"),
    ],
)
def test_another_address_is_not_found(value: str, text: str) -> None:
    assert canonical(value, Sink.URL) not in said(text) - {None}


@pytest.mark.parametrize(
    ("value", "form"),
    [
        ("example.com/a/b/..", "https://example.com/a/"),
        ("example.com/../..", "https://example.com/"),
        ("example.com/a/b/c/../d", "https://example.com/a/b/d"),
        ("example.com/a/.", "https://example.com/a/"),
        ("example.com/a&b%20c", "https://example.com/a&b%20c"),
        ("example.com:1", "https://example.com:1/"),
        ("example.com:65535", "https://example.com:65535/"),
    ],
)
def test_dots_are_resolved_as_a_browser_does(value: str, form: str) -> None:
    assert canonical(value, Sink.URL) == form


@pytest.mark.parametrize(
    "value",
    ["", "https://", "https:///x", "ftp://example.com/", "javascript:alert(1)", "data:text/html,x",
     "//example.com",
     "https://user@example.com/", "https://u:p@example.com/", "https://example.com\\@evil.com",
     "https://exa mple.com",
     "https://example.com/\n", "https://example.com/\x00", "https://example.com/%0d%0a",
     "https://example.com/%zz",
     "https://example.com/%", "https://example.com/%7F", "https://exam%70le.com/", "https://example.com./",
     "https://127.1/", "https://2130706433/", "https://0x7f.0.0.1/", "https://0177.0.0.1/",
     "https://256.1.1.1/",
     "https://[::1", "https://[fe80::1%25eth0]/", "https://[fe80::1%eth0]/", "https://[zz]/", "https://[1::2::3]/",
     "https://example.com:0/", "https://example.com:65536/", "https://example.com:99999/",
     "https://-a.com/", "https://a..com/", "https://xn--\u00fc.com/", "https://" + "a" * 64 + ".com/",
     "notes.md",
     "https://" + "ü" * 60 + ".com/", "https://" + "a." * 130 + "com/", "https://a.com/" + "a" * 3000,
     "https://ü\u00b2.de/",
     "https://example.com/\ud800", "https://·a.com/"],
)  # fmt: skip
def test_what_two_programs_could_read_in_two_ways_is_no_address(value: str) -> None:
    assert canonical(value, Sink.URL) is None


def test_an_address_stands_where_it_was_written() -> None:
    text = "Read example.com, then (https://example.org/a)."
    found = {(one.value, text[one.start : one.end]) for one in mentions(text, Sink.URL)}
    assert found == {
        ("https://example.com/", "example.com"),
        ("http://example.com/", "example.com"),
        ("https://example.org/a", "https://example.org/a"),
    }
    assert said("Read HTTP://example.com") == {"http://example.com/"}


@pytest.mark.parametrize("text", ["Read (", "Read ([{", "Read )", "Read ''", '"'])
def test_brackets_around_nothing_hold_no_address(text: str) -> None:
    assert said(text) == set()
