"""Credentials in the browser: put in, rotated and removed by keyboard, and kept nowhere on the page."""

import pytest
from playwright.sync_api import Browser, expect
from tests.e2e.conftest import Household
from tests.e2e.desk import Desk
from tests.e2e.remembered import places_of
from tests.e2e.second_factor import just_proved
from tests.e2e.states.credentials import PAGE, add_form, refusing, store
from tests.e2e.states.people import invite
from tests.e2e.test_keyboard import tab_to
from tests.e2e.visit import visiting
from tests.support.credentials import store_in

FIRST = "xoxb-e2e-first-1f2e3d4c5b"
SECOND = "xoxb-e2e-second-6a7b8c9d"


def stored(house: Household, name: str) -> str:
    return store_in(house.server.folder / "data" / "credentials", None).open(name).reveal()


@pytest.mark.requirement("K5", "K6")
def test_a_credential_is_added_rotated_and_removed_by_keyboard(household: Household, desk: Desk) -> None:
    page = desk.opens(PAGE).page
    expect(page.get_by_role("button", name="Add a credential")).to_be_visible()
    tab_to(page, "Add a credential")
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Name")).to_be_focused()
    page.keyboard.type("mail.work")
    tab_to(page, "Secret")
    page.keyboard.type(FIRST)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Stored mail.work")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert stored(household, "mail.work") == FIRST
    tab_to(page, "Rotate mail.work")
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="New secret")).to_be_focused()
    page.keyboard.type(SECOND)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Rotated mail.work")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert stored(household, "mail.work") == SECOND
    expect(page.get_by_role("list", name="Credentials")).to_contain_text("rotated")
    tab_to(page, "Remove mail.work")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Keep it")).to_be_focused()
    tab_to(page, "Remove it")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="There are no credentials")).to_be_visible()


@pytest.mark.requirement("K5")
def test_what_was_sent_is_nowhere_on_the_page_any_more(household: Household, desk: Desk) -> None:
    page = desk.opens(PAGE).page
    dialog = add_form(desk, "name-that-is-remembered")
    field = dialog.get_by_role("textbox", name="Secret")
    assert field.get_attribute("type") == "password"
    assert field.get_attribute("autocomplete") == "new-password"
    field.fill(FIRST)
    # The search finds what is there: the name in React's state, the secret in its field, and there alone.
    assert "React" in places_of(page, "name-that-is-remembered")
    assert places_of(page, FIRST) == ["field"]
    dialog.get_by_role("button", name="Store it").click()
    expect(dialog).to_have_count(0)
    assert places_of(page, FIRST) == []
    page.get_by_role("button", name="Rotate name-that-is-remembered").click()
    with refusing(household):
        page.get_by_role("textbox", name="New secret").fill(SECOND)
        page.get_by_role("button", name="Rotate it").click()
        expect(page.get_by_role("alert")).to_contain_text("Put the new one in again")
        expect(page.get_by_role("textbox", name="New secret")).to_be_focused()
        assert places_of(page, SECOND) == []
    assert stored(household, "name-that-is-remembered") == FIRST


def test_several_lines_are_refused_rather_than_joined(desk: Desk) -> None:
    desk.opens(PAGE)
    field = add_form(desk, "certificate").get_by_role("textbox", name="Secret")
    paste = """(field, text) => {
        const data = new DataTransfer();
        data.setData("text", text);
        return field.dispatchEvent(
            new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    }"""
    assert field.evaluate(paste, "-----BEGIN\nKEY-----\n") is False
    expect(desk.page.get_by_text("several lines")).to_be_visible()
    assert field.evaluate(paste, "one line and its end\n") is True
    expect(desk.page.get_by_text("several lines")).to_have_count(0)


def test_a_name_that_is_taken_is_to_be_rotated(desk: Desk) -> None:
    desk.opens(PAGE)
    store(desk, "taken")
    expect(add_form(desk, "taken")).to_contain_text("There is one of this name already")


@pytest.mark.requirement("U5")
def test_who_is_no_administrator_sees_no_page(browser: Browser, household: Household, desk: Desk) -> None:
    just_proved(household)
    desk.opens("/settings/people")
    link = invite(desk)
    with visiting(browser, household.server.url) as visit:
        page = visit.page
        page.goto(link)
        page.get_by_label("Name").fill("Bea")
        page.get_by_label("Password", exact=True).fill("seven brown bicycles")
        page.get_by_role("button", name="Join").click()
        expect(page.get_by_role("textbox", name="Message")).to_be_visible()
        page.goto("/settings")
        sections = page.get_by_role("navigation", name="Settings")
        expect(sections.get_by_role("link", name="API keys")).to_be_visible()
        expect(sections.get_by_role("link", name="Credentials")).to_have_count(0)
        page.goto(PAGE)
        expect(page.get_by_role("heading", name="Only an administrator sees the credentials")).to_be_visible()
        assert ("GET", f"{household.server.url}/api/v1/credentials") not in visit.requests
    desk.opens("/settings")
    expect(desk.page.get_by_role("link", name="Credentials")).to_be_visible()
