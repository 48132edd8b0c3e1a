"""Owns: two-step sign-in on the account page, the dialog that asks for a proof, and the card that wants one.

Last of all: from then on who set the server up has a second factor.
"""

from typing import Final

from playwright.sync_api import expect
from tests.e2e.conftest import Household
from tests.e2e.desk import HELD, Desk
from tests.e2e.second_factor import App, api, enrolled, tool_that_runs
from tests.e2e.states.registry import state
from tests.support.house import PASSWORD
from tests.support.scripted_model import Calls, Text
from tests.support.tool_servers import listening

PAGE: Final = "/settings/account"
_APPS: Final[dict[str, App]] = {}


def _app_begun(desk: Desk, house: Household) -> App:
    with api(house, house.cookies) as client:
        client.put("/account/step-up", json={"password": PASSWORD}).raise_for_status()
    desk.opens(PAGE).page.get_by_role("button", name="Set up an authenticator app").click()
    dialog = desk.page.get_by_role("dialog")
    expect(dialog.get_by_role("img", name="Square code")).to_be_visible()
    return enrolled(dialog.get_by_label("The secret", exact=True).inner_text())


@state
def factors_app_refused(desk: Desk, house: Household) -> None:
    app = _app_begun(desk, house)
    wrong = str((int(app.now()) + 500_000) % 1_000_000).zfill(6)
    desk.page.get_by_label("Type the code").fill(wrong)
    desk.page.keyboard.press("Enter")
    expect(desk.page.get_by_role("alert")).to_contain_text("Nothing has changed yet")


@state
def factors_codes_once(desk: Desk, house: Household) -> None:
    app = _APPS["ada"] = _app_begun(desk, house)
    desk.page.get_by_label("Type the code").fill(app.now())
    desk.page.keyboard.press("Enter")
    expect(desk.page.get_by_role("list", name="Recovery codes").get_by_role("listitem")).to_have_count(10)


@state
def factors_listed(desk: Desk, _house: Household) -> None:
    desk.opens(PAGE)
    expect(desk.page.get_by_role("list", name="What you sign in with")).to_contain_text("10 left")
    desk.page.get_by_role("button", name="Make new codes").scroll_into_view_if_needed()


@state
def factors_passkey_adding(desk: Desk, _house: Household) -> None:
    desk.opens(PAGE).page.get_by_role("button", name="Add a passkey").click()
    expect(desk.page.get_by_role("dialog").get_by_label("Name")).to_be_focused()


@state
def factors_app_removing(desk: Desk, _house: Household) -> None:
    desk.opens(PAGE).page.get_by_role("button", name="Remove the authenticator app").click()
    expect(desk.page.get_by_role("button", name="Keep it")).to_be_focused()


@state
def factors_people_lost(desk: Desk, _house: Household) -> None:
    desk.opens("/settings/people").page.get_by_role("button", name="Change ").first.click()
    desk.page.get_by_role("button", name="Take away second factors").click()
    expect(desk.page.get_by_role("button", name="Keep them")).to_be_focused()


@state
def factors_card(desk: Desk, house: Household) -> None:
    house.stage.play(
        "clean up", Calls([("runner__do", {"code": "rm -r ~/Downloads/old"})]), Text("Clean, or not.")
    )
    with listening("liar", "plain") as url:
        tool_that_runs(house, url)
        desk.opens().asks("Run it and clean up")
        desk.sees_card()


@state
def factors_card_proof_refused(desk: Desk, _house: Household) -> None:
    card = desk.opens("/inbox").card.filter(has_text="runner")
    expect(card).to_have_count(1)
    expect(card.locator(HELD)).to_have_count(0)
    card.get_by_role("button", name="Allow").click()
    proof = desk.page.get_by_role("dialog")
    proof.get_by_role("textbox", name="Code").fill("000000")
    expect(proof.get_by_role("alert")).to_contain_text("wrong")


@state
def factors_card_answered(desk: Desk, _house: Household) -> None:
    desk.opens().page.get_by_role("link", name="Run it and clean up").click()
    desk.sees_card().get_by_role("button", name="Allow").click()
    desk.page.get_by_role("dialog").get_by_role("textbox", name="Code").fill(_APPS["ada"].next_code())
    expect(desk.folded).to_contain_text("proved by a code of the app")
