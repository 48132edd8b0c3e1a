"""One server, one scripted model and one browser for each module; a fresh window for each test.

The browser lives no longer than its module: Playwright's loop would be in the way of the asynchronous tests.
"""

import signal
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import httpx2
import pytest
from playwright.sync_api import Browser, sync_playwright
from tests.e2e import parts
from tests.e2e.desk import Desk
from tests.e2e.serving import ServerProcess, serving
from tests.e2e.visit import Visit, chromium, visiting
from tests.support.house import NAME, PASSWORD, Stage
from tests.support.scripted_model import ScriptedModel

LONGEST: Final = 300
"""Seconds that a test may take on the busiest machine."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent.name == "e2e":
            item.add_marker(pytest.mark.slow)


@pytest.fixture(autouse=True)
def ends() -> Iterator[None]:
    """A browser that died leaves Playwright waiting for ever: then this test fails, and the others go on."""

    def give_up(*_: object) -> None:
        raise TimeoutError("the browser does not answer")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(LONGEST)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@dataclass(frozen=True)
class Household:
    """A paios that is set up over the sample notes, and the cookie of who is signed in."""

    server: ServerProcess
    model: ScriptedModel
    stage: Stage
    cookie: str

    @property
    def cookies(self) -> list[dict[str, str]]:
        return [{"name": "paios_session", "value": self.cookie, "url": self.server.url}]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright, chromium(playwright) as browser:
        yield browser


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """A server that nobody has set up."""
    with serving(tmp_path_factory.mktemp("home")) as server:
        yield server


@pytest.fixture(scope="module")
def model() -> Iterator[tuple[ScriptedModel, Stage]]:
    stage = parts.stage()
    with ScriptedModel(stage) as model:
        yield model, stage


@pytest.fixture(scope="module")
def household(server: ServerProcess, model: tuple[ScriptedModel, Stage]) -> Household:
    scripted, stage = model
    return Household(server, scripted, stage, signed_in(server, {"kind": "openai", "url": scripted.url}))


def signed_in(server: ServerProcess, model: dict[str, str]) -> str:
    """Set the server up over the sample notes, and tell the cookie of the first account."""
    code = server.setup_link().partition("code=")[2]
    choice = model if model["kind"] == "embedded" else {**model, "model": "scripted"}
    body = {"name": NAME, "password": PASSWORD, "notes": {"kind": "sample"}, "model": choice}
    with httpx2.Client(base_url=server.url, timeout=60) as client:
        answer = client.post("/api/v1/setup", json=body, headers={"X-Setup-Code": code})
        answer.raise_for_status()
        cookie = client.cookies["paios_session"]
        assert cookie is not None
        return cookie


@pytest.fixture
def visit(browser: Browser, household: Household) -> Iterator[Visit]:
    """A desktop window of somebody who is signed in."""
    with visiting(browser, household.server.url, household.cookies) as visit:
        yield visit


@pytest.fixture
def desk(visit: Visit) -> Desk:
    """The same window, to be used in a person's words."""
    return Desk(visit.page)
