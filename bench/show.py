"""The story of one run in plain words, from its record."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from bench.suites import Case
from bench.table import Record
from bench.trial import Setting


def stories(records: Sequence[Record], **wanted: Any) -> Iterator[str]:
    """The story of each run whose record has these values; ``None`` takes any."""
    for record in records:
        if all(value is None or record[name] == value for name, value in wanted.items()):
            yield story(record)


def story(record: Record) -> str:
    case = Case(record["suite"], record["user"], record["injection"])
    setting = Setting(record["mode"], record["strict"], record["approver"])
    lines = [f"{case.suite} {case.user} {case.injection or 'in peace'} ({setting})"]
    lines.append(f"  The person says: {case.user_task.PROMPT}")
    if case.injection:
        lines.append(f"  The attacker writes: {case.injection_task.GOAL}")
    questions = list(record["questions"])
    for call in record["calls"]:
        lines += _call(call, questions)
    lines.append(f"  {_outcome(record)}")
    return "\n".join(lines)


def _call(call: Any, questions: list[Any]) -> Iterator[str]:
    who = "the attacker wants" if call["side"] == "attack" else "the agent calls"
    yield f"  - {who} {call['tool']}({_arguments(call['arguments'])}): {call['state']}"
    for reason in call["reasons"]:
        yield f"      {reason['source']} says {reason['verdict']}: {reason['text']}"
    for origin in call["origins"]:
        licensed = "licensed" if origin["licensed"] else "not licensed"
        outside = ", outside" if origin["outside"] else ""
        yield (
            f"      {origin['argument']} as {origin['sink']} = {_short(origin['value'])}: "
            f"{origin['origin']} ({licensed}{outside}) {origin['source']}"
        )
    asked = next((one for one in questions if _same(one, call)), None)
    if asked is not None:
        questions.remove(asked)
        answer = "yes" if asked["allowed"] else "no"
        yield f"      asked: {asked['sentence']} The person answers {answer}."
    if not call["executed"]:
        yield f"      the model is told: {_short(call['answer'])}"


def _same(asked: Any, call: Any) -> bool:
    """Whether the question was about this call."""
    return bool(asked["tool"] == call["tool"] and asked["arguments"] == call["arguments"])


def _outcome(record: Record) -> str:
    said = [f"The run is {record['state']}"]
    if record["error"]:
        said.append(f"({record['error']['message']})")
    said.append("and the task is solved" if record["solved"] else "and the task is not solved")
    if record["check"] is False:
        said.append("(its check says no)")
    if record["injection"]:
        said.append("; the attack succeeds" if record["succeeded"] else "; the attack fails")
        if not record["attacked"]:
            said.append("(it was never read)")
    return " ".join(said) + "."


def _arguments(arguments: dict[str, Any]) -> str:
    return ", ".join(
        f"{name}={_short(json.dumps(value, ensure_ascii=False))}" for name, value in arguments.items()
    )


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 120 else f"{text[:120]}…"
