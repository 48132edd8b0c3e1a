"""Small files that only their owner may read: the config file, and secrets (B3, K5)."""

import contextlib
import os
import tempfile
from pathlib import Path
from typing import Any, Final

import orjson

from paios.domain.errors import StorageError
from paios.domain.settings import ModelChoice
from paios.ports.installation import Configuration

_LIMIT: Final = 64 * 1024


def write_private(path: Path, content: bytes) -> None:
    """Replace ``path`` atomically and durably, mode 0600. Raises ``StorageError``; the old one stands."""
    temporary = None
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # mode 0600
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except OSError as error:
        if temporary is not None:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
        raise StorageError(f"The file {path.name} could not be written.") from error


def read_private(path: Path) -> bytes | None:
    """The file's content, None where there is none.

    Raises ``StorageError`` when it is a link, too large, or readable by others:
    a secret that others could read is none.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StorageError(f"The file {path.name} cannot be read.") from error
    with os.fdopen(descriptor, "rb") as file:
        if os.name == "posix" and os.fstat(descriptor).st_mode & 0o077:
            raise StorageError(f"The file {path.name} can be read by others. Set its mode to 0600.")
        content = file.read(_LIMIT + 1)
    if len(content) > _LIMIT:
        raise StorageError(f"The file {path.name} is too large.")
    return content


class JsonConfigFile:
    """``ports.installation.ConfigFile``: ``config.json`` in the data folder."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> Configuration:
        content = read_private(self._path)
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
        content = read_private(self._folder / name)
        return None if content is None else content.decode("utf-8")

    def put(self, name: str, value: str | None) -> None:
        if value is not None:
            write_private(self._folder / name, value.encode("utf-8"))
            return
        try:
            (self._folder / name).unlink(missing_ok=True)
        except OSError as error:
            raise StorageError(f"The secret {name} could not be removed.") from error
