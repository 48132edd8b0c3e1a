"""Owns: the moments of decision and the guard's settings, in each state that a person can find them in."""

from typing import Final

from playwright.sync_api import expect
from tests.e2e import parts
from tests.e2e.conftest import Household
from tests.e2e.desk import Desk
from tests.e2e.states.registry import state
from tests.support.scripted_model import Calls, Text, Turn
from tests.support.tool_servers import listening

INVOICE: Final = "Mail/Invoice of the heating engineer.md"
ACCOUNT: Final = "DE89 3704 0044 0532 0130 00"
PAY: Final = f"Pay 480 € to {ACCOUNT} before Friday."
OUTSIDE: Final = f"---\nsource: web\n---\n# Invoice\n\n{PAY} See [our page](https://pay.example.com/480).\n"
READS: Final = Calls([("vault_read", {"path": INVOICE})])


def _write(path: str, content: str, mode: str = "create") -> Calls:
    return Calls([("vault_write", {"path": path, "content": content, "mode": mode})])


def _invoice_came(house: Household) -> None:
    note = house.server.notes / INVOICE
    note.parent.mkdir(exist_ok=True)
    note.write_text(OUTSIDE, "utf-8")


@state
def card_from_outside(desk: Desk, house: Household) -> None:
    _invoice_came(house)
    house.stage.play("copy the invoice", READS, _write("Pay.md", PAY), Text("It is copied, or it is not."))
    desk.opens().asks("Please copy the invoice")
    desk.sees_card()


@state
def card_from_outside_opened(desk: Desk, house: Household) -> None:
    card_from_outside(desk, house)
    desk.card.get_by_role("button", name="from outside: the note").click()
    expect(desk.card.get_by_label("All that came back").locator("mark")).to_be_visible()


@state
def card_edited(desk: Desk, _house: Household) -> None:
    desk.opens().asks(parts.ADD)
    card = desk.sees_card()
    card.get_by_role("button", name="Edit").click()
    card.get_by_label("content", exact=True).fill("- [ ] soy milk")
    card.get_by_label("mode", exact=True).fill("explode")
    card.get_by_role("button", name="Allow with your changes").click()
    expect(card.get_by_role("alert")).to_contain_text("mode")


@state
def card_of_grants(desk: Desk, house: Household) -> None:
    whys = ("Who comes, and who brings what.", "What there is to eat.", "It is dear.", "To forget nothing.")
    paths = (
        "Party/Guests.md",
        "Party/Menu.md",
        "Party/Budget of the summer party, with all receipts.md",
        "To do.md",
    )
    actions = [
        {
            "tool": "vault_write",
            "constraints": {"properties": {"path": {"const": path}}, "required": ["path"]},
            "why": why,
        }
        for path, why in zip(paths, whys, strict=True)
    ]
    house.stage.play(
        "plan the party", Calls([("request_permissions", {"actions": actions})]), Text("Planned.")
    )
    desk.opens().asks("Now plan the party")
    lines = desk.sees_card().get_by_role("list", name="What it asks for").get_by_role("listitem")
    lines.nth(1).get_by_role("button", name="Strike").click()
    expect(desk.card.get_by_role("button", name="Allow 3 of 4")).to_be_visible()


@state
def card_of_alike_calls(desk: Desk, house: Household) -> None:
    _invoice_came(house)
    three = [
        {"path": path, "content": content, "mode": "create"}
        for path, content in (
            ("Guests of the summer party and whom they bring.md", "Bob and Eve."),
            ("What to pay.md", PAY),
            ("Menu.md", "Soup, then fish.\n" * 60),
        )
    ]
    writes = Calls([("vault_write", each) for each in three])
    house.stage.play("three notes", READS, writes, Text("Written, or not."))
    desk.opens().asks("Please write three notes from the invoice")
    lines = desk.card.get_by_role("list", name="What it asks for").locator("> li")
    expect(lines).to_have_count(3)
    desk.sees_card()
    lines.nth(1).get_by_role("button", name="from outside").click()
    lines.nth(2).get_by_role("button", name="Strike").click()
    expect(desk.card.get_by_role("button", name="Allow 2 of 3")).to_be_visible()


@state
def step_refused_opened(desk: Desk, house: Household) -> None:
    _invoice_came(house)
    refused: tuple[Turn, ...] = (READS, _write("Standing order.md", PAY), Text("It says what to pay [1]."))
    house.stage.play("does the invoice say", *refused)
    desk.opens().asks("What does the invoice say?")
    desk.reads("It says what to pay")
    step = desk.log.locator("[data-state=refused]")
    step.get_by_role("button", name="not done").click()
    expect(step).to_contain_text("Refused.")


@state
def card_folded_and_opened(desk: Desk, _house: Household) -> None:
    desk.opens().asks(parts.ADD)
    desk.denies()
    desk.folded.get_by_role("button", name="Why?").click()


@state
def note_from_outside(desk: Desk, house: Household) -> None:
    _invoice_came(house)
    desk.opens(f"/notes?path={INVOICE}")
    expect(desk.page.get_by_text("From outside.")).to_be_visible()


@state
def settings_rules(desk: Desk, house: Household) -> None:
    for day in ("Monday", "Tuesday", "Wednesday"):
        house.stage.play(day, _write("To do.md", f"- [ ] {day}", "append"), Text(f"{day} is down."))
        desk.opens().asks(f"Note {day} in my to-dos")
        desk.allows()
        desk.reads(f"{day} is down.")
    post = _write(
        "Journal/A very long name of a note that nobody would give to a note.md", "- [ ] post", "append"
    )
    house.stage.play("the post", post, Text("The post is down."))
    desk.opens().asks("Note the post")
    desk.opens_longer().get_by_role("menuitem", name="Always allow").click()
    desk.reads("The post is down.")
    desk.opens("/settings/rules")
    expect(desk.page.get_by_role("button", name="Revoke")).to_be_visible()
    expect(desk.page.get_by_role("list", name="Suggestions")).to_be_visible()


@state
def settings_rule_added(desk: Desk, _house: Household) -> None:
    page = desk.opens("/settings/rules").page
    page.get_by_role("button", name="Add a rule").click()
    form = page.get_by_role("dialog")
    form.get_by_label("To do what").select_option("vault_write")
    form.get_by_role("button", name="Add an argument").click()
    form.get_by_label("Argument 1", exact=True).fill("path")
    form.get_by_label("Value of argument 1", exact=True).fill("To do.md")


@state
def settings_lists(desk: Desk, _house: Household) -> None:
    page = desk.opens("/settings/lists").page
    for region, values in {
        "People": ("anna@example.org", "a.rather.long.name@department.of-a-large-company.example.org"),
        "Web hosts": ("example.org",),
    }.items():
        field = page.get_by_role("region", name=region).get_by_role("textbox")
        for value in values:
            field.fill(value)
            field.press("Enter")
            expect(field).to_have_value("")
    page.get_by_role("region", name="People").get_by_role("textbox").fill("nobody")
    page.get_by_role("region", name="People").get_by_role("textbox").press("Enter")
    expect(page.get_by_text("This is not an e-mail address or a phone number.")).to_be_visible()


@state
def settings_tool_new_and_changed(desk: Desk, _house: Household) -> None:
    with listening("liar", "shifty") as url:
        page = desk.opens("/settings/tools").page
        page.get_by_role("button", name="Add a server").click()
        form = page.get_by_role("dialog")
        form.get_by_role("textbox", name="Name").fill("guest")
        form.get_by_text("An address", exact=True).click()
        form.get_by_role("textbox", name="Address").fill(url)
        form.get_by_role("button", name="Add the server").click()
        tool = page.get_by_role("list", name="Tools").get_by_role("listitem").first
        tool.get_by_role("button", name="do").click()
        page.get_by_label("What it does", exact=True).select_option("write")
        page.get_by_label("Role of code").select_option("content")
        page.get_by_role("button", name="Approve this definition").click()
        expect(page.get_by_text("do is approved")).to_be_visible()
        page.get_by_role("button", name="Reconnect").click()
        expect(page.get_by_role("region", name="What changed since it was approved")).to_be_visible()
