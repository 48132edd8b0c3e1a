"""Task grants (I12): what a model may ask for at once, and the rules that a yes makes of it.

Pure. A line is taken only when it is narrow: for whatever reaches somebody
outside, each destination is bound to values that the person can read. Only
words that narrow are understood, so that nothing here can be said in a
roundabout way.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from paios.domain.approval import Approval
from paios.domain.canonical import canonical
from paios.domain.decision import Verdict
from paios.domain.errors import InvalidArgumentsError
from paios.domain.ids import new_id
from paios.domain.rule import Lifetime, Rule
from paios.domain.rule_words import grant_text
from paios.domain.tool import GRANTING, Effect, Reach, Sink, ToolSpec
from paios.guard.binding import leads_somewhere
from paios.guard.constraints import check_constraints
from paios.guard.provenance.leaves import Place, leaves, pattern, said_of
from paios.guard.sources.critical import is_critical

USES: Final = 20
"""How often a granted line may be used, where it does not ask for less."""

VALUES: Final = 20
"""Most values that a destination may have: more, nobody reads."""

SIZE_LIMIT: Final = 2000
"""Most bytes of one line's constraints: they all stand on one card."""

_SAYS_OF_ARGUMENTS: Final = frozenset(("type", "properties", "required", "additionalProperties"))
_SAYS_OF_ONE: Final = _SAYS_OF_ARGUMENTS | {
    *("const", "enum", "items", "minItems", "maxItems", "uniqueItems", "minLength", "maxLength", "pattern"),
    *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "title", "description"),
}
_ROUNDABOUT: Final = frozenset(
    {
        *("patternProperties", "dependentSchemas", "allOf", "anyOf", "oneOf", "if", "then", "else", "not"),
        *("$ref", "$dynamicRef"),
    }
)
"""Words by which a tool may take arguments that its ``properties`` do not show."""

_ADDRESSES: Final = frozenset((Sink.RECIPIENT, Sink.URL, Sink.ACCOUNT))
_NUMBERS: Final = ("integer", "number")


@dataclass(frozen=True, slots=True)
class Line:
    """One action that the model asks for, read and found narrow enough. ``text`` is for the person."""

    tool: str
    constraints: Mapping[str, Any]
    why: str
    uses: int
    text: str


def lines(arguments: Mapping[str, Any], spec_of: Callable[[str], ToolSpec | None]) -> tuple[Line, ...]:
    """What ``request_permissions`` asks for.

    Raises ``InvalidArgumentsError`` with a sentence that helps the model to mend it.
    """
    return tuple(_line(number, action, spec_of) for number, action in enumerate(arguments["actions"], 1))


def granted(approval: Approval, spec_of: Callable[[str], ToolSpec | None], now: datetime) -> tuple[Rule, ...]:
    """The rules that a yes to these lines makes, for the run that asked. Raises as ``lines``."""
    return tuple(
        Rule(
            id=new_id(),
            user_id=approval.user_id,
            verdict=Verdict.ALLOW,
            tool=line.tool,
            created_at=now,
            constraints=line.constraints,
            lifetime=Lifetime(uses_left=line.uses, run_id=approval.run_id),
            approval_id=approval.id,
        )
        for line in lines(approval.call.arguments, spec_of)
    )


def narrowed(asked: Mapping[str, Any], given: Mapping[str, Any]) -> None:
    """Accept an answer that strikes lines, and does nothing else.

    Raises ``InvalidArgumentsError``: what a person adds would not have been asked for.
    """
    left = [canonical(action) for action in asked["actions"]]
    for action in map(canonical, given["actions"]):
        if action not in left:
            raise InvalidArgumentsError("Lines can be struck here, not added or changed.")
        left.remove(action)


def _line(number: int, action: Mapping[str, Any], spec_of: Callable[[str], ToolSpec | None]) -> Line:
    tool, constraints = action["tool"], action["constraints"]
    uses = action.get("max_uses", USES)
    spec = spec_of(tool)
    if spec is None:
        raise _wrong(number, f"there is no tool {tool!r}")
    if tool == GRANTING or is_critical(spec):
        raise _wrong(number, f"{tool} asks every time; leave it out")
    try:
        check_constraints(constraints, spec)
    except InvalidArgumentsError as error:
        raise _wrong(number, error.message) from error
    if len(canonical(constraints)) > SIZE_LIMIT:
        raise _wrong(number, f"the constraints are larger than {SIZE_LIMIT} bytes")
    if strange := sorted({*_strange(constraints), *(constraints.keys() - _SAYS_OF_ARGUMENTS)}):
        known = "properties, required, const, enum, items, minimum, maximum"
        raise _wrong(number, f"say it without {', '.join(strange)}; use {known}")
    if _reaches(spec) and (found := next(_open(spec, (), spec.parameters, constraints), None)):
        raise _wrong(number, f"{tool}: {found}")
    return Line(tool, constraints, action["why"], uses, grant_text(tool, constraints, spec, uses))


def _reaches(spec: ToolSpec) -> bool:
    addressed = not _ADDRESSES.isdisjoint(spec.sinks.values())
    return addressed or spec.effect in (Effect.SEND, Effect.SPEND) or spec.reach is Reach.OUTSIDE


def _strange(schema: Any) -> Iterator[str]:
    """Words that could say something in a roundabout way."""
    if not isinstance(schema, Mapping):
        return
    yield from schema.keys() - _SAYS_OF_ONE
    if schema.get("additionalProperties", False) is not False:
        yield "additionalProperties other than false"
    for inner in (*schema.get("properties", {}).values(), schema.get("items")):
        yield from _strange(inner)


def _open(spec: ToolSpec, place: Place, takes: Any, said: Any) -> Iterator[str]:
    """What is still free at this place of the arguments and must not be, as advice.

    ``takes`` is the tool's own schema of the place, ``said`` the constraints on it.
    """
    if said is False or _bound(said):
        return
    kind = takes.get("type") if isinstance(takes, Mapping) else None
    asked: Mapping[str, Any] = said if isinstance(said, Mapping) else {}
    if kind == "object" and "properties" in takes:
        inner = asked.get("properties", {})
        closed = asked.get("additionalProperties") is False
        for name in dict.fromkeys((*takes["properties"], *inner)):
            its = takes["properties"].get(name)
            yield from _open(spec, (*place, name), its, inner.get(name, not closed))
        unseen = takes.get("additionalProperties") is not False or not _ROUNDABOUT.isdisjoint(takes)
        if unseen and not closed:
            yield f'add "additionalProperties": false{_at(place)}'
        return
    if kind == "array" and "prefixItems" not in takes:
        yield from _open(spec, (*place, 0), takes.get("items"), asked.get("items"))
        return
    sinks = _sinks(spec, place)
    if sinks == {Sink.AMOUNT}:
        if kind not in _NUMBERS or not ("maximum" in asked or "exclusiveMaximum" in asked):
            yield f"bind {_name(place)} to const or enum values, or give a number a maximum"
    elif any(sink is Sink.AMOUNT or leads_somewhere(sink) for sink in sinks):
        yield f"bind {_name(place)} to const or enum (at most {VALUES} values), or set it to false"


def _sinks(spec: ToolSpec, place: Place) -> set[Sink | None]:
    """The role of this place, and of all that is declared within it."""
    within = tuple(f"{pattern(place)}{mark}" for mark in (".", "["))
    return {
        said_of(place, spec.sinks),
        *(sink for name, sink in spec.sinks.items() if name.startswith(within)),
    }


def _bound(said: Any) -> bool:
    """Whether only few values that stand there can be given. A list is as many as are in it."""
    if not isinstance(said, Mapping):
        return False
    if "const" in said or "enum" in said:
        given = [said["const"]] if "const" in said else said["enum"]
        return sum(1 for _ in leaves(given)) <= VALUES
    return said.get("type") == "array" and _bound(said.get("items"))


def _name(place: Place) -> str:
    names = [str(step) for step in place if isinstance(step, str)]
    return f'"{".".join(names)}"' if names else "each argument"


def _at(place: Place) -> str:
    return f" in {_name(place)}" if place else ""


def _wrong(number: int, what: str) -> InvalidArgumentsError:
    return InvalidArgumentsError(f"Action {number}: {what}.".replace("..", "."))
