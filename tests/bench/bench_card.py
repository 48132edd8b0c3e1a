"""From the model's tool call to the card that a person sees: ``python -m tests.bench.bench_card``

A real server, a real model server that notes when the last byte of its tool call
has left it, and a page in Chromium that notes when the card was painted: in the
frame after the one in which it came into the document. All on this machine, so
all by one clock. At most 200 ms is the goal.
"""

import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from tests.e2e import parts
from tests.e2e.conftest import signed_in
from tests.e2e.desk import Desk
from tests.e2e.serving import serving
from tests.e2e.visit import chromium, visiting
from tests.support.scripted_model import Calls, ScriptedModel, Text

RUNS = 10
GOAL = 200

WATCH = """
window.painted = null;
new MutationObserver(() => {
  if (window.painted !== null || document.querySelector("div[data-approval]") === null) return;
  window.painted = 0;
  requestAnimationFrame(() => requestAnimationFrame(() => { window.painted = Date.now(); }));
}).observe(document, { childList: true, subtree: true });
"""


@dataclass(frozen=True)
class TimedCalls(Calls):
    """Tool calls that note when all of them were sent, in milliseconds since 1970."""

    sent: list[float] = field(default_factory=list)

    def events(self, prefix: str) -> Iterator[bytes]:
        yield from super().events(prefix)
        # Asked for the next piece only once the last one is with the operating system.
        self.sent.append(time.time() * 1000)


def main() -> None:
    write = {"path": parts.SHOPPING, "content": parts.ADDED, "mode": "append"}
    calls = TimedCalls([("vault_write", write)])

    def script(messages: list[dict[str, object]]) -> Calls | Text:
        return calls if messages[-1]["role"] == "user" else Text("Very well.")

    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder)) as server,
        ScriptedModel(script) as model,
        sync_playwright() as playwright,
        chromium(playwright) as browser,
    ):
        cookie = signed_in(server, {"kind": "openai", "url": model.url})
        cookies = [{"name": "paios_session", "value": cookie, "url": server.url}]
        with visiting(browser, server.url, cookies) as visit:
            visit.page.add_init_script(WATCH)
            taken = [_painted(visit.page) - calls.sent[-1] for _ in range(RUNS)]
    print(
        f"tool call to card on the page: median {statistics.median(taken):.0f} ms "
        f"({min(taken):.0f} to {max(taken):.0f}; goal {GOAL} ms)"
    )


def _painted(page: Page) -> float:
    """Ask for a change, and tell when its card was there to be seen."""
    desk = Desk(page).opens().asks(parts.ADD)
    desk.sees_card()
    painted: float = page.evaluate("window.painted")
    desk.denies()
    desk.reads("Very well.")
    return painted


if __name__ == "__main__":
    main()
