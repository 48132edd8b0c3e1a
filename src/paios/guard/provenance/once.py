"""Each request is good for one call: what a call uses up, and whether a later one would use it again.

A call that says less, more, or the same in other words is the same again. It
is another one only where it goes to another place.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from paios.domain.canonical import canonical as canonical_json
from paios.domain.canonical import digest
from paios.domain.tool import Effect, Sink, ToolCall, ToolSpec
from paios.guard.provenance.asked import DESTINATIONS
from paios.guard.provenance.evidence import Evidence
from paios.guard.provenance.leaves import leaves, pattern, said_of
from paios.guard.provenance.normal import canonical

_NOTHING: Final[tuple[Any, ...]] = (None, "", [], {})
_KEPT: Final = 16
"""Signs of a digest that are kept of a value."""

_WHOLE_DAY: Final = (" 00:00", " 23:59", " 23:59:59")


def licence(call: ToolCall, spec: ToolSpec, evidence: Evidence) -> str:
    """What a call uses up of the person's request, as it is stored. It shows no value."""
    values: dict[str, dict[str, list[str]]] = {}
    for leaf in leaves(dict(call.arguments)):
        sink = said_of(leaf.place, spec.sinks)
        if sink is None or leaf.value in _NOTHING:
            continue
        name = spec.effect.value if spec.effect is Effect.SPEND else pattern(leaf.place[:1])
        for alike in _alike(leaf.value, sink, evidence):
            values.setdefault(sink, {}).setdefault(name, []).append(digest(alike)[:_KEPT])
    # Every way of paying uses up the same request.
    what = spec.effect.value if spec.effect is Effect.SPEND else call.tool
    return canonical_json({"what": what, "values": values}).decode()


def again(wanted: str, done: Iterable[str]) -> bool:
    """Whether what a call would use up was used before."""
    mine = json.loads(wanted)
    return any(_same(mine, json.loads(one)) for one in done if one)


def likeness(sink: Sink, value: str) -> str:
    """What two values of a role share that a tool would take for the same."""
    match sink:
        case Sink.AMOUNT:
            return value.partition(" ")[0]
        case Sink.URL:
            return value.partition("://")[2] or value
        case Sink.RECIPIENT:
            return value.lstrip("@#")
        case Sink.TIME if value.endswith(_WHOLE_DAY):
            return value.partition(" ")[0]
        case _:
            return value


def _alike(value: Any, sink: Sink, evidence: Evidence) -> Iterable[str]:
    form = canonical(value, sink, today=evidence.today) or str(value)
    return form.split() if sink is Sink.CONTENT else (likeness(sink, form),)


def _same(mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> bool:
    """Whether neither goes to a place, or is about a time, an amount or a text, that is all its own."""
    if mine["what"] != theirs["what"]:
        return False
    both = mine["values"].keys() & theirs["values"].keys()
    telling = next((roles for roles in _TELLING if both & roles), both)
    return not any(
        not set(values) & set(theirs["values"][sink][name])
        for sink in both & telling
        for name, values in mine["values"][sink].items()
        if name in theirs["values"][sink]
    )


_TELLING: Final = (
    frozenset(sink.value for sink in DESTINATIONS),
    frozenset((Sink.TIME.value, Sink.AMOUNT.value)),
    frozenset((Sink.CONTENT.value,)),
)
"""What tells two calls apart, the first of these that both have."""
