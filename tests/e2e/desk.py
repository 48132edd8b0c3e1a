"""Owns: what a person does at the web app, in their words: ask, look at the card, answer it."""

from typing import Final

from playwright.sync_api import Locator, Page, expect
from tests.support.house import NAME, PASSWORD

HELD: Final = "[data-held]"


class Desk:
    """A person at one window of the web app."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def opens(self, path: str = "/chat") -> "Desk":
        self.page.goto(path)
        return self

    def signs_in(self, name: str = NAME, password: str = PASSWORD) -> None:
        self.page.get_by_label("Name").fill(name)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.page.get_by_role("button", name="Sign in", exact=True).click()

    @property
    def field(self) -> Locator:
        """Where messages are written."""
        return self.page.get_by_role("textbox", name="Message")

    def asks(self, text: str) -> "Desk":
        """Say something, once the answer before it is there."""
        expect(self.page.get_by_role("button", name="Stop")).to_have_count(0)
        self.field.fill(text)
        self.field.press("Enter")
        return self

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log")

    def reads(self, words: str) -> None:
        """Wait until the conversation says these words."""
        expect(self.log).to_contain_text(words)

    @property
    def card(self) -> Locator:
        """The question that waits."""
        return self.page.locator("div[data-approval]")

    @property
    def folded(self) -> Locator:
        """Questions that have an answer."""
        return self.page.locator("p[data-approval]")

    def sees_card(self) -> Locator:
        """The card, once it takes an answer."""
        expect(self.card).to_have_count(1)
        expect(self.card.locator(HELD)).to_have_count(0)
        return self.card

    def allows(self) -> None:
        self.sees_card().get_by_role("button", name="Allow once").click()

    def denies(self) -> None:
        self.sees_card().get_by_role("button", name="Deny").click()

    def opens_longer(self) -> Locator:
        """The menu of the longer answers."""
        self.sees_card().get_by_role("button", name="Allow for longer").click()
        return self.page.get_by_role("menu")

    def rail(self, name: str) -> Locator:
        return self.page.get_by_role("navigation", name="Main").get_by_role("link", name=name)

    def sees_first_card(self) -> None:
        """At least one card, once it takes an answer."""
        expect(self.card.first).to_be_visible()
        expect(self.card.first.locator(HELD)).to_have_count(0)
