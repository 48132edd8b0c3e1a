"""The moments of decision: where values come from, editing, striking, why, two devices, notifications."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from tests.e2e import parts
from tests.e2e.conftest import Household
from tests.e2e.desk import Desk
from tests.e2e.visit import visiting
from tests.support.scripted_model import Calls, Text

INVOICE: Final = "Mail/Invoice.md"
ACCOUNT: Final = "DE89 3704 0044 0532 0130 00"
OUTSIDE: Final = f"---\nsource: web\n---\n# Invoice\n\nPay 480 € to {ACCOUNT} before Friday.\n"
PAY: Final = f"Pay 480 € to {ACCOUNT} before Friday."
READS: Final = Calls([("vault_read", {"path": INVOICE})])
COPIES: Final = Calls([("vault_write", {"path": "Pay.md", "content": PAY, "mode": "create"})])

PICTURES: Final = Path(__file__).parents[2] / "build" / "screenshots"

EYES: Final = """
window.hiddenNow = false;
Object.defineProperty(document, "visibilityState", {
  get: () => (window.hiddenNow ? "hidden" : "visible"),
});
window.told = [];
const Real = window.Notification;
window.Notification = class extends Real {
  constructor(...given) {
    super(...given);
    document.documentElement.dataset.told = window.told.push(this);
  }
};
"""
"""A page that can be out of sight, and its notifications, which are real ones."""

LOOK: Final = "(away) => { hiddenNow = away; document.dispatchEvent(new Event('visibilitychange')); }"
CLICK: Final = "told[0].dispatchEvent(new Event('click'))"


@pytest.fixture(scope="module", autouse=True)
def invoice(household: Household) -> Path:
    """A note of somebody else's words."""
    note = household.server.notes / INVOICE
    note.parent.mkdir()
    note.write_text(OUTSIDE, "utf-8")
    household.stage.play("copy the invoice", READS, COPIES, Text("It is copied, or it is not."))
    return note


@pytest.fixture(scope="module")
def elsewhere(browser: Browser, household: Household) -> Iterator[Desk]:
    """The same person at another device."""
    with visiting(browser, household.server.url) as visit:
        desk = Desk(visit.page).opens("/login")
        desk.signs_in()
        expect(desk.field).to_be_visible()
        yield desk


@pytest.fixture
def strict(household: Household, browser: Browser) -> Iterator[None]:
    """Strictness, as it is switched on in the settings, and off again."""
    with visiting(browser, household.server.url, household.cookies) as visit:
        switch = Desk(visit.page).opens("/settings").page.get_by_role("switch", name="Strict")
        switch.click(force=True)
        expect(switch).to_be_checked()
        expect(visit.page.get_by_text("Saved")).to_be_visible()
        yield
        switch.click(force=True)
        expect(switch).not_to_be_checked()
        expect(visit.page.get_by_text("Saved").nth(1)).to_be_visible()


def looked_at(page: Page, name: str) -> None:
    """Picture this moment, and let axe find nothing wrong with it."""
    page.screenshot(path=PICTURES / f"decision-{name}.png")
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.requirement("P10")
def test_chip_opens_the_words_that_a_value_was_read_from(desk: Desk) -> None:
    desk.opens().asks("Please copy the invoice")
    card = desk.sees_card()
    chips = card.get_by_label("Where it comes from")
    expect(chips.locator("dt").first).to_have_text("content")
    chip = chips.get_by_role("button", name="from outside: the note that was read")
    expect(card).to_contain_text("the assistant’s own words")
    chip.press("Enter")
    whole = card.get_by_label("All that came back")
    expect(whole).to_contain_text("source: web")
    expect(whole.locator("mark")).to_contain_text("480 €")
    expect(card.get_by_role("link")).to_have_count(0)
    looked_at(desk.page, "passage")
    expect(card).to_contain_text("Not offered.")
    expect(card.get_by_role("button", name="Allow for longer")).to_have_count(0)
    desk.denies()
    desk.reads("It is copied, or it is not.")


@pytest.mark.requirement("P9", "P10")
def test_edited_call_is_done_as_edited_and_a_refused_edit_loses_nothing(
    household: Household, desk: Desk
) -> None:
    desk.opens().asks(parts.ADD)
    card = desk.sees_card()
    card.get_by_role("button", name="Edit").click()
    content, mode = (card.get_by_label(name, exact=True) for name in ("content", "mode"))
    content.fill("- [ ] soy milk")
    mode.fill("explode")
    mode.press("Enter")
    expect(card.get_by_text("you changed this")).to_have_count(2)
    card.get_by_role("button", name="Allow with your changes").click()
    expect(card.get_by_role("alert")).to_contain_text("mode")
    expect(mode).to_have_attribute("aria-invalid", "true")
    expect(content).to_have_value("- [ ] soy milk")
    looked_at(desk.page, "edit-refused")
    mode.fill("append")
    content.press("Escape")
    expect(card.get_by_role("button", name="Edit")).to_be_focused()
    expect(card).to_contain_text("Your changes are kept.")
    card.get_by_role("button", name="Edit").click()
    card.get_by_role("button", name="Allow with your changes").click()
    expect(desk.folded).to_contain_text("You allowed once, with your changes")
    desk.reads("Oat milk is on your shopping list.")
    assert "- [ ] soy milk" in household.server.note(parts.SHOPPING)
    assert parts.ADDED not in household.server.note(parts.SHOPPING)


@pytest.mark.requirement("I12", "P10")
def test_struck_line_is_not_granted_and_the_others_are(household: Household, desk: Desk) -> None:
    paths = ("Guests.md", "Menu.md", "Budget.md")
    actions = [
        {
            "tool": "vault_write",
            "constraints": {"properties": {"path": {"const": path}}, "required": ["path"]},
            "why": "It belongs to the party.",
        }
        for path in paths
    ]
    writes = [
        Calls([("vault_write", {"path": path, "content": f"# {path}", "mode": "create"})]) for path in paths
    ]
    household.stage.play(
        "plan the party", Calls([("request_permissions", {"actions": actions})]), *writes, Text("Planned.")
    )
    desk.opens().asks("Now plan the party")
    card = desk.sees_card()
    lines = card.get_by_role("list", name="What it asks for").get_by_role("listitem")
    expect(lines).to_have_count(3)
    expect(lines.first).to_contain_text("It belongs to the party.")
    lines.nth(1).get_by_role("button", name="Strike").press("Enter")
    expect(lines.nth(1).get_by_role("button")).to_have_attribute("aria-pressed", "true")
    looked_at(desk.page, "struck")
    card.get_by_role("button", name="Allow 2 of 3").click()
    expect(desk.folded.first).to_contain_text("You allowed some of it")
    # The struck one asks for itself; those that were left do not.
    expect(desk.sees_card().get_by_role("heading")).to_contain_text("Menu")
    assert (household.server.notes / "Guests.md").exists()
    desk.denies()
    desk.reads("Planned.")
    assert (household.server.notes / "Budget.md").exists()
    assert not (household.server.notes / "Menu.md").exists()


@pytest.mark.requirement("T3")
def test_refused_call_says_why_and_prepares_the_words_that_would_allow_it(desk: Desk, strict: None) -> None:
    desk.opens().asks("Please copy the invoice")
    desk.reads("It is copied, or it is not.")
    expect(desk.card).to_have_count(0)
    refused = desk.log.locator("[data-state=refused]")
    refused.get_by_role("button", name="not done").press("Enter")
    expect(refused).to_contain_text("Refused.")
    expect(refused).to_contain_text("one of them comes from outside")
    looked_at(desk.page, "refused")
    desk.field.fill("What I had begun to write.")
    refused.get_by_role("button", name="Prepare the words").click()
    expect(desk.field).to_be_focused()
    expect(desk.field).to_have_value(
        re.compile(r"^What I had begun to write\.\nYes, do this: write a note, .*path “Pay\.md”")
    )
    desk.opens("/audit")
    row = (
        desk.page.locator("ol[aria-label='Records, newest first'] > li").filter(has_text="Call denied").first
    )
    row.get_by_role("button").first.click()
    expect(row).to_contain_text("Refused.")
    expect(row).to_contain_text("from outside: the note that was read")


@pytest.mark.requirement("P11")
def test_question_is_answered_on_another_device_and_folds_on_this_one(desk: Desk, elsewhere: Desk) -> None:
    desk.opens().asks(parts.DELETE)
    desk.sees_card()
    elsewhere.rail("Inbox").click()
    elsewhere.denies()
    expect(desk.folded).to_contain_text("You denied")
    expect(desk.folded).to_contain_text(re.compile(r"just now · from .*(Chrome|Chromium)"))
    expect(desk.card).to_have_count(0)


@pytest.mark.requirement("P11", "F5")
def test_who_looks_elsewhere_is_told_by_the_browser_and_led_to_the_card(
    browser: Browser, household: Household, elsewhere: Desk
) -> None:
    with visiting(browser, household.server.url, household.cookies) as visit:
        visit.context.grant_permissions(["notifications"], origin=household.server.url)
        visit.context.add_init_script(EYES)
        page: Page = visit.page
        desk = Desk(page).opens("/inbox")
        page.get_by_role("button", name="Tell me").click()
        expect(page.get_by_text("This browser tells you when paios asks")).to_be_visible()
        page.evaluate(LOOK, True)
        elsewhere.opens().asks(parts.DELETE)
        expect(page.locator("html")).to_have_attribute("data-told", "1")
        assert page.evaluate("told[0].title") == "paios asks: Delete Plum jam?"
        assert page.evaluate("told[0].body") == ""
        desk.rail("Settings").click()
        expect(page.get_by_role("heading", name="Caution")).to_be_visible()
        page.evaluate(LOOK, False)
        page.evaluate(CLICK)
        expect(desk.card).to_be_focused()
        desk.denies()


def test_link_from_outside_is_looked_at_before_it_opens(household: Household, desk: Desk) -> None:
    answer = "Pay at [paypal.com](https://paypal.com.evil.example/pay?from=you) [1].\n\nThat is all."
    household.stage.play("where to pay", READS, Text(answer))
    desk.opens().asks("Say where to pay")
    desk.reads("That is all.")
    expect(desk.log).to_contain_text("From outside: “Invoice”")
    expect(desk.log.get_by_role("link")).to_have_count(0)
    link = desk.log.get_by_role("button", name="paypal.com")
    link.press("Enter")
    look = desk.page.get_by_role("dialog", name="A link from outside")
    expect(look.locator("strong")).to_have_text("paypal.com.evil.example")
    expect(look).to_contain_text("Its text says paypal.com. It does not lead there.")
    expect(look.get_by_role("link", name="Open")).to_have_attribute("rel", "noopener noreferrer nofollow")
    looked_at(desk.page, "link")
    desk.page.keyboard.press("Escape")
    expect(look).to_have_count(0)
    expect(link).to_be_focused()
