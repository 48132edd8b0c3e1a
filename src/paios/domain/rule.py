"""Rules: stored answers, with a scope, a context and a lifetime (P1, P2, P4, P8).

What a rule says about arguments is one JSON Schema; this module knows its
plainest form, ``exactly``. Reading any other schema is the guard's matter.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from paios.domain.decision import Verdict
from paios.domain.principal import Adapter

ANYTHING: Final[Mapping[str, Any]] = {}
"""The constraints that every call fits."""


@dataclass(frozen=True, slots=True)
class Situation:
    """Where, when and for whom a call is made. What is None is not known.

    ``tainted`` says that the run has read something from outside.
    """

    now: datetime
    tainted: bool
    conversation_id: str | None = None
    run_id: str | None = None
    adapter: Adapter | None = None
    interactive: bool | None = None
    remote: bool | None = None


@dataclass(frozen=True, slots=True)
class Lifetime:
    """When a rule still counts; every bound that is set must hold.

    With none set it counts always. A rule of one run is a task grant (I12).
    """

    conversation_id: str | None = None
    until: datetime | None = None
    uses_left: int | None = None
    run_id: str | None = None

    def holds(self, at: Situation) -> bool:
        """Whether the rule counts for a call made there and then."""
        if self.conversation_id is not None and self.conversation_id != at.conversation_id:
            return False
        if self.run_id is not None and self.run_id != at.run_id:
            return False
        return self.lasts(at.now)

    def lasts(self, now: datetime) -> bool:
        """Whether its time and its uses are not over, wherever it counts."""
        return (self.until is None or now < self.until) and (self.uses_left is None or self.uses_left > 0)


@dataclass(frozen=True, slots=True)
class Context:
    """How a request must have come in for a rule to count (P2). What is None or empty does not narrow."""

    adapters: frozenset[Adapter] = frozenset()
    interactive: bool | None = None
    remote: bool | None = None

    def fits(self, at: Situation, *, unknown: bool) -> bool:
        """Whether the call came in so; ``unknown`` is the answer to what is not known."""
        wanted = (
            (not self.adapters, at.adapter is None, at.adapter in self.adapters),
            (self.interactive is None, at.interactive is None, at.interactive == self.interactive),
            (self.remote is None, at.remote is None, at.remote == self.remote),
        )
        return all(free or (unknown if blind else same) for free, blind, same in wanted)


ANYWHERE: Final = Context()
"""The context that every call comes in."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Allow, ask or deny one tool for one user.

    ``constraints`` is a JSON Schema (2020-12) that the call's arguments must
    fit; None where the stored one cannot be read. ``untainted`` lets the rule
    count only while the run has read nothing from outside. ``ended`` says that
    it was revoked, or that the run it was granted to is over.
    """

    id: str
    user_id: str
    verdict: Verdict
    tool: str
    created_at: datetime
    constraints: Mapping[str, Any] | None = field(default_factory=dict)
    context: Context = ANYWHERE
    untainted: bool = False
    lifetime: Lifetime = Lifetime()
    approval_id: str | None = None
    use_count: int = 0
    last_used_at: datetime | None = None
    ended: bool = False

    def counts(self, at: Situation) -> bool:
        """Whether the rule counts there and then, its constraints aside.

        Where something is not known, what allows does not count and what
        asks or denies does (invariant 9).
        """
        if self.ended or not self.lifetime.holds(at) or (self.untainted and at.tainted):
            return False
        return self.context.fits(at, unknown=self.verdict is not Verdict.ALLOW)


def exactly(**values: Any) -> dict[str, Any]:
    """The constraints that bind these arguments to exactly these values, and leave the others free."""
    if not values:
        return dict(ANYTHING)
    return {"properties": {name: {"const": value} for name, value in values.items()}, "required": [*values]}


def pinned(constraints: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments that these constraints demand, each with the one value that it may have."""
    properties, required = constraints.get("properties"), constraints.get("required")
    if not isinstance(properties, Mapping) or not isinstance(required, list):
        return {}
    return {
        name: said["const"]
        for name, said in properties.items()
        if isinstance(said, Mapping) and "const" in said and name in required
    }


def only_pins(constraints: Mapping[str, Any]) -> bool:
    """Whether nothing but ``exactly`` is said, so that who knows ``pinned`` knows all."""
    pins = pinned(constraints)
    if not pins:
        return not constraints
    return (
        constraints.keys() == {"properties", "required"}
        and all(isinstance(name, str) and name in pins for name in constraints["required"])
        and all(name in pins and len(said) == 1 for name, said in constraints["properties"].items())
    )
