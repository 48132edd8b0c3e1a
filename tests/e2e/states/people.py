"""Owns: the pages about people, the own account and its devices, and the page where somebody joins."""

from playwright.sync_api import expect
from tests.e2e.conftest import Household
from tests.e2e.desk import Desk
from tests.e2e.second_factor import just_proved
from tests.e2e.states.registry import state


def invite(desk: Desk) -> str:
    """Invite a user on the page, and return the link."""
    page = desk.page
    page.get_by_role("button", name="Invite somebody").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("A user", exact=True)).to_be_checked()
    dialog.get_by_role("button", name="Make the link").click()
    return dialog.get_by_label("The link").inner_text()


@state
def people_listed(desk: Desk, _house: Household) -> None:
    desk.opens("/settings/people")
    expect(desk.page.get_by_role("list", name="People")).to_contain_text("administrator")


@state
def people_invited(desk: Desk, house: Household) -> None:
    just_proved(house)
    desk.opens("/settings/people")
    assert "/join#code=" in invite(desk)


@state
def people_changing(desk: Desk, _house: Household) -> None:
    desk.opens("/settings/people")
    desk.page.get_by_role("button", name="Change ").first.click()
    expect(desk.page.get_by_role("button", name="Disable")).to_be_visible()


@state
def people_deleting(desk: Desk, house: Household) -> None:
    people_changing(desk, house)
    desk.page.get_by_role("button", name="Delete…").click()
    expect(desk.page.get_by_role("button", name="Keep ")).to_be_focused()
    expect(desk.page.get_by_role("button", name="Delete for good")).to_be_enabled()


@state
def account(desk: Desk, _house: Household) -> None:
    desk.opens("/settings/account")
    expect(desk.page.get_by_label("New password")).to_be_visible()


@state
def account_refused(desk: Desk, house: Household) -> None:
    just_proved(house)
    account(desk, house)
    desk.page.get_by_label("Old password", exact=True).fill("not the password")
    desk.page.get_by_label("New password", exact=True).fill("passwordpassword")
    desk.page.get_by_role("button", name="Change the password").click()
    expect(desk.page.get_by_text("tried first")).to_be_visible()


@state
def devices(desk: Desk, _house: Household) -> None:
    desk.opens("/settings/devices")
    expect(desk.page.get_by_role("list", name="Devices")).to_contain_text("this device")


@state
def joining(desk: Desk, house: Household) -> None:
    just_proved(house)
    desk.opens("/settings/people")
    link = invite(desk)
    desk.page.goto("about:blank")
    desk.page.goto(link)
    expect(desk.page.get_by_role("heading", name="Join this paios")).to_be_visible()
    assert "#" not in desk.page.url
    desk.page.get_by_label("Name").fill("Bea")
    expect(desk.page.get_by_label("Invitation code")).to_have_count(0)


@state
def joining_refused(desk: Desk, _house: Household) -> None:
    desk.page.goto("about:blank")
    desk.opens("/join#code=AAAA-BBBB")
    desk.page.get_by_label("Name").fill("Bea")
    desk.page.get_by_label("Password", exact=True).fill("seven brown bicycles")
    desk.page.get_by_role("button", name="Join").click()
    expect(desk.page.get_by_text("Ask for a new one")).to_be_visible()
    expect(desk.page.get_by_label("Invitation code")).to_be_visible()
