"""The conversation of the issue, in a browser, against a model that plays its part."""

import re

import pytest
from playwright.sync_api import Browser, expect
from tests.e2e import parts
from tests.e2e.conftest import Household
from tests.e2e.desk import Desk
from tests.e2e.visit import visiting
from tests.support.scripted_model import Calls, SlowText, Text


def test_answer_appears_while_it_is_written(household: Household, desk: Desk) -> None:
    household.stage.play("slowly", SlowText("One sheep, " + "another sheep, " * 40 + "asleep.", delay=0.05))
    desk.opens().asks("Count slowly")
    desk.reads("One sheep")
    assert "asleep" not in desk.log.inner_text()
    expect(desk.page.get_by_role("button", name="Stop")).to_be_visible()
    desk.reads("asleep.")


def test_stop_ends_an_answer_that_is_being_written(household: Household, desk: Desk) -> None:
    household.stage.play("endless", SlowText("and on " * 3000, delay=0.05))
    desk.opens().asks("Tell me the endless story")
    desk.reads("and on")
    desk.page.get_by_role("button", name="Stop").click()
    expect(desk.page.get_by_role("button", name="Stop")).to_have_count(0)
    expect(desk.log).to_have_attribute("aria-busy", "false")


def test_citation_opens_the_note_at_the_line(desk: Desk) -> None:
    desk.opens().asks(parts.QUESTION)
    desk.reads("480 €")
    desk.page.get_by_role("button", name=re.compile("^Source 1: Boiler decision")).first.click()
    pane = desk.page.get_by_role("complementary", name="Note")
    expect(pane).to_contain_text(parts.DECISION)
    marked = pane.locator("[class*=marked]")
    expect(marked).to_have_count(1)
    expect(marked).to_contain_text("We decided on 2026-10-14 to repair the boiler")
    expect(marked).to_be_in_viewport()
    desk.page.keyboard.press("Escape")
    expect(pane).to_have_count(0)


def test_step_opens_into_what_was_asked_and_what_came_back(desk: Desk) -> None:
    desk.opens().asks(parts.QUESTION)
    desk.reads("480 €")
    step = desk.log.get_by_role("button", name=f"Read {parts.DECISION}").first
    step.click()
    expect(desk.log).to_contain_text("Asked of vault_read")
    expect(desk.log).to_contain_text("What came back")
    expect(desk.log.locator("pre")).to_contain_text("We decided on 2026-10-14")


@pytest.mark.requirement("P5")
def test_question_waits_in_the_inbox_and_nothing_is_written_before_the_yes(
    browser: Browser, household: Household
) -> None:
    before = household.server.note(parts.SHOPPING)
    with visiting(browser, household.server.url, household.cookies) as visit:
        desk = Desk(visit.page).opens().asks(parts.ADD)
        card = desk.sees_card()
        expect(card.get_by_role("heading")).to_have_text("Add to Shopping list?")
        expect(card.get_by_role("group", name="What would change")).to_contain_text(parts.ADDED)
        card.get_by_text("Exactly what was asked of vault_").click()
        expect(card).to_contain_text(re.compile("mode.*append"))
        for name in ("Deny", "Allow once", "Allow for longer"):
            expect(card.get_by_role("button", name=name)).to_be_visible()
        assert household.server.note(parts.SHOPPING) == before
    with visiting(browser, household.server.url, household.cookies) as visit:
        desk = Desk(visit.page).opens("/notes")
        expect(desk.rail("Inbox")).to_contain_text("1")
        desk.rail("Inbox").click()
        expect(desk.sees_card()).to_contain_text(parts.ADDED)
        assert household.server.note(parts.SHOPPING) == before
        desk.allows()
        expect(desk.card).to_have_count(0)
        expect(desk.rail("Inbox").get_by_label(re.compile("waiting"))).to_have_count(0)
        desk.page.get_by_role("region", name="Answered lately").get_by_role("link").first.click()
        desk.reads("Oat milk is on your shopping list.")
        expect(desk.folded).to_contain_text("You allowed once · Add to Shopping list")
    assert household.server.note(parts.SHOPPING) == f"{before.rstrip()}\n{parts.ADDED}\n"


def test_no_leaves_the_note_alone_and_the_model_hears_of_it(household: Household, desk: Desk) -> None:
    before = household.server.note(parts.SHOPPING)
    desk.opens().asks(parts.ADD)
    desk.denies()
    expect(desk.folded).to_contain_text("You denied · Add to Shopping list")
    desk.reads("Oat milk")
    expect(desk.log).to_have_attribute("aria-busy", "false")
    assert household.server.note(parts.SHOPPING) == before
    told = household.model.requests[-1].messages[-1]
    assert told["role"] == "tool"
    assert "denied" in told["content"].lower() or "said no" in told["content"].lower()


def test_always_lets_the_next_one_pass_without_a_card(household: Household, desk: Desk) -> None:
    path = "Travel/Packing list.md"
    add = Calls([("vault_write", {"path": path, "content": "- [ ] string", "mode": "append"})])
    household.stage.play("to my packing list", add, Text("It is on the packing list."))
    desk.opens().asks("Add string to my packing list")
    desk.opens_longer().get_by_role("menuitem", name="Always allow").click()
    desk.reads("It is on the packing list.")
    assert household.server.note(path).count("- [ ] string") == 1
    desk.opens().asks("Again to my packing list")
    desk.reads("It is on the packing list.")
    expect(desk.card).to_have_count(0)
    expect(desk.folded).to_have_count(0)
    assert household.server.note(path).count("- [ ] string") == 2


def test_answer_in_one_window_folds_the_card_in_the_other(
    browser: Browser, household: Household, desk: Desk
) -> None:
    desk.opens().asks(parts.ADD)
    desk.sees_card()
    with visiting(browser, household.server.url, household.cookies) as other:
        elsewhere = Desk(other.page).opens("/inbox")
        elsewhere.denies()
    expect(desk.card).to_have_count(0)
    expect(desk.folded).to_contain_text("You denied")


def test_reload_in_the_middle_loses_nothing(household: Household, desk: Desk) -> None:
    household.stage.play("sheepfold", SlowText("First sheep. " + "Sheep. " * 60 + "Last one.", delay=0.05))
    desk.opens().asks("Fill the sheepfold")
    desk.reads("First sheep.")
    desk.page.reload()
    desk.reads("Last one.")
    assert desk.log.inner_text().count("First sheep.") == 1
