"""How long a decision takes once its facts are in memory, and how long to tell where a call comes from.

The processor's time, not the clock's, but for how long the event loop stands still.
python -m tests.bench.bench_gate
"""

import asyncio
import statistics
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from itertools import cycle, islice
from typing import Any, Final

from tests.support.facts import FACTS, NOW, PROPOSAL
from tests.support.gatehouse import Lever
from tests.support.proofs import TurnedClock
from tests.support.readings import SEND_MAIL, TODAY, heard, judged, mail, mailbox, page, tool

from paios.domain.conversation import Author, Message
from paios.domain.decision import Verdict
from paios.domain.ids import new_id
from paios.domain.label import OWN_WORDS
from paios.domain.rule import Lifetime, Rule, Situation, exactly, pinned
from paios.domain.tool import Effect, RawToolCall, Sink, ToolCall
from paios.drivers.tools.host import LocalToolHost
from paios.guard.constraints import Schemas
from paios.guard.decide import decide
from paios.guard.ledger import Ledger
from paios.guard.provenance.evidence import Evidence, Reading
from paios.guard.provenance.standing import standing
from paios.guard.rulebook import RuleBook
from paios.services.witness import Witness

RULES: Final = 1_000
MESSAGES: Final = 200
DECISIONS: Final = 20_000
TARGET: Final = 300
"""Microseconds, the median, of a decision in a run that has read so many messages."""

MEGABYTE: Final = 1_000_000
LOOKS: Final = 200
PROVENANCE_TARGET: Final = 5
"""Milliseconds, the median, to tell where a call comes from in a run that has read a megabyte."""

FIRST_TARGET: Final = 400
"""Milliseconds of the first look at a megabyte, which searches it."""

STALL_TARGET: Final = 50
"""Milliseconds that the event loop may stand still while a megabyte is heard and searched."""

BEAT: Final = 0.001
"""Seconds between two looks at whether the loop still turns."""

WRITE: Final = tool("write", Effect.WRITE, path=Sink.PATH, mode=Sink.OPTION, content=Sink.CONTENT)
TOOLS: Final = [f"tool_{number}" for number in range(20)]
HERE: Final = Situation(NOW, tainted=True, conversation_id="conversation 7", run_id="r")
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
    said: dict[str, Any] = dict(rule.constraints or {})
    return replace(rule, constraints={**said, "properties": {**said["properties"], **text}})


def run_that_read(messages: int, characters: int) -> Evidence:
    """What a run knows that read so many results, mails and pages in turn, of so many characters each."""
    return heard(
        "Write a line on the boiler into my notes.", *(_read(n, characters) for n in range(messages))
    )


def _read(number: int, characters: int) -> Reading:
    line = (
        f"Boiler {number}: call bob{number}@example.org, see https://example.org/{number}, pay 12.{number}. "
    )
    text = (line * (characters // len(line) + 1))[:characters]
    if number % 2:
        return page(text)
    return mailbox(mail(f"m{number}", f"Boiler {number}", f"bob{number}@example.org", text))


def measure(shape: Callable[[int], Rule]) -> tuple[float, float]:
    """Median and 99th percentile of one decision, in microseconds."""
    rules = [shape(number) for number in range(RULES)]
    book = RuleBook(rules, Schemas())
    evidence = run_that_read(MESSAGES, 500)
    rest = {"content": "- line on the boiler", "mode": "append"}
    calls = [ToolCall("c", rule.tool, {**rest, **pinned(rule.constraints or {})}) for rule in rules]
    took = []
    for call in islice(cycle(calls), DECISIONS):
        raw = RawToolCall("c", call.tool, "{}")
        proposal = replace(PROPOSAL, raw=raw, offered=frozenset({call.tool}))
        its = replace(WRITE, name=call.tool)
        began = time.thread_time_ns()
        speaking, stands = tuple(book.speaking(call, HERE)), standing(call, its, evidence)
        decide(proposal, replace(FACTS, spec=its, call=call, rules=speaking, standing=stands))
        took.append((time.thread_time_ns() - began) / 1000)
    return statistics.median(took), statistics.quantiles(took, n=100)[98]


def measure_provenance() -> tuple[float, float]:
    """How long the first look at a megabyte takes, which indexes it, and the median of the next, in ms."""
    evidence = run_that_read(MESSAGES, MEGABYTE // MESSAGES)
    took = []
    for number in range(LOOKS):
        body = f"See https://example.org/{number} about boiler {number}, says bob{number}@example.org."
        began = time.thread_time_ns()
        judged(evidence, SEND_MAIL, to=[f"bob{number}@example.org"], subject=f"Boiler {number}", body=body)
        took.append((time.thread_time_ns() - began) / 1_000_000)
    return took[0], statistics.median(took[1:])


def one_page(ending: str) -> Reading:
    """A megabyte as one page, of lines that end so."""
    lines = [
        f"Boiler {n}: call bob{n}@example.org, see https://example.org/{n}, pay 12.{n}."
        for n in range(15_000)
    ]
    return page(ending.join(lines)[:MEGABYTE])


async def longest_stall(reading: Reading) -> float:
    """Milliseconds that the loop stood still at most while this was read, and then searched for a call."""
    host = LocalToolHost([Lever(Effect.SEND)], Ledger(TurnedClock()).redeem)
    said = Message("1", "c", Author.PERSON, "Write a line on the boiler.", NOW, OWN_WORDS)
    witness = Witness(host, [said], "1", TODAY)
    worst = 0.0

    async def beat() -> None:
        nonlocal worst
        while True:
            began = time.perf_counter()
            await asyncio.sleep(BEAT)
            worst = max(worst, time.perf_counter() - began - BEAT)

    heart = asyncio.create_task(beat())
    await asyncio.sleep(5 * BEAT)
    witness.evidence.add(reading)
    await witness.catch_up("lever")
    await asyncio.sleep(5 * BEAT)
    heart.cancel()
    with suppress(asyncio.CancelledError):
        await heart
    return worst * 1000


def main() -> None:
    for shape, said in (
        (typical, "typical"),
        (one_shelf, "all of one tool"),
        (one_slot, "all of one note"),
        (schemas, "all with patterns"),
    ):
        median, worst = measure(shape)
        print(
            f"gate decision with {RULES:,} rules, {MESSAGES} messages: median {median:.0f} µs"
            f"   ({said}; 99 % within {worst:.0f} µs; wanted: {TARGET})"
        )
    first, median = measure_provenance()
    print(
        f"provenance over 1 MB of results: median {median:.1f} ms"
        f"   (wanted: {PROVENANCE_TARGET};"
        f" the first look searches it all: {first:.0f} ms; wanted: {FIRST_TARGET})"
    )
    for ending, called in (("\n", "in lines"), (" ", "in one line")):
        stall = asyncio.run(longest_stall(one_page(ending)))
        print(
            f"a page of 1 MB {called}: the event loop stands still {stall:.0f} ms at most"
            f"   (by the clock; wanted: {STALL_TARGET})"
        )


if __name__ == "__main__":
    main()
