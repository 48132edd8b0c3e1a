"""What the capability ports are asked with and answer with, beyond the domain's own words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from paios.domain.account import Session, User
from paios.domain.approval import Approval
from paios.domain.budget import BudgetLimits, Terms
from paios.domain.conversation import Conversation, Message
from paios.domain.decision import Verdict
from paios.domain.defence import Note as DefenceNote
from paios.domain.note import Note
from paios.domain.principal import Principal
from paios.domain.rule import ANYWHERE, Context, Rule
from paios.domain.run_view import RunView


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A live session. ``csrf`` is what its pages show besides the cookie. ``cookie`` and ``device_cookie``
    are set only in the answer that begins it.

    ``fresh`` says that the person proved who they are a moment ago (U6).
    """

    session: Session
    user: User
    principal: Principal
    csrf: str = field(repr=False)
    cookie: str | None = field(default=None, repr=False)
    device_cookie: str | None = field(default=None, repr=False)
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Where:
    """Where somebody signs in: what their device calls itself, from which address, at which page.

    ``known`` are the cookies by which the device shows that they signed in there before.
    """

    device: str
    address: str
    origin: str
    known: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class ShownRun:
    """A run with what its steps and its end refer to."""

    view: RunView
    approvals: Mapping[str, Approval]
    answer: Message | None


@dataclass(frozen=True, slots=True)
class ShownResult:
    """What a tool call brought back, whether external words are in it, and what the defences did.

    A ``withheld`` text is for the person alone; the model did not see it (I6).
    """

    text: str
    external: bool
    withheld: bool
    notes: tuple[DefenceNote, ...]


@dataclass(frozen=True, slots=True)
class Dialogue:
    conversation: Conversation
    messages: tuple[Message, ...]
    runs: tuple[ShownRun, ...]


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing to tell a follower of a run.

    ``event`` is ``run``, or ``text`` for a piece of the answer being written,
    or ``snapshot`` for the whole of it so far.
    """

    event: str
    run: ShownRun | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """Something of a person's changed: which list, and which item of it."""

    what: str
    id: str | None = None


@dataclass(frozen=True, slots=True)
class ShownRule:
    """A rule, and what a person reads of it. ``alive`` says that it can still count."""

    rule: Rule
    text: str
    readable: bool
    alive: bool


@dataclass(frozen=True, slots=True)
class RuleDraft:
    """What a person says of a rule; all else about it is the server's."""

    verdict: Verdict
    tool: str
    constraints: Mapping[str, Any] = field(default_factory=dict)
    context: Context = ANYWHERE
    untainted: bool = False
    until: datetime | None = None
    uses_left: int | None = None


@dataclass(frozen=True, slots=True)
class RuleFilter:
    """Which rules are wanted; what is None or empty does not narrow. ``text`` is looked for literally."""

    text: str = ""
    tool: str | None = None
    verdict: Verdict | None = None
    alive: bool = True


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A rule that would have answered ``times`` questions as the person did."""

    tool: str
    constraints: Mapping[str, Any]
    text: str
    times: int


@dataclass(frozen=True, slots=True)
class LinkedNote:
    note: Note
    backlinks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FoundFolder:
    path: str
    notes: int


@dataclass(frozen=True, slots=True)
class BudgetTerms:
    """What is set about budgets: for everybody, in force for the asker, and for single people."""

    terms: Terms
    mine: BudgetLimits
    people: tuple[tuple[str, str, BudgetLimits], ...]
