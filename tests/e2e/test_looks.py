"""Every page and its main states, light and dark, desktop and phone: pictured, and found faultless by axe.

The pictures are in build/screenshots/, which is not committed. Look at them, all of them, at each change.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, get_args

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from tests.e2e import parts
from tests.e2e.conftest import Household
from tests.e2e.desk import Desk
from tests.e2e.serving import serving
from tests.e2e.visit import DESKTOP, PHONE, Scheme, Visit, visiting
from tests.support.scripted_model import Calls, SlowText, Status, Text

PICTURES: Final = Path(__file__).parents[2] / "build" / "screenshots"
SIZES: Final = {"desktop": DESKTOP, "phone": PHONE}

RULES: Final[dict[Scheme, dict[str, Any]]] = {
    "light": {"resultTypes": ["violations"]},
    "dark": {"resultTypes": ["violations"], "runOnly": ["color-contrast"]},
}
"""Between light and dark only the colours differ."""

State = Callable[[Desk, Household], None]
STATES: dict[str, State] = {}


def state(arrange: State) -> State:
    """A page in some state, by its name."""
    STATES[arrange.__name__] = arrange
    return arrange


def pictured(page: Page, name: str) -> None:
    """Take the four pictures of what is shown, and let axe look at each."""
    axe = Axe()
    for scheme in get_args(Scheme):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for device, (width, height) in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_timeout(150)  # lists that are out of sight take their colours late
            page.screenshot(path=PICTURES / f"{name}-{device}-{scheme}.png")
            found = axe.run(page, options=RULES[scheme])
            assert found.violations_count == 0, f"{device}, {scheme}: {found.generate_report()}"


@state
def chat_new(desk: Desk, _house: Household) -> None:
    desk.opens()
    expect(desk.page.get_by_text("I can read your")).to_be_visible()


@state
def chat_answered_with_card(desk: Desk, _house: Household) -> None:
    desk.opens().asks(parts.QUESTION)
    desk.reads("480 €")
    desk.asks(parts.ADD)
    desk.sees_card()


@state
def chat_card_opened(desk: Desk, house: Household) -> None:
    chat_answered_with_card(desk, house)
    desk.card.get_by_text("Exactly what was asked of vault_").click()
    desk.opens_longer()


@state
def chat_delete_card(desk: Desk, _house: Household) -> None:
    desk.opens().asks(parts.DELETE)
    desk.sees_card()


@state
def chat_folded_cards(desk: Desk, _house: Household) -> None:
    desk.opens().asks(parts.ADD)
    desk.denies()
    desk.reads("Oat milk")
    desk.asks(parts.DELETE)
    desk.denies()
    desk.reads("plum jam is in the trash")
    expect(desk.folded).to_have_count(2)


@state
def chat_with_note_beside(desk: Desk, _house: Household) -> None:
    desk.opens().asks(parts.QUESTION)
    desk.reads("480 €")
    desk.log.get_by_role("button", name="Source 1").first.click()
    expect(desk.page.locator("[class*=marked]").first).to_be_visible()


@state
def chat_step_opened(desk: Desk, _house: Household) -> None:
    desk.opens().asks(parts.QUESTION)
    desk.reads("480 €")
    desk.log.get_by_role("button", name=f"Read {parts.DECISION}").first.click()
    expect(desk.log).to_contain_text("What came back")


@state
def chat_streaming(desk: Desk, house: Household) -> None:
    house.stage.play("slow story", SlowText("Once there was a sheep. " * 400, delay=0.08))
    desk.opens().asks("Tell me a slow story")
    desk.reads("Once there was a sheep.")


@state
def chat_failed(desk: Desk, house: Household) -> None:
    house.stage.play("out of order", Status(500, "the disk of the model is full"))
    desk.opens().asks("Are you out of order?")
    expect(desk.log.get_by_role("alert")).to_be_visible()


@state
def chat_rich_answer(desk: Desk, house: Household) -> None:
    answer = (
        "## What it costs\n\n| offer | price | weeks |\n|---|---:|---:|\n| repair | 480 € | 1 |\n"
        "| new boiler, with all that the longest offer names | 9,850 € | 3 |\n\n> We decided to repair.\n\n"
        '1. Call Marta\n2. Tell Tobias\n\n```python\nprint("a rather long line of code", sum(range(1000)), '
        '"that has to scroll on a phone")\n```\n\n- [x] measured\n- [ ] paid\n\nSee [[Boiler quotes]] and '
        "[the maker](https://example.org/pump). ![a photo](https://example.org/pump.jpg)"
    )
    house.stage.play("rich answer", Text(answer))
    desk.opens().asks("Give me the rich answer, with an-unbreakable-word-" + "x" * 90)
    desk.reads("the maker")
    expect(desk.log).to_have_attribute("aria-busy", "false")


@state
def chat_right_to_left(desk: Desk, house: Household) -> None:
    house.stage.play("שלום", Text("שלום עליכם. הדוד תוקן ב־480 €, ואין צורך בחדש."))
    desk.opens().asks("שלום, מה החלטנו על הדוד?")
    desk.reads("שלום עליכם")


@state
def chat_not_found(desk: Desk, _house: Household) -> None:
    desk.opens("/chat/00000000-0000-4000-8000-000000000000")
    expect(desk.page.get_by_role("heading", name="There is no such conversation")).to_be_visible()


@state
def inbox_waiting(desk: Desk, house: Household) -> None:
    text = "\n".join(f"- {number} jars, 2026" for number in range(1, 40))
    house.stage.play("jars", Calls([("vault_write", {"path": "Jars.md", "content": text, "mode": "create"})]))
    desk.opens().asks("Write down the jars")
    desk.sees_card()
    desk.opens("/inbox").sees_first_card()


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


@state
def activity(desk: Desk, _house: Household) -> None:
    desk.opens("/audit")
    rows = desk.page.locator("ol[aria-label='Records, newest first'] > li")
    rows.filter(has_text="Call").first.get_by_role("button").click()
    desk.page.get_by_role("button", name="Verify").click()
    expect(desk.page.get_by_text("The record is whole")).to_be_visible()


@state
def activity_empty(desk: Desk, _house: Household) -> None:
    desk.opens("/audit?text=nothing+is+called+this")
    expect(desk.page.get_by_text("Nothing like that was recorded")).to_be_visible()


@state
def settings(desk: Desk, house: Household) -> None:
    add = Calls([("vault_write", {"path": "To do.md", "content": "- [ ] post", "mode": "append"})])
    house.stage.play("to my to-dos", add, Text("It is written down."))
    desk.opens().asks("Add the post to my to-dos")
    desk.opens_longer().get_by_role("menuitem", name="Always allow").click()
    desk.reads("It is written down.")
    desk.opens("/settings/rules")
    expect(desk.page.get_by_role("button", name="Revoke")).to_be_visible()


@state
def settings_model(desk: Desk, _house: Household) -> None:
    desk.opens("/settings/general")
    section = desk.page.get_by_role("region", name="Model")
    section.get_by_role("button", name="Change").click()
    section.get_by_role("radio", name="Another server").click()


@state
def settings_usage(desk: Desk, _house: Household) -> None:
    desk.opens().asks("Hello, I want to see what this costs")
    desk.reads("Hello.")
    section = desk.opens("/settings/limits").page.get_by_role("region", name="Usage")
    section.get_by_role("button", name="Change what may be used").click()
    section.get_by_role("group", name="For one day").get_by_label("Actions").fill("0")
    section.get_by_role("group", name="For one month").get_by_label("Tokens").fill("1000000")
    section.get_by_role("button", name="Save").click()
    expect(section.get_by_role("list", name="Today").get_by_role("meter", name="Actions")).to_be_visible()
    section.scroll_into_view_if_needed()


@state
def settings_usage_limits(desk: Desk, _house: Household) -> None:
    section = desk.opens("/settings/limits").page.get_by_role("region", name="Usage")
    section.get_by_role("button", name="Change what may be used").click()
    section.get_by_role("group", name="For one day").get_by_label("Actions").fill("")
    section.get_by_role("group", name="For one month").get_by_label("Tokens").fill("")
    section.get_by_role("button", name="Save").click()
    section.get_by_role("button", name="Change what may be used").click()
    section.get_by_role("button", name="Add a price").click()
    section.get_by_role("button", name="Save").scroll_into_view_if_needed()


@state
def page_not_found(desk: Desk, _house: Household) -> None:
    desk.opens("/nowhere")
    expect(desk.page.get_by_role("heading")).not_to_have_count(0)


@state
def palette(desk: Desk, _house: Household) -> None:
    chat_new(desk, _house)
    desk.page.keyboard.press("Control+k")
    desk.page.keyboard.type("bo")
    expect(desk.page.get_by_role("option").first).to_be_visible()


@state
def keys(desk: Desk, _house: Household) -> None:
    desk.opens("/settings")
    expect(desk.page.get_by_role("heading", name="About")).to_be_visible()
    desk.page.keyboard.press("?")
    expect(desk.page.get_by_role("dialog", name="Keys")).to_be_visible()


@pytest.mark.parametrize("name", STATES)
def test_state_is_pictured_and_axe_finds_nothing(visit: Visit, household: Household, name: str) -> None:
    desk = Desk(visit.page)
    STATES[name](desk, household)
    pictured(visit.page, name.replace("_", "-"))


def test_paused_page_is_pictured_and_axe_finds_nothing(visit: Visit, household: Household) -> None:
    desk = Desk(visit.page).opens()
    desk.page.get_by_role("button", name="Pause").click()
    expect(desk.page.get_by_text("Everything is paused.")).to_be_visible()
    try:
        pictured(desk.page, "paused")
    finally:
        desk.page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
        desk.page.get_by_role("alert").get_by_role("button", name="Resume").click()
        expect(desk.page.get_by_text("Everything is paused.")).to_have_count(0)


def test_login_is_pictured_and_axe_finds_nothing(browser: Browser, household: Household) -> None:
    with visiting(browser, household.server.url) as visit:
        visit.page.goto("/login")
        expect(visit.page.get_by_label("Name")).to_be_visible()
        pictured(visit.page, "login")


def test_set_up_is_pictured_and_axe_finds_nothing(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with serving(tmp_path_factory.mktemp("fresh")) as server, visiting(browser, server.url) as visit:
        link = server.setup_link()
        visit.page.goto("/setup")
        expect(visit.page.get_by_label("Code from the terminal")).to_be_visible()
        pictured(visit.page, "setup-code")
        visit.page.goto(link)
        expect(visit.page.get_by_role("button", name="Start paios")).to_be_visible()
        pictured(visit.page, "setup")
