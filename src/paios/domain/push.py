"""Devices that a person wants to be told on while paios is not open there (P11)."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

SECRET_BYTES: Final = 16
"""Of a browser's secret (RFC 8291, section 3)."""


class Word(StrEnum):
    """All that is ever said by push: nothing of what is asked leaves this machine by that way."""

    QUESTION = "question"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class PushAddress:
    """Where a browser's push service takes messages, and the keys that only the browser can read them with.

    ``key`` is a point of P-256, uncompressed (65 bytes); ``secret`` has ``SECRET_BYTES``.
    """

    endpoint: str
    key: bytes
    secret: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class PushDevice:
    """One signed-in browser. It is told for as long as its session lasts."""

    session_id: str
    address: PushAddress
    added_at: datetime
