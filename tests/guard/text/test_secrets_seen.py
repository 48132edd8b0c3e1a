"""A stored secret is seen however it is written, and what holds none is left alone (K4)."""

import base64
import codecs
import html
import json
import time
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paios.domain.credential import LEAST_SCANNED
from paios.guard.text.secrets_seen import Prints, mark, masked, prints, seen
from paios.ports.credentials import Sighting

pytestmark = pytest.mark.requirement("K4")

SECRET: Final = "xoxb-Planted/9f8e+7d6c_5b4a"
PASSPHRASE: Final = "Grüße, korrekte Pferde!"
SIGNS: Final = "!?%&/()=+#"
SECRETS: Final = {"mail": (SECRET,), "post": (PASSPHRASE,), "signs": (SIGNS,)}
KNOWN: Final = prints([SECRET, PASSPHRASE, SIGNS])

WAYS: Final[dict[str, Callable[[str], str]]] = {
    "plain": str,
    "upper case": str.upper,
    "spaced": " ".join,
    "in lines": "\n".join,
    "with zero-width characters": "\u200b".join,
    "reversed": lambda text: text[::-1],
    "ROT13": lambda text: codecs.encode(text, "rot13"),
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64 after one byte": lambda text: base64.b64encode(b"a" + text.encode() + b"bc").decode(),
    "base64 after two bytes": lambda text: base64.b64encode(b"ab" + text.encode() + b"c").decode(),
    "base64 for URLs": lambda text: base64.urlsafe_b64encode(text.encode()).decode().rstrip("="),
    "base64 in lines": lambda text: "\n".join(base64.b64encode(text.encode()).decode()),
    "base32": lambda text: base64.b32encode(b"abc" + text.encode() + b"d").decode(),
    "hex": lambda text: text.encode().hex(),
    "HEX with colons": lambda text: text.encode().hex(":").upper(),
    "escaped hex": lambda text: "".join(f"\\x{byte:02x}" for byte in text.encode()),
    "array of hex": lambda text: ", ".join(f"0x{byte:02x}" for byte in text.encode()),
    "character codes": lambda text: ", ".join(str(byte) for byte in text.encode()),
    "binary": lambda text: " ".join(f"{byte:08b}" for byte in text.encode()),
    "octal": lambda text: "".join(f"\\{byte:03o}" for byte in text.encode()),
    "code points": lambda text: " ".join(f"U+{byte:04X}" for byte in text.encode()),
    "URL": lambda text: quote(text, safe=""),
    "URL, all of it": lambda text: "".join(f"%{byte:02x}" for byte in text.encode()),
    "JSON": json.dumps,
    "HTML": html.escape,
}


@pytest.mark.parametrize("way", WAYS)
def test_a_secret_is_seen_however_it_is_written_and_taken_out(way: str) -> None:
    hidden = WAYS[way](SECRET)
    text = f"Please say: {hidden} to Bob."
    found = seen(SECRETS, {"text": text})
    assert found is not None
    assert found.name == "mail"
    assert KNOWN.may_hold(text)
    clean = masked(SECRETS, text)
    assert mark("mail") in clean
    assert clean.startswith("Please say: ")
    assert clean.endswith(" to Bob.")
    assert seen(SECRETS, {"text": clean}) is None


@pytest.mark.parametrize(
    ("hidden", "how"),
    [
        (SECRET, "as it is"),
        (SIGNS, "as it is"),
        (WAYS["reversed"](SECRET), "reversed"),
        (WAYS["ROT13"](SECRET), "in ROT13"),
        (WAYS["base64"](SECRET), "in base64"),
        (WAYS["base32"](SECRET), "in base32"),
        (WAYS["hex"](SECRET), "in hex"),
        (WAYS["octal"](SECRET), "in character codes"),
    ],
)
def test_it_is_told_how_a_secret_was_hidden(hidden: str, how: str) -> None:
    found = seen(SECRETS, {"text": hidden})
    assert found == Sighting("signs" if hidden is SIGNS else "mail", how)


@pytest.mark.parametrize(
    ("secret", "way"),
    [("gate%41lock%42", "URL"), ("gate&amp;lock&lt;", "HTML"), ("gate\nlock\n1", "JSON")],
)
def test_a_secret_that_looks_escaped_is_seen_escaped_once_more(secret: str, way: str) -> None:
    assert seen({"odd": (secret,)}, {"text": WAYS[way](secret)}) == Sighting("odd", "escaped")


def test_a_secret_of_signs_is_seen_escaped_or_where_it_reads_as_an_escape() -> None:
    assert seen(SECRETS, {"text": WAYS["URL"](SIGNS)}) == Sighting("signs", "as it is")
    assert seen({"odd": ("!%41-%42!",)}, {"text": "!%41-%42!"}) == Sighting("odd", "as it is")


@pytest.mark.parametrize("secret", ["12345678", "!?%&/()=", "abcd-efg", "abcd-efgh"])
def test_from_eight_signs_on_a_secret_is_looked_for(secret: str) -> None:
    assert LEAST_SCANNED == 8
    assert seen({"a": (secret,)}, {"text": f"say {secret} now"}) == Sighting("a", "as it is")
    assert masked({"a": (secret,)}, secret) == mark("a")
    assert bool(prints([secret]).exact) == (secret not in ("12345678", "abcd-efgh"))


@pytest.mark.parametrize(
    ("secret", "way"),
    [(PASSPHRASE, way) for way in ("plain", "base64", "hex", "reversed", "JSON")]
    + [(SIGNS, way) for way in ("plain", "base64", "hex", "JSON")],
)
def test_so_is_one_of_other_letters_or_of_signs_alone(secret: str, way: str) -> None:
    text = f"a {WAYS[way](secret)} b"
    assert seen(SECRETS, {"text": text}) is not None
    assert KNOWN.may_hold(text)
    assert seen(SECRETS, {"text": masked(SECRETS, text)}) is None


@pytest.mark.parametrize(
    "arguments",
    [
        {"a": SECRET[:14], "b": SECRET[14:]},
        {"b": SECRET[14:], "a": SECRET[:14]},
        {"a": [SECRET[:9], {"b": SECRET[9:18]}, SECRET[18:]]},
        {"a": {SECRET: 1}},
        {"a": f"{SECRET[:16]} and then {SECRET[10:]}"},
        {"a": WAYS["hex"](SECRET)[:20], "b": WAYS["hex"](SECRET)[20:]},
    ],
)
def test_pieces_over_several_arguments_are_seen_together(arguments: dict[str, Any]) -> None:
    found = seen(SECRETS, arguments)
    assert found is not None
    assert found.name == "mail"


def test_a_number_can_be_a_secret() -> None:
    assert seen({"pin": ("8675309042",)}, {"to": 8675309042}) is not None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "short",
        "Planted flowers, 9 of them",
        SECRET[:-1],
        SECRET[1:],
        SECRET[6:],
        WAYS["base64"](SECRET[:-3]),
        base64.b32encode(b"abc8" + SECRET[1:].encode()).decode(),
        SECRET.replace("ted/9f", "te 9f"),
        "ollama",
        "x" * 5000,
        "\\u{110000}",
    ],
)
def test_what_holds_no_secret_is_left_alone(text: str) -> None:
    assert seen(SECRETS, {"text": text}) is None
    assert masked(SECRETS, text) == text


@pytest.mark.parametrize("secret", ["", "1234", "ollama", "sesame!"])
def test_what_is_too_short_to_be_told_from_a_word_is_not_looked_for(secret: str) -> None:
    assert prints([secret]) == Prints()
    assert not prints([secret]).may_hold(secret)
    assert seen({"a": (secret,)}, {"text": f"say {secret} now"}) is None


def test_the_beginning_of_a_secret_is_told_at_the_very_end_of_a_text() -> None:
    assert KNOWN.may_hold(f"{SECRET[7:]} and {SECRET[:7]}")
    assert KNOWN.may_hold(SECRET[:7])
    assert not KNOWN.may_hold(SECRET[:6])


def test_every_place_is_masked_and_overlaps_once() -> None:
    text = f"{SECRET} and {SECRET}{SECRET}, {SIGNS}"
    assert (
        masked(SECRETS, text)
        == "[credential mail] and [credential mail][credential mail], [credential signs]"
    )
    both = {"long": ("abcdefghijklmnop",), "part": ("defghijk",), "end": ("mnopqrstuvwx",)}
    assert masked(both, "1 abcdefghijklmnop 2") == "1 [credential long] 2"
    assert masked(both, "1 abcdefghijklmnopqrstuvwx 2") == "1 [credential long] 2"


def test_nothing_of_a_code_is_left_at_its_ends() -> None:
    code = base64.b64encode(b"password=" + SECRET.encode() + b";").decode()
    assert masked(SECRETS, f"token {code}.") == "token [credential mail]."
    assert masked(SECRETS, code) == mark("mail")


def test_of_places_that_overlap_nothing_is_left() -> None:
    assert masked({"a": ("aaaaaaaa",)}, "b" + "a" * 9 + "b") == f"b{mark('a')}b"


@given(st.text(), st.text())
def test_masking_changes_nothing_else(before: str, after: str) -> None:
    text = f"{before} | {after}"
    if seen(SECRETS, {"": text}) is None:
        assert masked(SECRETS, text) == text
    clean = masked(SECRETS, f"{before} {SECRET} {after}")
    assert SECRET not in clean


def test_fingerprints_tell_texts_without_a_secret_fast() -> None:
    many = prints(f"xoxb-{number:030d}" for number in range(50))
    text = "The boiler was leased from Northwind for ten years. " * 1200
    began = time.thread_time()
    assert not many.may_hold(text)
    assert time.thread_time() - began < 0.5
