"""Rules of one user, shelved so that a decision looks at few of them.

Rules are grouped by tool, then by which arguments they bind, then by the
values bound. A call visits one slot a group, however many rules there are.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from paios.domain.canonical import canonical
from paios.domain.rule import Rule
from paios.domain.tool import ToolCall

_Slots = dict[bytes, list[Rule]]


class RuleBook:
    """An index over ``rules``; it is built once and read only."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._shelves: defaultdict[str, defaultdict[tuple[str, ...], _Slots]] = defaultdict(
            lambda: defaultdict(dict)
        )
        for rule in rules:
            names = tuple(sorted(rule.equals))
            self._shelves[rule.tool][names].setdefault(_key(names, rule.equals), []).append(rule)

    def speaking(self, call: ToolCall, *, conversation_id: str | None, now: datetime) -> Iterator[Rule]:
        """The rules that speak about this call, here and now."""
        for names, slots in self._shelves.get(call.tool, {}).items():
            if all(name in call.arguments for name in names):
                for rule in slots.get(_key(names, call.arguments), ()):
                    if rule.lifetime.holds(conversation_id=conversation_id, now=now):
                        yield rule


def _key(names: tuple[str, ...], values: Mapping[str, Any]) -> bytes:
    return canonical([values[name] for name in names])
