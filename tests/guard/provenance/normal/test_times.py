"""A time is what the words say: its day and its time of day, and not the digits of something else (P10)."""

from datetime import date

import pytest

from paios.domain.tool import Sink
from paios.guard.provenance.normal import canonical, mentions, time_licensed
from paios.guard.provenance.normal.clocks import length

pytestmark = pytest.mark.requirement("P10")

TODAY = date(2024, 5, 15)  # a Wednesday


def said(text: str) -> set[str]:
    return {one.value for one in mentions(text, Sink.TIME, today=TODAY)}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("on 2024-05-15", "2024-05-15"),
        ("on 2024/5/7", "2024-05-07"),
        ("am 7.5.2024", "2024-05-07"),
        ("on 15/05/2024", "2024-05-15"),
        ("on 05/15/2024", "2024-05-15"),
        ("on 05/05/2024", "2024-05-05"),
        ("on 13/05/2024", "2024-05-13"),
        ("on 05/13/2024", "2024-05-13"),
        ("on 15/12/2024", "2024-12-15"),
        ("on May 15", "--05-15"),
        ("on the 15th of May 2024", "2024-05-15"),
        ("on May 15th, 2024.", "2024-05-15"),
        ("on Sept. 3", "--09-03"),
        ("on February 29", "--02-29"),
        ("am 15. Mai 2024", "2024-05-15"),
        ("le 3 août 2024", "2024-08-03"),
        ("today", "2024-05-15"),
        ("tomorrow", "2024-05-16"),
        ("the day after tomorrow", "2024-05-17"),
        ("yesterday", "2024-05-14"),
        ("in 3 days", "2024-05-18"),
        ("in two weeks", "2024-05-29"),
        ("on Thursday", "2024-05-16"),
        ("on Friday", "2024-05-17"),
        ("on Monday", "2024-05-20"),
        ("next Monday", "2024-05-20"),
        ("next Wednesday", "2024-05-22"),
        ("at 10:00", "10:00"),
        ("at 9:05:30", "09:05:30"),
        ("at 10 am", "10:00"),
        ("at 10:30 p.m.", "22:30"),
        ("at 10:30 a.m.", "10:30"),
        ("at 10:59:59", "10:59:59"),
        ("at 1 am", "01:00"),
        ("at 12am", "00:00"),
        ("at 12 pm", "12:00"),
        ("at 3 in the afternoon", "15:00"),
        ("at 3 in the morning", "03:00"),
        ("at 6 at night", "18:00"),
        ("at 12 at night", "00:00"),
        ("at 10 at night", "22:00"),
        ("at 3 at night", "03:00"),
        ("um 10.30 Uhr", "10:30"),
        ("at 7 o'clock in the evening", "19:00"),
        ("at noon", "12:00"),
        ("at midnight", "00:00"),
        ("2024-05-15T10:00:00", "2024-05-15 10:00"),
        ("2024-05-15 10:00:30", "2024-05-15 10:00:30"),
        ("for 1 hour", "PT1H"),
        ("for an hour and a half", "PT1H30M"),
        ("for 1.5 hours", "PT1H30M"),
        ("for 90 minutes", "PT1H30M"),
        ("for 1h30", "PT1H30M"),
        ("for 1,5 hours", "PT1H30M"),
        ("for 1 minute", "PT1M"),
        ("for 999 hours", "PT999H"),
        ("for 999 days", "P999D"),
        ("a 30-minute call", "PT30M"),
        ("half an hour", "PT30M"),
        ("2 hours and 15 minutes", "PT2H15M"),
        ("for three days", "P3D"),
        ("for 2 weeks", "P14D"),
        ("for two nights", "P2D"),
        ("PT1H30M", "PT1H30M"),
        ("P3D", "P3D"),
    ],
)
def test_times_are_found_however_they_are_written(text: str, value: str) -> None:
    assert value in said(text)
    assert canonical(value, Sink.TIME, today=TODAY) == value


@pytest.mark.parametrize(
    "text",
    ["05/06/2024", "12/05/2024", "05/12/2024", "24:00", "10:00:60", "next Thursday",
     "999 hours and 1 minute",
     "2024-13-01", "30/02/2024", "31.2.2024", "May 32", "25:00", "10:60", "10:00:61", "13 pm",
     "0 am",
     "version 1.2.3", "10:00:00:00", "192.168.10.10", "a10:00", "10:00b", "next Friday", "last Friday",
     "on Wednesday",
     "2024-05-15T10:00:00Z", "2024-05-15T10:00:00+02:00", "2024-05-15 10:00-05:00", "2024-05-32T10:00:00",
     "1\u200b0:00",
     "１０:00", "1000 hours", "1.3 days", "1.23 minutes", "0 minutes", "2024-05-15T25:00:00"],
)  # fmt: skip
def test_what_is_no_time_or_two_is_not_found(text: str) -> None:
    assert not said(text)


def test_without_a_today_no_day_is_relative() -> None:
    assert mentions("tomorrow at the latest", Sink.TIME) == ()
    assert canonical("tomorrow", Sink.TIME) is None
    assert canonical("tomorrow", Sink.TIME, today=TODAY) == "2024-05-16"


def test_the_end_of_the_calendar_is_no_error() -> None:
    found = mentions("tomorrow, Monday, in 3 days", Sink.TIME, today=date.max)
    assert [one.value for one in found] == ["P3D"]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2024-05-15", "on May 15"),
        ("2025-05-15", "on May 15"),
        ("2024-05-15T10:00:00", "on May 15 at 10 am"),
        ("2024-05-16 14:00", "tomorrow from 2 to 3 pm"),
        ("2024-05-16 15:00", "tomorrow, 2-3 pm"),
        ("2024-05-16 13:00", "tomorrow from 1 to 2 pm"),
        ("2024-05-16 12:00", "tomorrow from 12 to 1 pm"),
        ("2024-05-16 14:00", "tomorrow from 2 to 2:30 pm"),
        ("tomorrow", "see you tomorrow"),
        ("2024-05-16 10:00", "tomorrow 10:00-11:30"),
        ("2024-05-16 11:30", "tomorrow 10:00–11:30"),
        ("2024-05-15 11:00", "on May 15 at 10:00 for one hour"),
        ("2024-05-16 00:30", "on May 15 at 23:30 for an hour"),
        ("2024-05-18", "from May 15 for 3 days"),
        ("2024-05-18", "from 2024-05-15 for 3 days"),
        ("2024-05-15 11:00:30", "2024-05-15T10:00:30 for one hour"),
        ("11:00", "at 10:00 for an hour"),
        ("11:30", "at 10:00 for 90 minutes"),
        ("10:00", "at 10:00"),
        ("PT1H", "for 60 minutes"),
        ("2024-05-15 00:00", "on May 15"),
        ("2024-05-15 23:59", "on May 15"),
        ("2024-05-15 00:00", "on May 15 at midnight"),
        ("2024-05-15 10:00:30", "2024-05-15T10:00:30"),
        ("May 15", "on May 15"),
        ("2024-05-15", "2024-05-15T10:00"),
    ],
)
def test_a_time_that_was_said_is_licensed(value: str, words: str) -> None:
    assert time_licensed(value, words, today=TODAY)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2026-05-15", "on May 15"),
        ("2024-05-16", "on May 15"),
        ("2024-05-15 10:00", "on May 15"),
        ("2024-05-15 10:00", "at 10:00"),
        ("2024-05-15 22:00", "on May 15 at 10:00"),
        ("2024-05-15 00:00", "on May 15 at 9:00"),
        ("2024-05-16 00:00", "on May 15"),
        ("2024-05-15 12:00", "on May 15 at 10:00 for one hour"),
        ("2024-05-16", "on 2024-05-15 for 9 hours"),
        ("2024-05-16 11:00", "tomorrow from 11 to 1 pm"),
        ("2024-05-16 23:00", "tomorrow from 11 to 12 pm"),
        ("2024-05-16 23:00", "tomorrow from 11 to 1 pm"),
        ("2024-05-16 13:00", "tomorrow at 13 to 2 pm"),
        ("2024-05-15 10:00", "not on May 15 at 10:00"),
        ("2024-05-16 14:00", "tomorrow, but not from 2 to 3 pm"),
        ("2024-05-15 10:00", "on May 15. The room is 10.00 m wide"),
        ("2024-05-15T10:00:00Z", "on May 15 at 10:00"),
        ("--05-16", "on May 15"),
        ("PT2H", "for an hour"),
        ("P3D", "for two days"),
        ("2024-05-15", "id 20240515"),
        ("soon", "soon"),
        ("x" * 100, "May 15"),
        ("2024-05-15\u200b", "on May 15"),
    ],
)
def test_another_time_is_not_licensed(value: str, words: str) -> None:
    assert not time_licensed(value, words, today=TODAY)


def test_a_day_without_a_year_needs_a_today() -> None:
    assert not time_licensed("2024-05-15", "on May 15", today=None)
    assert time_licensed("2024-05-15", "on May 15, 2024", today=None)


def test_a_time_of_day_has_no_length() -> None:
    with pytest.raises(ValueError, match="no length"):
        length("10:00")


def test_times_stand_where_they_were_written_also_after_one_that_is_none() -> None:
    text = "not 2024-05-15T10:00:00+02:00 nor 2024-13-01T10:00, but 2024-05-16 11:00"
    found = [(one.value, text[one.start : one.end]) for one in mentions(text, Sink.TIME)]
    assert found[-3:] == [
        ("2024-05-16 11:00", "2024-05-16 11:00"),
        ("2024-05-16", "2024-05-16"),
        ("11:00", "11:00"),
    ]
