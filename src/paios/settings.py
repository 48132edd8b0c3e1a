"""The only reader of the environment. Frozen once read; unsafe values are refused.

PAIOS_HOME             the data folder (default: the system's place for it)
PAIOS_HOST             loopback address to listen on (default 127.0.0.1)
PAIOS_PORT             port to listen on (default 3080)
PAIOS_DATABASE_URL     postgresql://… instead of the SQLite file in the data folder
PAIOS_TOOL_CALLS       tool calls a run, where no setting says otherwise (default 20)
PAIOS_CONCURRENT_RUNS  runs at once, where no setting says otherwise (default 3)
PAIOS_LOG              debug, info, warning or error (default info)
"""

import ipaddress
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from paios.domain.errors import InvalidInputError
from paios.domain.settings import Limits

_LEVELS: Final = ("debug", "info", "warning", "error")
_DATABASES: Final = ("sqlite:", "postgresql:")
_DEFAULTS: Final = Limits()


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

    @property
    def hosts(self) -> frozenset[str]:
        """The names by which the server may be called (N5)."""
        return frozenset(f"{name}:{self.port}" for name in ("localhost", "127.0.0.1", "[::1]"))

    @property
    def address(self) -> str:
        """Where a browser finds the server."""
        return f"http://localhost:{self.port}"


def read(environment: Mapping[str, str] | None = None) -> Settings:
    """What the environment asks for. Raises ``InvalidInputError`` for anything unsafe or senseless."""
    env = os.environ if environment is None else environment
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
