"""Days as people write them, read only where there is one way to read them.

``15/05/2024`` has one, ``05/06/2024`` has two and none. A day without a year is
``--05-15`` (the form of RFC 6350, 4.3.1).
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from paios.guard.provenance.normal.characters import BLOT
from paios.guard.provenance.normal.mention import Mention

FREE: Final = rf"(?<![\w@#+$€£./:{BLOT}-])"
ENDS: Final = rf"(?![\w@%{BLOT}]|[./:-][\w{BLOT}])"

_MONTH_WORDS: Final = (
    "january jan januar janvier enero",
    "february feb februar février febrero",
    "march mar märz mars marzo",
    "april apr avril abril",
    "may mai mayo",
    "june jun juni juin junio",
    "july jul juli juillet julio",
    "august aug août agosto",
    "september sept sep septembre septiembre",
    "october oct oktober okt octobre octubre",
    "november nov novembre noviembre",
    "december dec dezember dez décembre diciembre",
)
_MONTHS: Final = {word: at for at, words in enumerate(_MONTH_WORDS, start=1) for word in words.split()}
_MONTH: Final = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_DAY_WORDS: Final = (
    "monday montag lundi lunes",
    "tuesday dienstag mardi martes",
    "wednesday mittwoch mercredi miércoles",
    "thursday donnerstag jeudi jueves",
    "friday freitag vendredi viernes",
    "saturday samstag samedi sábado",
    "sunday sonntag dimanche domingo",
)
_DAYS: Final = {word: at for at, words in enumerate(_DAY_WORDS) for word in words.split()}
_DAY: Final = "|".join(sorted(_DAYS, key=len, reverse=True))
_SHIFTS: Final = {
    "day before yesterday": -2,
    **dict.fromkeys(("yesterday", "gestern", "ayer"), -1),
    **dict.fromkeys(("today", "tonight", "heute", "aujourd'hui", "hoy"), 0),
    **dict.fromkeys(("tomorrow", "demain", "mañana"), 1),
    **dict.fromkeys(("day after tomorrow", "übermorgen"), 2),
}
_SHIFT: Final = "|".join(sorted(_SHIFTS, key=len, reverse=True))
_YEAR: Final = "[12][0-9]{3}"

_DATE: Final = re.compile(
    rf"{FREE}(?:"
    rf"(?P<y1>{_YEAR})(?P<s1>[-/.])(?P<m1>[0-9]{{1,2}})(?P=s1)(?P<d1>[0-9]{{1,2}})"
    rf"|--(?P<m2>[0-9]{{2}})-(?P<d2>[0-9]{{2}})"
    rf"|(?P<d3>[0-9]{{1,2}})(?P<s3>[-/.])(?P<m3>[0-9]{{1,2}})(?P=s3)(?P<y3>{_YEAR})"
    rf"|(?P<m4>{_MONTH})(?: the)? (?P<d4>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:,? (?:of )?(?P<y4>{_YEAR}))?"
    rf"|(?P<d5>[0-9]{{1,2}})(?:st|nd|rd|th|\.)? ?(?:of |de )?(?P<m5>{_MONTH})"
    rf"(?:,? (?:of |de )?(?P<y5>{_YEAR}))?"
    rf"){ENDS}"
)
_RELATIVE: Final = re.compile(
    rf"{FREE}(?:(?P<shift>{_SHIFT})|(?P<next>next )?(?P<day>{_DAY})|in (?P<in>[0-9]{{1,3}}|a|one|two|three) "
    rf"(?P<unit>days?|weeks?)){ENDS}"
)
_PAST: Final = re.compile(r"(?:last|previous|past|every|each|letzten|jeden|chaque|cada) $")
_COUNTS: Final = {"a": 1, "one": 1, "two": 2, "three": 3}


def dates(lowered: str, *, today: date | None) -> Iterator[Mention]:
    """The days in a text in small letters."""
    for found in _DATE.finditer(lowered):
        value = _written(found)
        if value is not None:
            yield Mention(value, *found.span())
    if today is not None:
        for found in _RELATIVE.finditer(lowered):
            day = _relative(found, lowered, today)
            if day is not None:
                yield Mention(day.isoformat(), *found.span())


def _written(found: re.Match[str]) -> str | None:
    group = next(number for number in "12345" if found[f"d{number}"])
    parts = found.groupdict()
    year, month, day = parts.get(f"y{group}"), found[f"m{group}"], int(found[f"d{group}"])
    number = int(month) if month.isdigit() else _MONTHS[month.rstrip(".")]
    if group == "3" and found["s3"] != ".":
        if day <= 12 and number <= 12 and day != number:
            return None
        day, number = (number, day) if number > 12 else (day, number)
    try:
        stands = date(int(year or 2000), number, day)
    except ValueError:
        return None
    return stands.isoformat() if year else f"--{stands:%m-%d}"


def _relative(found: re.Match[str], lowered: str, today: date) -> date | None:
    if found["shift"]:
        return _moved(today, _SHIFTS[found["shift"]])
    if found["in"]:
        count = _COUNTS.get(found["in"]) or int(found["in"])
        return _moved(today, count * (7 if found["unit"].startswith("week") else 1))
    return _weekday(found, lowered, today)


def _weekday(found: re.Match[str], lowered: str, today: date) -> date | None:
    """The coming one; "next" only where that is also the one of next week."""
    ahead = _DAYS[found["day"]] - today.weekday()
    past = _PAST.search(lowered[max(0, found.start() - 12) : found.start()])
    if past or (ahead == 0 and not found["next"]) or (ahead > 0 and found["next"]):
        return None
    return _moved(today, ahead + 7 * (ahead <= 0))


def _moved(today: date, days: int) -> date | None:
    try:
        return today + timedelta(days=days)
    except OverflowError:
        return None
