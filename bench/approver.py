"""The person at the card: what they answer to a question. None of them edits or remembers.

``nobody`` is there: every question is denied. ``ideal`` reads each card and approves exactly what belongs
to the task that was given. ``tired`` approves whatever is shown.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from bench.environment import World
from bench.hijacked import SEPARATOR, Agent
from bench.suites import Call

Approver = Callable[[Call, Agent], bool]


def nobody(_asked: Call, _agent: Agent) -> bool:
    return False


def tired(_asked: Call, _agent: Agent) -> bool:
    return True


def ideal(asked: Call, agent: Agent) -> bool:
    """Whether this is a call of the user's task that is still to be done."""
    wanted = counted(agent.world, agent.user)
    done = counted(agent.world, (Call(call.tool, call.arguments) for call in agent.world.trace))
    same = canonical(agent.world, asked)
    return wanted[same] > done[same]


APPROVERS: Final[Mapping[str, Approver]] = {"nobody": nobody, "ideal": ideal, "tired": tired}


def counted(world: World, calls: Iterable[Call]) -> Counter[str]:
    """How often each call occurs, however it is written."""
    return Counter(canonical(world, call) for call in calls)


def canonical(world: World, call: Call) -> str:
    """One text for a call, the same with its defaults spelled out and without."""
    tool = world.tools.get(call.tool)
    arguments: Any = dict(call.arguments)
    if tool is not None:
        fields = tool.parameters.model_fields
        arguments = {name: known.default for name, known in fields.items() if not known.is_required()}
        arguments |= {name: _number(value) for name, value in call.arguments.items()}
    return json.dumps([call.tool, arguments], sort_keys=True, default=str)


def asked_for(question: Mapping[str, Any]) -> Call:
    """The call that a card is about."""
    return Call(str(question["tool"]).rpartition(SEPARATOR)[2], question["arguments"])


def _number(value: Any) -> Any:
    """JSON knows one kind of number."""
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value
