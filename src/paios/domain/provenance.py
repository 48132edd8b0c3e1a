"""Provenance: for each leaf of a call's arguments, where its value stands (P10).

A value licenses only its own role and type: the day in a date is no file's
id, and a name in a sentence is no address.
"""

from dataclasses import dataclass
from enum import StrEnum

from paios.domain.tool import Sink


class Origin(StrEnum):
    """Where a value stands, the best standing first."""

    PERSON = "person"
    """In the person's own words."""
    WHITELIST = "whitelist"
    """On a list that the person keeps."""
    NAMED = "named"
    """It belongs to a thing that the person's words name, and to no other."""
    DEFAULT = "default"
    """It is what the tool does when nothing is said."""
    READ = "read"
    """In something that was read."""
    COMPOSED = "composed"
    """Nowhere: the model made it."""


@dataclass(frozen=True, slots=True)
class Trace:
    """Where one leaf of the arguments comes from.

    ``argument`` is its path (``to[0]``), ``licensed`` whether it may stand there
    without a question, ``outside`` whether somebody else could have written it,
    ``pointed`` whether the person may have meant it: their words led to the source,
    or the place is made for such values. ``source`` names
    the source in words, ``call_id`` the call that read it and ``field`` the
    place in its result, ``quote`` the words around the value.
    """

    argument: str
    sink: Sink | None
    value: str
    origin: Origin
    licensed: bool
    outside: bool = False
    pointed: bool = False
    source: str = ""
    call_id: str | None = None
    field: str = ""
    quote: str = ""
