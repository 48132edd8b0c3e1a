"""Owns: notes and their trash, in each state that a person can find them in."""

from playwright.sync_api import expect
from tests.e2e.conftest import Household
from tests.e2e.desk import Desk
from tests.e2e.states.registry import state


@state
def notes_none_chosen(desk: Desk, _house: Household) -> None:
    desk.opens("/notes")
    expect(desk.page.get_by_role("heading", name="Choose a note")).to_be_visible()


@state
def notes_list_opened(desk: Desk, _house: Household) -> None:
    notes_none_chosen(desk, _house)
    desk.page.get_by_role("searchbox").fill("boiler")
    expect(desk.page.get_by_role("region", name="In the text").get_by_role("link").first).to_be_visible()


@state
def note_read(desk: Desk, _house: Household) -> None:
    desk.opens("/notes?path=House/Boiler+decision.md")
    expect(desk.page.get_by_role("region", name="Linked from")).to_be_visible()


@state
def note_edited(desk: Desk, _house: Household) -> None:
    desk.opens("/notes?path=To+do.md&edit=1")
    expect(desk.page.get_by_role("textbox", name="Text of To do.md")).to_be_visible()


@state
def note_in_conflict(desk: Desk, house: Household) -> None:
    file = house.server.notes / "Recipes" / "Plum jam.md"
    desk.opens("/notes?path=Recipes/Plum+jam.md&edit=1")
    desk.page.get_by_role("textbox", name="Text of").fill("# Plum jam\n\nMine.\n")
    file.write_text(file.read_text("utf-8") + "\nTheirs.\n", "utf-8")
    desk.page.get_by_role("button", name="Save").click()
    expect(desk.page.get_by_role("button", name="Keep mine")).to_be_visible()


@state
def note_missing(desk: Desk, _house: Household) -> None:
    desk.opens("/notes?path=Nowhere.md")
    expect(desk.page.get_by_role("heading", name="There is no note at this path")).to_be_visible()


@state
def note_new(desk: Desk, _house: Household) -> None:
    desk.opens("/notes?new=1")
    expect(desk.page.get_by_label("Name")).to_be_visible()


@state
def notes_trash(desk: Desk, _house: Household) -> None:
    desk.opens("/notes?path=Reference/Reading+list.md")
    desk.page.get_by_role("button", name="More for this note").click()
    desk.page.get_by_role("menuitem", name="Delete").click()
    expect(desk.page.get_by_text("Deleted “")).to_be_visible()
    desk.opens("/notes/trash")
    expect(desk.page.get_by_role("button", name="Put back").first).to_be_visible()
