"""``paios ask``: the same conversation on a terminal, and a plain no where nobody sits (P3, A8)."""

import json

import pytest
from tests.support.house import Stage
from tests.support.process import Installation, Server
from tests.support.scripted_model import Calls, SlowText, Status, Text
from tests.support.terminal import Terminal

pytestmark = pytest.mark.slow

MILK = {"path": "Shopping list.md", "content": "- oat milk", "mode": "append"}


@pytest.fixture(autouse=True)
def _running(server: Server) -> None:
    """The server runs while these tests do."""


def test_question_is_answered_with_its_citations(installation: Installation, stage: Stage) -> None:
    stage.play("boiler", Calls([("vault_search", {"query": "boiler"})]), Text("It is leased [1]."))
    asked = installation.run("ask", "What about the boiler?")
    assert asked.returncode == 0, asked.stderr
    assert "It is leased [1]." in asked.stdout
    assert "[1] House/Boiler.md, line" in asked.stdout
    assert "Found" in asked.stderr


def test_question_comes_from_standard_input_too(installation: Installation, stage: Stage) -> None:
    stage.play("piped words", Text("Heard."))
    asked = installation.run("ask", "-", said="some piped words")
    assert (asked.returncode, "Heard." in asked.stdout) == (0, True)


@pytest.mark.requirement("P3", "P5")
def test_without_a_terminal_a_question_is_a_denial_and_exit_status_3(
    installation: Installation, stage: Stage
) -> None:
    stage.play("no terminal", Calls([("vault_write", MILK)]), Text("Then not."))
    asked = installation.run("ask", "write with no terminal")
    assert asked.returncode == 3
    assert "oat milk" not in installation.note("Shopping list.md")
    rows = installation.rows("SELECT state FROM approvals ORDER BY position DESC LIMIT 1")
    assert rows == [("denied",)]


@pytest.mark.requirement("P3")
def test_json_tells_everything_for_scripts(installation: Installation, stage: Stage) -> None:
    stage.play("as json", Calls([("vault_write", MILK)]), Text("Then not."))
    asked = installation.run("ask", "--json", "tell it as json")
    assert asked.returncode == 3
    report = json.loads(asked.stdout)
    assert report["state"] == "done"
    assert report["answer"] == "Then not."
    assert report["denied_for_lack_of_terminal"] is True
    assert [step["state"] for step in report["steps"]] == ["refused"]


def test_failed_run_is_exit_status_1_with_its_error(installation: Installation, stage: Stage) -> None:
    stage.play("will fail", Status(500, "out of order"))
    asked = installation.run("ask", "this will fail")
    assert asked.returncode == 1
    assert "out of order" in asked.stderr


def test_conversation_goes_on_where_it_is_named(installation: Installation, stage: Stage) -> None:
    stage.play("first words", Text("One."))
    stage.play("second words", Text("Two."))
    first = json.loads(installation.run("ask", "--json", "first words").stdout)
    conversation = first["conversation_id"]
    second = installation.run("ask", "--json", "--conversation", conversation, "second words")
    assert json.loads(second.stdout)["conversation_id"] == conversation


@pytest.mark.requirement("P1", "P5")
def test_terminal_shows_the_card_and_takes_the_answer(installation: Installation, stage: Stage) -> None:
    line = "- from a \u202eterminal"
    stage.play("on a terminal", Calls([("vault_write", {**MILK, "content": line})]), Text("Added it."))
    command = installation.command("ask", "write it on a terminal")
    with Terminal(command, installation.env, installation.folder) as terminal:
        card = terminal.read_until("[d]eny")
        assert "Add to Shopping list?" in card
        assert "+- from a ⟨U+202E⟩terminal" in card
        assert "from a" not in installation.note("Shopping list.md")
        terminal.type("\n")
        terminal.type("x\n")
        terminal.type("o\n")
        terminal.read_until("Added it.")
        assert terminal.end() == 0
    assert installation.note("Shopping list.md").endswith(f"{line}\n")


@pytest.mark.requirement("P1")
def test_no_on_a_terminal_writes_nothing(installation: Installation, stage: Stage) -> None:
    stage.play("deny here", Calls([("vault_write", {**MILK, "content": "- never"})]), Text("All right."))
    command = installation.command("ask", "deny here")
    with Terminal(command, installation.env, installation.folder) as terminal:
        terminal.read_until("[d]eny")
        terminal.type("d\n")
        terminal.read_until("All right.")
        assert terminal.end() == 0
    assert "never" not in installation.note("Shopping list.md")


def test_interrupt_stops_the_run(installation: Installation, stage: Stage) -> None:
    stage.play("long tale", SlowText("and then " * 500, delay=0.05))
    command = installation.command("ask", "a long tale")
    with Terminal(command, installation.env, installation.folder) as terminal:
        terminal.read_until("and then")
        terminal.interrupt()
        assert terminal.end() == 1
    assert installation.rows("SELECT state FROM runs ORDER BY position DESC LIMIT 1") == [("stopped",)]
