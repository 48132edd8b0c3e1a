"""Amounts of money and plain numbers, and never the digits of anything else.

An amount with a currency stands in a text twice: with its currency, and as the
bare number that a tool takes which knows but one currency.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

from paios.guard.provenance.normal.accounts import accounts
from paios.guard.provenance.normal.characters import BLOT, blotted, flat, lowered, within
from paios.guard.provenance.normal.mention import Mention
from paios.guard.provenance.normal.numerals import SCALES, WORDS, decimal, plain, spelled
from paios.guard.provenance.normal.recipients import phones, spans
from paios.guard.provenance.normal.times import times

_CURRENCIES: Final = {
    "USD": "$ us$ usd dollar dollars buck bucks",
    "EUR": "€ eur euro euros",
    "GBP": "£ gbp pound pounds quid",
    "JPY": "¥ jpy yen",
    "CHF": "chf franken fr. francs franc",
    "INR": "₹ inr rupee rupees",
    "SEK": "sek",
    "NOK": "nok",
    "DKK": "dkk",
    "PLN": "pln złoty",
    "CZK": "czk",
    "CAD": "cad c$ ca$",
    "AUD": "aud a$ au$",
    "NZD": "nzd nz$",
    "CNY": "cny rmb yuan",
    "BRL": "brl r$",
    "MXN": "mxn",
    "ZAR": "zar",
    "KRW": "krw ₩",
    "TRY": "₺ lira",
    "ILS": "₪ ils",
    "BTC": "btc bitcoin ₿",
    "ETH": "eth",
}
_CODES: Final = {word: code for code, words in _CURRENCIES.items() for word in words.split()}
_MONEY: Final = "|".join(re.escape(word) for word in sorted(_CODES, key=len, reverse=True))
_DIGITS: Final = r"[0-9]+(?:[.,'][0-9]+)*"
_SCALE: Final = r"(?: ?(?P<scale{0}>k(?!\w)|hundred(?!\w)|thousand(?!\w)|million(?!\w)))?"
_BEFORE: Final = rf"(?<![\w.,:/@#%+$€£¥{BLOT}'-])(?<![0-9] )"
_AFTER: Final = rf"(?![\w@%#{BLOT}]|[.,:/'’-][\w{BLOT}])"

_STATED: Final = re.compile(
    rf"(?<![\w@#%{BLOT}$€£¥-])(?P<c1>{_MONEY}) ?(?P<n1>{_DIGITS}){_SCALE.format(1)}"
    rf"(?! ?(?:{_MONEY})(?!\w)| [0-9]){_AFTER}"
    rf"|{_BEFORE}(?P<n2>{_DIGITS}){_SCALE.format(2)} ?(?P<c2>{_MONEY}){_AFTER}"
    rf"|{_BEFORE}(?P<n3>{WORDS}) (?P<c3>{_MONEY}){_AFTER}"
    rf"|{_BEFORE}(?P<n4>an?) (?P<c4>dollar|euro|pound|buck)(?!s){_AFTER}"
)
_BARE: Final = re.compile(rf"{_BEFORE}({_DIGITS}){_AFTER}(?! ?(?:%|°|€|\$|£|¥)| [0-9])")
_WORD_AFTER: Final = re.compile(r" [^\W\d_]")

_UNITS: Final = re.compile(
    r" (?:cents?|cts?|rappen|pence|p|percent|per cent|prozent|k|hundred|thousand|million|billion|trillion|"
    r"dozen|"
    r"st|street|road|rd|ave|avenue|lane|ln|drive|blvd|boulevard|way|court|square|"
    r"o'clock|uhr|am|pm|a\.m|p\.m)(?![\w])"
)
_STREET: Final = re.compile(
    r"(?:(?:street|st\.|road|rd\.|avenue|ave\.|lane|drive|boulevard|straße|strasse|str\.|platz|weg|allee|rue|calle|via)"
    r"|(?<!\w)(?:id|ids|number|numbers|no|nr|no\.|nr\.|nummer|ticket|issue|order|transaction|booking|reservation|event|file|message|account|konto|invoice|case|ref|reference|version|"
    r"ver\.|v|v\.|room|page|pages|p\.|chapter|section|line|lines|step|item|flat|apt|apt\.|apartment|suite|unit|floor|"
    r"gate|platform|seat|row|table|bus|tram|flight|windows|python|build|release|year|in|since|until|code|pin|zip|"
    r"january|february|march|april|may|june|july|august|september|october|november|december))[ :#]*$"
)
_MODIFIED: Final = re.compile(
    r"(?:%|\b(?:half|part|some|third|quarter|percent|double|twice|triple|most|rest|remainder|share|hälfte|drittel"
    r"|viertel|doppelte))"
    r"(?: of| von| des| der| the)*\W*$"
    r"|\b(?:at most|(?:no )?(?:more|less) than|under|over|below|above|between|not quite|up to|max\.?|maximum"
    r"|at least|about|around|roughly|almost|nearly|höchstens|maximal|mindestens|unter|über|zwischen|bis zu"
    r"|ungefähr|etwa|circa|ca\.|knapp|rund)\W*$"
    r"|\b(?:between|zwischen) .{1,16} (?:and|und)\W*$|[0-9](?:\W?\w{1,8})? (?:to|or|bis|oder)\W*$",
    re.IGNORECASE,
)
_MODIFIED_AFTER: Final = re.compile(
    r"\W{0,3}(?:\w{1,8}\W{1,2})?"
    r"(?:(?:\w{1,12} ){0,2}(?:in total|altogether|combined|in all|per)|minus|plus|less|off|or|to [0-9]+"
    r"|insgesamt|zusammen|abzüglich|zuzüglich|oder|bis [0-9]+)(?!\w)",
    re.IGNORECASE,
)
_NEAR: Final = 24
_FIRST_PERSON: Final = re.compile(r" I [a-z]")
_YEAR: Final = re.compile("(?:19|20)[0-9]{2}")
_GROUPING_SPACE: Final = re.compile("(?<=[0-9])[\u00a0\u2009\u202f](?=[0-9]{3}(?![0-9]))")


def whole_sums(words: str, found: Iterable[Mention]) -> tuple[Mention, ...]:
    """Of the amounts that a text holds those that it says as sums: not half of one, nor at most one.

    Where some are said with their currency, a bare number is a number of something else.
    """
    every = [
        one
        for one in found
        if not _MODIFIED.search(words[max(0, one.start - _NEAR) : one.start])
        and not _MODIFIED_AFTER.match(words[one.end : one.end + 2 * _NEAR])
    ]
    sums = {one.value.partition(" ")[0] for one in every if " " in one.value}
    return tuple(one for one in every if not sums or one.value.partition(" ")[0] in sums)


def amount(written: str) -> str | None:
    """The canonical amount: a decimal, and after a space the code of the currency that was said."""
    text = _flat(written).strip()
    stated = _STATED.fullmatch(text)
    if stated:
        return _stated(stated)
    number = decimal(text)
    return None if number is None else plain(number)


def amount_of(number: int | float) -> str | None:
    """The canonical amount of a JSON number; ``None`` for what nobody writes."""
    return amount(plain(Decimal(repr(number)))) if abs(number) < 10**15 else None


def amounts(text: str) -> Iterator[Mention]:
    """The amounts in a text, those with a currency twice."""
    known = spans(accounts(text))
    # A sum may follow an account: its digits are not those of the sum.
    small = blotted(_flat(text), known)
    held = sorted([*known, *spans([*phones(text), *times(text, today=None)])])
    yield from within(_with_currency(small), held)
    taken = sorted([*held, *(found.span() for found in _STATED.finditer(small))])
    yield from within(_bare(text, small), taken)


def stated_amounts(text: str) -> Iterator[Mention]:
    """The amounts whose currency is said."""
    yield from _with_currency(_flat(text))


def _with_currency(small: str) -> Iterator[Mention]:
    for found in _STATED.finditer(small):
        value = _stated(found)
        if value is None:
            continue
        yield Mention(value, *found.span())
        digits = "n1" if found["n1"] else "n2"
        if found[digits] and not (found["scale1"] or found["scale2"]):
            yield Mention(value.partition(" ")[0], *found.span(digits))


def _bare(text: str, small: str) -> Iterator[Mention]:
    for found in _BARE.finditer(small):
        number = decimal(found[1])
        if number is None or _YEAR.fullmatch(found[1]) or _counts(text, small, found):
            continue
        yield Mention(plain(number), found.start(1), found.end(1))


def _counts(text: str, small: str, found: re.Match[str]) -> bool:
    """Whether the words around make the number something else: a house, a room, cents."""
    start, end = found.span(1)
    if _UNITS.match(small, end) or _STREET.search(small[max(0, start - 24) : start]):
        return True
    if not _WORD_AFTER.match(text, end) or _FIRST_PERSON.match(text, end):
        return False
    return text[end + 1].isupper()


def _stated(found: re.Match[str]) -> str | None:
    group = next(number for number in "1234" if found[f"n{number}"])
    written = found[f"n{group}"]
    if group in ("1", "2"):
        number, scaled = decimal(written), found[f"scale{group}"]
        scale = SCALES[scaled] if scaled else 1
    else:
        said = spelled(written)
        number, scale = (None if said is None else Decimal(said)), 1
    return None if number is None else f"{plain(number * scale)} {_CODES[found[f'c{group}']]}"


def _flat(text: str) -> str:
    return lowered(flat(_GROUPING_SPACE.sub("'", text)))
