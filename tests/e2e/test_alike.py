"""Alike questions on one card: a line each, struck or left, answered together, at a desk and on a phone."""

from pathlib import Path
from typing import Any, Final

import httpx2
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect
from tests.e2e.conftest import Household
from tests.e2e.desk import HELD, Desk
from tests.e2e.visit import DESKTOP, PHONE, visiting
from tests.support.scripted_model import Calls, Text

pytestmark = pytest.mark.requirement("P9", "P10")

INVOICE: Final = "Mail/Invoice of the plumber.md"
PAY: Final = "Pay 480 € to DE89 3704 0044 0532 0130 00 before Friday."
PICTURES: Final = Path(__file__).parents[2] / "build" / "screenshots"


def writes(*notes: tuple[str, str]) -> Calls:
    calls = [("vault_write", {"path": path, "content": text, "mode": "create"}) for path, text in notes]
    return Calls(calls)


def lines_of(card: Locator) -> Locator:
    return card.get_by_role("list", name="What it asks for").locator("> li")


def sees_lines(desk: Desk, many: int) -> Locator:
    """The one card, once it has all its lines and takes an answer."""
    expect(desk.card).to_have_count(1)
    expect(lines_of(desk.card)).to_have_count(many)
    expect(desk.card.locator(HELD)).to_have_count(0)
    return desk.card


def pictured(page: Page, name: str) -> None:
    page.screenshot(path=PICTURES / f"alike-{name}.png")
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, f"{wide} pixels wider than the window"
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()


def answered(household: Household, question: str, *, allow: bool) -> None:
    """Answer one question from elsewhere, over the API."""
    with httpx2.Client(base_url=household.server.url, cookies={"paios_session": household.cookie}) as client:
        csrf = client.get("/api/v1/session").json()["csrf"]
        shown: Any = client.get(f"/api/v1/approvals/{question}").json()
        body = {"allow": allow, "remember": "once", "fingerprint": shown["fingerprint"]}
        where = f"/api/v1/approvals/{question}/answer"
        client.post(where, json=body, headers={"X-CSRF-Token": csrf}).raise_for_status()


@pytest.mark.parametrize(("device", "size"), [("desktop", DESKTOP), ("phone", PHONE)])
def test_struck_line_is_denied_and_the_others_are_allowed_with_one_yes(
    browser: Browser, household: Household, device: str, size: tuple[int, int]
) -> None:
    note = household.server.notes / INVOICE
    note.parent.mkdir(exist_ok=True)
    note.write_text(f"---\nsource: web\n---\n# Invoice\n\n{PAY}\n", "utf-8")
    guests, pay, menu = (f"{name} {device}.md" for name in ("Guests", "Pay", "Menu"))
    read = Calls([("vault_read", {"path": INVOICE})])
    long = "Soup, then fish.\n\n" + "\n".join(f"{number} guests eat fish." for number in range(60))
    three = writes((guests, "Bob and Eve."), (pay, PAY), (menu, long))
    household.stage.play(f"invoice at the {device}", read, three, Text("That is that."))
    with visiting(browser, household.server.url, household.cookies, size) as visit:
        desk = Desk(visit.page).opens()
        desk.asks(f"Please write three notes from the invoice at the {device}")
        card = sees_lines(desk, 3)
        expect(card.get_by_role("heading")).to_have_text("Write 3 notes?")
        lines = lines_of(card)
        expect(lines.nth(0)).to_contain_text("Bob and Eve.")
        expect(lines.nth(1)).to_contain_text("from outside: the note that was read")
        expect(lines.nth(0)).not_to_contain_text("from outside")
        expect(card).to_contain_text("In each line: mode create")
        expect(card.get_by_role("button", name="Allow for longer")).to_have_count(0)
        pictured(visit.page, f"card-{device}")
        lines.nth(2).locator("button[aria-expanded]").first.press("Enter")
        expect(lines.nth(2)).to_contain_text("59 guests eat fish.")
        expect(lines.nth(2)).to_contain_text("Why it asks")
        pictured(visit.page, f"opened-{device}")
        lines.nth(2).locator("button[aria-expanded]").first.press("Enter")
        lines.nth(0).get_by_role("button", name="Strike line 1").press("Enter")
        lines.nth(1).get_by_role("button", name="Strike line 2").press("Enter")
        lines.nth(0).get_by_role("button", name="Put back line 1").press("Enter")
        pictured(visit.page, f"struck-{device}")
        card.get_by_role("button", name="Allow 2 of 3").press("Enter")
        desk.reads("That is that.")
        expect(desk.card).to_have_count(0)
        expect(desk.folded).to_have_count(3)
        for line, told in enumerate(("You allowed once", "You denied", "You allowed once")):
            expect(desk.folded.nth(line)).to_contain_text(told)
        pictured(visit.page, f"answered-{device}")
    there = [(household.server.notes / each).exists() for each in (guests, pay, menu)]
    assert there == [True, False, True]


def test_card_takes_no_answer_while_it_is_new_and_none_with_every_line_struck(
    household: Household, desk: Desk
) -> None:
    household.stage.play(
        "four notes", writes(*((f"No {number}.md", "x") for number in range(4))), Text("Well.")
    )
    desk.page.clock.install()
    desk.opens().asks("Write four notes")
    desk.page.clock.pause_at(desk.page.evaluate("Date.now() + 1000"))
    while lines_of(desk.card).count() < 4:
        desk.page.clock.run_for(50)
    yes = desk.card.get_by_role("button", name="Allow all 4")
    yes.press("Enter")
    expect(desk.card.locator(HELD).first).to_be_attached()
    expect(lines_of(desk.card)).to_have_count(4)
    desk.page.clock.resume()
    card = sees_lines(desk, 4)
    for number in range(4):
        lines_of(card).nth(number).get_by_role("button", name="Strike").click()
    expect(card.get_by_role("button", name="Nothing is left")).to_have_attribute("aria-disabled", "true")
    card.get_by_role("button", name="Deny all").click()
    desk.reads("Well.")
    expect(desk.folded).to_have_count(4)
    assert not (household.server.notes / "No 0.md").exists()


@pytest.mark.requirement("P11")
def test_line_that_was_answered_elsewhere_leaves_the_others_to_be_answered_in_the_inbox(
    household: Household, desk: Desk
) -> None:
    notes = [f"Inbox {number}.md" for number in range(3)]
    household.stage.play("for the inbox", writes(*((each, each) for each in notes)), Text("So be it."))
    desk.opens().asks("Write three notes for the inbox")
    lines = lines_of(sees_lines(desk, 3))
    last = lines.nth(2).get_attribute("data-line")
    desk.rail("Inbox").click()
    sees_lines(desk, 3)
    pictured(desk.page, "inbox")
    assert last is not None
    answered(household, last, allow=True)
    card = sees_lines(desk, 2)
    card.get_by_role("button", name="Allow all 2").click()
    expect(desk.card).to_have_count(0)
    expect(desk.page.get_by_text("Nothing waits for you")).to_be_visible()
    expect(desk.folded.first).to_be_visible()
    desk.rail("Chat").click()
    desk.page.get_by_role("link", name="Write three notes for the inbox").click()
    desk.reads("So be it.")
    assert all((household.server.notes / each).exists() for each in notes)


def test_answer_that_comes_too_late_is_told_on_its_line_and_the_others_stand(
    household: Household, desk: Desk
) -> None:
    notes = [f"Late {number}.md" for number in range(3)]
    household.stage.play("too late", writes(*((each, each) for each in notes)), Text("So it went."))
    desk.opens().asks("Write three notes, too late")
    card = sees_lines(desk, 3)
    second = lines_of(card).nth(1).get_attribute("data-line")
    refused = {
        "type": "about:blank",
        "title": "Already answered",
        "status": 409,
        "code": "answered",
        "detail": "This question was already answered, or its time is up.",
    }
    desk.page.route(
        f"**/approvals/{second}/answer",
        lambda route: route.fulfill(status=409, json=refused, content_type="application/problem+json"),
    )
    card.get_by_role("button", name="Allow all 3").click()
    expect(desk.folded.filter(has_text="its time is up")).to_have_count(1)
    expect(desk.folded.filter(has_text="You allowed once")).to_have_count(2)
    expect(desk.card).to_have_count(0)
    desk.reads("Created Late 0.md")
    assert (household.server.notes / notes[0]).exists()
    assert not (household.server.notes / notes[1]).exists()
    desk.page.unroute(f"**/approvals/{second}/answer")
    desk.page.get_by_role("button", name="Stop").click()


def test_one_by_one_gives_each_its_own_card_with_all_that_it_can_do(household: Household, desk: Desk) -> None:
    household.stage.play("one by one", writes(("A.md", "a"), ("B.md", "b")), Text("Each its own."))
    desk.opens().asks("Write these one by one")
    sees_lines(desk, 2).get_by_role("button", name="One by one").click()
    expect(desk.card).to_have_count(2)
    expect(desk.card.first).to_be_focused()
    expect(desk.card.get_by_role("button", name="Edit")).to_have_count(2)
    for _ in range(2):
        desk.sees_first_card()
        desk.card.first.get_by_role("button", name="Deny").click()
    desk.reads("Each its own.")
