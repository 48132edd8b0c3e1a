"""A second factor on a terminal, and ``paios recover`` for who lost theirs (U3, U6)."""

import asyncio
from typing import Any

import pyotp
import pytest
from tests.support.house import NAME, PASSWORD, Stage
from tests.support.process import Installation, Server
from tests.support.scripted_model import ScriptedModel
from tests.support.terminal import Terminal
from tests.support.tool_servers import added, approve, listening
from tests.support.turns import Calls, Text

pytestmark = [pytest.mark.slow, pytest.mark.requirement("U3", "U6")]

NEW = "seven brown bicycles"


@pytest.fixture
def installation(tmp_path: Any, model: ScriptedModel) -> Installation:
    made = Installation(tmp_path)
    made.init(model)
    return made


async def enrolled(server: Server) -> list[str]:
    """The recovery codes of an app that is set up as the web app does it."""
    person = await server.person().sign_in()
    begun = await person.do("POST", "/account/app")
    body = {"ticket": begun["ticket"], "code": pyotp.TOTP(begun["secret"]).now()}
    codes: list[str] = (await person.do("PUT", "/account/app", body))["codes"]
    await person.http.aclose()
    return codes


def signed_in(installation: Installation, code: str) -> None:
    """This terminal, by password and code."""
    command = installation.command("login", "--name", NAME)
    with Terminal(command, installation.env, installation.folder) as terminal:
        terminal.read_until("Password: ")  # the space comes once nothing typed is shown
        terminal.type(f"{PASSWORD}\n")
        terminal.read_until("The code of your authenticator app or a recovery code")
        terminal.type(f"{code}\n")
        terminal.read_until("Signed in.")
        assert terminal.end() == 0


def test_a_terminal_asks_for_the_code_and_who_lost_all_recovers(
    installation: Installation, stage: Stage
) -> None:
    with Server(installation) as server:
        codes = asyncio.run(enrolled(server))
        piped = installation.run("login", "--name", NAME, "--password-stdin", said=f"{PASSWORD}\n")
        assert piped.returncode != 0
        assert "no terminal" in piped.stderr
        signed_in(installation, codes[0])
        assert installation.run("rules", "list").returncode == 0
        running = installation.run("recover", NAME, "--password-stdin", said=f"{NEW}\n")
        assert running.returncode != 0
        assert "Stop paios first" in running.stderr
    assert "totp-" not in installation.run("credentials", "list").stdout
    user_id = installation.rows("SELECT id FROM users")[0][0]
    for refused in (
        installation.run("credentials", "remove", f"totp-{user_id}", "--yes"),
        installation.run("credentials", "set", f"totp-{user_id}", "--stdin", said="A" * 32),
        installation.run("recover", "Nobody", "--password-stdin", said=f"{NEW}\n"),
        installation.run("recover", NAME, "--password-stdin", said="short\n"),
    ):
        assert refused.returncode != 0, refused.stdout
    done = installation.run("recover", NAME, "--password-stdin", said=f"{NEW}\n")
    assert done.returncode == 0, done.stderr
    with Server(installation):
        assert installation.run("rules", "list").returncode != 0  # the session of before has ended
        again = installation.run("login", "--name", NAME, "--password-stdin", said=f"{NEW}\n")
        assert again.returncode == 0, again.stderr
        assert installation.run("audit", "verify").returncode == 0
    kinds = {kind for (kind,) in installation.rows("SELECT kind FROM audit_records")}
    assert {"factor.added", "recovery.used", "person.recovered"} <= kinds


async def with_program(server: Server, url: str) -> list[str]:
    """A tool that runs programs is approved, and an app set up; its recovery codes."""
    person = await server.person().sign_in()
    office = await added(person, "office", {"kind": "http", "url": url})
    await approve(person, office, "send_email", effect="execute")
    await person.http.aclose()
    return await enrolled(server)


def test_a_yes_that_wants_proof_takes_a_code_on_a_terminal(installation: Installation, stage: Stage) -> None:
    """Wrong codes are asked for again, and the question stays open meanwhile."""
    arguments = {"to": "bob@example.org", "body": "Hi"}
    stage.play("run it", Calls([("office__send_email", arguments)]), Text("It ran."))
    with listening("office") as url, Server(installation) as server:
        codes = asyncio.run(with_program(server, url))
        signed_in(installation, codes[0])
        command = installation.command("ask", "run it")
        with Terminal(command, installation.env, installation.folder) as terminal:
            terminal.read_until("[d]eny")
            terminal.type("o\n")
            terminal.read_until("The code of your authenticator app")
            terminal.type("000000\n")
            terminal.read_until("The code is wrong")
            terminal.type(f"{codes[1]}\n")
            terminal.read_until("It ran.")
            assert terminal.end() == 0
