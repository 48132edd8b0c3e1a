"""When: days, times of day and lengths of time, and whether an argument's time is what was said."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from paios.guard.provenance.normal.characters import BLOT, flat, lowered
from paios.guard.provenance.normal.clauses import negated
from paios.guard.provenance.normal.clocks import clocks, length, lengths
from paios.guard.provenance.normal.dates import ENDS, dates
from paios.guard.provenance.normal.mention import Mention

_INSTANT: Final = re.compile(
    rf"(?<![\w@#+./:{BLOT}-])([12][0-9]{{3}}-[0-9]{{2}}-[0-9]{{2}})[t ]"
    rf"([0-9]{{2}}:[0-9]{{2}})(?::([0-9]{{2}})(?:\.0{{1,9}})?)?{ENDS}(?! ?(?:am|pm|a\.m|p\.m))"
)
_ZONED: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[t ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?"
    r"(?:z(?!\w)|[+-][0-9]{2}:?[0-9]{2}(?![0-9]))"
)
"""With an offset from UTC: what it says here depends on a zone that is not known."""
_FROM_TO: Final = re.compile(
    r"(?<=[0-9]:[0-9][0-9])-(?=[0-9]{1,2}:[0-9]{2}(?![0-9:]))"
    r"|(?<=[0-9])-(?=[0-9]{1,2}(?::[0-9]{2})? ?(?:am|pm|uhr)(?!\w))"
)
_SHARED_HALF: Final = re.compile(
    r"(?<![\w.,:/@#-])([0-9]{1,2})(?::([0-9]{2}))?(?: ?- ?| to | until | till | and )"
    r"([0-9]{1,2})(?::[0-9]{2})? ?(am|pm)(?!\w)"
)
_LONGEST: Final = 64
_WHOLE_DAY: Final = frozenset({"00:00", "23:59", "23:59:59"})


def time(written: str, *, today: date | None) -> str | None:
    """The canonical form of a day, a time of day, both, or a length of time; else ``None``."""
    stripped = written.strip()
    if len(stripped) > _LONGEST:
        return None
    whole = (0, len(stripped))
    return next((one.value for one in times(stripped, today=today) if (one.start, one.end) == whole), None)


def times(text: str, *, today: date | None) -> Iterator[Mention]:
    """All times in a text, in its order; of two that begin together, the longer one first."""
    plain = _readable(text)
    found = {*_instants(plain), *dates(plain, today=today), *clocks(plain), *lengths(plain)}
    yield from sorted(found, key=lambda one: (one.start, -one.end))


def time_licensed(value: str, words: str, *, today: date | None) -> bool:
    """Whether a time in an argument is what the words say.

    A day and its time of day must each be said; an end may also follow from a
    start and a length that are said. A day without a year is that of last, this
    or next year. Midnight, or the day's last minute, goes with a day alone.
    """
    canonical = time(value, today=today)
    if canonical is None:
        return False
    said = _said(words, today)
    if canonical in said or not canonical[0].isdigit():
        return canonical in said
    spans = [length(one) for one in said if one.startswith("P")]
    if ":" not in canonical:
        return any(_day(_before(canonical, span), said, today) for span in [timedelta(0), *spans])
    if " " not in canonical:
        return any(_before(f"2000-01-01 {canonical}", span)[11:] in said for span in spans)
    day, _, clock = canonical.partition(" ")
    if clock in _WHOLE_DAY and not any(":" in one for one in said) and _day(day, said, today):
        return True
    starts = [_before(canonical, span) for span in [timedelta(0), *spans]]
    return any(_day(start[:10], said, today) and start[11:] in said for start in starts)


def _said(words: str, today: date | None) -> set[str]:
    said: set[str] = set()
    for one in times(words, today=today):
        if one.value not in said and not negated(words, one.start):
            said.add(one.value)
    for instant in [one for one in said if " " in one]:
        said.update(instant.split(" "))
    for found in _SHARED_HALF.finditer(_local(words)):
        first, last = int(found[1]), int(found[3])
        if 1 <= first <= 12 and first % 12 <= last % 12 and not negated(words, found.start()):
            said.add(f"{first % 12 + 12 * (found[4] == 'pm'):02}:{found[2] or '00'}")
    return said


def _before(canonical: str, span: timedelta) -> str:
    """The day, or day and time, that lies so long before."""
    start = datetime.fromisoformat(canonical) - span
    return f"{start:%Y-%m-%d %H:%M}" + (f":{start:%S}" if start.second else "")


def _day(canonical: str, said: set[str], today: date | None) -> bool:
    day = canonical[:10]
    if canonical[10:] not in ("", " 00:00") or day in said:
        return day in said and canonical[10:] in ("", " 00:00")
    near = today is not None and abs(int(day[:4]) - today.year) <= 1
    return near and f"--{day[5:]}" in said


def _readable(text: str) -> str:
    """In small letters, a range as two times."""
    return _FROM_TO.sub(" ", _local(text))


def _local(text: str) -> str:
    """In small letters, without the times that have an offset from UTC."""
    return _ZONED.sub(lambda found: BLOT * len(found[0]), lowered(flat(text)))


def _instants(plain: str) -> Iterator[Mention]:
    for found in _INSTANT.finditer(plain):
        second = "" if found[3] in (None, "00") else f":{found[3]}"
        value = f"{found[1]} {found[2]}{second}"
        try:
            datetime.fromisoformat(value)
        except ValueError:
            continue
        yield Mention(value, *found.span())
