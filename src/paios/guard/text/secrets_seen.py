"""Owns: finding stored secrets in a text, as they stand and as they could be hidden (K4).

A text and a secret are compared by their letters and digits alone, folded, so
that case, spaces, line breaks and look-alikes hide nothing; and the secret also
reversed, in ROT13, base64, base32, hex, character codes, and as URLs, HTML and
JSON write it. In a call's arguments pieces count that together give the whole,
also over several arguments. Must not keep a secret: what is kept between two
calls are fingerprints, by which a text that holds none is told without opening
one. Two codes one in the other are not undone, nor are ciphers.
"""

import codecs
import html
import json
from base64 import b32encode, b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from paios.domain.credential import LEAST_SCANNED
from paios.guard.text.canary import said, unescaped
from paios.guard.text.folding import Folded
from paios.ports.credentials import Sighting

Secrets = Mapping[str, Sequence[str]]
"""Plain texts by the name of their credential."""

PIECE: Final = 6
"""The shortest piece that counts, in letters and digits."""

_LOWER: Final = bytes(range(256)).lower()
_SIGNS: Final = bytes(code for code in range(128) if not chr(code).isalnum())
_CODED: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/_-=")
_IN_BASE: Final = ("in base64", "in base32")


@dataclass(frozen=True, slots=True)
class Prints:
    """Fingerprints of the beginnings of secrets: ``folded`` of their forms, ``exact`` of those that have too
    few letters and digits for any.

    They are Python's hashes of texts, which are keyed anew in every process.
    """

    folded: frozenset[int] = frozenset()
    exact: frozenset[int] = frozenset()

    def may_hold(self, text: str) -> bool:
        """Whether it is worth opening the secrets. Never False where one stands in the text."""
        return _any_of(self.folded, squeezed(text)) or _any_of(self.exact, text)


def prints(texts: Iterable[str]) -> Prints:
    """What tells the texts that hold one of these."""
    folded: set[int] = set()
    exact: set[int] = set()
    for text in texts:
        folded.update(hash(form[:PIECE]) for _, form in _forms(text))
        if _only_exact(text):
            exact.add(hash(text[:PIECE]))
    return Prints(frozenset(folded), frozenset(exact))


def seen(secrets: Secrets, arguments: Mapping[str, Any]) -> Sighting | None:
    """The first secret that stands in the arguments, whole or in pieces."""
    text = said(arguments)
    plain = unescaped(text)
    readings = {squeezed(text), squeezed(plain)}
    for name, texts in secrets.items():
        for secret in texts:
            if _only_exact(secret) and (secret in text or secret in plain):
                return Sighting(name, "as it is")
            for how, form in _forms(secret):
                if any(_whole(form, reading) for reading in readings):
                    return Sighting(name, how)
    return None


def masked(secrets: Secrets, text: str) -> str:
    """The text with a mark in the place of each secret that stands in it in one piece."""
    found = [each for name, texts in secrets.items() for each in _spans(name, texts, text)]
    kept, end = [], 0
    for start, stop, name in sorted(found):
        if start >= end:
            kept += [text[end:start], mark(name)]
        end = max(end, stop)
    return "".join((*kept, text[end:]))


def mark(name: str) -> str:
    """What stands where a secret stood."""
    return f"[credential {name}]"


def squeezed(text: str) -> str:
    """The letters and digits of a text, folded."""
    if text.isascii():
        return text.encode().translate(_LOWER, _SIGNS).decode()
    return Folded(text).text.replace(" ", "")


def _forms(secret: str) -> Iterator[tuple[str, str]]:
    """How a secret can stand in a squeezed text, by the name of the way; those too short to tell are left
    out."""
    if len(secret) < LEAST_SCANNED:
        return
    told = set()
    for how, form in _written(secret):
        if len(form) >= LEAST_SCANNED and form not in told:
            told.add(form)
            yield how, form


def _written(secret: str) -> Iterator[tuple[str, str]]:
    plain, raw = squeezed(secret), secret.encode()
    yield "as it is", plain
    yield "reversed", plain[::-1]
    yield "in ROT13", codecs.encode(plain, "rot13")
    for shift in range(3):
        yield "in base64", squeezed(_inner(b64encode(bytes(shift) + raw).decode(), shift, len(raw), 6))
    for shift in range(5):
        yield "in base32", squeezed(_inner(b32encode(bytes(shift) + raw).decode(), shift, len(raw), 5))
    yield "in hex", raw.hex()
    for form in ("0x{:02x}", "x{:02x}", "u{:04x}", "{}", "{:03o}", "{:08b}"):
        yield "in character codes", "".join(map(form.format, raw))
    yield "escaped", squeezed(quote(secret, safe=""))
    yield "escaped", squeezed(html.escape(secret))
    yield "escaped", squeezed(json.dumps(secret))


def _inner(code: str, shift: int, length: int, bits: int) -> str:
    """The signs of a code that the secret alone decides, whatever stands before and after it."""
    return code[-(-shift * 8 // bits) : (shift + length) * 8 // bits]


def _only_exact(secret: str) -> bool:
    """Whether it is long enough to be looked for, but mostly signs."""
    return len(secret) >= LEAST_SCANNED > len(squeezed(secret))


def _whole(form: str, text: str) -> bool:
    """Whether pieces of ``form`` that stand in ``text`` cover all of it."""
    covered = 0
    for at in range(len(form) - PIECE + 1):
        if form[at : at + PIECE] in text:
            covered = at + PIECE
        elif covered <= at:
            return False
    return covered == len(form)


def _any_of(known: frozenset[int], text: str) -> bool:
    return bool(known) and any(hash(text[at : at + PIECE]) in known for at in range(len(text) - PIECE + 1))


def _spans(name: str, texts: Sequence[str], text: str) -> Iterator[tuple[int, int, str]]:
    """Where one of these stands in the text, and whose it is."""
    folded = Folded(text)
    places = [at for at, char in enumerate(folded.text) if char != " "]
    letters = folded.text.replace(" ", "")
    for secret in texts:
        if _only_exact(secret):
            yield from ((at, at + len(secret), name) for at in _places(secret, text))
        for how, form in _forms(secret):
            for at in _places(form, letters):
                start, end = folded.span(places[at], places[at + len(form) - 1] + 1)
                yield (*(_widened(text, start, end) if how in _IN_BASE else (start, end)), name)


def _places(wanted: str, text: str) -> Iterator[int]:
    at = text.find(wanted)
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1)


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    """The whole code that a part was found in: its ends tell of the secret, too."""
    while start > 0 and text[start - 1] in _CODED:
        start -= 1
    while end < len(text) and text[end] in _CODED:
        end += 1
    return start, end
