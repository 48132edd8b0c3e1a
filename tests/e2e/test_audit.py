"""The record in the browser: filtered, opened, verified."""

import re

import pytest
from playwright.sync_api import expect
from tests.e2e import parts
from tests.e2e.conftest import Household
from tests.e2e.desk import Desk

ROWS = "ol[aria-label='Records, newest first'] > li"


@pytest.fixture
def told(desk: Desk) -> Desk:
    """Somebody who had a conversation, a denied question in it, and now looks at the record."""
    desk.opens().asks(parts.ADD)
    desk.denies()
    desk.reads("Oat milk")
    return desk.opens("/audit")


def test_filters_narrow_the_record_and_stay_in_the_address(told: Desk) -> None:
    page, rows = told.page, told.page.locator(ROWS)
    expect(rows.filter(has_text="Session")).not_to_have_count(0)
    page.get_by_label("Kind of record").fill("call.asked")
    expect(rows.filter(has_not_text="Call asked")).to_have_count(0)
    expect(rows.first).to_contain_text("Call asked")
    assert "kind=call.asked" in page.url
    rows.first.get_by_role("button").click()
    expect(rows.first).to_contain_text(parts.SHOPPING)
    page.get_by_role("button", name="Show everything of this run").click()
    page.get_by_label("Kind of record").fill("")
    expect(rows.filter(has_text="Session")).to_have_count(0)
    expect(rows.filter(has_text="Call asked")).to_have_count(1)
    page.reload()
    expect(rows.filter(has_text="Call asked")).to_have_count(1)
    page.get_by_label("Search the record").fill("nothing is called this")
    expect(page.get_by_text("Nothing like that was recorded")).to_be_visible()
    page.get_by_role("button", name="Clear").click()
    expect(rows.filter(has_text="Session")).not_to_have_count(0)


def test_days_narrow_the_record(told: Desk) -> None:
    page, rows = told.page, told.page.locator(ROWS)
    expect(rows.first).to_be_visible()
    page.get_by_label("To this day").fill("2020-01-01")
    expect(rows).to_have_count(0)
    page.get_by_label("To this day").fill("")
    page.get_by_label("From this day").fill("2020-01-01")
    expect(rows.first).to_be_visible()


def test_verify_says_that_the_record_is_whole(told: Desk) -> None:
    told.page.get_by_role("button", name="Verify").click()
    result = told.page.get_by_role("status").filter(has_text="The record is whole")
    expect(result).to_have_text(re.compile(r"\d+ entries, none changed, none missing"))


def test_every_step_of_a_conversation_is_in_the_record(household: Household, told: Desk) -> None:
    rows = told.page.locator(ROWS)
    for kind in ("Call asked", "Approval", "Run"):
        expect(rows.filter(has_text=kind).first).to_be_visible()
