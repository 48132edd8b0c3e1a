"""Provenance: for each leaf of a call's arguments, where its value stands (P10).

A value licenses only its own role and type: the day in a date is no file's
id, and a name in a sentence is no address.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Final, Self

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

    def data(self) -> dict[str, Any]:
        """The trace as it is stored, recorded and shown."""
        return asdict(self) | {"sink": self.sink and self.sink.value, "origin": self.origin.value}

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Self:
        """The trace that was stored as ``data``."""
        sink = None if data["sink"] is None else Sink(data["sink"])
        return cls(**{**data, "sink": sink, "origin": Origin(data["origin"])})


@dataclass(frozen=True, slots=True)
class Standing:
    """How a call stands to what the person said and to what the run has read.

    ``tainted`` says that words from outside had a part in the run, ``leaves``
    that somebody else gets to see what the call says, ``local`` that what must
    stay on this machine could be in it. ``traces`` tell where each argument
    comes from, ``objections`` what would be carried out unseen, ``doubt`` why the
    call is not plainly what the person said (None where it is), ``meant``
    whether they can have meant it at all, and ``licence`` what it uses up of
    their request. ``refused`` says that the person said no to the very same
    before. The default is that of a call of which nothing is known.
    """

    tainted: bool = True
    leaves: bool = True
    local: bool = False
    traces: tuple[Trace, ...] = ()
    objections: tuple[str, ...] = ()
    doubt: str | None = "Where it comes from is not known."
    meant: bool = True
    licence: str = ""
    refused: bool = False


UNKNOWN: Final = Standing()
