"""What the text defences do to what a tool brings back, and what they say of it (I2–I8).

They are signals. Nothing is allowed because a defence found nothing.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Self


class Watch(StrEnum):
    """What a second model's doubt leads to."""

    OFF = "off"
    FLAG = "flag"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class DefenceSettings:
    """Which defences are on. The first list of the sanitiser and the search for base64 always are.

    ``screening`` looks at what tools bring from outside (I6), ``validation`` at
    what the assistant wants to do (I7); ``screener_seconds`` is how long the
    second model may take. Limits are characters of one result (I8).
    """

    extended_sanitiser: bool = False
    canary: bool = True
    screening: Watch = Watch.OFF
    validation: Watch = Watch.OFF
    screener_seconds: int = 20
    web_characters: int = 20_000
    mail_characters: int = 6_000
    other_characters: int = 60_000


class NoteKind(StrEnum):
    """Which defence speaks."""

    SANITISED = "sanitised"
    BASE64 = "base64"
    TRUNCATED = "truncated"
    SCREENED = "screened"
    WITHHELD = "withheld"
    MASKED = "masked"


@dataclass(frozen=True, slots=True)
class Note:
    """What a defence found in a result: ``text`` is a sentence for the person, ``count`` how often."""

    kind: NoteKind
    text: str
    count: int = 1

    def json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Self:
        """The note that ``json`` gave."""
        return cls(NoteKind(data["kind"]), data["text"], data["count"])


@dataclass(frozen=True, slots=True)
class Validation:
    """What the second model says against a call (I7). It never speaks for one.

    ``text`` says the doubt in a sentence; with ``blocks`` it is a denial.
    """

    text: str
    blocks: bool
