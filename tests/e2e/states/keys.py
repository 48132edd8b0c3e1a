"""Owns: the page of API keys: empty, while one is made, the one moment it is shown, listed, revoked."""

from playwright.sync_api import expect
from tests.e2e.conftest import Household
from tests.e2e.desk import Desk
from tests.e2e.second_factor import just_proved
from tests.e2e.states.registry import state

LONG = "The display beside the kitchen door that shows the shopping list"


def make_key(desk: Desk, name: str, *permissions: str) -> str:
    """Make a key on the page, and return it."""
    page = desk.page
    page.get_by_role("button", name="Make a key").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Name").fill(name)
    for permission in permissions:
        dialog.get_by_label(permission, exact=True).check()
    dialog.get_by_role("button", name="Make the key").click()
    return dialog.get_by_label("The key").inner_text()


@state
def keys_empty(desk: Desk, _house: Household) -> None:
    desk.opens("/settings/keys")
    expect(desk.page.get_by_role("button", name="Make a key")).to_be_visible()


@state
def keys_making(desk: Desk, _house: Household) -> None:
    desk.opens("/settings/keys")
    desk.page.get_by_role("button", name="Make a key").click()
    dialog = desk.page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Name").fill("Kitchen display")
    dialog.get_by_label("Read your notes", exact=True).check()
    dialog.get_by_label("Pause everything", exact=True).check()
    expect(dialog.get_by_role("button", name="Make the key")).to_be_enabled()


@state
def keys_shown_once(desk: Desk, house: Household) -> None:
    just_proved(house)
    desk.opens("/settings/keys")
    assert make_key(desk, LONG, "Read your notes", "See whether everything is paused").startswith("paios_")


@state
def keys_listed(desk: Desk, house: Household) -> None:
    just_proved(house)
    desk.opens("/settings/keys")
    make_key(desk, "Button at the door", "Pause everything", "Answer what the assistant asks you")
    desk.page.get_by_role("button", name="I have kept it").click()
    expect(desk.page.get_by_role("dialog")).to_have_count(0)
    expect(desk.page.get_by_role("list", name="API keys")).to_contain_text("never used")


@state
def keys_revoking(desk: Desk, house: Household) -> None:
    keys_listed(desk, house)
    revoke = desk.page.get_by_role("button", name="Revoke Button at the door").first
    revoke.click()
    expect(desk.page.get_by_role("button", name="Keep it")).to_be_focused()
