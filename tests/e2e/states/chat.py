"""Owns: conversations and the inbox, in each state that a person can find them in."""

from playwright.sync_api import expect
from tests.e2e import parts
from tests.e2e.conftest import Household
from tests.e2e.desk import Desk
from tests.e2e.states.registry import state
from tests.support.scripted_model import Calls, SlowText, Status, Text


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
def palette(desk: Desk, _house: Household) -> None:
    chat_new(desk, _house)
    desk.page.keyboard.press("Control+k")
    desk.page.keyboard.type("bo")
    expect(desk.page.get_by_role("option").first).to_be_visible()
