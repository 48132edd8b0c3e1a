"""Numbers in digits and in words, read only where there is one way to read them."""

import re
from decimal import Decimal
from itertools import pairwise
from typing import Final

_SHAPE: Final = re.compile(r"([0-9]+(?:[.,'][0-9]+)*)")
_UNITS: Final = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS: Final = {
    word: 10 * number
    for number, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
_NUMBERS: Final = _UNITS | _TENS
SCALES: Final = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "k": 1000}
_MOST_DIGITS: Final = 15

_SMALL: Final = "|".join(sorted((*_NUMBERS, *list(SCALES)[:3]), key=len, reverse=True))
WORDS: Final = rf"(?:(?:an? )?(?:{_SMALL})(?:[ -](?:and )?(?:{_SMALL})){{0,12}})"
"""A pattern for a number in English words."""


def decimal(written: str) -> Decimal | None:
    """A number in digits; ``None`` where ``1.234`` could be one thing or the other."""
    if not _SHAPE.fullmatch(written):
        return None
    signs = [sign for sign in written if not sign.isdigit()]
    last = signs[-1] if signs else ""
    whole, _, rest = written.rpartition(last) if last else (written, "", "")
    if signs.count(last) > 1 or last == "'" or (len(signs) == 1 and _groups(written, ",")):
        whole, rest = written, ""
    elif len(signs) == 1 and len(rest) == 3 and len(whole) <= 3 and whole != "0":
        return None
    inner = {sign for sign in whole if not sign.isdigit()}
    if len(inner) > 1 or (inner and not _groups(whole, inner.pop())):
        return None
    digits = "".join(sign for sign in whole if sign.isdigit())
    if (digits.startswith("0") and digits != "0") or len(digits) + len(rest) > _MOST_DIGITS:
        return None
    return Decimal(f"{digits}.{rest or 0}")


def spelled(words: str) -> int | None:
    """A number in English words: ``a hundred and twenty``; ``None`` for what may be two."""
    total = part = 0
    lowest = 10**9
    for before, word in pairwise(("", *re.split("[ -]", words))):
        if word in ("a", "an"):
            part = 1
        elif word in SCALES:
            if before == "and" or not _scales(part, word, lowest):
                return None
            if word == "hundred":
                part *= 100
            else:
                total, part, lowest = total + part * SCALES[word], 0, SCALES[word]
        elif not _follows(part, word):
            return None
        else:
            part += _NUMBERS.get(word, 0)
    return total + part


def plain(number: Decimal) -> str:
    """Without zeros that say nothing, and without an exponent."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _scales(part: int, word: str, lowest: int) -> bool:
    """Whether there can be so many of it: "two hundred thousand", but not "two hundred hundred"."""
    return 0 < part < 100 if word == "hundred" else part > 0 and SCALES[word] < lowest


def _follows(part: int, word: str) -> bool:
    """Whether a word can go on a number: "twenty one", but not "one twenty"; "and" comes after hundreds."""
    room = part % 100
    return room == 0 or (room >= 20 and room % 10 == 0 and 0 < _NUMBERS.get(word, 0) < 10)


def _groups(written: str, sign: str) -> bool:
    first, *rest = written.split(sign)
    return len(first) <= 3 and first != "0" and bool(rest) and all(len(group) == 3 for group in rest)
