"""Small files that only their owner may read: the config file, and secrets (B3, K5)."""

from pathlib import Path
from secrets import token_hex
from typing import Any, Final

import orjson

from paios.domain.errors import StorageError
from paios.domain.settings import ModelChoice
from paios.drivers.durable import read_private, write_private
from paios.ports.installation import Configuration

_LIMIT: Final = 64 * 1024


class JsonConfigFile:
    """``ports.installation.ConfigFile``: ``config.json`` in the data folder."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> Configuration:
        content = read_private(self._path, _LIMIT)
        if content is None:
            return Configuration()
        try:
            stored: dict[str, Any] = orjson.loads(content)
            screener = stored.get("screener")
            return Configuration(
                Path(stored["notes"]) if stored.get("notes") else None,
                _choice(stored.get("model") or {"kind": "embedded"}),
                _choice(screener) if screener else None,
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise StorageError("The config file cannot be understood.") from error

    def save(self, configuration: Configuration) -> None:
        content = {
            "notes": str(configuration.notes) if configuration.notes else None,
            "model": _stored(configuration.model),
            "screener": _stored(configuration.screener) if configuration.screener else None,
        }
        write_private(self._path, orjson.dumps(content, option=orjson.OPT_INDENT_2) + b"\n")


def _choice(stored: dict[str, Any]) -> ModelChoice:
    return ModelChoice(stored["kind"], stored.get("url"), stored.get("model"))


def _stored(choice: ModelChoice) -> dict[str, Any]:
    if choice.key is not None:
        raise StorageError("A key does not belong into the config file.")
    return {"kind": choice.kind, "url": choice.url, "model": choice.model}


class SecretFolder:
    """``ports.installation.SecretFiles``: one file a secret, in a folder of mode 0700."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, name: str) -> str | None:
        content = read_private(self._folder / name, _LIMIT)
        return None if content is None else content.decode("utf-8")

    def put(self, name: str, value: str | None) -> None:
        if value is not None:
            write_private(self._folder / name, value.encode("utf-8"))
            return
        try:
            (self._folder / name).unlink(missing_ok=True)
        except OSError as error:
            raise StorageError(f"The secret {name} could not be removed.") from error

    def key(self, name: str) -> bytes:
        """A key of 32 random bytes, made when it is first wanted."""
        stored = self.get(name)
        if stored is None:
            stored = token_hex(32)
            self.put(name, stored)
        return bytes.fromhex(stored)
