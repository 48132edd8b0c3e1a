"""How long a decision takes once its facts are in memory: python -m tests.bench.bench_gate"""

import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import cycle, islice
from typing import Final

from tests.support.facts import FACTS, NOW, PROPOSAL, spec

from paios.domain.decision import Verdict
from paios.domain.ids import new_id
from paios.domain.rule import Lifetime, Rule, Situation, exactly, pinned
from paios.domain.tool import RawToolCall, ToolCall
from paios.guard.constraints import Schemas
from paios.guard.decide import decide
from paios.guard.rulebook import RuleBook

RULES: Final = 1_000
DECISIONS: Final = 20_000
TARGET: Final = 100
"""Microseconds, the median."""

TOOLS: Final = [f"tool_{number}" for number in range(20)]
HERE: Final = Situation(NOW, tainted=False, conversation_id="conversation 7", run_id="r")
ANSWERS: Final = (Verdict.ALLOW, Verdict.ALLOW, Verdict.DENY, Verdict.ASK)


def _path(number: int) -> str:
    return f"Projects/{number % 40}/A note about something {number}.md"


def _rule(number: int, tool: str, names: tuple[str, ...], lifetime: Lifetime) -> Rule:
    bound = {"path": _path(number), "mode": "append", "content": f"- line {number}"}
    constraints = exactly(**{name: bound[name] for name in names})
    return Rule(new_id(), "ada", ANSWERS[number % 4], tool, NOW, constraints, lifetime=lifetime)


def typical(number: int) -> Rule:
    """Remembered answers about many notes, of many tools."""
    return _rule(number, TOOLS[number % 20], ("path", "mode"), Lifetime())


def one_shelf(number: int) -> Rule:
    """One tool has all the rules, bound in every way that its arguments allow."""
    ways = [("path", "mode"), ("path",), ("path", "content"), ("path", "mode", "content")]
    return _rule(number, TOOLS[0], ways[number % 4], Lifetime())


def one_slot(number: int) -> Rule:
    """The same answer about the same note, given anew in each of a thousand conversations."""
    return replace(_rule(0, TOOLS[0], ("path", "mode"), Lifetime(f"conversation {number}")), id=new_id())


def schemas(number: int) -> Rule:
    """Rules that bind a note and more: how long the text may be, and of what kind."""
    text = {"content": {"type": "string", "maxLength": 100 + number, "pattern": "^- [a-z0-9 ]+$"}}
    rule = _rule(number, TOOLS[number % 20], ("path",), Lifetime())
    said = dict(rule.constraints or {})
    return replace(rule, constraints={**said, "properties": {**said["properties"], **text}})


def measure(shape: Callable[[int], Rule]) -> tuple[float, float]:
    """Median and 99th percentile of one decision, in microseconds."""
    rules = [shape(number) for number in range(RULES)]
    book = RuleBook(rules, Schemas())
    rest = {"content": "- line", "mode": "append"}
    calls = [ToolCall("c", rule.tool, {**rest, **pinned(rule.constraints or {})}) for rule in rules]
    took = []
    for call in islice(cycle(calls), DECISIONS):
        raw = RawToolCall("c", call.tool, "{}")
        proposal = replace(PROPOSAL, raw=raw, offered=frozenset({call.tool}))
        its = replace(spec(), name=call.tool)
        began = time.perf_counter_ns()
        speaking = tuple(book.speaking(call, HERE))
        decide(proposal, replace(FACTS, spec=its, call=call, rules=speaking))
        took.append((time.perf_counter_ns() - began) / 1000)
    return statistics.median(took), statistics.quantiles(took, n=100)[98]


def main() -> None:
    for shape, said in (
        (typical, "typical"),
        (one_shelf, "all of one tool"),
        (one_slot, "all of one note"),
        (schemas, "all with patterns"),
    ):
        median, worst = measure(shape)
        print(
            f"gate decision with {RULES:,} rules: median {median:.0f} µs"
            f"   ({said}; 99 % within {worst:.0f} µs; wanted: {TARGET})"
        )


if __name__ == "__main__":
    main()
