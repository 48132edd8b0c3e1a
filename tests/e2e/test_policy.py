"""The security policy in a real browser (F1): as promised, obeyed on every page, the docs included."""

import re
from collections.abc import Iterator

import httpx2
import pytest
from playwright.sync_api import Browser, expect
from tests.e2e import parts
from tests.e2e.conftest import Household
from tests.e2e.desk import Desk
from tests.e2e.visit import Visit, visiting

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
PAGES = [
    "/",
    "/login",
    "/setup",
    "/chat",
    "/inbox",
    "/notes",
    "/notes/trash",
    "/audit",
    "/settings",
    "/nowhere",
]
DOCS = "/api/v1/ui"


@pytest.fixture
def stranger(browser: Browser, household: Household) -> Iterator[Visit]:
    with visiting(browser, household.server.url) as visit:
        yield visit


@pytest.mark.requirement("F1")
@pytest.mark.parametrize("path", [*PAGES, DOCS, "/assets/favicon.svg"])
def test_every_page_carries_exactly_the_policy(household: Household, path: str) -> None:
    first, second = (httpx2.get(household.server.url + path) for _ in range(2))
    nonces = set()
    for answer in (first, second):
        policy = answer.headers["content-security-policy"]
        found = re.search("'nonce-([0-9a-f]{32})'", policy)
        assert found, policy
        assert policy == POLICY.format(nonce=found[1])
        nonces.add(found[1])
    assert len(nonces) == 2, "a nonce that is used twice protects nothing"


@pytest.mark.requirement("F1")
@pytest.mark.parametrize("path", ["/api/v1/health", "/api/v1/session", "/api/v1/nothing"])
def test_answer_of_the_api_is_no_page_at_all(household: Household, path: str) -> None:
    policy = httpx2.get(household.server.url + path).headers["content-security-policy"]
    assert policy == "default-src 'none'; frame-ancestors 'none'"


@pytest.mark.requirement("F1")
@pytest.mark.parametrize("path", [*PAGES, DOCS])
def test_pages_hold_no_inline_script_and_no_handler(household: Household, path: str) -> None:
    html = httpx2.get(household.server.url + path).text
    scripts = re.findall(r"<script\b([^>]*)>(.*?)</script>", html, re.DOTALL)
    assert scripts
    for attributes, body in scripts:
        assert re.search(r'\bsrc="/', attributes)
        assert body == ""
    assert not re.search(r"<[^>]*\s(?:on\w+|style)\s*=", html)
    assert "javascript:" not in html


@pytest.mark.requirement("F1")
def test_no_page_violates_the_policy(browser: Browser, household: Household) -> None:
    with visiting(browser, household.server.url, household.cookies) as visit:
        desk = Desk(visit.page).opens().asks(parts.QUESTION)
        desk.reads("480 €")
        desk.asks(parts.ADD)
        desk.opens_longer()
        visit.page.keyboard.press("Escape")
        desk.denies()
        for path in PAGES:
            visit.page.goto(path)
            if path == "/login":
                expect(visit.page.get_by_label("Password", exact=True)).to_be_visible()
                continue
            expect(visit.page.get_by_role("navigation", name="Main")).to_be_visible()
            visit.page.keyboard.press("Control+k")
            expect(visit.page.get_by_role("dialog")).to_be_visible()
        assert visit.complaints == []


@pytest.mark.requirement("F1")
@pytest.mark.parametrize(
    "attack",
    [
        "const s = document.createElement('script'); s.textContent = 'window.had=1'; document.body.append(s)",
        "document.body.insertAdjacentHTML('beforeend', '<img src=/none onerror=window.had=1>')",
        "const a = document.createElement('a'); a.href = 'javascript:window.had=1'; "
        "document.body.append(a); a.click()",
        "document.body.insertAdjacentHTML('beforeend', '<style>body{color:red}</style>')",
        "document.body.insertAdjacentHTML('beforeend', '<object data=\"/assets/favicon.svg\"></object>')",
        "document.body.insertAdjacentHTML('beforeend', '<iframe src=\"https://evil.example/\"></iframe>')",
        "new Image().src = 'https://evil.example/pixel.png'",
        "fetch('https://evil.example/').catch(() => null)",
        "const f = document.createElement('form'); f.action = 'https://evil.example/'; "
        "document.body.append(f); f.submit()",
        "import('data:text/javascript,window.had=1').catch(() => null)",
    ],
)
def test_policy_stops_what_should_never_get_so_far(
    browser: Browser, household: Household, attack: str
) -> None:
    with visiting(browser, household.server.url, household.cookies) as visit:
        visit.page.goto("/inbox")
        expect(visit.page.get_by_role("heading", name="Inbox")).to_be_visible()
        visit.page.evaluate("(attack) => { " + attack + " }")
        visit.page.wait_for_timeout(200)
        assert any("ecurity" in each for each in visit.complaints), visit.complaints
        assert visit.page.evaluate("window.had") is None
        # Chromium reports what it refused as asked for; nothing of it is ever sent.
        visit.complaints.clear()
        visit.requests[:] = [each for each in visit.requests if "evil.example" not in each[1]]


@pytest.mark.requirement("A1", "F1")
def test_docs_show_the_operations_and_try_one_under_the_policy(desk: Desk) -> None:
    page = desk.opens(DOCS).page
    operation = page.locator("#operations-session-get_session")
    expect(page.locator(".opblock")).not_to_have_count(0)
    assert page.locator(".opblock").count() >= 40
    operation.get_by_role("button").first.click()
    operation.get_by_role("button", name="Try it out").click()
    operation.get_by_role("button", name="Execute").click()
    expect(operation.locator(".live-responses-table .response-col_status").last).to_contain_text("200")
    expect(operation.locator(".live-responses-table")).to_contain_text("Ada")


@pytest.mark.requirement("A1")
def test_docs_can_change_something_with_the_session_they_are_in(desk: Desk) -> None:
    page = desk.opens(DOCS).page
    operation = page.locator("#operations-chat-create_conversation")
    operation.get_by_role("button").first.click()
    operation.get_by_role("button", name="Try it out").click()
    operation.get_by_role("button", name="Execute").click()
    expect(operation.locator(".live-responses-table .response-col_status").last).to_contain_text("201")
