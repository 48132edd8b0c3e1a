"""``paios keys``: what the API can do with API keys, a terminal can (U4)."""

import json
import re
from typing import Any

import httpx2
import pytest
from tests.support.process import Installation

pytestmark = [pytest.mark.slow, pytest.mark.requirement("U4"), pytest.mark.usefixtures("server")]


def listed(installation: Installation, *words: str) -> list[dict[str, Any]]:
    done = installation.run("keys", "list", "--json", *words)
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def status(installation: Installation, secret: str) -> int:
    url = f"http://127.0.0.1:{installation.port}/api/v1/notes"
    return httpx2.get(url, headers={"X-API-Key": secret}).status_code


def test_a_key_is_made_used_listed_and_revoked(installation: Installation) -> None:
    done = installation.run("keys", "create", "Kitchen", "--allow", "notes:read", "--days", "3")
    assert done.returncode == 0, done.stderr
    secret = done.stdout.strip()
    assert re.fullmatch(r"paios_[0-9A-Za-z]{36}", secret)
    assert secret not in done.stderr
    assert status(installation, secret) == 200
    (key,) = listed(installation)
    assert (key["name"], key["shown"], key["permissions"]) == ("Kitchen", secret[:12], ["notes:read"])
    shown = installation.run("keys", "list").stdout
    assert "Kitchen" in shown
    assert "last used" in shown
    assert secret not in shown
    assert json.loads(installation.run("keys", "revoke", "Kitchen", "--json").stdout) == {
        "revoked": key["id"]
    }
    assert status(installation, secret) == 401
    assert listed(installation) == []
    assert [each["id"] for each in listed(installation, "--all")] == [key["id"]]
    assert secret not in installation.log.read_text()


def test_what_makes_no_sense_is_said(installation: Installation) -> None:
    for words, said in (
        (("create", "x"), "Say what the key may do"),
        (("create", "x", "--allow", "keys:write"), "No key can be given keys:write"),
        (("create", "x", "--allow", "notes:read", "--days", "400"), "does not fit"),
        (("revoke", "nobody"), "no such key"),
    ):
        done = installation.run("keys", *words)
        assert done.returncode == 2, done.stderr
        assert said in done.stderr


def test_two_keys_of_one_name_are_not_mistaken_for_each_other(installation: Installation) -> None:
    for _ in range(2):
        made = installation.run("keys", "create", "Twin", "--allow", "notes:read", "--json")
        assert json.loads(made.stdout)["key"]["name"] == "Twin"
    assert "Several keys" in installation.run("keys", "revoke", "Twin").stderr
    for key in listed(installation):
        assert installation.run("keys", "revoke", key["id"]).returncode == 0
