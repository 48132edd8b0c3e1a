"""init, login, serve, audit and doctor: what they refuse, find and mend."""

import json
import signal
import socket
import stat
import subprocess
from pathlib import Path

import pytest
from tests.support.database import past_paios
from tests.support.house import NAME, PASSWORD
from tests.support.process import Installation, Server
from tests.support.scripted_model import ScriptedModel

from paios.drivers.sql.sqlcipher import DatabaseError

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """Nothing was set up, and nothing runs."""
    return Installation(tmp_path_factory.mktemp("fresh"))


def assert_refused(done: subprocess.CompletedProcess[str], *words: str) -> None:
    """One clear line on standard error, exit status 2, and no trace of the machine."""
    assert done.returncode == 2, (done.stdout, done.stderr)
    said = done.stderr
    assert said.startswith("paios: "), said
    assert len(said.splitlines()) == 1, said
    assert all(word in said for word in words), said


def test_commands_without_a_server_say_so(fresh: Installation) -> None:
    assert_refused(fresh.run("login", "--name", NAME, "--password-stdin", said="x\n"), "not running")
    assert_refused(fresh.run("ask", "anybody?"), "not signed in", "paios login")


def test_account_needs_a_password_of_twelve_characters(fresh: Installation) -> None:
    words = ("init", "--name", NAME, "--password-stdin", "--notes", str(fresh.vault))
    assert_refused(fresh.run(*words, said="short\n"))
    assert_refused(fresh.run(*words, said=""), "nothing came")
    assert_refused(fresh.run("init", "--name", NAME), "no terminal")


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("PAIOS_HOST", "0.0.0.0", "loopback"),
        ("PAIOS_PORT", "99999", "PAIOS_PORT"),
        ("PAIOS_HOME", "relative/folder", "absolute"),
        ("PAIOS_TOOL_CALLS", "many", "PAIOS_TOOL_CALLS"),
        ("PAIOS_DATABASE_URL", "mysql://localhost/x", "PAIOS_DATABASE_URL"),
    ],
)
def test_unsafe_environment_is_refused_before_anything_starts(
    tmp_path: Path, name: str, value: str, word: str
) -> None:
    started = Installation(tmp_path, environment={name: value}).run("serve")
    assert_refused(started, word)


@pytest.mark.requirement("U7")
def test_second_init_is_refused(installation: Installation, server: Server, model: ScriptedModel) -> None:
    words = ("init", "--name", "Eve", "--password-stdin", "--notes", str(installation.vault))
    assert_refused(installation.run(*words, said=f"{PASSWORD}\n"), "running already")
    server.stop()
    try:
        assert_refused(installation.run(*words, said=f"{PASSWORD}\n"), "set up already")
        assert installation.rows("SELECT name FROM users") == [(NAME,)]
    finally:
        server.start()


def test_second_server_for_the_same_data_is_refused(installation: Installation, server: Server) -> None:
    elsewhere = Installation(installation.folder, environment={})
    assert elsewhere.port != installation.port
    assert_refused(elsewhere.run("serve"), "running already")


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.requirement("L5")
def test_stopped_server_signs_the_end_of_the_chain_and_closes_the_database(
    installation: Installation, server: Server, how: signal.Signals
) -> None:
    server.stop(how)
    try:
        assert not (installation.home / "paios.db-wal").exists()
        ((last, signed),) = installation.rows(
            "SELECT (SELECT max(seq) FROM audit_records), (SELECT max(seq) FROM audit_checkpoints)"
        )
        assert signed == last
    finally:
        server.start()


def test_taken_port_is_told(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert_refused(Installation(tmp_path, port).run("serve"), str(port), "PAIOS_PORT")


def test_wrong_password_signs_nobody_in(installation: Installation, server: Server) -> None:
    assert_refused(
        installation.run("login", "--name", NAME, "--password-stdin", said="wrong\n"), "name or the password"
    )


@pytest.mark.requirement("B1")
def test_everything_in_the_data_folder_is_the_owners_alone(
    installation: Installation, server: Server
) -> None:
    kept = [installation.home, *installation.home.rglob("*")]
    assert len(kept) > 5
    for path in kept:
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


@pytest.mark.requirement("L5")
def test_audit_verify_finds_the_chain_whole_while_the_server_runs(
    installation: Installation, server: Server
) -> None:
    checked = installation.run("audit", "verify")
    assert checked.returncode == 0, checked.stderr
    assert "the chain is whole" in checked.stdout
    report = json.loads(installation.run("audit", "verify", "--json").stdout)
    assert report["whole"] is True
    assert report["records"] > 0
    assert report["findings"] == []


def test_doctor_finds_everything_in_order(installation: Installation, server: Server) -> None:
    checks = {each["name"]: each for each in json.loads(installation.run("doctor", "--json").stdout)}
    assert checks["file modes"]["state"] == "ok"
    assert checks["listeners"]["what"].endswith("open to this machine only")
    assert checks["audit chain"]["state"] == "ok"
    assert checks["model"]["state"] == "ok"
    assert checks["notes folder"]["state"] == "ok"


@pytest.mark.requirement("B1")
def test_doctor_finds_wide_modes_and_mends_them_when_asked(
    installation: Installation, server: Server
) -> None:
    config = installation.home / "config.json"
    config.chmod(0o644)
    found = installation.run("doctor")
    assert found.returncode == 1
    assert "config.json" in found.stdout
    assert stat.S_IMODE(config.stat().st_mode) == 0o644
    mended = installation.run("doctor", "--fix")
    assert mended.returncode == 0, mended.stdout
    assert stat.S_IMODE(config.stat().st_mode) == 0o600


def test_logout_ends_the_session(installation: Installation, server: Server) -> None:
    try:
        assert installation.run("logout").returncode == 0
        assert_refused(installation.run("ask", "still there?"), "not signed in")
    finally:
        installation.login()


@pytest.mark.requirement("L1", "L5")
def test_audit_verify_finds_an_edited_a_removed_and_a_cut_record(
    tmp_path: Path, model: ScriptedModel
) -> None:
    own = Installation(tmp_path)
    own.init(model)
    with Server(own):
        own.login()
    whole = (own.home / "paios.db").read_bytes()
    for change in (
        'UPDATE audit_records SET data = \'{"name":"Eve"}\' WHERE seq = 1',
        "DELETE FROM audit_records WHERE seq = 1",
        "DELETE FROM audit_records WHERE seq = (SELECT max(seq) FROM audit_records)",
    ):
        (own.home / "paios.db").write_bytes(whole)
        tamper(own.home, change)
        checked = own.run("audit", "verify")
        assert checked.returncode == 1, change
        assert "NOT whole" in checked.stdout


def tamper(home: Path, change: str) -> None:
    """Change the record as somebody with the files in hand can: past the triggers."""
    with past_paios(home) as connection:
        with pytest.raises(DatabaseError):
            connection.execute(change)
        triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in triggers:
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute(change)


@pytest.mark.requirement("S5")
def test_usage_is_told_for_people_and_for_scripts(installation: Installation, server: Server) -> None:
    told = installation.run("usage")
    assert told.returncode == 0, told.stderr
    assert "You" in told.stdout
    found = json.loads(installation.run("usage", "--json").stdout)
    assert {(line["scope"], line["counted"]) for line in found["budgets"]} >= {
        ("day", "tokens"),
        ("month", "money"),
    }
    assert [person["name"] for person in found["people"]] == [NAME]
