"""The first run in a browser: the printed link, the account, the notes, the model; then signing in."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from tests.e2e.desk import Desk
from tests.e2e.serving import ServerProcess, serving
from tests.e2e.visit import Visit, visiting
from tests.support.house import NAME, PASSWORD, Stage
from tests.support.scripted_model import ScriptedModel


@pytest.fixture
def stranger(browser: Browser, server: ServerProcess) -> Iterator[Visit]:
    """A window of somebody who is not signed in."""
    with visiting(browser, server.url) as visit:
        yield visit


@pytest.mark.requirement("A1", "U7")
def test_printed_link_makes_the_account_once(
    stranger: Visit, server: ServerProcess, model: tuple[ScriptedModel, Stage]
) -> None:
    page, link = stranger.page, server.setup_link()
    page.goto("/")
    expect(page).to_have_url(f"{server.url}/setup")
    expect(page.get_by_label("Code from the terminal")).to_be_visible()

    page.goto(link)
    expect(page.get_by_role("heading", name="Welcome to paios")).to_be_visible()
    expect(page).to_have_url(f"{server.url}/setup")
    start = page.get_by_role("button", name="Start paios")
    expect(start).to_be_disabled()
    page.get_by_label("Name").fill(NAME)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("radio", name="Sample notes").click()
    page.get_by_role("radio", name="Another server").click()
    page.get_by_label("Address").fill(model[0].url)
    page.get_by_role("textbox", name="Model").fill("scripted")
    expect(page.get_by_role("radio", name="Ask me every time")).to_be_checked()
    page.get_by_role("radio", name="Ask me only when").click()
    start.click()
    expect(page).to_have_url(f"{server.url}/chat")
    expect(page.get_by_text("I can read your 61 notes.")).to_be_visible()
    code = link.partition("code=")[2]
    assert not [url for _, url in stranger.requests if code in url], "the code was sent in an address"

    desk = Desk(page).asks("Hello")
    desk.reads("Hello.")
    page.goto("/settings")
    expect(page.get_by_role("radio", name="Ask me only when")).to_be_checked()

    page.goto(link)
    expect(page).to_have_url(f"{server.url}/chat")
    expect(page.get_by_label("Password", exact=True)).to_have_count(0)


@pytest.mark.requirement("U7")
def test_second_visit_of_the_link_by_a_stranger_leads_to_signing_in(
    stranger: Visit, server: ServerProcess
) -> None:
    stranger.page.goto(server.setup_link())
    expect(stranger.page.get_by_role("heading", name="Sign in to paios")).to_be_visible()


def test_wrong_code_is_refused_with_a_word_about_the_right_one(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with serving(tmp_path_factory.mktemp("other")) as server:
        server.setup_link()
        with visiting(browser, server.url) as visit:
            visit.page.goto("/setup#code=AAAA-BBBB-CCCC")
            expect(visit.page.get_by_role("alert")).to_contain_text("This code does not work")
            expect(visit.page.get_by_label("Code from the terminal")).to_be_visible()


def test_wrong_password_is_told_and_the_right_one_leads_where_one_wanted_to_go(stranger: Visit) -> None:
    page = stranger.page
    desk = Desk(page).opens("/audit?kind=session")
    expect(page.get_by_role("heading", name="Sign in to paios")).to_be_visible()
    desk.signs_in(password="not the password")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Password", exact=True)).to_have_value("")
    expect(page.get_by_label("Name")).to_have_value(NAME)
    desk.signs_in()
    expect(page.get_by_role("heading", name="Activity")).to_be_visible()
    assert page.url.endswith("/audit?kind=session")


def test_signing_out_ends_the_session_and_forgets_what_was_typed(
    stranger: Visit, server: ServerProcess
) -> None:
    page = stranger.page
    desk = Desk(page).opens("/login")
    desk.signs_in()
    desk.field.fill("a secret draft")
    page.goto("/settings")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in to paios")).to_be_visible()
    assert "secret" not in page.evaluate("JSON.stringify(localStorage)")
    page.goto("/notes")
    expect(page.get_by_role("heading", name="Sign in to paios")).to_be_visible()
