"""Owns: the form of the store file. Must not open a record, read or write a file.

``{"format": "paios-credentials", "version": 2, "id": …, "source": …,
"kdf": {"name", "iterations", "salt"}, "check": …, "records": {name: {"sealed",
"created", "rotated", "used"}}}``. Version 2 is ours; the source's records, which
are read as version 1, are a plain object of names and sealed texts. ``check``
is a sealed text of our own, which tells a wrong password from a changed record.
What a record holds beside what is read here is kept as it was found, so that
one damaged record takes nothing with it.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Self

import orjson

from paios.domain.credential import NAME, Credential, MasterSource
from paios.domain.errors import InvalidInputError, StorageError
from paios.drivers.credentials.cipher import ITERATIONS, SALT_BYTES

FORMAT: Final = "paios-credentials"
VERSION: Final = 2
CHECK_NAME: Final = ":check"
"""What the check is sealed as. No credential can have this name."""

DATABASE_KEY: Final = ":database"
"""The record of the key of the encrypted database, beside those of credentials: no credential can have this
name, so none of the ways to list, set, replace or remove one reaches it."""

CHECK_TEXT: Final = b"paios credential store"

_KDF: Final = "pbkdf2-sha256"
_ID: Final = re.compile(r"[0-9a-f]{32}")

Record = Any
"""A record as the file holds it: a mapping, unless somebody changed it."""


@dataclass(frozen=True, slots=True)
class Document:
    """The store file's content. ``id`` is new at each change of the master key, as is the salt."""

    id: str
    source: MasterSource
    salt: bytes
    check: str
    records: Mapping[str, Record] = field(default_factory=dict)

    def dumped(self) -> bytes:
        content = {
            "format": FORMAT,
            "version": VERSION,
            "id": self.id,
            "source": self.source,
            "kdf": {"name": _KDF, "iterations": ITERATIONS, "salt": b64encode(self.salt).decode()},
            "check": self.check,
            "records": dict(self.records),
        }
        return orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n"

    @classmethod
    def parse(cls, content: bytes) -> Self:
        """Raises ``StorageError`` for what is no store, or one of a newer paios."""
        try:
            read = orjson.loads(content)
            if read["format"] != FORMAT or read["version"] != VERSION:
                raise StorageError("The credential store was written by another version of paios.")
            kdf, salt = read["kdf"], b64decode(read["kdf"]["salt"], validate=True)
            if (kdf["name"], kdf["iterations"], len(salt)) != (_KDF, ITERATIONS, SALT_BYTES):
                raise StorageError("The credential store is locked in a way that paios does not know.")
            if not (_ID.fullmatch(read["id"]) and isinstance(read["check"], str)):
                raise ValueError(read["id"])
            return cls(
                read["id"], MasterSource(read["source"]), salt, read["check"], dict(read["records"].items())
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise StorageError(
                "The credential store cannot be understood, and was left as it is. "
                "Put back a copy of credentials/store.json. Without one the credentials are lost, and so is "
                "an encrypted database: to begin anew, move the folder credentials and such a database away."
            ) from error


def credential(name: str, record: Record) -> Credential:
    """What a record tells without its key."""
    stored = record if isinstance(record, Mapping) else {}
    return Credential(name, *(_time(stored.get(part)) for part in ("created", "rotated", "used")))


def sealed(record: Record) -> str:
    """The sealed text; empty, which never opens, where there is none."""
    text = record.get("sealed") if isinstance(record, Mapping) else None
    return text if isinstance(text, str) else ""


def foreign_records(content: bytes) -> dict[str, str]:
    """The records of a file of the source. Raises ``InvalidInputError``."""
    try:
        read = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise InvalidInputError("The file to import is not JSON.") from error
    plain = isinstance(read, dict) and all(isinstance(text, str) for text in read.values())
    if not plain or not all(NAME.fullmatch(name) for name in read):
        raise InvalidInputError("The file to import is no object of credentials' names and sealed texts.")
    return dict(read)


def _time(stored: Any) -> datetime | None:
    try:
        at = datetime.fromisoformat(stored)
    except (TypeError, ValueError):
        return None
    return at if at.tzinfo else None
