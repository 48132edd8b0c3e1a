"""Owns: putting together what an OpenAI-compatible server streams. No I/O.

Servers differ. OpenAI, llama.cpp and vLLM send a call in fragments under an
``index``; Ollama sends whole calls, at times all of them with index 0; some
send no index, no id, the same id twice, or arguments as an object. A fragment
belongs to the open call under its index (the newest call where there is none)
unless it carries an id of its own, or a name after that call was complete.
"""

from dataclasses import dataclass
from typing import Any, Final

import orjson

from paios.domain.errors import ModelError
from paios.domain.ids import new_id
from paios.domain.model import ModelAnswer
from paios.domain.tool import RawToolCall

TEXT_LIMIT: Final = 256 * 1024
"""Largest text of one answer, in bytes."""

CALL_LIMIT: Final = 256 * 1024
"""Largest name and arguments of one call, in bytes."""

MAX_CALLS: Final = 64
"""Most calls in one answer."""

NONSENSE: Final = "The model's server answered something that is not in the OpenAI format."


@dataclass(slots=True)
class _Call:
    id: str
    name: str
    size: int
    pieces: list[str]

    @property
    def arguments(self) -> str:
        return "".join(self.pieces)

    def complete(self) -> bool:
        try:
            orjson.loads(self.arguments)
        except orjson.JSONDecodeError:
            return False
        return True


class AnswerAssembly:
    """Feed it each chunk; every method raises ``ModelError`` for nonsense and for too much."""

    def __init__(self) -> None:
        self._text: list[str] = []
        self._text_size = 0
        self._calls: list[_Call] = []
        self._at_index: dict[int, _Call] = {}
        self._finish: str | None = None
        self._done = False
        self._input_tokens = 0
        self._output_tokens = 0

    @property
    def done(self) -> bool:
        """Whether the server said that nothing more will come."""
        return self._done

    def feed(self, data: bytes) -> str:
        """Take in one event, or an answer that came in one piece; the text that it adds."""
        if data == b"[DONE]":
            self._done = True
        if self._done or not data:
            return ""
        chunk = _object(data)
        if chunk.get("error"):
            raise ModelError(error_text(chunk) or "The server reported an error.")
        self._take_usage(chunk.get("usage"))
        choices = _of(list, chunk.get("choices"))
        return self._take_choice(_of(dict, choices[0])) if choices else ""

    def finish(self) -> ModelAnswer:
        """The whole answer, once the stream has ended."""
        if not self._done and self._finish is None:
            raise ModelError("The model stopped in the middle of its answer.")
        if self._finish == "length" and self._calls:
            raise ModelError("The model ran out of room in the middle of a tool call.")
        text = "".join(self._text)
        if not text.strip() and not self._calls:
            raise ModelError("The model said nothing.")
        return ModelAnswer(text, self._raw_calls(), self._input_tokens, self._output_tokens)

    def _raw_calls(self) -> tuple[RawToolCall, ...]:
        seen: set[str] = set()
        calls = []
        for call in self._calls:
            name = new_id() if not call.id or call.id in seen else call.id
            seen.add(name)
            calls.append(RawToolCall(name, call.name, call.arguments or "{}"))
        return tuple(calls)

    def _take_choice(self, choice: dict[str, Any]) -> str:
        self._finish = choice.get("finish_reason") or self._finish
        self._done = "delta" not in choice and "message" in choice
        said = _of(dict, choice.get("message" if self._done else "delta"))
        for fragment in _of(list, said.get("tool_calls")):
            self._take_fragment(_of(dict, fragment))
        text: str = _of(str, said.get("content")) or _of(str, said.get("refusal"))
        self._text_size += len(text.encode())
        if self._text_size > TEXT_LIMIT:
            raise ModelError(f"The model's answer is too large: more than {TEXT_LIMIT} bytes of text.")
        self._text.append(text)
        return text

    def _take_fragment(self, fragment: dict[str, Any]) -> None:
        function = _of(dict, fragment.get("function"))
        name, call_id = _of(str, function.get("name")), _of(str, fragment.get("id"))
        arguments = _arguments(function.get("arguments"))
        index = fragment.get("index")
        call = self._at_index.get(index) if isinstance(index, int) else self._newest()
        if call is None or _opens_another(call, name, call_id):
            call = self._open(name, call_id)
        if isinstance(index, int):
            self._at_index[index] = call
        call.size += len(arguments.encode())
        if call.size > CALL_LIMIT:
            raise ModelError(f"A tool call of the model is too large: more than {CALL_LIMIT} bytes.")
        call.pieces.append(arguments)

    def _newest(self) -> _Call | None:
        return self._calls[-1] if self._calls else None

    def _open(self, name: str, call_id: str) -> _Call:
        if len(self._calls) == MAX_CALLS:
            raise ModelError(f"The model asked for more than {MAX_CALLS} tool calls at once.")
        call = _Call(call_id, name, len(name.encode()) + len(call_id.encode()), [])
        self._calls.append(call)
        return call

    def _take_usage(self, usage: object) -> None:
        if isinstance(usage, dict):
            self._input_tokens = _count(usage.get("prompt_tokens")) or self._input_tokens
            self._output_tokens = _count(usage.get("completion_tokens")) or self._output_tokens


def error_text(body: object) -> str:
    """What a server says went wrong, in whichever of the usual places; empty where it says nothing."""
    if not isinstance(body, dict):
        return ""
    error = body.get("error") or body.get("detail") or body.get("message")
    text = error.get("message") if isinstance(error, dict) else error
    return text if isinstance(text, str) else ""


def _opens_another(call: _Call, name: str, call_id: str) -> bool:
    if call_id and call.id:
        return call_id != call.id or (bool(name) and name != call.name)
    return bool(name and call.name) and call.complete()


def _arguments(piece: object) -> str:
    return orjson.dumps(piece).decode() if isinstance(piece, dict) else str(_of(str, piece))


def _object(data: bytes) -> dict[str, Any]:
    try:
        value = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise ModelError(NONSENSE) from error
    if not isinstance(value, dict):
        raise ModelError(NONSENSE)
    return value


def _of(kind: type[Any], value: object) -> Any:
    """``value`` if it is of this kind, an empty one if it is absent; anything else is nonsense."""
    if value is None:
        return kind()
    if not isinstance(value, kind):
        raise ModelError(NONSENSE)
    return value


def _count(value: object) -> int:
    return value if isinstance(value, int) and 0 <= value < 2**53 else 0
