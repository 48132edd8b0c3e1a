"""paios encrypt and decrypt, and every command that opens an encrypted database (K2, K6)."""

import json
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.support.credentials import MASTER, OTHER, store_in
from tests.support.house import NAME
from tests.support.process import Installation, Server
from tests.support.scripted_model import ScriptedModel

from paios.drivers.credentials.database_key import StoredDatabaseKey
from paios.drivers.sql.files import Form, form

pytestmark = pytest.mark.slow


@pytest.fixture
def own(tmp_path: Path, model: ScriptedModel) -> Installation:
    """Set up with a master password, which is not in the environment that the tests use without it."""
    made = Installation(tmp_path, environment={"PAIOS_MASTER_PASSWORD": MASTER})
    made.init(model)
    return made


def without_password(installation: Installation, password: str | None = None) -> Installation:
    return replace(installation, environment={"PAIOS_MASTER_PASSWORD": password} if password else {})


def kept_as(installation: Installation) -> Form:
    return form(installation.home / "paios.db")


def assert_refused(done: subprocess.CompletedProcess[str], *words: str) -> None:
    assert done.returncode == 2, (done.stdout, done.stderr)
    assert done.stderr.startswith("paios: ")
    assert all(word in done.stderr for word in words), done.stderr


def assert_well(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 0, (done.stdout, done.stderr)
    return done.stdout


def database_check(installation: Installation) -> Any:
    told = json.loads(installation.run("doctor", "--json").stdout)
    return next(each for each in told if each["name"] == "database")


@pytest.mark.requirement("K2")
def test_a_new_database_is_encrypted_and_what_that_means_is_told(
    tmp_path: Path, model: ScriptedModel
) -> None:
    fresh = Installation(tmp_path)
    assert database_check(fresh)["what"] == "there is none yet"
    assert_refused(fresh.run("encrypt"), "no database yet")
    assert_refused(fresh.run("audit", "verify"), "no database yet")
    assert not (fresh.home / "paios.db").exists()
    with Server(fresh):
        pass
    assert kept_as(fresh) is Form.ENCRYPTED
    told = fresh.log.read_text()
    assert "The database is encrypted. Its key is locked with a key file" in told
    assert "not a copy of the whole folder" in told
    with Server(fresh):
        pass
    assert fresh.log.read_text().count("The database is encrypted") == 1
    assert "key file lies in the same folder" in database_check(fresh)["what"]


def test_it_goes_both_ways_and_back_with_all_that_is_in_it(own: Installation) -> None:
    assert kept_as(own) is Form.ENCRYPTED
    assert "encrypted already" in assert_well(own.run("encrypt"))
    told = json.loads(assert_well(own.run("decrypt", "--json")))
    assert (told["form"], told["changed"]) == ("plain", True)
    assert told["rows"] > 0
    assert kept_as(own) is Form.PLAIN
    assert NAME.encode() in (own.home / "paios.db").read_bytes()
    assert (database_check(own)["state"], database_check(own)["advice"]) == (
        "warning", "stop paios, then: paios encrypt",
    )  # fmt: skip
    with Server(own):
        assert kept_as(own) is Form.PLAIN, "an existing one stays as it is"
    said = assert_well(own.run("encrypt"))
    assert "rows of" in said
    assert "nobody can read it, nor can you" in said
    assert "out of reach" in said
    assert kept_as(own) is Form.ENCRYPTED
    assert "whole" in assert_well(own.run("audit", "verify"))
    assert own.rows("SELECT name FROM users") == [(NAME,)]
    with Server(own):
        own.login()
    assert json.loads(assert_well(own.run("encrypt", "--json"))) == {"form": "encrypted", "changed": False}


@pytest.mark.requirement("K2")
def test_without_the_master_password_nothing_opens_and_nothing_changes(own: Installation) -> None:
    before = (own.home / "paios.db").read_bytes()
    for password, words in ((None, "PAIOS_MASTER_PASSWORD_FILE"), (OTHER, "not the master password")):
        locked = without_password(own, password)
        for command in (("audit", "verify"), ("decrypt",), ("serve",)):
            assert_refused(locked.run(*command), words)
    without = without_password(own)
    assert database_check(without)["state"] == "warning"
    assert "no master password was given" in database_check(without)["what"]
    assert_refused(without.run("decrypt", "--stdin", said=f"{OTHER}\n"), "not the master password")
    assert (own.home / "paios.db").read_bytes() == before
    assert_well(without.run("decrypt", "--stdin", said=f"{MASTER}\n"))
    assert_refused(without.run("encrypt"), "PAIOS_MASTER_PASSWORD_FILE")
    assert kept_as(own) is Form.PLAIN
    assert_well(without.run("encrypt", "--stdin", said=f"{MASTER}\n"))


@pytest.mark.requirement("K6")
def test_a_change_of_the_master_key_leaves_the_database_as_it_is(own: Installation) -> None:
    before = (own.home / "paios.db").read_bytes()
    said = assert_well(own.run("credentials", "rekey", "--to", "password", "--stdin", said=f"{OTHER}\n"))
    assert "The key of the database and 0 credentials are now locked" in said
    assert (own.home / "paios.db").read_bytes() == before
    assert_refused(own.run("audit", "verify"), "not the master password")
    assert "whole" in assert_well(without_password(own, OTHER).run("audit", "verify"))
    assert_well(without_password(own, OTHER).run("credentials", "rekey", "--to", "key-file"))
    assert "whole" in assert_well(without_password(own).run("audit", "verify"))


@pytest.mark.requirement("K5", "K6")
def test_its_key_is_no_credential(own: Installation) -> None:
    store = store_in(own.home / "credentials")
    key = StoredDatabaseKey(store).open().reveal()
    assert len(bytes.fromhex(key)) == 32
    assert json.loads(assert_well(own.run("credentials", "list", "--json"))) == []
    for words in (("set", ":database", "--stdin"), ("rotate", ":database", "--stdin")):
        assert_refused(own.run("credentials", *words, said="another\n"), "name")
    assert_refused(own.run("credentials", "remove", ":database", "--yes"), "no credential")
    assert_refused(own.run("credentials", "remove", "--all", "--yes"), "paios decrypt first", "Nothing was")
    assert StoredDatabaseKey(store).open().reveal() == key
    assert_well(own.run("decrypt"))
    assert_well(own.run("encrypt"))
    assert StoredDatabaseKey(store).open().reveal() != key, "a key that became known can be changed"
    assert_well(own.run("decrypt"))
    assert_well(own.run("credentials", "remove", "--all", "--yes"))
    assert "whole" in assert_well(own.run("audit", "verify"))


@pytest.mark.requirement("K2")
def test_the_way_out_when_the_master_key_is_lost(own: Installation) -> None:
    lost = without_password(own)
    assert_refused(lost.run("credentials", "remove", "--all", "--yes"), "move paios.db away")
    (own.home / "paios.db").rename(own.folder / "paios.db")
    assert_well(lost.run("credentials", "remove", "--all", "--yes"))
    with Server(lost):
        assert kept_as(lost) is Form.ENCRYPTED


def test_a_database_without_its_store_is_refused_and_kept(own: Installation) -> None:
    before = (own.home / "paios.db").read_bytes()
    (own.home / "credentials").rename(own.folder / "credentials")
    assert_refused(own.run("serve"), "Put back a copy", "Nothing was changed")
    assert not (own.home / "credentials" / "store.json").exists(), "a new key would hide what happened"
    assert (own.home / "paios.db").read_bytes() == before
    assert database_check(own)["state"] == "bad"
    (own.folder / "credentials").rename(own.home / "credentials")
    assert "whole" in assert_well(own.run("audit", "verify"))


@pytest.mark.requirement("K2", "K3")
def test_a_store_that_is_put_back_opens_the_database_whatever_was_tried_meanwhile(
    tmp_path: Path, model: ScriptedModel
) -> None:
    fresh = Installation(tmp_path)  # locked with a key file
    fresh.init(model)
    store, aside = fresh.home / "credentials" / "store.json", tmp_path / "aside.json"
    store.rename(aside)
    for name in ("a", "b"):
        assert_refused(fresh.run("credentials", "set", name, "--stdin", said="new\n"), "Put it back")
    aside.rename(store)
    assert "whole" in assert_well(fresh.run("audit", "verify"))


def test_it_is_refused_while_paios_runs(own: Installation) -> None:
    with Server(own):
        assert_refused(own.run("decrypt"), "Stop paios first", "Nothing was changed")
    assert kept_as(own) is Form.ENCRYPTED


def test_what_a_killed_conversion_left_is_removed_by_the_next_command(own: Installation) -> None:
    left = own.home / "paios.db.converting"
    for command in (("encrypt",), ("audit", "verify")):
        left.write_bytes(b"SQLite format 3\0 half of it")
        assert_well(own.run(*command))
        assert not left.exists()


def test_of_postgresql_it_says_that_there_is_nothing_to_do(tmp_path: Path) -> None:
    other = Installation(tmp_path, environment={"PAIOS_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"})
    for command in ("encrypt", "decrypt"):
        assert_refused(other.run(command), "PostgreSQL", "Nothing was changed")
