"""The only reader of the environment. Frozen once read; unsafe values are refused.

PAIOS_HOME             the data folder (default: the system's place for it)
PAIOS_HOST             loopback address to listen on (default 127.0.0.1)
PAIOS_PORT             port to listen on (default 3080)
PAIOS_DATABASE_URL     postgresql://… instead of the SQLite file in the data folder
PAIOS_TOOL_CALLS       tool calls a run, where no setting says otherwise (default 20)
PAIOS_CONCURRENT_RUNS  runs at once, where no setting says otherwise (default 3)
PAIOS_LOG              debug, info, warning or error (default info)
PAIOS_MASTER_PASSWORD  what locks the credentials, the key of the database among them; taken out of
                       the environment once read
PAIOS_MASTER_PASSWORD_FILE  instead of it, a file of mode 0600 whose first line it is
PAIOS_KEYRING          off: never ask the keyring of the operating system (default on)
"""

import ipaddress
import os
import stat
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from paios.domain.credential import SECRET_LIMIT, Secret
from paios.domain.errors import InvalidInputError
from paios.domain.settings import Limits

_LEVELS: Final = ("debug", "info", "warning", "error")
_DATABASES: Final = ("sqlite:", "postgresql:")
_DEFAULTS: Final = Limits()
_MASTER: Final = "PAIOS_MASTER_PASSWORD"


@dataclass(frozen=True, slots=True)
class Settings:
    """Where paios lives and listens. A database URL may hold a password, so it never shows in ``repr``."""

    home: Path
    host: str
    port: int
    database_url: str = field(repr=False)
    limits: Limits
    log_level: str
    sample_notes: Path
    master_password: Secret | None = None
    keyring: bool = True

    @property
    def hosts(self) -> frozenset[str]:
        """The names by which the server may be called (N5)."""
        return frozenset(f"{name}:{self.port}" for name in ("localhost", "127.0.0.1", "[::1]"))

    @property
    def listening(self) -> str:
        """Where the server listens, as the authority of a URL (RFC 3986)."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def address(self) -> str:
        """Where a browser finds the server."""
        return f"http://localhost:{self.port}"


def read(environment: Mapping[str, str] | None = None) -> Settings:
    """What the environment asks for. Raises ``InvalidInputError`` for anything unsafe or senseless.

    From the process's own environment the master password is removed, so that
    no child ever gets it: it can be read once.
    """
    env = os.environ if environment is None else environment
    given = os.environ.pop(_MASTER, None) if environment is None else environment.get(_MASTER)
    home = Path(env["PAIOS_HOME"]) if env.get("PAIOS_HOME") else _default_home(env)
    if not home.is_absolute():
        raise InvalidInputError("PAIOS_HOME must be an absolute path.")
    return Settings(
        home=home,
        host=_loopback(env.get("PAIOS_HOST", "127.0.0.1")),
        port=_number(env, "PAIOS_PORT", 3080, 1, 65535),
        database_url=_database(env.get("PAIOS_DATABASE_URL") or f"sqlite:///{home / 'paios.db'}"),
        limits=Limits(
            tool_calls_per_run=_number(env, "PAIOS_TOOL_CALLS", _DEFAULTS.tool_calls_per_run, 1, 200),
            concurrent_runs=_number(env, "PAIOS_CONCURRENT_RUNS", _DEFAULTS.concurrent_runs, 1, 32),
        ),
        log_level=_level(env.get("PAIOS_LOG", "info")),
        sample_notes=Path.home() / "paios-notes",
        master_password=_master_password(given, env.get(f"{_MASTER}_FILE")),
        keyring=_switch(env, "PAIOS_KEYRING"),
    )


def _default_home(env: Mapping[str, str]) -> Path:
    if sys.platform == "win32":
        return Path(env.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "paios"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "paios"
    named = Path(env.get("XDG_DATA_HOME", ""))
    return (named if named.is_absolute() else Path.home() / ".local" / "share") / "paios"


def _loopback(host: str) -> str:
    try:
        if ipaddress.ip_address("127.0.0.1" if host == "localhost" else host).is_loopback:
            return "127.0.0.1" if host == "localhost" else host
    except ValueError:
        pass
    raise InvalidInputError("PAIOS_HOST must be a loopback address: paios does not listen on a network.")


def _number(env: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    text = env.get(name) or str(default)
    if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
        raise InvalidInputError(f"{name} must be a number from {least} to {most}.")
    return int(text)


def _database(url: str) -> str:
    if not url.startswith(_DATABASES):
        raise InvalidInputError("PAIOS_DATABASE_URL must begin with sqlite: or postgresql:.")
    return url


def _level(level: str) -> str:
    if level.lower() not in _LEVELS:
        raise InvalidInputError(f"PAIOS_LOG must be one of {', '.join(_LEVELS)}.")
    return level.lower()


def _master_password(given: str | None, file: str | None) -> Secret | None:
    """The password, from one place; empty is none, and both are one too many."""
    if given and file:
        raise InvalidInputError(f"Set {_MASTER} or {_MASTER}_FILE, not both.")
    if file:
        given = _first_line(Path(file))
        if not given:
            raise InvalidInputError(f"The file that {_MASTER}_FILE names has no password in its first line.")
    return Secret(given) if given else None


def _first_line(path: Path) -> str:
    try:
        with path.open("rb") as opened:
            if os.name == "posix" and stat.S_IMODE(os.fstat(opened.fileno()).st_mode) & 0o077:
                raise InvalidInputError(
                    f"The file that {_MASTER}_FILE names can be read by others. Make its mode 0600."
                )
            return opened.readline(SECRET_LIMIT).decode().rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInputError(f"The file that {_MASTER}_FILE names cannot be read.") from error


def _switch(env: Mapping[str, str], name: str) -> bool:
    value = env.get(name) or "on"
    if value not in ("on", "off"):
        raise InvalidInputError(f"{name} must be on or off.")
    return value == "on"
