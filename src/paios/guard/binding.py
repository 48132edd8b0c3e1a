"""What a remembered answer is bound to: never more than what was seen (P4).

Pure. The tool may say which of its arguments count; otherwise all do but the
words that are written. An argument that leads somewhere and was left out stays out.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from paios.domain.rule import exactly
from paios.domain.tool import Sink, ToolSpec

DESTINATIONS: Final = frozenset({Sink.RECIPIENT, Sink.URL, Sink.PATH, Sink.ACCOUNT, Sink.COMMAND, Sink.ID})
"""Roles of arguments that say where an effect goes, or at what."""


def bound(spec: ToolSpec | None, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The constraints of a rule that is made of one call; of a tool that is gone, all its arguments."""
    if spec is None:
        return exactly(**arguments)
    names = spec.bound_by or tuple(name for name in arguments if spec.sinks.get(name) is not Sink.CONTENT)
    constraints = exactly(**{name: arguments[name] for name in names if name in arguments})
    if absent := dict.fromkeys(_left_out(spec, names, arguments), False):
        constraints["properties"] = constraints.get("properties", {}) | absent
    if spec.parameters.get("additionalProperties") is not False:
        constraints["propertyNames"] = {"enum": sorted({*spec.parameters.get("properties", {}), *arguments})}
    return constraints


def leads_somewhere(sink: Sink | None) -> bool:
    """Whether an argument of this role is a destination. Of what nothing is known, the worst is taken."""
    return sink is None or sink in DESTINATIONS


def _left_out(spec: ToolSpec, names: tuple[str, ...], arguments: Mapping[str, Any]) -> Iterator[str]:
    for name in spec.parameters.get("properties", {}):
        if name not in arguments and (name in names or leads_somewhere(spec.sinks.get(name))):
            yield name
