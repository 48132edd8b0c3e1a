"""Does what a new user does: clones this repository, types `make run`, sets paios up, and talks with it.

Everything happens in a temporary folder with an empty home. The client is the standard library, speaking the
published interface, so nothing of paios is trusted to test itself. Needs git, make, Python; the network once.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SETUP_SECONDS = 900
ANSWER_SECONDS = 180
SECOND_START_SECONDS = 3.0
LINK = re.compile(r"http://localhost:(\d+)/setup#code=([A-Z2-9-]+)")


class Browser:
    """A signed-in client: cookies, and the token that each change carries."""

    def __init__(self, port: int) -> None:
        self._base = f"http://localhost:{port}/api/v1"
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self._csrf = ""

    def set_up(self, code: str) -> None:
        body = {
            "name": "Newcomer",
            "password": "a long enough password",
            "notes": {"kind": "sample"},
            "model": {"kind": "embedded"},
        }
        self._csrf = self.call("POST", "/setup", body, {"X-Setup-Code": code})["csrf"]

    def call(
        self,
        method: str,
        path: str,
        body: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
    ) -> Any:
        sent = {"X-CSRF-Token": self._csrf, **(headers or {})}
        data = None
        if body is not None:
            data, sent["Content-Type"] = json.dumps(body).encode(), "application/json"
        request = urllib.request.Request(self._base + path, data, sent, method=method)  # noqa: S310 - http only
        with self._opener.open(request, timeout=60) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def ask(self, text: str) -> dict[str, Any]:
        """Say something in a new conversation; the run once it has ended or waits for an answer."""
        conversation = self.call("POST", "/conversations")["id"]
        said = self.call("POST", f"/conversations/{conversation}/messages", {"text": text})
        return self.until(said["run"]["id"], {"done", "failed", "stopped", "waiting"})

    def until(self, run_id: str, states: set[str]) -> dict[str, Any]:
        deadline = time.monotonic() + ANSWER_SECONDS
        while time.monotonic() < deadline:
            run: dict[str, Any] = self.call("GET", f"/runs/{run_id}")
            if run["state"] in states:
                return run
            time.sleep(0.2)
        raise TimeoutError("the assistant did not answer")


def main() -> int:
    """0 when every check holds; the last line counts them."""
    checks = 0
    with tempfile.TemporaryDirectory(prefix="paios-first-") as folder:
        home = Path(folder) / "home"
        home.mkdir()
        clone = Path(folder) / "paios"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        environment = _environment(home)
        try:
            for check in _conversation(clone, home, environment):
                checks += 1
                print(f"ok: {check}", flush=True)
        except Exception as error:  # noqa: BLE001 - whatever it was, the newcomer was stopped by it
            print(f"FAILED after {checks} checks: {error!r}", flush=True)
            print(f"{checks} passed, 1 failed")
            return 1
    print(f"{checks} passed, 0 failed")
    return 0


def _conversation(clone: Path, home: Path, environment: dict[str, str]) -> Iterator[str]:
    with _running(clone, environment) as lines:
        port, code = _link(lines)
        yield "make run prints a set-up link"
        browser = Browser(port)
        browser.set_up(code)
        yield "the link sets paios up"
        run = browser.ask("What did we decide about the boiler?")
        cited = {citation["path"] for citation in run["answer"]["citations"]}
        _expect("House/Boiler decision.md" in cited and "480" in run["answer"]["text"], run["answer"]["text"])
        yield "the answer says what was decided, and cites the note"
        shopping = home / "paios-notes" / "Shopping list.md"
        before = shopping.read_text("utf-8")
        run = browser.ask("Add to my shopping list: oat milk")
        asked = run["steps"][-1]["approval"]
        _expect("oat milk" in asked["diff"], run)
        _expect(shopping.read_text("utf-8") == before, "written before the answer")
        yield "a change asks first, and nothing is written until the answer"
        answer = {"allow": True, "remember": "once", "fingerprint": asked["fingerprint"]}
        browser.call("POST", f"/approvals/{asked['id']}/answer", answer)
        run = browser.until(run["id"], {"done", "failed", "stopped"})
        _expect(run["state"] == "done" and "oat milk" in shopping.read_text("utf-8"), run)
        yield "the yes writes it"
        _expect(browser.call("GET", "/audit/verification")["whole"], "the chain is broken")
        yield "the record of it is whole"
        with urllib.request.urlopen(f"http://localhost:{port}/") as page:
            _expect(b"csp-nonce" in page.read(), "the web app is not served")
        yield "the web app is there"
    begun = time.monotonic()
    with _running(clone, environment):
        _answered(int(environment["PAIOS_PORT"]))
        seconds = time.monotonic() - begun
    yield f"a second make run serves after {seconds:.1f} s (goal {SECOND_START_SECONDS} s)"


@contextlib.contextmanager
def _running(clone: Path, environment: dict[str, str]) -> Iterator[list[str]]:
    """`make run` in a process group of its own, and the lines that it prints."""
    process = subprocess.Popen(
        ["make", "run"],
        cwd=clone,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    lines: list[str] = []

    def collect() -> None:
        for line in process.stdout or ():
            print(f"  | {line}", end="", flush=True)
            lines.append(line)

    reader = threading.Thread(target=collect, daemon=True)
    reader.start()
    try:
        yield lines
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGINT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        reader.join(5)


def _link(lines: list[str]) -> tuple[int, str]:
    deadline = time.monotonic() + SETUP_SECONDS
    while time.monotonic() < deadline:
        found = LINK.search("".join(lines))
        if found:
            _answered(int(found[1]))
            return int(found[1]), found[2]
        time.sleep(0.1)
    raise TimeoutError("make run printed no set-up link")


def _answered(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"http://localhost:{port}/api/v1/health", timeout=5).close()
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.05)
        else:
            return
    raise TimeoutError("the server does not answer")


def _environment(home: Path) -> dict[str, str]:
    """Of this process's environment all but what belongs to paios, with an empty home and a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PAIOS_", "XDG_"))}
    return {**kept, "HOME": str(home), "PAIOS_PORT": str(port), "PYTHONUNBUFFERED": "1"}


def _expect(holds: object, what: object) -> None:
    if not holds:
        raise AssertionError(what)


if __name__ == "__main__":
    sys.exit(main())
