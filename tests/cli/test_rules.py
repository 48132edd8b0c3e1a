"""``paios rules``: what a person can do with their rules from a terminal (P4)."""

import json
import subprocess

import pytest
from tests.support.process import Installation, Server

pytestmark = [pytest.mark.slow, pytest.mark.requirement("P4")]


def said(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_rules_are_added_listed_searched_and_revoked(installation: Installation, server: Server) -> None:
    schema = '{"properties": {"path": {"pattern": "^Diary/"}}}'
    added = said(
        installation.run(
            "rules", "add", "deny", "vault_write", "--constraints", schema, "--uses", "3", "--json"
        )
    )
    rule = json.loads(added)
    assert (rule["verdict"], rule["uses_left"], rule["constraints"]) == ("deny", 3, json.loads(schema))
    (installation.folder / "schema.json").write_text('{"required": ["path"]}')
    at = f"@{installation.folder}/schema.json"
    kept = said(installation.run("rules", "add", "ask", "vault_move", "--constraints", at, "--untainted"))
    assert "Ask before: move a note" in kept
    listed = said(installation.run("rules", "list"))
    assert rule["id"] in listed
    assert rule["text"] in listed
    assert "used 0 times" in listed
    found = json.loads(said(installation.run("rules", "list", "--text", "Diary", "--json")))
    assert [each["id"] for each in found] == [rule["id"]]
    said(installation.run("rules", "revoke", rule["id"]))
    assert rule["id"] not in said(installation.run("rules", "list"))
    assert rule["id"] in said(installation.run("rules", "list", "--all"))
    assert json.loads(said(installation.run("rules", "suggest", "--json"))) == []


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("add", "allow", "vault_delete"), "always asks"),
        (("add", "allow", "vault_write", "--constraints", "{"), "not JSON"),
        (("add", "allow", "vault_write", "--constraints", "@nowhere.json"), "cannot be read"),
        (("add", "perhaps", "vault_write"), "allow, ask or deny"),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_line(
    installation: Installation, server: Server, words: tuple[str, ...], says: str
) -> None:
    done = installation.run("rules", *words)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert says in done.stderr
