"""Times of day and lengths of time, in words and digits.

A time of day is taken as it stands: "3:00" is three at night. A length of time
is one of ISO 8601: ``PT1H30M``.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from typing import Final

from paios.guard.provenance.normal.dates import ENDS, FREE
from paios.guard.provenance.normal.mention import Mention

_HALF: Final = r"(?P<half>am|pm|a\.m\.?|p\.m\.?|in the (?:morning|afternoon|evening)|at night)"
_CLOCK: Final = re.compile(
    rf"{FREE}(?:"
    rf"(?P<h1>[0-9]{{1,2}}):(?P<m1>[0-9]{{2}})(?::(?P<s1>[0-9]{{2}}))?(?: ?{_HALF})?(?: ?uhr)?"
    rf"|(?P<h2>[0-9]{{1,2}})(?:\.(?P<m2>[0-9]{{2}}))? ?{_HALF.replace('half', 'half2')}"
    rf"|(?P<h3>[0-9]{{1,2}})(?:\.(?P<m3>[0-9]{{2}}))? ?(?:uhr|o'clock)(?: {_HALF.replace('half', 'half3')})?"
    rf"|(?P<word>noon|midday|midnight|mittag|mitternacht|midi|minuit|mediodía|medianoche)"
    rf"){ENDS}"
)
_WORDS: Final = {
    "noon": 12, "midday": 12, "mittag": 12, "midi": 12, "mediodía": 12,
    "midnight": 0, "mitternacht": 0, "minuit": 0, "medianoche": 0,
}  # fmt: skip

_NUMBERS: Final = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30,
    "forty-five": 45, "forty five": 45, "ninety": 90,
}  # fmt: skip
_WORD: Final = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_NUMBER: Final = rf"(?:[0-9]{{1,3}}(?:[.,][0-9]{{1,2}})?(?![0-9])[ -]?|(?:{_WORD})[ -])"
_HOURS: Final = r"(?:hours?|hrs?|h|stunden?|heures?|horas?)"
_MINUTES: Final = r"(?:minutes?|mins?|minuten?|minutos?)"
_LENGTH: Final = re.compile(
    rf"{FREE}(?:"
    r"pt(?=[0-9])(?:(?P<ih>[0-9]{1,3})h)?(?:(?P<im>[0-9]{1,4})m)?|p(?P<id>[0-9]{1,3})d"
    r"|(?P<half>half an hour|half hour|(?:eine )?halbe stunde)"
    r"|(?P<ch>[0-9]{1,3})h(?P<cm>[0-5][0-9])"
    rf"|(?P<h>{_NUMBER}){_HOURS}(?:(?P<ahalf> and a half)|,? ?(?:and |und )?(?P<hm>{_NUMBER}){_MINUTES})?"
    rf"|(?P<m>{_NUMBER}){_MINUTES}"
    rf"|(?P<d>{_NUMBER})(?P<unit>days?|nights?|weeks?|tage?n?|wochen?)"
    rf"){ENDS}"
)
_MOST_HOURS: Final = 999


def clocks(lowered: str) -> Iterator[Mention]:
    """The times of day in a text in small letters."""
    for found in _CLOCK.finditer(lowered):
        value = _time(found)
        if value is not None:
            yield Mention(value, *found.span())


def lengths(lowered: str) -> Iterator[Mention]:
    """The lengths of time in a text in small letters."""
    for found in _LENGTH.finditer(lowered):
        value = _length(found)
        if value is not None:
            yield Mention(value, *found.span())


def length(value: str) -> timedelta:
    """The length that a canonical value stands for."""
    found = _LENGTH.fullmatch(value.lower())
    if found is None:
        raise ValueError(f"{value!r} is no length of time")
    days, hours, minutes = (int(found[name] or 0) for name in ("id", "ih", "im"))
    return timedelta(days=days, hours=hours, minutes=minutes)


def _time(found: re.Match[str]) -> str | None:
    if found["word"]:
        return f"{_WORDS[found['word']]:02}:00"
    group = next(number for number in "123" if found[f"h{number}"])
    hour, minute, second = int(found[f"h{group}"]), int(found[f"m{group}"] or 0), int(found["s1"] or 0)
    half = (found["half"] or found["half2"] or found["half3"] or "").replace(".", "")
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + 12 * (
            half not in ("am", "in the morning") and (half != "at night" or (hour >= 6 and hour < 12))
        )
    if hour > 23 or minute > 59 or second > 59:
        return None
    return f"{hour:02}:{minute:02}" + (f":{second:02}" if second else "")


def _length(found: re.Match[str]) -> str | None:
    if found["id"]:
        return f"P{int(found['id'])}D"
    if found["d"]:
        days = _count(found["d"]) * (7 if found["unit"].startswith("w") else 1)
        return f"P{days}D" if days.denominator == 1 and days <= _MOST_HOURS else None
    hours = Fraction(1, 2) * bool(found["half"] or found["ahalf"])
    hours += int(found["ih"] or found["ch"] or 0) + (_count(found["h"]) if found["h"] else 0)
    minutes = int(found["im"] or found["cm"] or 0) + sum(
        _count(found[name]) for name in ("m", "hm") if found[name]
    )
    total = hours * 60 + minutes
    if total.denominator != 1 or not 0 < total <= _MOST_HOURS * 60:
        return None
    whole, rest = divmod(int(total), 60)
    return "PT" + f"{whole}H" * bool(whole) + f"{rest}M" * bool(rest)


def _count(written: str) -> Fraction:
    number = written.rstrip(" -")
    return Fraction(_NUMBERS[number]) if number in _NUMBERS else Fraction(number.replace(",", "."))
