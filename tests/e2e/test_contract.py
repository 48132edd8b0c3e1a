"""The web app uses what the published document describes, and believes nothing else (A8, F3).

Every window of every test here is held to the first at its end (``visit.visiting``); these tests show that
the looking is done in earnest.
"""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Route, expect
from tests.e2e import parts
from tests.e2e.conftest import Household
from tests.e2e.contract import PublishedContract
from tests.e2e.desk import Desk
from tests.e2e.visit import Visit, visiting

FEWEST = 20
"""Operations that a whole session uses, at least."""


@pytest.mark.requirement("A8")
def test_whole_session_calls_only_published_operations(browser: Browser, household: Household) -> None:
    with visiting(browser, household.server.url) as visit:
        page, desk = visit.page, Desk(visit.page)
        desk.opens().signs_in()
        desk.asks(parts.QUESTION)
        desk.reads("480 €")
        desk.log.get_by_role("button", name=re.compile("^Source 1")).first.click()
        desk.log.get_by_role("button", name=f"Read {parts.DECISION}").first.click()
        desk.asks(parts.ADD)
        desk.allows()
        desk.reads("Oat milk is on")
        page.get_by_role("button", name="Pause").click()
        page.get_by_role("alert").get_by_role("button", name="Resume").click()
        desk.opens("/inbox")
        desk.opens("/notes").page.get_by_role("searchbox").fill("boiler")
        expect(page.get_by_role("region", name="In the text").get_by_role("link").first).to_be_visible()
        desk.opens("/notes?path=To+do.md&edit=1")
        page.get_by_role("textbox", name="Text of").fill("# To do\n")
        page.get_by_role("button", name="Save").click()
        page.get_by_role("button", name="More for this note").click()
        page.get_by_role("menuitem", name="Delete").click()
        page.get_by_role("button", name="Undo").click()
        desk.opens("/notes/trash")
        desk.opens("/audit?kind=call&text=Shopping&since=2020-01-01")
        page.get_by_role("button", name="Verify").click()
        expect(page.get_by_text("The record is whole")).to_be_visible()
        desk.opens("/settings")
        page.get_by_role("region", name="Model").get_by_role("button", name="Change").click()
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
        contract = PublishedContract()
        called = {contract.operation(method, url) for method, url in visit.requests}
        assert None not in called
        assert len(called) >= FEWEST, sorted(map(str, called))
        assert visit.strangers() == []


@pytest.mark.requirement("A8")
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/v1/secrets"),
        ("GET", "/api/v2/session"),
        ("DELETE", "/api/v1/audit"),
        ("GET", "/api/v1/notes?sneaky=1"),
        ("GET", "/api/v1/notes?limit=1&limit=2"),
        ("POST", "/api/v1/runs/x/y/stop"),
    ],
)
def test_recording_would_notice_a_private_call(method: str, path: str) -> None:
    assert PublishedContract().operation(method, f"http://localhost:1{path}") is None


@pytest.mark.requirement("A8")
def test_recording_notices_what_a_page_asks_for(browser: Browser, household: Household) -> None:
    def spy() -> None:
        with visiting(browser, household.server.url, household.cookies) as visit:
            visit.page.goto("/inbox")
            visit.page.evaluate("fetch('/api/v1/secrets').then(() => null)")

    with pytest.raises(AssertionError, match="private interface"):
        spy()


def answering(change: Callable[[Any], Any]) -> Callable[[Route], None]:
    """Let the server answer, and change what it said."""

    def handle(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=json.dumps(change(answer.json())))

    return handle


def without_text(note: Any) -> Any:
    return {**note, "text": {"toString": "You were had"}}


def with_unknown_state(page: Any) -> Any:
    return {**page, "items": [{**each, "state": "surely approved"} for each in page["items"]]}


def with_markup(page: Any) -> Any:
    return {**page, "items": [{**each, "kind": "You were had <b>"} for each in page["items"]]}


@pytest.mark.requirement("F3")
@pytest.mark.parametrize(
    ("page", "call", "change"),
    [
        ("/notes?path=To+do.md", "**/api/v1/notes/item?*", without_text),
        ("/inbox", "**/api/v1/approvals?*", with_unknown_state),
        ("/audit", "**/api/v1/audit?*", with_markup),
        (
            "/settings/limits",
            "**/api/v1/settings",
            lambda settings: {**settings, "tool_calls_per_run": "You were had"},
        ),
        ("/chat", "**/api/v1/conversations?*", lambda _page: [{"title": "You were had"}]),
    ],
)
def test_answer_that_breaks_the_contract_is_an_error_and_not_shown(
    visit: Visit, page: str, call: str, change: Callable[[Any], Any]
) -> None:
    desk = Desk(visit.page).opens().asks(parts.DELETE)
    desk.denies()
    expect(desk.folded).to_have_count(1)
    visit.page.route(call, answering(change))
    visit.page.goto(page)
    wrong = visit.page.get_by_role("alert").filter(has_text="The server's answer was not understood").first
    expect(wrong).to_contain_text("unexpected_answer")
    expect(visit.page.locator("body")).not_to_contain_text("You were had")
    expect(visit.page.locator("body")).not_to_contain_text("surely approved")


@pytest.mark.requirement("F3")
def test_session_that_breaks_the_contract_lets_nobody_in(visit: Visit) -> None:
    visit.page.route("**/api/v1/session", answering(lambda session: {**session, "user": "Ada"}))
    visit.page.goto("/notes")
    expect(visit.page.get_by_role("alert")).to_contain_text("unexpected_answer")
    expect(visit.page.get_by_role("navigation")).to_have_count(0)


@pytest.mark.requirement("F3")
def test_events_that_break_the_contract_are_not_believed(visit: Visit) -> None:
    lies = (
        'event: run\ndata: {"state": "done", "text": "You were had"}\n\nevent: text\ndata: You were had\n\n'
    )
    visit.page.route(
        "**/api/v1/runs/*/events",
        lambda route: route.fulfill(content_type="text/event-stream", body=lies),
    )
    desk = Desk(visit.page).opens().asks("Hello")
    expect(desk.log.get_by_role("article")).to_have_count(1)
    visit.page.wait_for_timeout(500)
    expect(desk.log).not_to_contain_text("You were had")
