"""What a decision is made from: the proposal, and the facts gathered about it.

Both are plain values. Whatever could not be found out is a ``problem``, and a
problem is a denial: unknown means no (invariant 9).
"""

from dataclasses import dataclass
from datetime import datetime

from paios.domain.approval import Approval
from paios.domain.caution import ASKING, Caution
from paios.domain.defence import Validation
from paios.domain.pause import Pause
from paios.domain.principal import Kind, Principal
from paios.domain.provenance import UNKNOWN, Standing
from paios.domain.rule import Rule
from paios.domain.tool import Preview, RawToolCall, ToolCall, ToolSpec
from paios.guard.provenance.evidence import Evidence
from paios.ports.credentials import Sighting


@dataclass(frozen=True, slots=True)
class Proposal:
    """What somebody wants to do.

    ``canary`` is the word that must not stand in the arguments, ``validation``
    what a second model says against the call.

    ``run_id`` and ``conversation_id`` are None when a person acts by their own
    hand. ``calls_before`` counts the tool calls that the run already made;
    ``call_limit`` is how many it may make (S2). ``evidence`` is what the run
    knows and from whom; without it nothing is vouched for.
    """

    principal: Principal
    raw: RawToolCall
    run_id: str | None = None
    conversation_id: str | None = None
    offered: frozenset[str] = frozenset()
    calls_before: int = 0
    call_limit: int = 0
    canary: str | None = None
    validation: Validation | None = None
    evidence: Evidence | None = None

    @property
    def by_hand(self) -> bool:
        """Whether a signed-in person does this themselves, with no agent between."""
        who = self.principal
        return self.run_id is None and who.kind is Kind.USER and who.interactive


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a proposal cannot even be considered, as a stable code and a sentence."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that the sources may look at, as it was at ``now``.

    ``rules`` are those that speak about this very call. ``approval`` is the
    person's answer to the question that this call waited for, if it did. ``budget``
    says why no budget can pay the call, if that is so (S5); ``leak`` which stored
    secret stands in the arguments (K4).
    ``can_step_up`` says that the person has a second factor to prove a yes with.
    ``fingerprint`` is of the call as it would happen now, ``standing`` how it
    stands to the person's words.
    """

    now: datetime
    pause: Pause
    rules: tuple[Rule, ...] = ()
    spec: ToolSpec | None = None
    call: ToolCall | None = None
    preview: Preview | None = None
    fingerprint: str = ""
    approval: Approval | None = None
    problem: Problem | None = None
    budget: Problem | None = None
    caution: Caution = ASKING
    standing: Standing = UNKNOWN
    leak: Sighting | None = None
    can_step_up: bool = False

    @property
    def tainted(self) -> bool:
        """Whether words from outside had a part in the run, or nobody knows."""
        return self.standing.tainted
