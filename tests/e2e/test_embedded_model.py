"""The conversation of the issue with the model that is built in, its real weights, and the sample notes."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from tests.e2e import parts
from tests.e2e.conftest import signed_in
from tests.e2e.desk import Desk
from tests.e2e.serving import ServerProcess, serving, weights_into
from tests.e2e.visit import visiting
from tests.support.weights import CHAT, EMBEDDING, weights

SLOW = 180_000
"""Milliseconds that a small model may take on a busy machine without a graphics card."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    folder = tmp_path_factory.mktemp("embedded")
    weights_into(folder, weights(CHAT), weights(EMBEDDING))
    with serving(folder) as server:
        yield server


@pytest.mark.requirement("A1", "P5")
def test_built_in_model_answers_from_the_notes_and_asks_before_it_writes(
    browser: Browser, server: ServerProcess
) -> None:
    cookie = signed_in(server, {"kind": "embedded"})
    cookies = [{"name": "paios_session", "value": cookie, "url": server.url}]
    before = server.note(parts.SHOPPING)
    with visiting(browser, server.url, cookies) as visit:
        desk = Desk(visit.page).opens().asks(parts.QUESTION)
        expect(desk.log).to_contain_text("480", timeout=SLOW)
        expect(desk.log).to_have_attribute("aria-busy", "false", timeout=SLOW)
        desk.log.get_by_role("button", name="Boiler decision").first.click()
        pane = visit.page.get_by_role("complementary", name="Note")
        expect(pane).to_contain_text(parts.DECISION)
        visit.page.keyboard.press("Escape")

        desk.asks(parts.ADD)
        expect(desk.card).to_have_count(1, timeout=SLOW)
        expect(desk.card).to_contain_text("oat milk")
        assert server.note(parts.SHOPPING) == before
        desk.allows()
        expect(desk.log).to_have_attribute("aria-busy", "false", timeout=SLOW)
        expect(desk.folded).to_contain_text("You allowed once")
    after = server.note(parts.SHOPPING)
    assert after.startswith(before.rstrip("\n"))
    assert "oat milk" in after.removeprefix(before.rstrip("\n"))
