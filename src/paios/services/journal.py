"""Writing down what happens in a run: the event's data, in one place for writer and reader."""

from typing import Any

from paios.domain.decision import Verdict
from paios.domain.label import Label
from paios.domain.model import ModelAnswer
from paios.domain.tool import Passage, RawToolCall, ToolResult
from paios.guard.gate import Ruling


def answered(answer: ModelAnswer, calls: tuple[RawToolCall, ...]) -> dict[str, Any]:
    """``MODEL_ANSWERED``: ``calls`` are the answer's, under ids of our own (A6)."""
    return {
        "text": answer.text,
        "calls": [{"id": call.id, "name": call.name, "arguments": call.arguments} for call in calls],
        "input_tokens": answer.input_tokens,
        "output_tokens": answer.output_tokens,
    }


def decided(
    raw: RawToolCall, ruling: Ruling, effect: str, approval_id: str | None, *, asked_on: bool = False
) -> dict[str, Any]:
    """``CALL_DECIDED``: the verdict, all reasons, and the question that is or was asked.

    ``asked_on`` says of a call that ends here whether the next one was asked about already.
    """
    return {
        "call_id": raw.id,
        "verdict": ruling.decision.verdict,
        "effect": effect,
        "reasons": [reason.data() for reason in ruling.decision.reasons],
        "traces": [trace.data() for trace in ruling.standing.traces],
        "licence": ruling.standing.licence,
        "arguments": dict(ruling.call.arguments) if ruling.call else None,
        "approval_id": ruling.question.id if ruling.question else approval_id,
        "asked_on": asked_on and ruling.decision.verdict is Verdict.DENY,
    }


def finished(result: ToolResult, *, asked_on: bool = False) -> dict[str, Any]:
    """``CALL_FINISHED``: the result with its labels; ``asked_on`` as in ``decided``."""
    return {
        "call_id": result.call_id,
        "outcome": result.outcome,
        "text": result.text,
        "data": result.data,
        "summary": result.summary,
        "passages": [_passage(passage) for passage in result.passages],
        "notes": [note.json() for note in result.notes],
        "withheld": result.withheld,
        "asked_on": asked_on,
        **_label(result.label),
    }


def _passage(passage: Passage) -> dict[str, Any]:
    return {
        "path": passage.path,
        "title": passage.title,
        "first_line": passage.first_line,
        "last_line": passage.last_line,
        "text": passage.text,
        **_label(passage.label),
    }


def _label(label: Label) -> dict[str, int]:
    return {"integrity": int(label.integrity), "secrecy": int(label.secrecy)}
