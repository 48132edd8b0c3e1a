"""Rules of one user, shelved so that a decision looks at few of them.

Rules are grouped by tool, then by which arguments they pin to one value, then
by the values and by the conversation that they are for, if for one. A call
visits two slots a group, however many rules there are; what else a rule says
is validated only for the rules in those slots.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from operator import itemgetter
from typing import Any

from paios.domain.decision import Verdict
from paios.domain.rule import Rule, Situation, only_pins, pinned
from paios.domain.tool import ToolCall
from paios.guard.constraints import Schemas
from paios.guard.facts import Proposal

_Key = tuple[tuple[bool, Any], ...]
_Slots = dict[tuple[_Key, str | None], list[tuple[int, Rule, bool]]]
"""By values and conversation: a rule's place among all, the rule, and whether its values are all it says."""


class RuleBook:
    """An index over ``rules``; it is built once and read only. ``schemas`` outlives it."""

    def __init__(self, rules: Iterable[Rule], schemas: Schemas) -> None:
        self._schemas = schemas
        self._shelves: defaultdict[str, defaultdict[tuple[str, ...], _Slots]] = defaultdict(
            lambda: defaultdict(dict)
        )
        for place, rule in enumerate(rules):
            pins, whole = self._pins(rule)
            names = tuple(sorted(pins))
            slot = (_key(names, pins), rule.lifetime.conversation_id)
            self._shelves[rule.tool][names].setdefault(slot, []).append((place, rule, whole))

    def speaking(self, call: ToolCall, at: Situation) -> Iterator[Rule]:
        """The rules that speak about this call, here and now.

        One that cannot be read allows nothing, and asks or denies whatever its
        tool is called for; it comes without its constraints.
        """
        for names, slots in self._shelves.get(call.tool, {}).items():
            if all(name in call.arguments for name in names):
                key, where = _key(names, call.arguments), {None, at.conversation_id}
                found = (one for conversation in where for one in slots.get((key, conversation), ()))
                for _, rule, whole in sorted(found, key=itemgetter(0)):
                    if rule.counts(at):
                        yield from (rule,) if whole else self._read(rule, call)

    def _pins(self, rule: Rule) -> tuple[Mapping[str, Any], bool]:
        """The values to shelve a rule by, and whether they are all that it says."""
        if rule.constraints is None:
            return {}, False
        pins = {name: value for name, value in pinned(rule.constraints).items() if _comparable(value)}
        if only_pins(rule.constraints) and len(pins) == len(rule.constraints.get("properties", ())):
            return pins, True
        # On its shelf a rule that cannot be read would be found by few of the calls that it must refuse.
        shelved = rule.verdict is Verdict.ALLOW or self._schemas.readable(rule.constraints)
        return (pins if shelved else {}), False

    def _read(self, rule: Rule, call: ToolCall) -> Iterator[Rule]:
        fits = self._schemas.fit(rule.constraints, call.arguments)
        if fits:
            yield rule
        elif fits is None and rule.verdict is not Verdict.ALLOW:
            yield replace(rule, constraints=None)


def situation(proposal: Proposal, now: datetime, *, tainted: bool) -> Situation:
    """Where, when and for whom this is proposed."""
    return Situation(
        now=now,
        tainted=tainted,
        conversation_id=proposal.conversation_id,
        run_id=proposal.run_id,
        adapter=proposal.principal.adapter,
        interactive=proposal.principal.interactive,
        remote=proposal.principal.remote,
    )


class _Unequal:
    """What no pinned value equals."""


def _comparable(value: Any) -> bool:
    return value is None or isinstance(value, str | int | float)


def _key(names: tuple[str, ...], values: Mapping[str, Any]) -> _Key:
    """The values as JSON compares them: 1 is 1.0, and neither is true."""
    return tuple(
        (isinstance(value, bool), value if _comparable(value) else _Unequal)
        for value in map(values.__getitem__, names)
    )
