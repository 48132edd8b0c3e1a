"""Pause in the browser: seen on every page, obeyed at once, and nothing that was written is lost."""

import pytest
from playwright.sync_api import Browser, expect
from tests.e2e import parts
from tests.e2e.conftest import Household
from tests.e2e.desk import Desk
from tests.e2e.visit import visiting
from tests.support.scripted_model import SlowText, Text

BAR = "Everything is paused."


@pytest.mark.requirement("S4")
def test_pause_is_seen_on_every_page_and_in_every_window(browser: Browser, household: Household) -> None:
    with visiting(browser, household.server.url, household.cookies) as visit:
        page = visit.page
        desk = Desk(page).opens()
        page.get_by_role("button", name="Pause").click()
        expect(page.get_by_text(BAR)).to_be_visible()
        for path in ("/chat", "/inbox", "/notes", "/notes/trash", "/audit", "/settings", "/nowhere"):
            desk.opens(path)
            expect(page.get_by_role("alert").filter(has_text=BAR)).to_be_visible()
            expect(page.get_by_role("alert").filter(has_text=BAR)).to_contain_text("Ada pressed pause")
        with visiting(browser, household.server.url, household.cookies) as other:
            Desk(other.page).opens("/notes")
            bar = other.page.get_by_role("alert").filter(has_text=BAR)
            bar.get_by_role("button", name="Resume").click()
            expect(bar).to_have_count(0)
        expect(page.get_by_role("alert").filter(has_text=BAR)).to_have_count(0)


@pytest.mark.requirement("S4")
def test_message_while_paused_is_refused_and_kept(household: Household, desk: Desk) -> None:
    page = desk.page
    desk.opens().asks("Hello before")
    desk.reads("Hello.")
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_text(BAR)).to_be_visible()
    heard = len(household.model.requests)
    desk.asks("Hello while paused")
    expect(desk.log.get_by_role("alert")).to_contain_text("Resume to go on; your message was not sent.")
    expect(desk.field).to_have_value("Hello while paused")
    page.reload()
    expect(desk.field).to_have_value("Hello while paused")
    assert len(household.model.requests) == heard
    page.get_by_role("alert").filter(has_text=BAR).get_by_role("button", name="Resume").click()
    expect(page.get_by_text(BAR)).to_have_count(0)
    desk.field.press("Enter")
    expect(desk.log.get_by_role("article")).to_have_count(2)
    expect(desk.field).to_have_value("")


@pytest.mark.requirement("S4")
def test_question_is_frozen_while_paused_and_can_be_answered_after_it(
    household: Household, desk: Desk
) -> None:
    page, before = desk.page, household.server.note(parts.SHOPPING)
    desk.opens().asks(parts.ADD)
    desk.sees_card()
    page.get_by_role("button", name="Pause").click()
    bar = page.get_by_role("alert").filter(has=page.get_by_role("button", name="Resume"))
    expect(bar).to_contain_text("Nothing runs until you resume.")
    desk.allows()
    expect(page.get_by_text("Resume to answer this; its time does not run meanwhile.")).to_be_visible()
    assert household.server.note(parts.SHOPPING) == before
    bar.get_by_role("button", name="Resume").click()
    expect(bar).to_have_count(0)
    desk.allows()
    desk.reads("Oat milk is on your shopping list.")
    assert household.server.note(parts.SHOPPING).endswith(f"{parts.ADDED}\n")


@pytest.mark.requirement("S4")
def test_pause_says_that_a_model_was_cut_and_nothing_runs(household: Household, desk: Desk) -> None:
    household.stage.play("endless", SlowText("Once upon a time. " * 400, delay=0.05))
    page = desk.page
    desk.opens().asks("Tell me something endless")
    desk.reads("Once upon a time.")
    page.get_by_role("button", name="Pause").click()
    bar = page.get_by_role("alert").filter(has_text=BAR)
    expect(bar).to_contain_text("Nothing runs until you resume.")
    assert household.model.requests[-1].hung_up.wait(5)
    household.stage.play("endless", Text("The end."))
    bar.get_by_role("button", name="Resume").click()
    desk.reads("The end.")
