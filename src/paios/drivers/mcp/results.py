"""Owns: what a server's answer becomes: text, data, and a label that only the person can raise."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson

from paios.domain.errors import InvalidInputError
from paios.domain.label import OUTSIDE_WORDS, Label, join_all
from paios.domain.strict_json import DEPTH_LIMIT
from paios.domain.tool import Outcome, ResultField, ToolResult
from paios.domain.tool_server import ApprovedTool
from paios.drivers.mcp.schemas import compiled

_DATA_LIMIT: Final = 60_000
"""Most characters of a result's data as JSON: what the host lets a text be."""

_MISFIT: Final = "The answer does not fit what the tool says it answers, and was left out."


@dataclass(frozen=True, slots=True)
class RawAnswer:
    """An answer as it came over the wire. ``others`` names each part that is no text."""

    texts: Sequence[str]
    others: Sequence[str]
    data: Any
    is_error: bool


def result_of(call_id: str, tool: ApprovedTool, server: str, answer: RawAnswer) -> ToolResult:
    """The labelled result of a call that the server answered."""
    name = tool.definition.name
    text = "\n".join((*answer.texts, *_left_out(answer.others)))
    if answer.is_error:
        said = text or "The tool failed and did not say why."
        return ToolResult(call_id, Outcome.ERROR, said, f"{name} of {server} failed", OUTSIDE_WORDS)
    written = _written(answer.data)
    if not _fits(tool, answer.data, written):
        return ToolResult(call_id, Outcome.ERROR, _MISFIT, f"{name} of {server}: {_MISFIT}", OUTSIDE_WORDS)
    data = orjson.loads(written) if written is not None else None  # as any reader of JSON has it: no NaN
    label, fields = OUTSIDE_WORDS, tool.choice.results
    if data is not None and (fields or not answer.texts):
        text = "\n".join((written or "", *_left_out(answer.others)))
        label = label_of(data, fields) or OUTSIDE_WORDS
    return ToolResult(call_id, Outcome.OK, text, f"Used {name} of {server}", label, data=data)


def label_of(data: Any, fields: Sequence[ResultField]) -> Label | None:
    """The label of all of ``data`` as the fields declare it; None where they leave any of it undeclared."""
    declared = {field.path: field.label for field in fields}
    labels: list[Label] = []
    for places in _leaves(data, ("",)):
        label = next((declared[place] for place in reversed(places) if place in declared), None)
        if label is None:
            return None
        labels.append(label)
    return join_all(*labels)


def _leaves(value: Any, places: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """For each leaf, the places that hold it, from the whole to the leaf itself."""
    here = places[-1]
    if isinstance(value, Mapping) and value:
        for key, child in value.items():
            yield from _leaves(child, (*places, f"{here}.{key}" if here else key))
    elif isinstance(value, list) and value:
        for child in value:
            yield from _leaves(child, (*places, f"{here}[]"))
    else:
        yield places


def _written(data: Any) -> str | None:
    """The data as compact JSON; None where there is none, or more than a result can hold."""
    if data is None or _too_deep(data):
        return None
    try:
        text = orjson.dumps(data).decode()
    except (orjson.JSONEncodeError, UnicodeDecodeError):
        return None
    return text if len(text) <= _DATA_LIMIT else None


def _too_deep(data: Any) -> bool:
    level, depth = [data], 0
    while level := [one for one in level if isinstance(one, dict | list)]:
        depth += 1
        if depth > DEPTH_LIMIT:
            return True
        level = [child for one in level for child in (one.values() if isinstance(one, dict) else one)]
    return False


def _fits(tool: ApprovedTool, data: Any, written: str | None) -> bool:
    """Whether the data keeps the promise that was approved; too much of it is dropped, not judged."""
    promised = tool.definition.output_schema
    if promised is None or (data is not None and written is None):
        return True
    try:
        return bool(compiled(promised).is_valid(data))
    except InvalidInputError:
        return False


def _left_out(others: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"[left out: {kind}]" for kind in others[:20])
