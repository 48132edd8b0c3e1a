"""A call that the person edited before they agreed (P10): what is done, and what the model hears of it."""

from dataclasses import replace

from paios.domain.approval import Approval
from paios.domain.canonical import canonical
from paios.domain.tool import RawToolCall, ToolResult


def as_approved(raw: RawToolCall, question: Approval | None) -> RawToolCall:
    """The call as the person left it."""
    if question is None or not question.edited:
        return raw
    return replace(raw, arguments=canonical(dict(question.call.arguments)).decode())


def telling(done: RawToolCall, wanted: RawToolCall, result: ToolResult) -> ToolResult:
    """The result, in which the model is told what was really done."""
    if done == wanted:
        return result
    return replace(result, text=f"The person changed the arguments to {done.arguments}\n{result.text}")
