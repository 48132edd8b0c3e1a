"""Owns: a ``ModelRequest`` in the words of the OpenAI chat completions API. No I/O.

A model may have said a broken call before. Servers refuse such a history, so
it is told in a form that each of them reads; the tool's answer says what was
wrong with it.
"""

import re
from typing import Any, Final

import orjson

from paios.domain.model import ModelRequest, Speaker, Utterance
from paios.domain.tool import RawToolCall, ToolSpec

_NAME: Final = re.compile(r"[^A-Za-z0-9_-]")
_NAME_LIMIT: Final = 64


def request_body(model: str, request: ModelRequest) -> bytes:
    """The JSON body of ``POST …/chat/completions``, streaming."""
    body: dict[str, Any] = {
        "model": model,
        "messages": [_message(utterance) for utterance in request.dialogue],
        "stream": True,
        "stream_options": {"include_usage": True},
    }
    if request.tools:
        body["tools"] = [_tool(spec) for spec in request.tools]
        body["tool_choice"] = "auto"
    return orjson.dumps(body)


def _message(utterance: Utterance) -> dict[str, Any]:
    message: dict[str, Any] = {"role": utterance.speaker.value, "content": utterance.text}
    if utterance.calls:
        message["tool_calls"] = [_call(call) for call in utterance.calls]
    if utterance.speaker is Speaker.TOOL:
        message["tool_call_id"] = utterance.call_id or ""
    return message


def _call(call: RawToolCall) -> dict[str, Any]:
    name = _NAME.sub("_", call.name)[:_NAME_LIMIT] or "unnamed"
    return {
        "id": call.id,
        "type": "function",
        "function": {"name": name, "arguments": call.arguments if _is_object(call.arguments) else "{}"},
    }


def _is_object(arguments: str) -> bool:
    try:
        return isinstance(orjson.loads(arguments), dict)
    except orjson.JSONDecodeError:
        return False


def _tool(spec: ToolSpec) -> dict[str, Any]:
    return {
        "type": "function",
        "function": {
            "name": spec.name,
            "description": spec.description,
            "parameters": dict(spec.parameters),
        },
    }
