"""The web app without a mouse."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.e2e import parts
from tests.e2e.conftest import Household
from tests.e2e.desk import Desk
from tests.e2e.visit import Visit, visiting
from tests.support.house import NAME, PASSWORD

FAR = 60
STOPS = 14

FOCUSED = """() => {
  const here = document.activeElement;
  if (here === document.body) return "";
  return here.getAttribute("aria-label") ?? here.labels?.[0]?.textContent ?? here.textContent;
}"""


def tab_to(page: Page, name: str, key: str = "Tab") -> None:
    """Press Tab until the focus is on what is called so."""
    for _ in range(FAR):
        page.keyboard.press(key)
        if name in page.evaluate(FOCUSED):
            return
    raise AssertionError(f"the keyboard does not reach {name}")


@pytest.fixture
def stranger(browser: Browser, household: Household) -> Iterator[Visit]:
    with visiting(browser, household.server.url) as visit:
        yield visit


def test_sign_in_ask_and_answer_a_card_by_keyboard(stranger: Visit, household: Household) -> None:
    page = stranger.page
    desk = Desk(page).opens()
    expect(page.get_by_label("Name")).to_be_focused()
    page.keyboard.type(NAME)
    tab_to(page, "Password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(desk.field).to_be_focused()
    page.keyboard.type(parts.ADD)
    page.keyboard.press("Enter")
    desk.sees_card()
    tab_to(page, "Deny", "Shift+Tab")
    tab_to(page, "Allow once")
    tab_to(page, "Allow for longer")
    page.keyboard.press("Enter")
    expect(page.locator("[role=menu]:focus, [role=menu] :focus")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.get_by_role("menu")).to_have_count(0)
    tab_to(page, "Allow once", "Shift+Tab")
    page.keyboard.press("Enter")
    desk.reads("Oat milk is on your shopping list.")
    assert parts.ADDED in household.server.note(parts.SHOPPING)


@pytest.mark.parametrize("path", ["/chat", "/settings"])
def test_every_stop_of_the_tab_key_can_be_seen(desk: Desk, path: str) -> None:
    page = desk.opens(path).page
    expect(page.get_by_role("button", name="Find anything")).to_be_visible()
    seen = 0
    while seen < STOPS:
        page.keyboard.press("Tab")
        name, focused = page.evaluate(FOCUSED), page.screenshot()
        if name:  # else the focus is on the browser's own frame
            page.evaluate("document.activeElement.blur()")
            # Compared before the assertion, which would print both pictures.
            unseen = page.screenshot() == focused
            assert not unseen, f"nothing shows that the focus is on {name}"
            seen += 1


def test_palette_finds_pages_and_notes(desk: Desk) -> None:
    page = desk.opens().page
    expect(desk.field).to_be_visible()
    page.keyboard.press("Control+k")
    palette = page.get_by_role("combobox", name="Find an action, a conversation or a note")
    expect(palette).to_be_focused()
    page.keyboard.type("pumpkin")
    expect(page.get_by_role("option", selected=True)).to_contain_text("Pumpkin soup")
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Recipes/Pumpkin soup.md")).to_be_visible()
    page.keyboard.press("Control+k")
    expect(palette).to_be_focused()
    page.keyboard.press("Escape")
    expect(palette).to_have_count(0)
    page.keyboard.press("Control+k")
    expect(palette).to_be_focused()
    page.keyboard.type("activity")
    expect(page.get_by_role("option", selected=True)).to_contain_text("Activity")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Activity")).to_be_visible()


def test_keys_are_shown_and_lead_to_the_pages(desk: Desk) -> None:
    page = desk.opens("/settings").page
    expect(page.get_by_role("heading", name="About")).to_be_visible()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keys")).to_have_count(0)
    for key, heading in (("i", "Inbox"), ("n", "Notes"), ("a", "Activity"), ("c", "New conversation")):
        if key == "c":
            page.locator("main").focus()
        page.keyboard.press("g")
        page.keyboard.press(key)
        expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()


def test_letters_are_no_keys_while_somebody_writes(desk: Desk) -> None:
    desk.opens()
    desk.field.press_sequentially("gi?c")
    expect(desk.field).to_have_value("gi?c")
    expect(desk.page.get_by_role("dialog")).to_have_count(0)
