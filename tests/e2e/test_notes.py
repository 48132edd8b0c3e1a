"""Notes in the browser: found, read, written, deleted and put back, never lost to another's edit."""

import re

from playwright.sync_api import expect
from tests.e2e.conftest import Household
from tests.e2e.desk import Desk

PATH = "Recipes/Pumpkin soup.md"


def opened(desk: Desk, path: str = PATH) -> Desk:
    desk.opens(f"/notes?path={path}")
    expect(desk.page.get_by_role("region", name=path)).to_be_visible()
    return desk


def test_search_finds_by_name_and_in_the_text_and_opens_at_the_line(desk: Desk) -> None:
    page = desk.opens("/notes").page
    page.get_by_role("searchbox").fill("circulation pump")
    hit = page.get_by_role("region", name="In the text").get_by_role("link").first
    expect(hit).to_contain_text(re.compile("circulation pump", re.IGNORECASE))
    hit.click()
    expect(page.locator("[class*=marked]").first).to_be_in_viewport()
    page.get_by_role("searchbox").fill("pumpkin")
    page.get_by_role("region", name="Names").get_by_role("link", name="Pumpkin soup").click()
    expect(page.get_by_role("region", name=PATH)).to_be_visible()


def test_link_between_notes_leads_to_the_other_and_back(desk: Desk) -> None:
    page = opened(desk, "House/Boiler decision.md").page
    page.get_by_role("main").get_by_role("link", name="Boiler quotes").first.click()
    expect(page.get_by_role("region", name="House/Boiler quotes.md")).to_be_visible()
    expect(page.get_by_role("region", name="Linked from")).to_contain_text("Boiler decision")
    page.go_back()
    expect(page.get_by_role("region", name="House/Boiler decision.md")).to_be_visible()


def test_edit_is_saved_to_the_file(household: Household, desk: Desk) -> None:
    page = opened(desk).page
    page.get_by_role("button", name="Edit").click()
    field = page.get_by_role("textbox", name=f"Text of {PATH}")
    field.fill(field.input_value() + "\nMore ginger next time.\n")
    field.press("Control+s")
    expect(page.get_by_role("region", name=PATH)).to_contain_text("More ginger next time.")
    assert household.server.note(PATH).endswith("\nMore ginger next time.\n")


def test_note_that_changed_on_disk_meanwhile_loses_neither_text(household: Household, desk: Desk) -> None:
    page, file = opened(desk, "To do.md").page, household.server.notes / "To do.md"
    before = file.read_text("utf-8")
    page.get_by_role("button", name="Edit").click()
    field = page.get_by_role("textbox", name="Text of To do.md")
    field.fill(before + "- [ ] mine\n")
    file.write_text(before + "- [ ] theirs\n", "utf-8")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("This note was changed elsewhere")
    expect(page.get_by_role("region", name="Your text")).to_contain_text("- [ ] mine")
    expect(page.get_by_role("region", name="The note as it is now")).to_contain_text("- [ ] theirs")
    assert file.read_text("utf-8") == before + "- [ ] theirs\n"
    page.get_by_role("button", name="Go on writing").click()
    expect(field).to_have_value(before + "- [ ] mine\n")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Keep mine").click()
    expect(page.get_by_role("region", name="To do.md")).to_contain_text("mine")
    assert file.read_text("utf-8") == before + "- [ ] mine\n"


def test_text_that_is_not_saved_is_not_left_behind_by_accident(desk: Desk) -> None:
    page = opened(desk).page
    page.get_by_role("button", name="Edit").click()
    field = page.get_by_role("textbox", name=f"Text of {PATH}")
    field.fill("half a sent")
    field.press("Escape")
    expect(field).to_have_value("half a sent")
    expect(page.get_by_text("Not saved yet.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("region", name=PATH)).not_to_contain_text("half a sent")


def test_deleted_note_can_be_put_back_at_once_and_later(household: Household, desk: Desk) -> None:
    path, page = "Recipes/Dog biscuits.md", desk.page
    file = household.server.notes / path
    text = file.read_text("utf-8")
    for undo in ("Undo", f"Put back {path}"):
        opened(desk, path)
        page.get_by_role("button", name="More for this note").click()
        page.get_by_role("menuitem", name="Delete").click()
        expect(page.get_by_text("Deleted “Dog biscuits”")).to_be_visible()
        assert not file.exists()
        if undo != "Undo":
            desk.opens("/notes/trash")
        page.get_by_role("button", name=undo).click()
        expect(page.get_by_role("region", name=path)).to_be_visible()
        assert file.read_text("utf-8") == text


def test_new_note_is_written_and_renamed(household: Household, desk: Desk) -> None:
    page = desk.opens("/notes?new=1").page
    page.get_by_label("Name").fill("Projects/Bird box")
    page.get_by_role("button", name="Write it").click()
    field = page.get_by_role("textbox", name="Text of Projects/Bird box.md")
    field.fill("# Bird box\n\n28 mm, for tits.\n")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("region", name="Projects/Bird box.md")).to_contain_text("28 mm")
    page.get_by_role("button", name="More for this note").click()
    page.get_by_role("menuitem", name="Rename or move").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox").fill("Projects/Nest box")
    dialog.get_by_role("textbox").press("Enter")
    expect(page.get_by_role("region", name="Projects/Nest box.md")).to_contain_text("28 mm")
    assert not (household.server.notes / "Projects/Bird box.md").exists()
    assert household.server.note("Projects/Nest box.md") == "# Bird box\n\n28 mm, for tits.\n"
