"""Authenticator apps in the browser: set up, signed in with, lost, and asked for on a card (U3, U6)."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from tests.e2e.conftest import Household
from tests.e2e.desk import Desk
from tests.e2e.second_factor import PASSWORD, enrolled, joined, tool_that_runs, with_app
from tests.e2e.states.keys import make_key
from tests.e2e.test_keyboard import tab_to
from tests.e2e.visit import Visit, visiting
from tests.support.database import past_paios
from tests.support.house import PASSWORD as ADAS
from tests.support.scripted_model import Calls, Text
from tests.support.tool_servers import listening


@pytest.fixture
def stranger(browser: Browser, household: Household) -> Iterator[Visit]:
    with visiting(browser, household.server.url) as visit:
        yield visit


@pytest.mark.requirement("U3")
def test_a_code_signs_in_once_and_a_recovery_code_in_its_place_once(
    stranger: Visit, household: Household
) -> None:
    app = with_app(household, joined(household, "Dora"))
    page, spare, code = stranger.page, app.spare[0].lower(), app.next_code()
    for shown, counts in ((f"{code[:3]} {code[3:]}", True), (code, False), (spare, True), (spare, False)):
        stranger.context.clear_cookies()
        desk = Desk(page).opens()
        desk.signs_in("Dora", PASSWORD)
        field = page.get_by_role("textbox", name="Code")
        expect(field).to_be_focused()
        expect(field).to_have_attribute("autocomplete", "one-time-code")
        if shown == spare:
            page.get_by_role("button", name="Use a recovery code instead").click()
            field = page.get_by_role("textbox", name="Recovery code")
        # Six digits are sent by themselves.
        field.fill(shown)
        if shown == spare:
            field.press("Enter")
        if counts:
            expect(desk.field).to_be_focused()
        else:
            expect(page.get_by_role("alert")).to_contain_text("used already")


@pytest.mark.requirement("U3")
def test_a_code_tried_too_often_leads_back_to_the_password(stranger: Visit, household: Household) -> None:
    with_app(household, joined(household, "Bea"))
    page = stranger.page
    desk = Desk(page).opens()
    desk.signs_in("Bea", PASSWORD)
    field = page.get_by_role("textbox", name="Code")
    for tries in range(4):
        field.fill(f"00000{tries}")
        expect(page.get_by_role("alert")).to_contain_text("The code is wrong")
        expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_enabled()
        expect(field).to_be_focused()
        assert page.evaluate("getSelection().toString()") == f"00000{tries}", "typing would not replace it"
    field.fill("000004")
    expect(page.get_by_role("heading", name="Sign in to paios")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("The code is wrong")
    expect(page.get_by_label("Name")).to_be_focused()


@pytest.mark.requirement("U3")
def test_an_administrator_takes_away_what_somebody_lost(
    browser: Browser, stranger: Visit, household: Household
) -> None:
    with_app(household, joined(household, "Ben"))
    with visiting(browser, household.server.url, household.cookies) as admin:
        page = admin.page
        Desk(page).opens("/settings/people")
        page.get_by_role("button", name="Change Ben").click()
        page.get_by_role("button", name="Take away second factors").click()
        expect(page.get_by_role("button", name="Keep them")).to_be_focused()
        page.get_by_role("button", name="Take them away").click()
        expect(page.get_by_text("The password lets Ben in again")).to_be_visible()
    desk = Desk(stranger.page).opens()
    desk.signs_in("Ben", PASSWORD)
    expect(desk.field).to_be_focused()


@pytest.mark.requirement("U6")
def test_who_signed_in_long_ago_is_asked_once_before_inviting_and_making_a_key(
    browser: Browser, household: Household
) -> None:
    with past_paios(household.server.folder / "data") as database:
        database.execute("UPDATE sessions SET proved_at = '2026-01-01 00:00:00.000000'")
    with visiting(browser, household.server.url, household.cookies) as admin:
        page = admin.page
        Desk(page).opens("/settings/people")
        page.get_by_role("button", name="Invite somebody").click()
        page.get_by_role("button", name="Make the link").click()
        proof = page.get_by_role("dialog", name="Is it you?")
        proof.get_by_role("button", name="Cancel").click()
        expect(page.get_by_role("alert")).to_contain_text("Nobody was invited")
        page.get_by_role("button", name="Make the link").click()
        proof.get_by_label("Your password", exact=True).fill(ADAS)
        page.keyboard.press("Enter")
        expect(page.get_by_label("The link")).to_contain_text("/join#code=")
        Desk(page).opens("/settings/keys")
        assert make_key(Desk(page), "Kitchen", "Read your notes").startswith("paios_")


@pytest.mark.requirement("U3")
def test_an_app_is_set_up_by_the_keyboard_alone(browser: Browser, household: Household) -> None:
    with visiting(browser, household.server.url, joined(household, "Cleo")) as visit:
        page = visit.page
        Desk(page).opens("/settings/account")
        expect(page.get_by_text("Your password alone lets you in")).to_be_visible()
        tab_to(page, "Set up an authenticator app")
        page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog")
        secret = dialog.get_by_label("The secret", exact=True).inner_text()
        tab_to(page, "Type the code")
        page.keyboard.type(enrolled(secret).now())
        page.keyboard.press("Enter")
        expect(dialog.get_by_role("button", name="Copy")).to_be_focused()
        tab_to(page, "I have kept them")
        page.keyboard.press("Space")
        tab_to(page, "Done")
        page.keyboard.press("Enter")
        expect(dialog).to_have_count(0)
        expect(page.get_by_role("list", name="What you sign in with")).to_contain_text("10 left")
        assert page.evaluate("document.activeElement !== document.body"), "the focus is lost"


@pytest.mark.requirement("U6")
def test_a_code_proves_the_yes_to_a_program_and_shown_again_it_does_not(
    browser: Browser, household: Household
) -> None:
    run = Calls([("runner__do", {"code": "ls"})])
    household.stage.play("by code", run, run, Text("It ran."))
    with (
        listening("liar", "plain") as url,
        visiting(browser, household.server.url, household.cookies) as visit,
    ):
        app = with_app(household, household.cookies)
        tool_that_runs(household, url)
        desk = Desk(visit.page).opens().asks("Run it by code")
        proof = visit.page.get_by_role("dialog")
        code = app.next_code()
        desk.sees_card().get_by_role("button", name=re.compile("Allow")).click()
        proof.get_by_role("textbox", name="Code").fill(f"{code[:3]} {code[3:]}")
        expect(desk.folded).to_contain_text("proved by a code of the app")
        desk.sees_card().get_by_role("button", name=re.compile("Allow")).click()
        proof.get_by_role("textbox", name="Code").fill(code)
        expect(proof.get_by_role("alert")).to_contain_text("used already")
        visit.page.keyboard.press("Escape")
        expect(proof).to_have_count(0)
        expect(desk.card.get_by_role("button", name=re.compile("Allow"))).to_be_focused()
        desk.denies()
        desk.reads("It ran.")
