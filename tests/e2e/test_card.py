"""The approval card: what it shows, when it takes an answer, and what it does not offer."""

import re

import pytest
from playwright.sync_api import expect
from tests.e2e import parts
from tests.e2e.conftest import Household
from tests.e2e.desk import HELD, Desk
from tests.e2e.visit import Visit
from tests.support.scripted_model import Calls, Text

HOLD = 800
STEP = 50


def answers_sent(visit: Visit) -> int:
    return sum(method == "POST" and url.endswith("/answer") for method, url in visit.requests)


@pytest.mark.requirement("P9")
def test_enter_in_the_first_800_milliseconds_is_no_answer(visit: Visit, desk: Desk) -> None:
    desk.opens()
    desk.page.clock.install()
    desk.page.reload()
    desk.asks(parts.ADD)
    # From here on the page's time moves only as far as it is told to.
    desk.page.clock.pause_at(desk.page.evaluate("Date.now() + 1000"))
    while desk.card.count() == 0:
        desk.page.clock.run_for(STEP)
    button = desk.card.get_by_role("button", name="Allow once")
    desk.page.keyboard.press("Enter")
    for _ in range(0, HOLD - 2 * STEP, STEP):
        expect(desk.card.locator(HELD).first).to_be_attached()
        button.press("Enter")
        desk.page.clock.run_for(STEP)
    assert answers_sent(visit) == 0
    expect(desk.card).to_have_count(1)
    desk.page.clock.resume()
    desk.sees_card()
    button.press("Enter")
    expect(desk.folded).to_contain_text("You allowed once")
    assert answers_sent(visit) == 1


@pytest.mark.requirement("P7")
def test_deletion_offers_no_always_and_says_why(household: Household, desk: Desk) -> None:
    desk.opens().asks(parts.DELETE)
    card = desk.sees_card()
    expect(card).to_contain_text("Not offered, for the same reason.")
    expect(card.get_by_role("button", name="Allow for longer")).to_have_count(0)
    assert (household.server.notes / parts.JAM).exists()
    desk.denies()
    desk.reads("You denied")
    assert (household.server.notes / parts.JAM).exists()


@pytest.mark.requirement("P7")
@pytest.mark.parametrize(
    ("path", "label", "told"),
    [
        ("To do.md", "Allow until tomorrow, this time", "You allowed until a time you set"),
        ("Home.md", "Allow the next 5 times", "You allowed a number of times"),
    ],
)
def test_longer_yes_has_an_end(household: Household, desk: Desk, path: str, label: str, told: str) -> None:
    add = ("vault_write", {"path": path, "content": f"- [ ] {label}", "mode": "append"})
    household.stage.play(label, Calls([add]), Text("It is written."))
    desk.opens().asks(f"Note this: {label}")
    desk.opens_longer().get_by_role("menuitem", name=label).click()
    expect(desk.folded).to_contain_text(told)
    desk.reads("It is written.")
    assert f"- [ ] {label}" in household.server.note(path)


def test_characters_that_hide_are_shown(household: Household, desk: Desk) -> None:
    path = "Reference/In\u202evoice\u200b.md"
    content = "Pay 10\u200b0 € to \u202eelbaton\u202c and\u2066 me\u2069\ufeff."
    call = Calls([("vault_write", {"path": path, "content": content, "mode": "create"})])
    household.stage.play("invoice", call, Text("Done."))
    desk.opens().asks("Write the invoice")
    card = desk.sees_card()
    expect(card.get_by_role("heading")).to_contain_text("In⟨U+202E⟩voice⟨U+200B⟩")
    change = card.get_by_role("group", name="What would change")
    expect(change).to_contain_text(
        "Pay 10⟨U+200B⟩0 € to ⟨U+202E⟩elbaton⟨U+202C⟩ and⟨U+2066⟩ me⟨U+2069⟩⟨U+FEFF⟩."
    )
    card.get_by_text("Exactly what was asked of vault_").click()
    hidden = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
    assert hidden.search(card.inner_text()) is None
    desk.denies()
    expect(desk.folded).to_contain_text("In⟨U+202E⟩voice")
    assert hidden.search(desk.folded.inner_text()) is None


def test_long_change_shows_its_end_and_all_of_it_on_demand(household: Household, desk: Desk) -> None:
    lines = [f"line {number}" for number in range(1, 201)]
    call = Calls([("vault_write", {"path": "Long.md", "content": "\n".join(lines), "mode": "create"})])
    household.stage.play("long note", call, Text("Done."))
    desk.opens().asks("Write the long note")
    card = desk.sees_card()
    expect(card.get_by_role("group", name="How it ends")).to_contain_text("line 200")
    card.get_by_role("button", name=re.compile("Show all")).click()
    expect(card.get_by_role("group", name="What would change")).to_contain_text("line 137")
    desk.denies()
    expect(desk.folded).to_have_count(1)


@pytest.mark.requirement("P9")
def test_note_that_changed_since_the_card_was_shown_asks_again(household: Household, desk: Desk) -> None:
    note = household.server.notes / parts.SHOPPING
    desk.opens().asks(parts.ADD)
    shown = desk.sees_card().get_attribute("data-approval")
    edited = f"{note.read_text('utf-8')}- [ ] a line from an editor\n"
    note.write_text(edited, "utf-8")
    desk.card.get_by_role("button", name="Allow once").click()
    again = desk.page.locator(f"div[data-approval]:not([data-approval='{shown}'])")
    expect(again).to_contain_text("a line from an editor")
    assert note.read_text("utf-8") == edited
    desk.denies()
    expect(desk.card).to_have_count(0)
    assert note.read_text("utf-8") == edited
