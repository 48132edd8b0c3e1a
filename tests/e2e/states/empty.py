"""Owns: the pages of a person who has only just begun; each names one useful next step."""

from playwright.sync_api import expect
from tests.e2e.conftest import Household
from tests.e2e.desk import Desk
from tests.e2e.states.registry import state


@state
def inbox_empty(desk: Desk, _house: Household) -> None:
    desk.opens("/inbox")
    expect(desk.page.get_by_role("heading", name="Nothing waits for you")).to_be_visible()


@state
def notes_trash_empty(desk: Desk, _house: Household) -> None:
    desk.opens("/notes/trash")
    expect(desk.page.get_by_role("heading", name="Nothing was deleted")).to_be_visible()


@state
def settings_general(desk: Desk, _house: Household) -> None:
    desk.opens("/settings/general")
    expect(desk.page.get_by_role("heading", name="About")).to_be_visible()


@state
def settings_rules_empty(desk: Desk, _house: Household) -> None:
    desk.opens("/settings/rules")
    expect(desk.page.get_by_role("heading", name="There are no rules")).to_be_visible()


@state
def settings_lists_empty(desk: Desk, _house: Household) -> None:
    desk.opens("/settings/lists")
    expect(desk.page.get_by_role("region", name="People")).to_be_visible()


@state
def settings_tools_empty(desk: Desk, _house: Household) -> None:
    desk.opens("/settings/tools")
    expect(desk.page.get_by_role("heading", name="There are no tool servers")).to_be_visible()


@state
def settings_protection(desk: Desk, _house: Household) -> None:
    desk.opens("/settings/protection")
    expect(desk.page.get_by_text("There was no alarm so far.")).to_be_visible()
    expect(desk.page.get_by_role("region", name="Second model").get_by_role("button")).to_be_visible()
