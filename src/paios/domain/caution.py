"""How often a person wants to be asked (DESIGN, Modes)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Mode(StrEnum):
    """Whether what is plainly the person's own words needs a question too."""

    ASK = "ask"
    VOUCHED = "vouched"


@dataclass(frozen=True, slots=True)
class Caution:
    """A person's choice. With ``strict``, what nothing covers is denied once
    the run has read something from outside, instead of asked."""

    mode: Mode = Mode.ASK
    strict: bool = False


ASKING: Final = Caution()
"""What holds for who chose nothing."""
