"""Push in a real browser: a device is switched on, told what the server pushed, and led to the question.

No push service can be asked from here: the browser's own subscribing is played,
and a message is put into its hands where a push service would.
"""

import json
import time
from collections.abc import Callable, Iterator
from typing import Any, Final

import httpx2
import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect
from tests.e2e.conftest import Household
from tests.e2e.desk import Desk
from tests.e2e.visit import PATIENCE, visiting
from tests.support.push_service import Browser as Keys

pytestmark = pytest.mark.requirement("P11")

ENDPOINT: Final = "https://push.invalid/send/device"
TEST: Final = "paios reaches this device: This is how you will be told of a question."
NOTICES: Final = """
async () => {
  const registration = await navigator.serviceWorker.getRegistration("/told/");
  return (await registration.getNotifications()).map((one) => `${one.title}: ${one.body}`);
}
"""
SUBSCRIBES: Final = """
(() => {
  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0)).buffer;
  let given = null;
  const subscription = {
    endpoint: "%(endpoint)s",
    getKey: (name) => bytes(name === "auth" ? "%(secret)s" : "%(key)s"),
    unsubscribe: async () => ((given = null), true),
  };
  PushManager.prototype.getSubscription = async () => given;
  PushManager.prototype.subscribe = async (options) => {
    if (options.applicationServerKey.length !== 65 || !options.userVisibleOnly) throw new Error("no key");
    return (given = subscription);
  };
})();
"""


@pytest.fixture
def page(browser: Browser, household: Household) -> Iterator[Page]:
    with visiting(browser, household.server.url, household.cookies) as visit:
        visit.context.grant_permissions(["notifications"], origin=household.server.url)
        visit.context.add_init_script(SUBSCRIBES % Keys().told(ENDPOINT))
        yield visit.page


def switched_on(page: Page) -> None:
    section = Desk(page).opens("/settings/general").page.get_by_role("region", name="This device")
    section.get_by_role("switch", name="Tell this device").click(force=True)
    expect(section.get_by_role("button", name="Try it")).to_be_visible()


def awaited(page: Page, holds: Callable[[], bool], what: str) -> None:
    """Look until it holds. Playwright's own waiting takes a promise for an answer, without looking again."""
    deadline = time.monotonic() + PATIENCE / 1000
    while not holds():
        assert time.monotonic() < deadline, f"not in time: {what}"
        page.wait_for_timeout(50)


def delivered(page: Page, word: str) -> None:
    """What a push service would hand to this browser, once its worker runs."""
    session: CDPSession = page.context.new_cdp_session(page)
    seen: list[dict[str, Any]] = []
    session.on("ServiceWorker.workerRegistrationUpdated", lambda event: seen.extend(event["registrations"]))
    session.send("ServiceWorker.enable")
    awaited(page, lambda: bool(seen), "a worker is registered")
    origin = page.evaluate("location.origin")
    message = {
        "origin": origin,
        "registrationId": seen[-1]["registrationId"],
        "data": json.dumps({"word": word}),
    }
    session.send("ServiceWorker.deliverPushMessage", message)


def notices(page: Page) -> list[str]:
    found: list[str] = page.evaluate(NOTICES)
    return found


def test_device_is_switched_on_told_and_switched_off(page: Page, household: Household) -> None:
    switched_on(page)
    cookies = {"paios_session": household.cookie}
    answer = httpx2.get(f"{household.server.url}/api/v1/push", cookies=cookies).json()
    assert answer["told"] is True
    page.reload()
    section = page.get_by_role("region", name="This device")
    expect(section.get_by_role("switch", name="Tell this device")).to_be_checked()
    section.get_by_role("button", name="Try it").click()
    expect(section.get_by_role("alert")).to_contain_text("Questions wait in the inbox all the same.")
    delivered(page, "test")
    awaited(page, lambda: notices(page) != [], "a notice is shown")
    assert notices(page) == [TEST]
    assert page.evaluate("navigator.serviceWorker.controller") is None, (
        "it comes between no page and the server"
    )
    section.get_by_role("switch", name="Tell this device").click(force=True)
    expect(section.get_by_role("button", name="Try it")).to_have_count(0)
    assert httpx2.get(f"{household.server.url}/api/v1/push", cookies=cookies).json()["told"] is False


def test_who_looks_at_paios_is_not_told_a_second_time(page: Page) -> None:
    switched_on(page)
    delivered(page, "question")
    delivered(page, "test")
    awaited(page, lambda: notices(page) != [], "a notice is shown")
    page.wait_for_timeout(300)
    assert notices(page) == [TEST], "the question's message came before"
    page.get_by_role("switch", name="Tell this device").click(force=True)
    expect(page.get_by_role("button", name="Try it")).to_have_count(0)


@pytest.mark.parametrize("path", ["/service-worker.js", "/manifest.webmanifest", "/assets/icon-192.png"])
def test_what_a_phone_installs_is_served(household: Household, path: str) -> None:
    answer = httpx2.get(household.server.url + path)
    assert answer.status_code == 200
    kinds = {".js": "javascript", ".webmanifest": "manifest+json", ".png": "image/png"}
    assert kinds[path[path.rindex(".") :]] in answer.headers["content-type"]
    assert "default-src 'self'" in answer.headers["content-security-policy"]
