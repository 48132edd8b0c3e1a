"""Owns: Chromium, and a window of it that writes down all that it asks for and all that it complains of."""

import contextlib
import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Request, expect
from tests.e2e.contract import PublishedContract

_NAMES: Final = ("chromium", "chromium-browser", "google-chrome")
_FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_LOCAL: Final = ("data:", "blob:", "about:")
"""Addresses for which nothing is sent anywhere; the policy is what refuses them."""
_VIOLATION: Final = "content security policy violation: "
_LISTENER: Final = f"""
document.addEventListener("securitypolicyviolation", (event) =>
  console.error({_VIOLATION!r} + event.violatedDirective + " " + event.blockedURI));
"""

DESKTOP: Final = (1440, 900)
PHONE: Final = (390, 844)
PATIENCE: Final = 20_000
"""Milliseconds after which what is not on the page is missing; far more than a busy machine needs."""

Scheme = Literal["light", "dark"]


@contextlib.contextmanager
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """The system's Chromium. Where there is none the test is skipped, which in strict mode fails."""
    path = next(filter(None, map(shutil.which, _NAMES)), None)
    if path is None:
        pytest.skip("there is no Chromium; on Debian: apt install chromium")
    expect.set_options(timeout=PATIENCE)
    # The browser's own profile and caches stay out of the person's home.
    browser = playwright.chromium.launch(executable_path=path, args=list(_FLAGS), env=dict(os.environ))
    try:
        yield browser
    finally:
        browser.close()


@dataclass
class Visit:
    """A browser window of somebody, with nothing left from any other."""

    context: BrowserContext
    origin: str
    requests: list[tuple[str, str]] = field(default_factory=list)
    """Method and address of everything that was asked for, in order."""
    complaints: list[str] = field(default_factory=list)
    """Errors of scripts and violations of the security policy."""

    def __post_init__(self) -> None:
        self.context.set_default_timeout(PATIENCE)
        self.context.add_init_script(_LISTENER)
        self.context.on("request", self._on_request)
        self.context.on("console", self._on_console)
        self.context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.page: Page = self.context.new_page()

    def _on_request(self, request: Request) -> None:
        self.requests.append((request.method, request.url))

    def _on_console(self, message: ConsoleMessage) -> None:
        # A refused request is an answer of the server, which tests look at on the page.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.complaints.append(message.text)

    def strangers(self) -> list[str]:
        """What was asked for elsewhere than at the server that the page came from."""
        return [
            url
            for _, url in self.requests
            if not url.startswith(_LOCAL)
            and f"{urlsplit(url).scheme}://{urlsplit(url).netloc}" != self.origin
        ]

    def private_calls(self, contract: PublishedContract) -> list[str]:
        """What was asked of the server beyond its published document (A8)."""
        return [f"{method} {url}" for method, url in self.requests if contract.operation(method, url) is None]


@contextlib.contextmanager
def visiting(
    browser: Browser,
    origin: str,
    cookies: Sequence[Any] = (),
    size: tuple[int, int] = DESKTOP,
    scheme: Scheme = "light",
) -> Iterator[Visit]:
    """A fresh window. At its end it must have stayed with its server, its contract and its policy."""
    width, height = size
    context = browser.new_context(
        base_url=origin,
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        reduced_motion="reduce",
        locale="en-GB",
    )
    try:
        context.add_cookies(list(cookies))
        visit = Visit(context, origin)
        yield visit
        assert visit.strangers() == [], "asked another host"
        assert visit.private_calls(PublishedContract()) == [], "used a private interface"
        assert visit.complaints == [], "the browser complained"
    finally:
        context.close()
