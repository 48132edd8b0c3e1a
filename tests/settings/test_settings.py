"""What the environment may ask for, and what is refused (A1, N5)."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from paios.domain.errors import InvalidInputError
from paios.settings import read

HOME = {"PAIOS_HOME": "/data/paios"}


@pytest.mark.requirement("A1", "S2", "S3")
def test_defaults_are_loopback_port_3080_twenty_calls_and_three_runs() -> None:
    settings = read({})
    assert (settings.host, settings.port) == ("127.0.0.1", 3080)
    assert settings.address == "http://localhost:3080"
    assert (settings.limits.tool_calls_per_run, settings.limits.concurrent_runs) == (20, 3)
    assert settings.home.is_absolute()


@pytest.mark.requirement("N5")
def test_server_knows_itself_by_loopback_names_only() -> None:
    assert read({"PAIOS_PORT": "4000"}).hosts == {"localhost:4000", "127.0.0.1:4000", "[::1]:4000"}


@pytest.mark.requirement("A1")
@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_loopback_addresses_are_taken(host: str) -> None:
    assert read({**HOME, "PAIOS_HOST": host}).host in (host, "127.0.0.1")


@pytest.mark.requirement("A1")
@pytest.mark.parametrize(
    "host",
    ["0.0.0.0", "::", "192.168.1.5", "10.0.0.1", "example.org", "localhost.evil.example", "2130706433", " "],
)
def test_address_on_a_network_is_refused(host: str) -> None:
    with pytest.raises(InvalidInputError, match="loopback"):
        read({**HOME, "PAIOS_HOST": host})


@pytest.mark.requirement("S2", "S3")
@pytest.mark.parametrize(
    ("name", "value"),
    [
        (name, value)
        for name in ("PAIOS_PORT", "PAIOS_TOOL_CALLS", "PAIOS_CONCURRENT_RUNS")
        for value in ("0", "-1", "70000", "3.0", "three", "１２", "1e3", " 3")
    ],
)
def test_bad_number_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(InvalidInputError, match=name):
        read({**HOME, name: value})


@pytest.mark.parametrize("home", ["data", "./data", "../data", "~/data"])
def test_relative_data_folder_is_refused(home: str) -> None:
    with pytest.raises(InvalidInputError, match="absolute"):
        read({"PAIOS_HOME": home})


@pytest.mark.parametrize("name", ["PAIOS_DATABASE_URL", "PAIOS_LOG"])
def test_unknown_database_or_log_level_is_refused_by_name(name: str) -> None:
    with pytest.raises(InvalidInputError, match=name):
        read({**HOME, name: "mysql://root@localhost/x"})


@pytest.mark.requirement("O3")
def test_password_of_the_database_does_not_show() -> None:
    settings = read({**HOME, "PAIOS_DATABASE_URL": "postgresql://ada:planted-password@localhost/paios"})
    assert "planted-password" not in repr(settings)
    assert "planted-password" in settings.database_url


def test_data_folder_is_the_one_of_the_environment() -> None:
    settings = read(HOME)
    assert settings.home == Path("/data/paios")
    assert settings.database_url == "sqlite:////data/paios/paios.db"


MASTER = "a master password of 2026"


@pytest.mark.requirement("K2", "K5")
def test_master_password_is_taken_out_of_the_environment_so_that_no_child_gets_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PAIOS_MASTER_PASSWORD", MASTER)
    settings = read()
    assert settings.master_password is not None
    assert settings.master_password.reveal() == MASTER
    assert "PAIOS_MASTER_PASSWORD" not in os.environ
    child = subprocess.run(
        [sys.executable, "-c", "import os; print(os.environ)"], capture_output=True, text=True
    )
    assert MASTER not in child.stdout
    assert read().master_password is None
    assert MASTER not in repr(settings)
    assert MASTER not in str(settings)


@pytest.mark.requirement("K2")
def test_master_password_can_come_from_a_file_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "master"
    file.write_text(f"{MASTER}\r\nand more\n")
    file.chmod(0o600)
    found = read({**HOME, "PAIOS_MASTER_PASSWORD_FILE": str(file)}).master_password
    assert found is not None
    assert found.reveal() == MASTER
    with pytest.raises(InvalidInputError, match="not both"):
        read({**HOME, "PAIOS_MASTER_PASSWORD_FILE": str(file), "PAIOS_MASTER_PASSWORD": MASTER})
    file.chmod(0o644)
    with pytest.raises(InvalidInputError, match="read by others"):
        read({**HOME, "PAIOS_MASTER_PASSWORD_FILE": str(file)})


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe\n"])
def test_file_without_a_password_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "master"
    file.write_bytes(content)
    file.chmod(0o600)
    with pytest.raises(InvalidInputError, match="PAIOS_MASTER_PASSWORD_FILE"):
        read({**HOME, "PAIOS_MASTER_PASSWORD_FILE": str(file)})
    with pytest.raises(InvalidInputError, match="cannot be read"):
        read({**HOME, "PAIOS_MASTER_PASSWORD_FILE": str(tmp_path / "none")})


def test_keyring_is_on_or_off() -> None:
    assert read(HOME).keyring is True
    assert read({**HOME, "PAIOS_KEYRING": "off"}).keyring is False
    assert read({**HOME, "PAIOS_MASTER_PASSWORD": ""}).master_password is None
    with pytest.raises(InvalidInputError):
        read({**HOME, "PAIOS_KEYRING": "maybe"})
