"""``request_permissions``: the model asks once for all that a task needs (I12).

Owns the form and the card. What may be asked for, and what a yes makes of it,
is the guard's matter; the rules stand before this runs, and it changes nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from paios.domain.authorized import Authorized
from paios.domain.label import SYSTEM_WORDS
from paios.domain.tool import GRANTING, Effect, Outcome, Preview, Sink, ToolCall, ToolResult, ToolSpec

ReadLines = Callable[[Mapping[str, Any]], Sequence[tuple[str, str]]]
"""The lines that arguments ask for: each in words for the person, and why the model wants it.

Raises ``InvalidArgumentsError`` for a line that must not be granted.
"""

_ACTION: Final = {
    "type": "object",
    "properties": {
        "tool": {"type": "string", "minLength": 1, "maxLength": 64},
        "constraints": {
            "type": "object",
            "description": "JSON Schema on the tool's arguments, as narrow as the task allows. For example "
            '{"properties": {"to": {"const": "bob@example.org"}}, "required": ["to"]}. Whoever or whatever '
            "is reached must be bound with const or enum; false as a property's schema leaves it out.",
        },
        "why": {"type": "string", "minLength": 1, "maxLength": 200},
        "max_uses": {"type": "integer", "minimum": 1, "maximum": 20},
    },
    "required": ["tool", "constraints", "why"],
    "additionalProperties": False,
}


class RequestPermissions:
    spec = ToolSpec(
        name=GRANTING,
        phrase="ask for permissions",
        description="Ask the user once for every action that the task will need, before you read anything "
        "from outside (mail, web pages, files of others): afterwards it is too late, and each action is "
        "asked about alone. Only for actions that change or send something. What is granted holds for "
        "this answer.",
        effect=Effect.WRITE,
        parameters={
            "type": "object",
            "properties": {"actions": {"type": "array", "minItems": 1, "maxItems": 20, "items": _ACTION}},
            "required": ["actions"],
            "additionalProperties": False,
        },
        sinks={"actions": Sink.OPTION},
    )

    def __init__(self, read: ReadLines) -> None:
        self._read = read

    async def preview(self, call: ToolCall, owner: str) -> Preview:  # noqa: ARG002 - nothing is read
        asked = self._read(call.arguments)
        details = []
        for number, (text, why) in enumerate(asked, 1):
            details += [(f"Action {number}", text), ("The assistant's reason", why)]
        sentence = (
            "Allow this for the whole answer?" if len(asked) == 1 else "Allow these for the whole answer?"
        )
        covers = "Each line, as often as it says, until this answer ends or everything is paused."
        return Preview(sentence, covers, details=tuple(details))

    async def run(self, proof: Authorized) -> ToolResult:
        granted = [text for text, _ in self._read(proof.call.arguments)]
        granted_lines = "".join(f"- {each}\n" for each in granted)
        text = (
            f"The user granted, for this answer:\n{granted_lines}"
            "Whatever else you asked for was struck. Do not ask for it again; go on with the task."
        )
        summary = f"Granted {len(granted)} {'action' if len(granted) == 1 else 'actions'}"
        return ToolResult(proof.call.id, Outcome.OK, text, summary, SYSTEM_WORDS)
