"""Owns: settings, activity, and what is around every page, in each state that a person can find them in."""

from playwright.sync_api import expect
from tests.e2e.conftest import Household
from tests.e2e.desk import Desk
from tests.e2e.states.registry import state


@state
def activity(desk: Desk, _house: Household) -> None:
    desk.opens("/audit")
    rows = desk.page.locator("ol[aria-label='Records, newest first'] > li")
    rows.filter(has_text="Call").first.get_by_role("button").click()
    desk.page.get_by_role("button", name="Verify").click()
    expect(desk.page.get_by_text("The record is whole")).to_be_visible()


@state
def activity_empty(desk: Desk, _house: Household) -> None:
    desk.opens("/audit?text=nothing+is+called+this")
    expect(desk.page.get_by_text("Nothing like that was recorded")).to_be_visible()


@state
def settings_model(desk: Desk, _house: Household) -> None:
    desk.opens("/settings/general")
    section = desk.page.get_by_role("region", name="Model")
    section.get_by_role("button", name="Change").click()
    section.get_by_role("radio", name="Another server").click()


@state
def settings_usage(desk: Desk, _house: Household) -> None:
    desk.opens().asks("Hello, I want to see what this costs")
    desk.reads("Hello.")
    section = desk.opens("/settings/limits").page.get_by_role("region", name="Usage")
    section.get_by_role("button", name="Change what may be used").click()
    section.get_by_role("group", name="For one day").get_by_label("Actions").fill("0")
    section.get_by_role("group", name="For one month").get_by_label("Tokens").fill("1000000")
    section.get_by_role("button", name="Save").click()
    expect(section.get_by_role("list", name="Today").get_by_role("meter", name="Actions")).to_be_visible()
    section.scroll_into_view_if_needed()


@state
def settings_usage_limits(desk: Desk, _house: Household) -> None:
    section = desk.opens("/settings/limits").page.get_by_role("region", name="Usage")
    section.get_by_role("button", name="Change what may be used").click()
    section.get_by_role("group", name="For one day").get_by_label("Actions").fill("")
    section.get_by_role("group", name="For one month").get_by_label("Tokens").fill("")
    section.get_by_role("button", name="Save").click()
    section.get_by_role("button", name="Change what may be used").click()
    section.get_by_role("button", name="Add a price").click()
    section.get_by_role("button", name="Save").scroll_into_view_if_needed()


@state
def page_not_found(desk: Desk, _house: Household) -> None:
    desk.opens("/nowhere")
    expect(desk.page.get_by_role("heading")).not_to_have_count(0)


@state
def keys(desk: Desk, _house: Household) -> None:
    desk.opens("/settings")
    expect(desk.page.get_by_role("heading", name="About")).to_be_visible()
    desk.page.keyboard.press("?")
    expect(desk.page.get_by_role("dialog", name="Keys")).to_be_visible()
