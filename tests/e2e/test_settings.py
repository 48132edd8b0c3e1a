"""Settings in the browser: what was allowed for longer can be taken back, limits and the model changed."""

from playwright.sync_api import expect
from tests.e2e.conftest import Household
from tests.e2e.desk import Desk
from tests.support.scripted_model import Calls, ScriptedModel, Text


def test_revoked_rule_asks_again(household: Household, desk: Desk) -> None:
    add = Calls([("vault_write", {"path": "To do.md", "content": "- [ ] post", "mode": "append"})])
    household.stage.play("to my to-dos", add, Text("It is written down."))
    desk.opens().asks("Add the post to my to-dos")
    desk.opens_longer().get_by_role("menuitem", name="Always allow").click()
    desk.reads("It is written down.")
    desk.opens("/settings/rules")
    rules = desk.page.get_by_role("list", name="Rules")
    expect(rules.get_by_role("listitem")).to_contain_text(
        "Allow: write a note, path “To do.md”, any content, mode “append”."
    )
    rules.get_by_role("button", name="Revoke").click()
    expect(desk.page.get_by_role("heading", name="There are no rules")).to_be_visible()
    desk.opens().asks("Add the post to my to-dos")
    desk.denies()
    expect(desk.folded).to_contain_text("You denied")


def test_changed_limit_is_kept_and_counts(household: Household, desk: Desk) -> None:
    read = Calls([("vault_list", {})])
    household.stage.play("again and again", *[read] * 5, Text("That was enough."))
    page = desk.opens("/settings/limits").page
    page.get_by_label("Actions for one answer").fill("2")
    page.get_by_role("region", name="Limits").get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Actions for one answer")).to_have_value("2")
    desk.opens().asks("Look again and again")
    expect(desk.log).to_have_attribute("aria-busy", "false")
    expect(desk.log.get_by_role("button", name="Listed")).to_have_count(2)
    desk.opens("/settings/limits")
    page.get_by_label("Actions for one answer").fill("20")
    page.get_by_role("region", name="Limits").get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved")).to_be_visible()


def test_what_is_typed_stays_while_another_window_saves(desk: Desk) -> None:
    page = desk.opens("/settings/limits").page
    page.get_by_label("Actions for one answer").fill("7")
    page.get_by_label("Minutes a question waits").fill("")
    other = Desk(page.context.new_page()).opens("/settings/limits").page
    other.get_by_label("Answers at the same time").fill("5")
    other.get_by_role("region", name="Limits").get_by_role("button", name="Save").click()
    expect(other.get_by_text("Saved")).to_be_visible()
    expect(page.get_by_label("Answers at the same time")).to_have_value("5")
    expect(page.get_by_label("Actions for one answer")).to_have_value("7")
    expect(page.get_by_label("Minutes a question waits")).to_have_value("")
    page.get_by_label("Minutes a question waits").blur()
    expect(page.get_by_label("Minutes a question waits")).to_have_value("1 440")
    page.get_by_role("region", name="Limits").get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved")).to_be_visible()
    expect(other.get_by_label("Actions for one answer")).to_have_value("7")


def test_another_model_answers_once_it_is_chosen(household: Household, desk: Desk) -> None:
    page = desk.opens("/settings").page
    section = page.get_by_role("region", name="Model")
    with ScriptedModel(lambda _messages: Text("I am the other one.")) as other:
        for url, answer in ((other.url, "I am the other one."), (household.model.url, "Hello.")):
            section.get_by_role("button", name="Change").click()
            section.get_by_role("radio", name="Another server").click()
            section.get_by_label("Address").fill(url)
            section.get_by_role("textbox", name="Model").fill("scripted")
            section.get_by_role("button", name="Use this one").click()
            expect(section).to_contain_text(url)
            desk.opens().asks("Hello")
            desk.reads(answer)
            desk.opens("/settings")


def test_colours_are_kept_for_the_browser(desk: Desk) -> None:
    page = desk.opens("/settings").page
    page.get_by_role("radiogroup", name="Colours").get_by_text("Dark", exact=True).click()
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
