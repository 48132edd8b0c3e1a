"""Passkeys in the browser, made and shown by Chromium's virtual authenticator (U6)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, CDPSession, Locator, Page, expect
from tests.e2e.conftest import Household
from tests.e2e.desk import Desk
from tests.e2e.second_factor import PASSWORD, joined, tool_that_runs, with_app
from tests.e2e.test_keyboard import tab_to
from tests.e2e.visit import Visit, visiting
from tests.support.database import past_paios
from tests.support.scripted_model import Calls, Text
from tests.support.tool_servers import listening

pytestmark = pytest.mark.requirement("U6")

ACCOUNT: Final = "/settings/account"
AUTHENTICATOR: Final = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@dataclass(frozen=True)
class Person:
    """Somebody at a window whose browser keeps passkeys."""

    name: str
    visit: Visit
    tools: CDPSession
    authenticator: str

    @property
    def page(self) -> Page:
        return self.visit.page

    @property
    def desk(self) -> Desk:
        return Desk(self.page)

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog")

    @property
    def listed(self) -> Locator:
        return self.page.get_by_role("list", name="What you sign in with")

    def is_recognised(self, verified: bool) -> None:
        """By the device, when it asks for a finger or a PIN."""
        asked: dict[str, Any] = {"authenticatorId": self.authenticator, "isUserVerified": verified}
        self.tools.send("WebAuthn.setUserVerified", asked)

    def adds(self, name: str) -> None:
        self.page.goto(ACCOUNT)
        self.page.get_by_role("button", name="Add a passkey").click()
        self.dialog.get_by_label("Name").fill(name)
        self.page.keyboard.press("Enter")

    def keeps_codes(self) -> None:
        """What is shown once goes neither by a stray key nor before it is kept."""
        codes = self.dialog.get_by_role("list", name="Recovery codes").get_by_role("listitem")
        expect(codes).to_have_count(10)
        self.page.keyboard.press("Escape")
        expect(codes).to_have_count(10)
        expect(self.dialog.get_by_role("button", name="Done")).to_be_disabled()
        self.dialog.get_by_label("I have kept them").check()
        self.dialog.get_by_role("button", name="Done").click()
        expect(self.dialog).to_have_count(0)

    def signs_out(self) -> None:
        self.page.goto("/settings")
        self.page.get_by_role("button", name="Sign out").click()
        expect(self.page.get_by_role("heading", name="Sign in to paios")).to_be_visible()


def at_a_window(visit: Visit, name: str) -> Person:
    tools = visit.context.new_cdp_session(visit.page)
    tools.send("WebAuthn.enable")
    made = tools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return Person(name, visit, tools, made["authenticatorId"])


@pytest.fixture
def person(browser: Browser, household: Household, request: pytest.FixtureRequest) -> Iterator[Person]:
    name = request.node.name[-60:]
    with visiting(browser, household.server.url, joined(household, name)) as visit:
        yield at_a_window(visit, name)


def long_ago(household: Household, person: Person) -> None:
    """This person proved who they are, but not a moment ago."""
    with past_paios(household.server.folder / "data") as database:
        database.execute(
            "UPDATE sessions SET proved_at = '2026-01-01 00:00:00.000000'"
            " WHERE user_id = (SELECT id FROM users WHERE name = ?)",
            (person.name,),
        )


def test_a_passkey_signs_in_alone_and_after_the_password(person: Person) -> None:
    page = person.page
    person.adds("Laptop")
    person.keeps_codes()
    expect(person.listed).to_contain_text("never used")
    person.signs_out()
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(person.desk.field).to_be_focused()
    person.signs_out()
    person.desk.signs_in(person.name, PASSWORD)
    page.get_by_role("button", name="Use a passkey").click()
    expect(person.desk.field).to_be_focused()
    page.goto(ACCOUNT)
    expect(person.listed).to_contain_text("last used just now")


def test_who_is_not_recognised_stays_outside_and_is_told_of_no_error(person: Person) -> None:
    person.adds("Laptop")
    person.keeps_codes()
    person.signs_out()
    person.is_recognised(False)
    button = person.page.get_by_role("button", name="Sign in with a passkey")
    with person.page.expect_response("**/session/passkey"):
        button.click()
    expect(button).to_be_enabled()
    expect(person.page.get_by_role("alert")).to_have_count(0)
    person.is_recognised(True)
    button.click()
    expect(person.desk.field).to_be_focused()


def test_a_passkey_is_added_and_removed_by_the_keyboard_alone(person: Person) -> None:
    page = person.page
    person.desk.opens(ACCOUNT)
    expect(page.get_by_text("Your password alone lets you in")).to_be_visible()
    tab_to(page, "Add a passkey")
    page.keyboard.press("Enter")
    expect(person.dialog.get_by_label("Name")).to_be_focused()
    expect(person.dialog.get_by_label("Name")).to_have_value("Chrome on Linux")
    page.keyboard.press("Enter")
    expect(person.dialog.get_by_role("button", name="Copy")).to_be_focused()
    tab_to(page, "I have kept them")
    page.keyboard.press("Space")
    tab_to(page, "Done")
    page.keyboard.press("Enter")
    expect(person.dialog).to_have_count(0)
    tab_to(page, "Remove Chrome on Linux", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Keep it")).to_be_focused()
    expect(person.dialog).to_contain_text("your password alone lets you in")
    tab_to(page, "Remove it")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your password alone lets you in")).to_be_visible()
    expect(person.dialog).to_have_count(0)
    assert page.evaluate("document.activeElement !== document.body"), "the focus is lost"


def test_a_change_asks_again_who_it_is_and_then_goes_on_by_itself(
    person: Person, household: Household
) -> None:
    page = person.page
    proof = page.get_by_role("dialog", name="Is it you?")
    long_ago(household, person)
    person.adds("Laptop")
    expect(proof.get_by_label("Your password", exact=True)).to_be_focused()
    page.keyboard.type("not the password")
    page.keyboard.press("Enter")
    expect(proof.get_by_role("alert")).to_contain_text("The password is wrong")
    proof.get_by_label("Your password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    person.keeps_codes()
    long_ago(household, person)
    page.get_by_role("button", name="Make new codes").click()
    person.dialog.get_by_role("button", name="Make new codes").click()
    expect(proof.get_by_role("button", name="Use a passkey")).to_be_focused()
    page.keyboard.press("Enter")
    person.keeps_codes()
    long_ago(household, person)
    page.get_by_role("button", name="Remove Laptop").click()
    page.get_by_role("button", name="Remove it").click()
    proof.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was removed")
    page.get_by_role("button", name="Remove it").click()
    proof.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_text("Your password alone lets you in")).to_be_visible()


def test_a_program_runs_once_a_passkey_said_yes_to_exactly_it(browser: Browser, household: Household) -> None:
    run = Calls([("runner__do", {"code": "ls"})])
    household.stage.play("by passkey", run, run, Text("It ran."))
    with (
        listening("liar", "plain") as url,
        visiting(browser, household.server.url, household.cookies) as visit,
    ):
        person = at_a_window(visit, "Ada")
        person.adds("Laptop")
        person.keeps_codes()
        tool_that_runs(household, url)
        desk = person.desk.opens().asks("Run it by passkey")
        card = desk.sees_card()
        expect(card).to_contain_text("a click is not enough")
        expect(card.get_by_role("button", name="Edit")).to_have_count(0)
        expect(card.get_by_role("button", name="Allow for longer")).to_have_count(0)
        card.get_by_role("button", name="Allow, and prove it").click()
        person.dialog.get_by_role("button", name="Use a passkey").click()
        expect(desk.folded).to_contain_text("proved by a passkey")
        # In the inbox too; and a no needs no proof.
        desk.opens("/inbox")
        desk.sees_card().get_by_role("button", name="Allow, and prove it").click()
        person.dialog.get_by_role("button", name="Cancel").click()
        desk.denies()
        expect(desk.card).to_have_count(0)


def test_the_page_opened_by_its_number_says_where_passkeys_work(
    browser: Browser, household: Household
) -> None:
    number = household.server.url.replace("localhost", "127.0.0.1")
    cookies = [{**each, "url": number} for each in joined(household, "Noa")]
    with_app(household, cookies)
    with visiting(browser, number, cookies) as visit:
        Desk(visit.page).opens(ACCOUNT)
        expect(visit.page.get_by_text("Passkeys need this page to be opened by its name")).to_be_visible()
        expect(visit.page.get_by_role("button", name="Add a passkey")).to_have_count(0)
