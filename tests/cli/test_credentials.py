"""paios credentials, and what doctor says of them (K1-K3, K5, K6)."""

import hashlib
import json
import os
import pty
import select
import signal
import stat
import subprocess
from base64 import b64encode
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from tests.support.credentials import MAIL, MASTER, MODEL, OTHER, store_in
from tests.support.process import Installation, Server

pytestmark = pytest.mark.slow

AGAIN = "xoxb-planted-and-rotated-1"


@pytest.fixture
def fresh(tmp_path: Path) -> Installation:
    """Nothing is stored, and there is no master password."""
    return Installation(tmp_path)


def with_password(installation: Installation, password: str) -> Installation:
    made = replace(installation, environment={"PAIOS_MASTER_PASSWORD": password})
    assert made.home == installation.home
    return made


def assert_refused(done: subprocess.CompletedProcess[str], *words: str) -> None:
    assert done.returncode == 2, (done.stdout, done.stderr)
    assert done.stderr.startswith("paios: ")
    assert all(word in done.stderr for word in words), done.stderr


def set_one(installation: Installation, name: str = "mail", secret: str = MAIL) -> str:
    done = installation.run("credentials", "set", name, "--stdin", said=f"{secret}\n")
    assert done.returncode == 0, done.stderr
    return done.stdout


def checks(installation: Installation) -> dict[str, Any]:
    return {each["name"]: each for each in json.loads(installation.run("doctor", "--json").stdout)}


def at_a_terminal(installation: Installation, *words: str, typed: str) -> tuple[int, str]:
    """A command at a terminal where somebody types a line at each question; what stood on the screen."""
    lines = typed.splitlines()
    child, screen = pty.fork()
    if child == 0:
        os.chdir(installation.folder)
        os.execve(installation.command()[0], installation.command(*words), installation.env)
    shown = ""
    while select.select([screen], [], [], 30)[0]:
        try:
            told = os.read(screen, 4096).decode()
        except OSError:
            break
        shown += told
        if shown.endswith(": ") and lines:  # the space comes once nothing is shown any more
            os.write(screen, f"{lines.pop(0)}\n".encode())
    else:
        os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), shown


@pytest.mark.requirement("K2", "K3")
def test_without_a_master_password_a_key_file_is_made_and_told(fresh: Installation) -> None:
    assert checks(fresh)["credentials"]["what"] == "none stored yet"
    said = set_one(fresh)
    assert "key file" in said
    assert "so are they" in said
    [key] = (fresh.home / "credentials").glob("key-*")
    assert stat.S_IMODE(fresh.home.stat().st_mode) == 0o700
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    told = checks(fresh)
    assert told["credentials"]["state"] == "warning"
    assert "whoever can read your files" in told["credentials"]["what"]
    assert "rekey" in told["credentials"]["advice"]
    assert told["master key"]["state"] == "ok"
    key.unlink()
    told = checks(fresh)
    assert told["master key"]["state"] == "bad"
    assert "cannot be opened by anybody" in told["master key"]["what"]
    assert_refused(fresh.run("credentials", "set", "x", "--stdin", said="y\n"), "not there", "remove --all")
    assert_refused(fresh.run("credentials", "remove", "--all"), "--yes")
    assert fresh.run("credentials", "remove", "--all", "--yes").returncode == 0
    set_one(fresh)


@pytest.mark.requirement("K2", "K5", "K6")
def test_a_credential_is_set_listed_rotated_and_removed_and_never_shown(fresh: Installation) -> None:
    locked = with_password(fresh, MASTER)
    assert "if you lose it, the credentials are lost" in set_one(locked)
    listed = fresh.run("credentials", "list", "--json").stdout
    [one] = json.loads(listed)
    assert set(one) == {"name", "kind", "created_at", "rotated_at", "used_at"}
    assert (one["name"], one["kind"], one["rotated_at"]) == ("mail", "secret", None)
    assert_refused(fresh.run("credentials", "rotate", "mail", "--stdin", said="x\n"), "PAIOS_MASTER_PASSWORD")
    assert_refused(locked.run("credentials", "rotate", "post", "--stdin", said="x\n"), "no credential")
    rotated = locked.run("credentials", "rotate", "mail", "--stdin", said=f"{AGAIN}\n")
    assert rotated.returncode == 0, rotated.stderr
    [one] = json.loads(fresh.run("credentials", "list", "--json").stdout)
    assert one["rotated_at"] is not None
    assert "mail  (secret, set 20" in fresh.run("credentials", "list").stdout
    assert store_in(fresh.home / "credentials").open("mail").reveal() == AGAIN
    told = checks(locked)
    assert (told["credentials"]["state"], told["master key"]["state"]) == ("ok", "ok")
    assert checks(fresh)["master key"]["state"] == "warning"
    assert_refused(fresh.run("credentials", "remove", "post", "--yes"), "no credential")
    assert fresh.run("credentials", "remove", "mail", "--yes").returncode == 0
    assert fresh.run("credentials", "list").stdout.startswith("No credentials. ")


@pytest.mark.requirement("K5")
def test_a_secret_is_no_argument_and_is_not_repeated(fresh: Installation) -> None:
    for words in (("set", "mail"), ("rotate", "mail"), ("rekey",), ("import", "file")):
        done = fresh.run("credentials", *words, MAIL)
        assert_refused(done, "argument too many", "change it")
        assert MAIL not in done.stdout + done.stderr
    assert_refused(fresh.run("credentials", "set", "my secret!", "--stdin", said="x\n"), "letters")
    assert_refused(fresh.run("credentials", "set", "mail"), "no terminal")
    assert_refused(fresh.run("credentials", "set", "mail", "--stdin"), "nothing came")
    assert_refused(fresh.run("credentials", "set", "tool-server-1", "--stdin", said="x\n"), "settings")
    assert not (fresh.home / "credentials" / "store.json").exists()
    short = fresh.run("credentials", "set", "pin", "--stdin", said="1234\n")
    assert "too short" in short.stderr


@pytest.mark.requirement("K2", "K5")
def test_at_a_terminal_passwords_and_secrets_are_asked_for_and_not_shown(fresh: Installation) -> None:
    set_one(with_password(fresh, MASTER))
    code, shown = at_a_terminal(fresh, "credentials", "set", "post", typed=f"{MASTER}\n{AGAIN}\n{AGAIN}\n")
    assert code == 0, shown
    assert "Set post." in shown
    assert MASTER not in shown
    assert AGAIN not in shown
    assert store_in(fresh.home / "credentials").open("post").reveal() == AGAIN
    code, shown = at_a_terminal(fresh, "credentials", "set", "post", typed="a wrong password\n")
    assert code == 2
    assert "not the master password" in shown
    code, shown = at_a_terminal(fresh, "credentials", "remove", "post", typed="n\n")
    assert code == 1
    assert len(json.loads(fresh.run("credentials", "list", "--json").stdout)) == 2


@pytest.mark.requirement("K6", "K2")
def test_rekey_moves_from_key_file_to_password_to_another(fresh: Installation) -> None:
    assert_refused(fresh.run("credentials", "rekey", "--stdin", said=f"{MASTER}\n"), "no credentials")
    set_one(fresh)
    assert_refused(fresh.run("credentials", "rekey", "--stdin", said="short\n"), "12 characters")
    assert_refused(fresh.run("credentials", "rekey", "--to", "paper"), "keyring")
    assert_refused(fresh.run("credentials", "rekey", "--to", "keyring"), "no keyring")
    done = fresh.run("credentials", "rekey", "--stdin", said=f"{MASTER}\n")
    assert done.returncode == 0, done.stderr
    assert "stored nowhere" in done.stdout
    assert not list((fresh.home / "credentials").glob("key-*"))
    wrong = fresh.run("credentials", "rekey", "--stdin", said=f"wrong password\n{OTHER}\n")
    assert_refused(wrong, "not the master password", "Nothing was changed")
    assert fresh.run("credentials", "rekey", "--stdin", said=f"{MASTER}\n{OTHER}\n").returncode == 0
    assert store_in(fresh.home / "credentials", OTHER).open("mail").reveal() == MAIL
    assert with_password(fresh, OTHER).run("credentials", "rekey", "--to", "key-file").returncode == 0
    assert store_in(fresh.home / "credentials", None).open("mail").reveal() == MAIL
    assert checks(with_password(fresh, MASTER))["master password"]["state"] == "warning"


@pytest.mark.requirement("K1")
def test_records_of_the_source_are_imported_all_or_none(fresh: Installation) -> None:
    cipher = AESGCM(hashlib.pbkdf2_hmac("sha256", b"of the source", b"aide-credential-store-v1", 480_000))
    sealed = {name: b"n" * 12 + cipher.encrypt(b"n" * 12, text.encode(), name.encode())
              for name, text in (("mail", MAIL), ("OPENAI_API_KEY", MODEL))}  # fmt: skip
    file = fresh.folder / "source.json"
    file.write_text(json.dumps({name: b64encode(record).decode() for name, record in sealed.items()}))
    words = ("credentials", "import", str(file), "--stdin")
    assert_refused(fresh.run(*words, said="another one\n"), "does not open", "Nothing was imported")
    done = fresh.run(*words, said="of the source\n")
    assert done.returncode == 0, done.stderr
    store = store_in(fresh.home / "credentials", None)
    assert (store.open("mail").reveal(), store.open("OPENAI_API_KEY").reveal()) == (MAIL, MODEL)
    assert_refused(fresh.run(*words, said="of the source\n"), "already")
    for content in ("[]", "{", '{"a": 1}', '{"../a": "b"}'):
        file.write_text(content)
        assert_refused(fresh.run(*words, said="x\n"), "import")
    assert_refused(
        fresh.run("credentials", "import", str(fresh.folder / "none"), "--stdin"), "cannot be read"
    )


@pytest.mark.requirement("K1")
def test_doctor_names_what_was_changed(fresh: Installation) -> None:
    set_one(fresh)
    set_one(fresh, "post", AGAIN)
    path = fresh.home / "credentials" / "store.json"
    content = json.loads(path.read_text())
    content["records"]["mail"]["sealed"] = content["records"]["post"]["sealed"]
    path.write_text(json.dumps(content))
    told = checks(fresh)["master key"]
    assert told["state"] == "bad"
    assert "mail" in told["what"]
    assert "post" not in told["what"]


@pytest.mark.requirement("K2", "K5", "K6")
def test_it_works_beside_a_running_server_which_has_no_master_password_in_its_environment(
    fresh: Installation,
) -> None:
    set_one(with_password(fresh, MASTER))
    assert_refused(fresh.run("serve"), "locked with a master password", "PAIOS_MASTER_PASSWORD")
    assert_refused(with_password(fresh, OTHER).run("serve"), "not the master password")
    locked = with_password(fresh, MASTER)
    with Server(locked) as server:
        set_one(locked, "post", AGAIN)
        refused = locked.run("credentials", "rekey", "--stdin", said=f"{OTHER}\n")
        assert_refused(refused, "Stop paios first", "Nothing was changed")
        assert len(json.loads(locked.run("credentials", "list", "--json").stdout)) == 2
        assert MASTER.encode() not in Path(f"/proc/{server.pid}/cmdline").read_bytes()
    assert store_in(fresh.home / "credentials").open("post").reveal() == AGAIN
    assert MASTER not in fresh.log.read_text()
