"""``paios people``: what the API can do about people, a terminal can (U5)."""

import json
from typing import Any

import httpx2
import pytest
from tests.support.database import past_paios
from tests.support.house import PASSWORD
from tests.support.process import Installation
from tests.support.terminal import Terminal

pytestmark = [pytest.mark.slow, pytest.mark.requirement("U5"), pytest.mark.usefixtures("server")]

GOOD = "seven brown bicycles"


def told(installation: Installation, *words: str) -> Any:
    done = installation.run("people", *words, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def sign_in(installation: Installation) -> int:
    url = f"http://127.0.0.1:{installation.port}/api/v1/session"
    return httpx2.post(url, json={"name": "Bea", "password": GOOD}).status_code


def write_a_note(installation: Installation) -> None:
    with httpx2.Client(base_url=f"http://127.0.0.1:{installation.port}/api/v1") as bea:
        csrf = bea.post("/session", json={"name": "Bea", "password": GOOD}).json()["csrf"]
        note = {"path": "Mine.md", "text": "x\n", "expected": None}
        answer = bea.put("/notes/item", json=note, headers={"X-CSRF-Token": csrf})
        assert answer.is_success, answer.text


def test_somebody_is_invited_disabled_enabled_and_removed(installation: Installation) -> None:
    done = installation.run("people", "invite")
    assert done.returncode == 0, done.stderr
    link, _, code = done.stdout.strip().partition("/join#code=")
    assert link == f"http://localhost:{installation.port}"
    url = f"http://127.0.0.1:{installation.port}/api/v1/join"
    joined = httpx2.post(url, json={"code": code, "name": "Bea", "password": GOOD})
    assert joined.status_code == 201, joined.text
    (bea,) = [each for each in told(installation, "list") if each["name"] == "Bea"]
    assert bea["role"] == "user"
    assert "Bea" in installation.run("people", "list").stdout
    assert told(installation, "disable", "Bea")["disabled"] is True
    assert sign_in(installation) == 401
    assert told(installation, "enable", bea["id"])["disabled"] is False
    assert sign_in(installation) == 200
    write_a_note(installation)
    # Of what is in somebody's notes the modes are theirs; the folder itself is shut.
    assert "only you can read the data folder" in installation.run("doctor").stdout
    kept = installation.home / "people" / f"removed-{bea['id']}"
    asked = installation.run("people", "remove", "Bea")
    assert asked.returncode != 0
    assert f"their notes (1), as files in {kept}" in " ".join(asked.stderr.split())
    assert told(installation, "remove", "Bea", "--yes")["removed"] == bea["id"]
    assert (kept / "notes" / "Mine.md").read_text() == "x\n"
    assert sign_in(installation) == 401
    assert code not in installation.log.read_text()


def test_what_cannot_be_is_said(installation: Installation) -> None:
    assert "nobody of that name" in installation.run("people", "disable", "Nobody").stderr
    (admin,) = [each for each in told(installation, "list") if each["role"] == "admin"]
    assert "last administrator" in installation.run("people", "disable", admin["name"]).stderr
    refused = installation.run("people", "remove", admin["name"])
    assert refused.returncode != 0
    assert any(each["id"] == admin["id"] for each in told(installation, "list"))


@pytest.mark.requirement("U6")
def test_who_signed_in_long_ago_proves_who_they_are_on_the_terminal(installation: Installation) -> None:
    with past_paios(installation.home) as database:
        database.execute("UPDATE sessions SET proved_at = '2026-01-01 00:00:00.000000'")
    piped = installation.run("people", "invite")
    assert piped.returncode != 0
    assert "no terminal" in piped.stderr
    with Terminal(
        installation.command("people", "invite"), installation.env, installation.folder
    ) as terminal:
        terminal.read_until("Password: ")
        terminal.type(f"{PASSWORD}\n")
        terminal.read_until("/join#code=")
        assert terminal.end() == 0
    # It counts for what comes next too.
    assert installation.run("keys", "create", "x", "--allow", "notes:read").returncode == 0
