"""Owns: the page of credentials: empty, filled in, listed, rotating, removing, and when it fails."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from playwright.sync_api import Locator, expect
from tests.e2e.conftest import Household
from tests.e2e.desk import Desk
from tests.e2e.states.registry import state
from tests.support.credentials import MAIL

PAGE: Final = "/settings/credentials"
LONG: Final = "the-mailbox.of-the-association-of-allotment-gardeners.north-2026"


def add_form(desk: Desk, name: str) -> Locator:
    """The form of a new credential, filled in with this name."""
    desk.page.get_by_role("button", name="Add a credential").click()
    dialog = desk.page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Name").fill(name)
    return dialog


def store(desk: Desk, name: str, secret: str = MAIL) -> None:
    """Store a credential on the page."""
    dialog = add_form(desk, name)
    dialog.get_by_role("textbox", name="Secret").fill(secret)
    dialog.get_by_role("button", name="Store it").click()
    expect(dialog).to_have_count(0)
    expect(desk.page.get_by_role("button", name=f"Rotate {name}", exact=True)).to_be_visible()


@contextmanager
def refusing(house: Household) -> Iterator[None]:
    """While it lasts the store file can be read by others, which paios refuses to use."""
    file = house.server.folder / "data" / "credentials" / "store.json"
    for mode in (0o644, 0o600):
        file.chmod(mode)
        os.utime(file)  # so that the server looks again
        if mode == 0o644:
            yield


@state
def credentials_empty(desk: Desk, _house: Household) -> None:
    desk.opens(PAGE)
    expect(desk.page.get_by_role("heading", name="There are no credentials")).to_be_visible()
    expect(desk.page.get_by_role("region", name="What locks")).to_contain_text("Locked with a key file")


@state
def credentials_adding(desk: Desk, _house: Household) -> None:
    desk.opens(PAGE)
    dialog = add_form(desk, "my secret!")
    dialog.get_by_role("textbox", name="Secret").fill(MAIL)
    expect(dialog).to_contain_text("letters, digits")
    expect(dialog.get_by_role("button", name="Store it")).to_be_disabled()


@state
def credentials_listed(desk: Desk, _house: Household) -> None:
    desk.opens(PAGE)
    store(desk, LONG)
    store(desk, "model.key")
    expect(desk.page.get_by_role("list", name="Credentials")).to_contain_text("never used")
    expect(desk.page.get_by_role("region", name="What locks")).to_contain_text("paios credentials rekey")


@state
def credentials_rotating(desk: Desk, _house: Household) -> None:
    desk.opens(PAGE)
    desk.page.get_by_role("button", name=f"Rotate {LONG}").click()
    expect(desk.page.get_by_role("textbox", name="New secret")).to_be_focused()


@state
def credentials_removing(desk: Desk, _house: Household) -> None:
    desk.opens(PAGE)
    desk.page.get_by_role("button", name="Remove model.key").click()
    expect(desk.page.get_by_role("dialog")).to_contain_text("asked without a key")
    expect(desk.page.get_by_role("button", name="Keep it")).to_be_focused()


@state
def credentials_refused(desk: Desk, house: Household) -> None:
    credentials_rotating(desk, house)
    with refusing(house):
        desk.page.get_by_role("textbox", name="New secret").fill(MAIL)
        desk.page.get_by_role("button", name="Rotate it").click()
        expect(desk.page.get_by_role("alert")).to_contain_text("The secret is the one it was.")
    expect(desk.page.get_by_role("textbox", name="New secret")).to_have_value("")


@state
def credentials_failing(desk: Desk, house: Household) -> None:
    with refusing(house):
        desk.opens(PAGE)
        expect(desk.page.get_by_role("alert")).to_contain_text("0600")
