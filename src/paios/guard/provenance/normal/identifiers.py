"""Ids: whole tokens that are said to be one, or can be nothing else.

"June 13" does not name the thing with the id 13.
"""

import re
from collections.abc import Iterator
from typing import Final

from paios.guard.provenance.normal.accounts import accounts
from paios.guard.provenance.normal.amounts import stated_amounts
from paios.guard.provenance.normal.characters import BLOT, composed, exact, quoted, within
from paios.guard.provenance.normal.mention import Mention
from paios.guard.provenance.normal.recipients import phones, spans
from paios.guard.provenance.normal.times import times

_TOKEN: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?")
_TICKET: Final = re.compile(r"[A-Za-z]{1,10}-[0-9]+")
_FREE: Final = rf"(?<![\w@.,:/\\#+$€£%&=?{BLOT}'-])"
_ENDS: Final = rf"(?![\w@%$€£{BLOT}\\/'-]|[.,:?=&][\w{BLOT}])"
_NOUN: Final = (
    r"(?:ticket|issue|case|order|booking|reservation|transaction|invoice|event|file|message|ref\.?|reference)"
)
_NUMBER: Final = r"(?:ids?|number|no\.|nr\.?|nummer)"
_SAID: Final = r"(?: is| was)?(?: ?[:=] ?#?| ?#| )"
_INTRODUCED: Final = re.compile(
    rf"(?:(?<![\w.{BLOT}-])(?:(?:{_NOUN} )?{_NUMBER}{_SAID}|{_NOUN}{_SAID}(?=[A-Za-z-]{{1,32}}[0-9])"
    rf"|(?:ticket|ref\.?|reference){_SAID})|(?<![\w&/#{BLOT}])#)"
    rf"([A-Za-z0-9](?:[A-Za-z0-9_-]{{0,126}}[A-Za-z0-9_])?){_ENDS}",
    re.IGNORECASE,
)
_WORDLIKE: Final = re.compile(r"[A-Za-z]+")
_MIXED: Final = re.compile(
    rf"{_FREE}(?=[A-Za-z_-]{{0,127}}[0-9])(?=[0-9_-]{{0,127}}[A-Za-z])[A-Za-z0-9][A-Za-z0-9_-]{{5,127}}{_ENDS}"
)
_MONTH_RUN: Final = re.compile(
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december)-?[0-9]{1,4}"
    r"|[0-9]{1,4}(?:st|nd|rd|th|[a-z]{3,9}s?)",
    re.IGNORECASE,
)
_LONGEST: Final = 128


def identifier(written: str) -> str | None:
    """The canonical id: sign by sign, but for tickets like ``ABC-123``, which have no case."""
    plain = composed(written.strip()) if len(written) <= _LONGEST else None
    if not plain or not _TOKEN.fullmatch(plain):
        return None
    return plain.upper() if _TICKET.fullmatch(plain) else plain


def identifiers(text: str) -> Iterator[Mention]:
    """The ids in a text: introduced as one, quoted, or of letters and digits that make no word."""
    plain = exact(text)
    other = sorted(spans([*times(text, today=None), *stated_amounts(text), *accounts(text), *phones(text)]))
    found = {*_introduced(text, plain), *_mixed(text, plain)}
    yield from within(iter(sorted(found, key=lambda one: (one.start, one.end))), other)
    for start, end in quoted(plain):
        yield from _mention(text, start, end)


def _introduced(text: str, plain: str) -> Iterator[Mention]:
    for found in _INTRODUCED.finditer(plain):
        if not _WORDLIKE.fullmatch(found[1]):
            yield from _mention(text, *found.span(1))


def _mixed(text: str, plain: str) -> Iterator[Mention]:
    for found in _MIXED.finditer(plain):
        if not _MONTH_RUN.fullmatch(found[0]):
            yield from _mention(text, *found.span())


def _mention(text: str, start: int, end: int) -> Iterator[Mention]:
    value = identifier(text[start:end])
    if value is not None:
        yield Mention(value, start, end)
