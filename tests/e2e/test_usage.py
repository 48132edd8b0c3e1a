"""Usage in the browser: what was used is told, a limit is set by keyboard, and what it stops says why."""

import pytest
from playwright.sync_api import Locator, expect
from tests.e2e.conftest import Household
from tests.e2e.desk import Desk
from tests.support.scripted_model import Text

pytestmark = pytest.mark.requirement("S5")


def section(desk: Desk) -> Locator:
    return desk.opens("/settings/limits").page.get_by_role("region", name="Usage")


def test_limit_is_set_by_keyboard_and_its_answer_says_when_there_is_more(
    household: Household, desk: Desk
) -> None:
    household.stage.play("what time", Text("Late."))
    page = desk.page
    desk.opens().asks("what time is it")
    desk.reads("Late.")
    usage = section(desk)
    expect(usage.get_by_role("listitem").filter(has_text="Tokens").first).to_contain_text("12, no limit")
    usage.get_by_role("button", name="Change what may be used").focus()
    page.keyboard.press("Enter")
    usage.get_by_role("group", name="For one day").get_by_label("Tokens").focus()
    page.keyboard.type("100")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saved")).to_be_visible()
    meter = usage.get_by_role("meter", name="Tokens")
    expect(meter).to_have_attribute("aria-valuetext", "12 of 100, 88 left")
    desk.opens().asks("what time is it now")
    expect(desk.log.get_by_role("alert")).to_contain_text("You may use 100 tokens today")
    expect(desk.log.get_by_role("alert")).to_contain_text("More on")
    usage = section(desk)
    usage.get_by_role("button", name="Change what may be used").click()
    usage.get_by_role("group", name="For one day").get_by_label("Tokens").fill("")
    usage.get_by_role("button", name="Save").click()
    expect(usage.get_by_role("listitem").filter(has_text="Tokens").first).to_contain_text("no limit")
    desk.opens().asks("what time is it then")
    desk.reads("Late.")


def test_usage_that_cannot_be_read_says_so_and_is_read_on_a_second_try(desk: Desk) -> None:
    desk.page.route("**/api/v1/usage", lambda route: route.abort())
    usage = section(desk)
    again = usage.get_by_role("button", name="Try again")
    expect(again).to_be_visible()
    desk.page.unroute("**/api/v1/usage")
    again.click()
    expect(usage.get_by_role("heading", name="Today")).to_be_visible()
