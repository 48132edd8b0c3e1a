"""Labels: whose words a value is, and how far it may travel (I10).

Two lattices, joined independently. Joining never makes a value more trusted
or less secret, so a label can be carried through everything derived.
"""

from dataclasses import dataclass
from enum import IntEnum
from functools import reduce
from typing import Final, Self


class Integrity(IntEnum):
    """Who stands behind the words; lower is weaker."""

    EXTERNAL = 0
    TRUSTED = 1
    USER = 2


class Secrecy(IntEnum):
    """How far the words may travel; higher is more secret."""

    PUBLIC = 0
    PRIVATE = 1
    LOCAL_ONLY = 2


@dataclass(frozen=True, slots=True)
class Label:
    """Integrity and secrecy of one value."""

    integrity: Integrity
    secrecy: Secrecy

    def join(self, other: Self) -> "Label":
        """The label of anything made from both values."""
        return Label(min(self.integrity, other.integrity), max(self.secrecy, other.secrecy))

    @property
    def tainted(self) -> bool:
        """Whether words from outside had a part in it."""
        return self.integrity is Integrity.EXTERNAL


OWN_WORDS: Final = Label(Integrity.USER, Secrecy.PRIVATE)
"""What the person typed, and the notes they wrote."""

PROGRAM_WORDS: Final = Label(Integrity.TRUSTED, Secrecy.PRIVATE)
"""What a program of the person's said with an API key: asked for in earnest, but not their own words."""

SYSTEM_WORDS: Final = Label(Integrity.TRUSTED, Secrecy.PUBLIC)
"""What paios itself says."""

OUTSIDE_WORDS: Final = Label(Integrity.EXTERNAL, Secrecy.PRIVATE)
"""What came from anywhere else, and what is unknown: external, and not to be spread."""


def join_all(*labels: Label) -> Label:
    """The label of what paios makes from values with these labels: never above its own words."""
    return reduce(Label.join, labels, SYSTEM_WORDS)
