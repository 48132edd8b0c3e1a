"""Identifiers: UUIDv4, made by the server, never by a client (A6)."""

import re
import uuid
from typing import Final

ID_PATTERN: Final = r"^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"
_ID: Final = re.compile(ID_PATTERN[1:-1])


def new_id() -> str:
    """A fresh random UUIDv4 in canonical form."""
    return str(uuid.uuid4())


def is_id(text: str) -> bool:
    """Whether ``text`` is exactly one canonical UUIDv4, with nothing after it."""
    return _ID.fullmatch(text) is not None
