"""The list of conversations: named, found, deleted and put back; and what was said, said anew."""

from playwright.sync_api import expect
from tests.e2e.conftest import Household
from tests.e2e.desk import Desk
from tests.support.scripted_model import Status, Text


def begun(desk: Desk, title: str) -> Desk:
    """A conversation of that name."""
    desk.opens().asks("Hello")
    desk.reads("Hello.")
    desk.page.get_by_role("button", name="More for this conversation").click()
    desk.page.get_by_role("menuitem", name="Rename").click()
    desk.page.get_by_role("textbox", name="Title").fill(title)
    desk.page.get_by_role("textbox", name="Title").press("Enter")
    expect(desk.page.get_by_role("heading", name=title)).to_be_visible()
    return desk


def test_conversation_is_renamed_and_found_by_its_name(desk: Desk) -> None:
    page = begun(desk, "Rain gauge").page
    page.reload()
    expect(page.get_by_role("heading", name="Rain gauge")).to_be_visible()
    page.get_by_role("searchbox").fill("gauge")
    results = page.get_by_role("complementary", name="Conversations").get_by_role("link", name="Rain gauge")
    expect(results).to_be_visible()
    page.get_by_role("searchbox").fill("no such thing")
    expect(results).to_have_count(0)


def test_deleted_conversation_comes_back_with_undo(desk: Desk) -> None:
    page = begun(desk, "To be missed").page
    address = page.url
    page.get_by_role("button", name="More for this conversation").click()
    page.get_by_role("menuitem", name="Delete").click()
    expect(page.get_by_text("Deleted “To be missed”")).to_be_visible()
    listed = page.get_by_role("complementary", name="Conversations").get_by_role("link", name="To be missed")
    expect(listed).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page).to_have_url(address)
    desk.reads("Hello.")
    expect(listed).to_have_count(1)


def test_edited_message_replaces_what_came_of_it(household: Household, desk: Desk) -> None:
    household.stage.play("weather in Oslo", Text("It rains in Oslo."))
    desk.opens().asks("Hello")
    desk.reads("Hello.")
    desk.page.get_by_role("button", name="Edit and send again").click()
    desk.page.get_by_role("textbox", name="Your message").fill("How is the weather in Oslo?")
    desk.page.get_by_role("button", name="Send again").click()
    desk.reads("It rains in Oslo.")
    expect(desk.log.get_by_role("article")).to_have_count(1)


def test_model_that_fails_is_told_in_words_with_a_way_on(household: Household, desk: Desk) -> None:
    household.stage.play("out of order", Status(500, "the model's disk is full"))
    desk.opens().asks("Are you out of order?")
    wrong = desk.log.get_by_role("alert")
    expect(wrong).to_be_visible()
    expect(wrong.get_by_role("button", name="Try again")).to_be_visible()
    household.stage.play("out of order", Text("Not any more."))
    wrong.get_by_role("button", name="Try again").click()
    desk.reads("Not any more.")


def test_address_of_no_conversation_says_so(desk: Desk) -> None:
    desk.opens("/chat/00000000-0000-4000-8000-000000000000")
    expect(desk.page.get_by_role("heading", name="There is no such conversation")).to_be_visible()
