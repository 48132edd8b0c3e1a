"""Tools as data: what can act, one request to act, and what came back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, Literal

from paios.domain.canonical import digest
from paios.domain.defence import Note
from paios.domain.label import OUTSIDE_WORDS, Label

GRANTING: Final = "request_permissions"
"""The tool by which the model asks for task grants: offered only while a run is untainted (I12)."""


class Effect(StrEnum):
    """What a call does to the world."""

    READ = "read"
    WRITE = "write"
    DELETE = "delete"
    SEND = "send"
    SPEND = "spend"
    EXECUTE = "execute"
    SENSE = "sense"
    CONTROL = "control"


class Sink(StrEnum):
    """The role an argument plays in the world, and so what may license it."""

    RECIPIENT = "recipient"
    URL = "url"
    PATH = "path"
    ACCOUNT = "account"
    AMOUNT = "amount"
    COMMAND = "command"
    CONTENT = "content"
    ID = "id"
    TIME = "time"
    OPTION = "option"


class Reach(StrEnum):
    """Who gets to see what a call says, besides those whom an argument names as its recipients."""

    OWN = "own"
    """Nobody but the person's own space."""
    OUTSIDE = "outside"
    """Somebody outside it, whatever the arguments are: a web site, a bank, who follows a channel."""


Brings = Literal["web", "mail", "other"]
"""What kind of text a tool's results are, and so how much of one is kept (I8)."""


@dataclass(frozen=True, slots=True)
class ResultField:
    """What stands at one place of a tool's structured result (P10).

    ``path`` is written with ``[]`` for any item of a list and ``.`` for a
    member: ``[].title``; the empty path is the whole result. ``role`` is the
    role that its value could play as an argument, ``id_type`` the type of thing
    that it identifies. A field that ``names`` is what a person calls the record
    it stands in: a title, a file name, a subject.
    """

    path: str
    label: Label = OUTSIDE_WORDS
    role: Sink | None = None
    id_type: str | None = None
    names: bool = False


@dataclass(frozen=True, slots=True)
class ToolSpec:
    """What is known of a tool before it is called.

    ``parameters`` is a JSON Schema (2020-12) of an object. ``sinks`` gives
    each argument its role; an argument without one can be licensed by nothing.
    ``ids`` gives arguments that are ids the type of what they identify. Both
    name arguments like result fields: ``to``, ``items[].path``; what is said of
    a list or an object holds for everything in it. ``bound_by`` names the arguments
    that a remembered yes is bound to: "always" for ``vault_write`` means always
    *this note*. Of its results, what no ``ResultField`` describes is from outside.
    ``brings`` says what kind of text they are, and so how much of it is kept (I8).
    ``phrase`` is what a call does, in words that fit after "Allow:": "write a note".
    """

    name: str
    description: str
    effect: Effect
    parameters: Mapping[str, Any]
    sinks: Mapping[str, Sink]
    bound_by: tuple[str, ...] = ()
    ids: Mapping[str, str] = field(default_factory=dict)
    reach: Reach = Reach.OWN
    results: tuple[ResultField, ...] = ()
    brings: Brings = "other"
    phrase: str = ""

    @property
    def acts(self) -> bool:
        """Whether a call changes anything."""
        return self.effect is not Effect.READ


@dataclass(frozen=True, slots=True)
class RawToolCall:
    """What a model said it wants: a name and a text that claims to be JSON."""

    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class ToolCall:
    """One validated request to act. ``arguments`` fit the tool's schema."""

    id: str
    tool: str
    arguments: Mapping[str, Any]

    def wish(self) -> str:
        """What is wanted, whoever wants it and how often: the tool and its canonical arguments."""
        return digest({"tool": self.tool, "arguments": dict(self.arguments)})

    def fingerprint(self, *, user_id: str, run_id: str, basis: str | None) -> str:
        """What a yes binds: tool, canonical arguments, principal, run, and the state shown (P9).

        ``basis`` identifies what the call was previewed against, for example
        the hash of the note that the diff was made from.
        """
        return digest(
            {
                "tool": self.tool,
                "arguments": dict(self.arguments),
                "user": user_id,
                "run": run_id,
                "call": self.id,
                "basis": basis,
            }
        )


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a note that a tool result shows and an answer can cite.

    Lines count from 1; both ends are included.
    """

    path: str
    title: str
    first_line: int
    last_line: int
    text: str
    label: Label


class Outcome(StrEnum):
    """How a tool call ended."""

    OK = "ok"
    ERROR = "error"
    REFUSED = "refused"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class ToolResult:
    """What came back from a call, always labelled.

    ``text`` is for the model, ``data`` the same as JSON where the tool gives it,
    ``summary`` one line for the person, ``code`` the code of the error that
    ended it, if one did. ``notes`` say what the defences did to it, ``withheld``
    is what they kept from the model and only the person may open.
    """

    call_id: str
    outcome: Outcome
    text: str
    summary: str
    label: Label
    passages: tuple[Passage, ...] = ()
    code: str | None = None
    data: Any = None
    notes: tuple[Note, ...] = ()
    withheld: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a call would do, in words and as a difference, before it is done.

    ``sentence`` is the question's text ("Change Shopping list.md?"), ``diff``
    a unified diff, ``basis`` identifies the state it was made from.
    """

    sentence: str
    covers: str
    diff: str = ""
    basis: str | None = None
    details: tuple[tuple[str, str], ...] = ()
