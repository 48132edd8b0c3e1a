"""Rules of one user, shelved so that a decision looks at few of them.

Rules that allow are grouped by tool, then by which arguments they pin to one
value, then by the values and by the conversation that they are for, if for one.
A call visits two slots a group, however many rules there are; what else a rule
says is validated only for the rules in those slots. They cover what they say to
the letter.

Rules that ask or deny are filed by one value that they pin. They hold for a
value however it is spelled, and wherever in its argument it stands.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from operator import itemgetter
from types import MappingProxyType
from typing import Any, Final

from paios.domain.decision import Verdict
from paios.domain.rule import Rule, Situation, only_pins, pinned
from paios.domain.tool import Sink, ToolCall
from paios.guard.constraints import Schemas
from paios.guard.facts import Proposal
from paios.guard.provenance.leaves import leaves
from paios.guard.spellings import Form, Held, form

_Key = tuple[tuple[bool, Any], ...]
_Slots = dict[tuple[_Key, str | None], list[tuple[int, Rule, bool]]]
"""By values and conversation: a rule's place among all, the rule, and whether its values are all it says."""
_Sign = tuple[str, Form] | None
_Stop = tuple[int, Rule, Mapping[str, frozenset[Form]]]
"""A rule that asks or denies: its place among all, the rule, and the values that it demands."""

_NOTHING: Final[tuple[Any, ...]] = (None, "", [], {})
_NO_ROLES: Final[Mapping[str, Sink]] = MappingProxyType({})


class RuleBook:
    """An index over ``rules``; it is built once and read only. ``schemas`` outlives it.

    ``sinks`` are the roles of the tool's arguments: what asks or denies compares values in them.
    """

    def __init__(
        self, rules: Iterable[Rule], schemas: Schemas, sinks: Mapping[str, Sink] = _NO_ROLES
    ) -> None:
        self._schemas = schemas
        self._sinks = sinks
        self._shelves: defaultdict[str, defaultdict[tuple[str, ...], _Slots]] = defaultdict(
            lambda: defaultdict(dict)
        )
        self._stops: defaultdict[str, defaultdict[_Sign, list[_Stop]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for place, rule in enumerate(rules):
            if rule.verdict is not Verdict.ALLOW:
                pins = self._forms(rule)
                self._stops[rule.tool][_sign(pins)].append((place, rule, pins))
                continue
            values, whole = _pins(rule)
            names = tuple(sorted(values))
            slot = (_key(names, values), rule.lifetime.conversation_id)
            self._shelves[rule.tool][names].setdefault(slot, []).append((place, rule, whole))

    def speaking(self, call: ToolCall, at: Situation) -> Iterator[Rule]:
        """The rules that speak about this call, here and now.

        One that cannot be read allows nothing, and asks or denies whatever its
        tool is called for; it comes without its constraints.
        """
        yield from self._allowing(call, at)
        yield from self._stopping(call, at)

    def _allowing(self, call: ToolCall, at: Situation) -> Iterator[Rule]:
        for names, slots in self._shelves.get(call.tool, {}).items():
            if all(name in call.arguments for name in names):
                key, where = _key(names, call.arguments), {None, at.conversation_id}
                found = (one for conversation in where for one in slots.get((key, conversation), ()))
                for _, rule, whole in sorted(found, key=itemgetter(0)):
                    if rule.counts(at) and (whole or self._schemas.fit(rule.constraints, call.arguments)):
                        yield rule

    def _stopping(self, call: ToolCall, at: Situation) -> Iterator[Rule]:
        stops = self._stops.get(call.tool)
        if stops is None:
            return
        held = {name: Held.of(name, value, self._sinks) for name, value in call.arguments.items()}
        signs = [None, *((name, one) for name, its in held.items() for one in its.forms)]
        found = (stop for sign in signs for stop in stops.get(sign, ()))
        for _, rule, pins in sorted(found, key=itemgetter(0)):
            if rule.counts(at) and all(name in held and pins[name] <= held[name].forms for name in pins):
                yield from self._read(rule, call, held)

    def _forms(self, rule: Rule) -> dict[str, frozenset[Form]]:
        """The values that a rule demands, as they are compared."""
        if rule.constraints is None or not self._understood(rule.constraints):
            # By a value, one that cannot be read would be found by few of the calls that it must refuse.
            return {}
        return {
            name: frozenset(form(leaf, self._sinks) for leaf in leaves(value, (name,)))
            for name, value in pinned(rule.constraints).items()
        }

    def _understood(self, constraints: Mapping[str, Any]) -> bool:
        return only_pins(constraints) or self._schemas.readable(constraints)

    def _read(self, rule: Rule, call: ToolCall, held: Mapping[str, Held]) -> Iterator[Rule]:
        its = rule.constraints
        if its is not None and only_pins(its):
            yield rule
            return
        fits = self._schemas.fit(its, call.arguments)
        if its is not None and fits is False:
            fits = self._schemas.fit(its, dict(self._as_said(its, call, held)))
        if fits is not False:
            yield rule if fits else replace(rule, constraints=None)

    def _as_said(
        self, constraints: Mapping[str, Any], call: ToolCall, held: Mapping[str, Held]
    ) -> Iterator[tuple[str, Any]]:
        """The arguments, with what the constraints name put as they put it."""
        about = constraints.get("properties", {})
        for name, value in call.arguments.items():
            its = about.get(name)
            if its is False and value in _NOTHING:
                continue  # to leave it out and to leave it empty is the same
            alone = {"properties": {name: its}}
            as_put = held[name].candidates(name, its, self._sinks)
            yield name, next((one for one in as_put if self._schemas.fit(alone, {name: one})), value)


def _sign(pins: Mapping[str, frozenset[Form]]) -> _Sign:
    """One value without which a rule does not speak; None where it demands none."""
    return next(((name, one) for name, forms in pins.items() for one in forms), None)


def _pins(rule: Rule) -> tuple[Mapping[str, Any], bool]:
    """The values to shelve a rule by that allows, and whether they are all that it says."""
    if rule.constraints is None:
        return {}, False
    pins = {name: value for name, value in pinned(rule.constraints).items() if _comparable(value)}
    return pins, only_pins(rule.constraints) and len(pins) == len(rule.constraints.get("properties", ()))


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
