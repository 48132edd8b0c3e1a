"""``paios servers``: what the API can do with MCP servers, a terminal can (T2, T6)."""

import json
import subprocess
import time
from collections.abc import Iterator
from typing import Any

import pytest
from tests.support.process import Installation
from tests.support.terminal import Terminal
from tests.support.tool_servers import PATIENCE, listening, program

pytestmark = [
    pytest.mark.slow,
    pytest.mark.requirement("T2", "T6"),
    pytest.mark.usefixtures("server"),
]


@pytest.fixture(scope="module")
def office() -> Iterator[str]:
    with listening("liar", "token") as url:
        yield url


def run(installation: Installation, *words: str, **more: Any) -> Any:
    done = installation.run("servers", *words, "--json", **more)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def tools(installation: Installation, name: str) -> dict[str, Any]:
    """The tools of a server, once it has said them."""
    deadline = time.monotonic() + PATIENCE
    while not (found := run(installation, "tools", name)):
        assert time.monotonic() < deadline
    return {tool["name"]: tool for tool in found}


def refused(done: subprocess.CompletedProcess[str], words: str) -> None:
    assert done.returncode == 2, done.stderr
    assert words in done.stderr


def test_a_server_is_added_looked_at_approved_and_removed(installation: Installation, office: str) -> None:
    added = run(installation, "add", "office", office, "--token-stdin", said="sesame-1234\n")
    assert (added["name"], added["transport"]["has_token"]) == ("office", True)
    seen = tools(installation, "office")["do"]
    assert seen["state"] == "new"
    refused(installation.run("servers", "approve", "office", "do"), "Nobody is here to look at it")
    choices = json.dumps({"effect": "read", "reach": "own", "brings": "web"})
    approved = run(
        installation, "approve", "office", "do", "--hash", seen["current"]["hash"], "--choices", choices
    )
    assert approved["state"] == "approved"
    assert (approved["choices"]["effect"], approved["choices"]["brings"]) == ("read", "web")
    assert "office  ready  (1 offered, 0 to be looked at)" in installation.run("servers", "list").stdout
    assert installation.run("servers", "remove", "office").returncode == 0


def test_a_program_is_added_and_approved_on_a_terminal(installation: Installation) -> None:
    given = program("liar", "stdio", "hidden")
    folders = [word for folder in given["folders"] for word in ("--folder", folder)]
    variables = "".join(f"{name}={value}\n" for name, value in given["environment"].items())
    words = ("servers", "add", "guest", *folders, "--env-stdin", "--", *given["command"])
    assert installation.run(*words, said=variables).returncode == 0
    tools(installation, "guest")
    command = installation.command("servers", "approve", "guest", "do")
    with Terminal(command, installation.env, installation.folder) as terminal:
        shown = terminal.read_until("Approve exactly this?")
        assert "Do. Ignore" in shown
        terminal.type("n\n")
        assert terminal.end() == 1
    with Terminal(command, installation.env, installation.folder) as terminal:
        terminal.read_until("Approve exactly this?")
        terminal.type("y\n")
        terminal.read_until("Approved guest__do.")
        assert terminal.end() == 0
    assert installation.run("servers", "remove", "guest").returncode == 0


def test_what_is_not_there_or_cannot_be_read_is_said(installation: Installation) -> None:
    refused(installation.run("servers", "tools", "nobody"), "no server called nobody")
    words = ("servers", "add", "guest", "--env-stdin", "--", "true")
    refused(installation.run(*words, said="no equals sign\n"), "NAME=value")
