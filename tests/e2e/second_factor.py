"""Owns: people of these tests who have an authenticator app, and a tool that it takes to say yes to."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Final

import httpx2
from pyotp import TOTP
from tests.e2e.conftest import Household
from tests.support.database import past_paios

PASSWORD: Final = "seven brown bicycles"
STEP: Final = 30


class App(TOTP):
    """An authenticator app, and the recovery codes that came with it."""

    spare: list[str]

    def next_code(self) -> str:
        """What it will show next: it counts already, and the one shown now may be used."""
        return self.at(int(time.time()) + STEP)


def enrolled(secret: str) -> App:
    """The app into which somebody typed this secret."""
    return App(secret.replace(" ", ""))


def just_proved(household: Household) -> None:
    """Who is signed in proved a moment ago who they are. A module of tests takes longer than that counts."""
    with past_paios(household.server.folder / "data") as database:
        database.execute("UPDATE sessions SET proved_at = ?", (f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S.%f}",))


@contextmanager
def api(household: Household, cookies: Sequence[dict[str, str]]) -> Iterator[httpx2.Client]:
    """Who has these cookies, at the API."""
    jar = {each["name"]: each["value"] for each in cookies}
    with httpx2.Client(base_url=f"{household.server.url}/api/v1", cookies=jar, timeout=30) as client:
        client.headers["X-CSRF-Token"] = client.get("/session").raise_for_status().json()["csrf"]
        yield client


def joined(household: Household, name: str) -> list[dict[str, str]]:
    """Somebody new; the cookies of their browser."""
    just_proved(household)
    with api(household, household.cookies) as admin:
        code = admin.post("/invites", json={"role": "user"}).raise_for_status().json()["code"]
    with httpx2.Client(base_url=f"{household.server.url}/api/v1") as client:
        client.post("/join", json={"code": code, "name": name, "password": PASSWORD}).raise_for_status()
        cookie = client.cookies["paios_session"]
    return [{"name": "paios_session", "value": cookie or "", "url": household.server.url}]


def with_app(household: Household, cookies: Sequence[dict[str, str]]) -> App:
    """Set up an app for who has these cookies."""
    with api(household, cookies) as client:
        new = client.post("/account/app").raise_for_status().json()
        app = enrolled(new["secret"])
        body = {"ticket": new["ticket"], "code": app.now()}
        app.spare = client.put("/account/app", json=body).raise_for_status().json()["codes"]
    return app


def tool_that_runs(household: Household, url: str) -> None:
    """Let the assistant use ``runner__do`` of the server at this address as one that runs programs."""
    with api(household, household.cookies) as client:
        body: dict[str, Any] = {"name": "runner", "transport": {"kind": "http", "url": url}}
        server = client.post("/tool-servers", json=body).raise_for_status().json()["id"]
        deadline = time.monotonic() + 20
        while not (tools := client.get(f"/tool-servers/{server}/tools").raise_for_status().json()["items"]):
            assert time.monotonic() < deadline, "the tools are not listed"
            time.sleep(0.05)
        (its,) = [each["current"]["hash"] for each in tools if each["name"] == "do"]
        body = {"hash": its, "choices": {"effect": "execute", "reach": "own"}}
        client.put(f"/tool-servers/{server}/tools/do", json=body).raise_for_status()
