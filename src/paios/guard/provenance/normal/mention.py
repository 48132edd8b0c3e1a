"""What is found in a text: a value of a role, or a piece of active content, and where it stands."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Mention:
    """One value that stands in a text.

    ``value`` is the canonical form; ``start`` and ``end`` count characters of the original text.
    """

    value: str
    start: int
    end: int


class AtomKind(StrEnum):
    """What a piece of active content does to its reader."""

    LINK = "link"
    ADDRESS = "address"
    ACCOUNT = "account"
    PHONE = "phone"
    CODE = "code"
    """A one-time code, password, key, or the number of a document."""
    HIDDEN = "hidden"
    """Characters that a person does not see, and a machine does."""
    ENCODED = "encoded"


@dataclass(frozen=True, slots=True)
class Atom:
    """One piece of active content; ``start`` and ``end`` count characters of the original text."""

    kind: AtomKind
    value: str
    start: int
    end: int
