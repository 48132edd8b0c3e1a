"""Owns: finding a run's canary in what a tool call would say (I5).

A canary is a word of random letters that stands in the instructions and
nowhere else. Seen in an argument, the instructions are on their way out. It is
looked for as it stands and as a model would hide it: in other case, spaced,
reversed, in ROT13, with look-alikes, escaped for URL, HTML or JSON, in base64,
base32, hex or character codes, and in pieces over several arguments. Must not
be taken for more than a signal: two codes one in the other are not undone.
"""

import codecs
import html
import re
import sys
from base64 import b64decode
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import unquote

from paios.guard.text.folding import Folded

LENGTH: Final = 24
"""Letters of a canary: 112 bits."""

PIECE: Final = 6
"""The shortest piece that counts, in letters. All pieces together must give the whole canary."""

_ROUNDS: Final = 3
_LETTERS: Final = bytes(range(ord("a"), ord("z") + 1))
_LOWER: Final = bytes(range(256)).lower()
_NO_LETTERS: Final = bytes(set(range(256)) - set(_LETTERS) - set(_LETTERS.upper()))
_ESCAPE: Final = re.compile(r"\\(?:u\{?([0-9A-Fa-f]{2,6})\}?|x([0-9A-Fa-f]{2}))")
_NOT_64: Final = re.compile(r"[^A-Za-z0-9]+")
_NOT_32: Final = re.compile(r"[^A-Z2-7]+")
_NOT_HEX: Final = re.compile(r"0[xX]|[^0-9A-Fa-f]+")
_DIGITS_32: Final = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHIJKLMNOPQRSTUV")
"""From RFC 4648's digits to those of ``int``."""
_CODE: Final = re.compile(r"\d+")


def is_canary(token: str) -> bool:
    """Whether ``token`` can be looked for: small Latin letters, ``LENGTH`` of them."""
    return len(token) == LENGTH and token.isascii() and token.isalpha() and token.islower()


def seen(token: str, arguments: Mapping[str, Any]) -> str | None:
    """How ``token`` stands in the arguments, in words; None where it does not.

    Raises ``ValueError`` for a token that is no canary.
    """
    if not is_canary(token):
        raise ValueError("this is no canary")
    text = said(arguments)
    if len(text) < LENGTH:
        return None
    forms = _forms(token)
    everything = []
    for name, reading in _readings(text):
        letters = reading.translate(_LOWER, _NO_LETTERS)
        for form in forms:
            if _whole(form, letters):
                return name
        everything.append(letters)
    together = b" ".join(everything)
    return "in pieces" if any(_whole(form, together) for form in forms) else None


def _forms(token: str) -> tuple[bytes, ...]:
    straight = (token, codecs.encode(token, "rot13"))
    return tuple(form.encode() for one in straight for form in (one, one[::-1]))


def _whole(form: bytes, letters: bytes) -> bool:
    """Whether pieces of ``form`` that stand in ``letters`` cover all of it."""
    covered = 0
    for at in range(LENGTH - PIECE + 1):
        if form[at : at + PIECE] in letters:
            covered = at + PIECE
        elif covered <= at:
            return False
    return covered == LENGTH


def said(arguments: Mapping[str, Any]) -> str:
    """Every text and number of a JSON value in order, and after them the names, so that what is split over
    several values stands together."""
    values: list[str] = []
    names: list[str] = []
    waiting: list[Any] = [arguments]
    while waiting:
        item = waiting.pop()
        if isinstance(item, Mapping):
            names += item
            waiting += reversed(list(item.values()))
        elif isinstance(item, list | tuple):
            waiting += reversed(item)
        else:
            values.append(str(item))
    return "\n".join(values + names)


def _readings(text: str) -> Iterator[tuple[str, bytes]]:
    """What the text may say, by the name of the way to read it."""
    plain = unescaped(text)
    letters = plain if plain.isascii() else Folded(plain).text
    yield "in plain letters", letters.encode()
    yield from _base64(plain)
    yield from _base32(plain)
    yield from _hex(plain)
    codes = [code for code in _CODE.findall(plain) if len(code) <= 3]
    if len(codes) >= LENGTH:
        yield "in character codes", bytes(number for code in codes if (number := int(code)) < 256)


def unescaped(text: str) -> str:
    """The text with its escapes undone, also those that were escaped once more."""
    for _ in range(_ROUNDS):
        if "\\" in text:
            text = _ESCAPE.sub(lambda found: _char(found[1] or found[2]), text)
        text = html.unescape(unquote(text))
    return text


def _char(code: str) -> str:
    number = int(code, 16)
    return chr(number) if number <= sys.maxunicode else " "


# Left are the letters of the code alone, so that wrapped, spaced and split ones are read as well. Where it
# begins is not known: all alignments are tried. The code of a canary has no + and no /.


def _base64(text: str) -> Iterator[tuple[str, bytes]]:
    code = _NOT_64.sub("", text)
    if len(code) * 6 >= LENGTH * 8:
        for offset in range(4):
            yield "in base64", b64decode(code[offset:] + "A" * (-(len(code) - offset) % 4))


def _base32(text: str) -> Iterator[tuple[str, bytes]]:
    code = _NOT_32.sub("", text.upper())
    if len(code) * 5 >= LENGTH * 8:
        number, size = int(code.translate(_DIGITS_32), 32), len(code) * 5 // 8 + 1
        for shift in range(8):
            yield "in base32", (number >> shift).to_bytes(size, "big")


def _hex(text: str) -> Iterator[tuple[str, bytes]]:
    code = _NOT_HEX.sub("", text)
    if len(code) * 4 >= LENGTH * 8:
        for offset in range(2):
            yield "in hex", bytes.fromhex(code[offset:] + "0" * ((len(code) - offset) % 2))
