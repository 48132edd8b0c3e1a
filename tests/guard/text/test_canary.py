"""A canary is seen in every form that a model would give it, and ordinary words never look like one."""

import base64
import codecs
import html
import json
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.effort import effort

from paios.guard.text.canary import LENGTH, is_canary, seen

pytestmark = pytest.mark.requirement("I5")

TOKEN: Final = "qmzkvhtwpylcaxrgdnbofeus"
HALF: Final = LENGTH // 2


def _hex(text: str) -> str:
    return text.encode().hex()


DISGUISES: Final[dict[str, Callable[[str], str]]] = {
    "plain": str,
    "upper case": str.upper,
    "mixed case": lambda text: "".join(c.upper() if at % 2 else c for at, c in enumerate(text)),
    "spaced": " ".join,
    "dashed": "-".join,
    "in groups": lambda text: ", ".join(text[at : at + 4] for at in range(0, LENGTH, 4)),
    "with digits between": lambda text: "7".join(text),
    "reversed": lambda text: text[::-1],
    "reversed and spaced": lambda text: " ".join(text[::-1]),
    "ROT13": lambda text: codecs.encode(text, "rot13"),
    "ROT13 reversed": lambda text: codecs.encode(text, "rot13")[::-1],
    "zero-width characters between": "\u200b".join,
    "characters that cannot be between": "\\u{110000}".join,
    "full width": lambda text: text.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)}),
    "Cyrillic look-alikes": lambda text: text.translate(str.maketrans("aceops", "асеорѕ")),
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64, second alignment": lambda text: base64.b64encode(f"x{text}".encode()).decode(),
    "base64, third alignment": lambda text: base64.b64encode(f"xy{text}yx".encode()).decode(),
    "base64 of capitals": lambda text: base64.b64encode(text.upper().encode()).decode(),
    "base64 of spaced": lambda text: base64.b64encode(" ".join(text).encode()).decode(),
    "base64 in lines": lambda text: "\n".join(base64.b64encode(text.encode()).decode()),
    "base64 of reversed": lambda text: base64.b64encode(text[::-1].encode()).decode(),
    "base64 for URLs, without padding": lambda text: (
        base64.urlsafe_b64encode(f"{text}!".encode()).decode().rstrip("=")
    ),
    "base32": lambda text: base64.b32encode(text.encode()).decode(),
    "base32 in lines": lambda text: "\n".join(base64.b32encode(text.encode()).decode()),
    "base32, small, another alignment": lambda text: base64.b32encode(f"ab{text}".encode()).decode().lower(),
    "hex": _hex,
    "hex, upper case, with colons": lambda text: text.encode().hex(":").upper(),
    "hex with prefixes": lambda text: " ".join(f"0x{ord(char):02x}" for char in text),
    "hex escapes": lambda text: "".join(f"\\x{ord(char):02x}" for char in text),
    "URL-encoded": lambda text: "".join(f"%{ord(char):02X}" for char in text),
    "partly URL-encoded": lambda text: "".join(
        f"%{ord(char):02x}" if at % 3 else char for at, char in enumerate(text)
    ),
    "HTML entities": lambda text: "".join(f"&#{ord(char)};" for char in text),
    "hexadecimal HTML entities": lambda text: "".join(f"&#x{ord(char):x};" for char in text),
    "partly HTML entities": lambda text: "".join(
        f"&#{ord(char)};" if at % 2 else char for at, char in enumerate(text)
    ),
    "Unicode escapes": lambda text: "".join(f"\\u{ord(char):04x}" for char in text),
    "partly Unicode escapes": lambda text: "".join(
        f"\\u{{{ord(char):x}}}" if at % 2 else char for at, char in enumerate(text)
    ),
    "character codes": lambda text: ", ".join(str(ord(char)) for char in text),
}


@pytest.mark.parametrize("disguise", DISGUISES)
def test_canary_is_seen_in_every_disguise(disguise: str) -> None:
    hidden = DISGUISES[disguise](TOKEN)
    assert seen(TOKEN, {"to": "ada@example.com", "body": f"Hello, {hidden} and bye."})
    assert seen(TOKEN, {"url": f"https://example.com/?q={quote(hidden)}"})
    assert seen(TOKEN, {"deep": [{"er": [[1, None, hidden]]}]})


SPLITS: Final[dict[str, Any]] = {
    "halves in two arguments": {"to": f"{TOKEN[:HALF]}@example.com", "body": f"and {TOKEN[HALF:]} too"},
    "halves the other way round": {"a": TOKEN[HALF:], "b": TOKEN[:HALF]},
    "one letter an item": {"tags": list(TOKEN)},
    "one letter an item, reversed": {"tags": list(TOKEN[::-1])},
    "one letter an object": {"rows": [{"letter": char, "x": "-"} for char in TOKEN]},
    "in the names": dict.fromkeys((TOKEN[:HALF], TOKEN[HALF:]), 1),
    "in three pieces with words between": {
        "a": f"We met {TOKEN[16:]} there", "b": f"on {TOKEN[:8]}", "c": f"at {TOKEN[8:16]} o'clock"
    },
    "codes in a list": {"data": [ord(char) for char in TOKEN]},
    "base64 over two items": {
        "a": base64.b64encode(TOKEN.encode()).decode()[:15],
        "b": base64.b64encode(TOKEN.encode()).decode()[15:],
    },
    "half plain, half reversed in hex": {"a": TOKEN[:HALF], "b": _hex(TOKEN[HALF:] + " " * HALF)},
}  # fmt: skip


@pytest.mark.parametrize("split", SPLITS)
def test_canary_is_seen_in_pieces(split: str) -> None:
    assert seen(TOKEN, SPLITS[split])


@pytest.mark.parametrize("code", ["plain", "base64", "base32", "hex", "character codes"])
def test_canary_is_seen_where_there_is_nothing_else_at_all(code: str) -> None:
    assert seen(TOKEN, {"": DISGUISES[code](TOKEN)})
    assert seen(TOKEN, {DISGUISES[code](TOKEN): []})


def test_what_was_seen_is_told_in_words() -> None:
    assert seen(TOKEN, {"x": TOKEN}) == "in plain letters"
    assert seen(TOKEN, {"x": DISGUISES["base64"](TOKEN)}) == "in base64"
    assert seen(TOKEN, {"x": DISGUISES["base32"](TOKEN)}) == "in base32"
    assert seen(TOKEN, {"x": DISGUISES["hex"](TOKEN)}) == "in hex"
    assert seen(TOKEN, {"x": DISGUISES["character codes"](TOKEN)}) == "in character codes"
    assert seen(TOKEN, SPLITS["half plain, half reversed in hex"]) == "in pieces"


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"x": ""},
        {"x": TOKEN[:-1]},
        {"x": TOKEN[:HALF], "y": TOKEN[:HALF]},
        {"x": TOKEN[1:]},
        {"x": base64.b64encode(TOKEN[:-4].encode()).decode() + "and some more words"},
        {"x": "abcdefghijklmnopqrstuvwxyz " * 30},
        {"x": "\\u{110000}" + "\\ud800" * 30},
        {"x": "999 " * 40, "y": list(range(300))},
        {"x": [True, None, 1.5, 10**15] * 10},
    ],
)
def test_part_of_a_canary_and_other_words_are_none(arguments: Any) -> None:
    assert seen(TOKEN, arguments) is None


LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8)


@given(st.dictionaries(st.text(), VALUES))
@settings(deadline=None)
def test_other_arguments_are_not_taken_for_a_canary(arguments: dict[str, Any]) -> None:
    assert seen(TOKEN, arguments) is None


@given(st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyz"), min_size=LENGTH, max_size=LENGTH))
def test_ordinary_texts_hold_no_canary_at_all(token: str) -> None:
    text = json.dumps(
        {"text": html.escape(__doc__ or "") * 30, "code": base64.b64encode(b"ordinary" * 40).decode()}
    )
    assert seen(token, {"text": text}) is None or len(set(token)) < 12


@pytest.mark.parametrize("token", ["", "short", TOKEN.upper(), TOKEN[:-1] + "1", TOKEN[:-1] + "ß"])
def test_only_a_canary_is_looked_for(token: str) -> None:
    assert not is_canary(token)
    with pytest.raises(ValueError, match=r"^this is no canary$"):
        seen(token, {"x": "y"})


@pytest.mark.requirement("A4")
@pytest.mark.parametrize("unit", ["a", "%61", "\\u0061", "&#97;", "aB3/", "97 ", "\u200ba", "qmzkv "])
def test_hostile_megabyte_is_looked_through_at_once(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    assert effort(lambda: seen(TOKEN, {"x": text})) < 4
