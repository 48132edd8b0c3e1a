"""Every page and its main states, light and dark, desktop and phone: pictured, and found faultless by axe.

The pictures are in build/screenshots/, which is not committed. Look at them, all of them, at each change.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, get_args

import pytest
from axe_playwright_python.sync_playwright import Axe, AxeResults
from playwright.sync_api import Browser, Page, expect
from tests.e2e.conftest import Household
from tests.e2e.desk import Desk
from tests.e2e.second_factor import PASSWORD as HERS
from tests.e2e.second_factor import joined, just_proved, with_app
from tests.e2e.serving import serving
from tests.e2e.states import STATES, people
from tests.e2e.visit import DESKTOP, PHONE, Scheme, Visit, visiting
from tests.support.house import PASSWORD

PICTURES: Final = Path(__file__).parents[2] / "build" / "screenshots"
SIZES: Final = {"desktop": DESKTOP, "phone": PHONE}
AXE: Final = Axe()

RULES: Final[dict[Scheme, dict[str, Any]]] = {
    "light": {"resultTypes": ["violations"]},
    "dark": {"resultTypes": ["violations"], "runOnly": ["color-contrast"]},
}
"""Between light and dark only the colours differ."""


def faults(page: Page, scheme: Scheme) -> AxeResults:
    """What axe finds; it is brought into each page once."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.axe_script)
    return AxeResults(page.evaluate("(rules) => axe.run(rules)", RULES[scheme]))


def pictured(page: Page, name: str) -> None:
    """Take the four pictures of what is shown, and let axe look at each."""
    for scheme in get_args(Scheme):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.wait_for_timeout(150)  # lists that are out of sight take their colours late
        for device, (width, height) in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            page.screenshot(path=PICTURES / f"{name}-{device}-{scheme}.png")
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, f"{device}, {scheme}: {wide} pixels wider than the window"
            found = faults(page, scheme)
            assert found.violations_count == 0, f"{device}, {scheme}: {found.generate_report()}"


@pytest.fixture(scope="module")
def window(browser: Browser, household: Household) -> Iterator[Visit]:
    """One window for all states: what the first page loaded, the others need not load again."""
    with visiting(browser, household.server.url, household.cookies) as visit:
        yield visit


@pytest.fixture
def desk(window: Visit) -> Iterator[Desk]:
    page = window.context.new_page()
    yield Desk(page)
    page.close()


@pytest.mark.parametrize("name", STATES)
def test_state_is_pictured_and_axe_finds_nothing(desk: Desk, household: Household, name: str) -> None:
    STATES[name](desk, household)
    pictured(desk.page, name.replace("_", "-"))


def test_paused_page_is_pictured_and_axe_finds_nothing(desk: Desk) -> None:
    desk.opens()
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


def test_second_step_is_pictured_and_axe_finds_nothing(browser: Browser, household: Household) -> None:
    with_app(household, joined(household, "Zoe"))
    with visiting(browser, household.server.url) as visit:
        visit.page.goto("/login")
        Desk(visit.page).signs_in("Zoe", HERS)
        visit.page.get_by_role("textbox", name="Code").fill("000000")
        expect(visit.page.get_by_role("alert")).to_be_visible()
        pictured(visit.page, "login-second-step")
        visit.page.get_by_role("button", name="Use a recovery code instead").click()
        pictured(visit.page, "login-recovery-code")


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


@pytest.mark.requirement("U5")
def test_somebody_new_finds_nothing_of_others_and_one_next_step(
    browser: Browser, household: Household, desk: Desk
) -> None:
    """Who was just let in: the first page of the chat, and of notes that are theirs alone."""
    just_proved(household)
    desk.opens("/settings/people")
    link = people.invite(desk)
    with visiting(browser, household.server.url) as visit:
        newcomer = Desk(visit.page)
        newcomer.opens(link.removeprefix(household.server.url))
        visit.page.get_by_label("Name").fill("Nora")
        visit.page.get_by_label("Password", exact=True).fill(PASSWORD)
        visit.page.get_by_role("button", name="Join", exact=True).click()
        expect(visit.page.get_by_text("You have no notes yet")).to_be_visible()
        pictured(visit.page, "newcomer-chat")
        newcomer.opens("/notes")
        expect(visit.page.get_by_role("heading", name="There are no notes yet")).to_be_visible()
        pictured(visit.page, "newcomer-notes")
        visit.page.get_by_role("link", name="Write your first note").click()
        expect(visit.page.get_by_label("Name")).to_be_visible()
