"""The instructions are help, and a name in them stays a name."""

from datetime import date

from paios.agent.prompt import instructions


def test_they_name_the_person_and_the_day() -> None:
    text = instructions("Ada", date(2026, 11, 22))
    assert text.startswith("You are the assistant of Ada.")
    assert "Today is 2026-11-22." in text


def test_a_name_with_braces_fills_nothing_in() -> None:
    assert "{today} {0.__class__}" in instructions("{today} {0.__class__}", date(2026, 11, 22))
