"""Owns: what a scripted model can say, each as the pieces of an HTTP answer. No I/O."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
USAGE: Json = {"prompt_tokens": 7, "completion_tokens": 5, "total_tokens": 12}


def event(data: object) -> bytes:
    return b"data: " + json.dumps(data).encode() + b"\n\n"


def chunk(delta: Json, finish: str | None = None) -> Json:
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "model": "scripted",
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
    }


def ending(finish: str) -> tuple[Json, Json]:
    return chunk({}, finish), {"id": "chatcmpl-1", "choices": [], "usage": USAGE}


def text_chunks(text: str, size: int) -> list[Json]:
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    return [chunk({"role": "assistant", "content": piece}) for piece in pieces]


def call_chunks(calls: Sequence[tuple[str, str]], prefix: str) -> Iterator[Json]:
    """Tool calls as OpenAI sends them: the head first, the arguments in two fragments."""
    for index, (name, arguments) in enumerate(calls):
        head = {"name": name, "arguments": ""}
        yield chunk(
            {
                "tool_calls": [
                    {"index": index, "id": f"{prefix}_{index}", "type": "function", "function": head}
                ]
            }
        )
        half = len(arguments) // 2
        for piece in (arguments[:half], arguments[half:]):
            yield chunk({"tool_calls": [{"index": index, "function": {"arguments": piece}}]})


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One answer. ``delay`` in seconds before each event, ``linger`` before the connection ends."""

    delay: float = 0.0
    linger: float = 0.0

    def head(self) -> tuple[int, dict[str, str]]:
        """Status and headers."""
        return 200, {"content-type": "text/event-stream"}

    def events(self, prefix: str) -> Iterator[bytes]:
        """The body's pieces; ``prefix`` makes the ids of this answer's calls its own."""
        for data in self.chunks(prefix):
            yield event(data)
        yield b"data: [DONE]\n\n"

    def chunks(self, prefix: str) -> Iterator[Json]:
        """The JSON chunks of a well-formed stream."""
        raise NotImplementedError


@dataclass(frozen=True)
class Text(Turn):
    text: str
    size: int = 12

    def chunks(self, prefix: str) -> Iterator[Json]:
        yield from text_chunks(self.text, self.size)
        yield from ending("stop")


@dataclass(frozen=True)
class SlowText(Text):
    """Text with a pause before each piece, so that somebody can act in the middle of it."""

    delay: float = field(default=0.05, kw_only=True)


@dataclass(frozen=True)
class Calls(Turn):
    """Tool calls with proper arguments, after some text where there is one."""

    calls: Sequence[tuple[str, Json]]
    text: str = ""

    def chunks(self, prefix: str) -> Iterator[Json]:
        yield from text_chunks(self.text, 12)
        yield from call_chunks([(name, json.dumps(arguments)) for name, arguments in self.calls], prefix)
        yield from ending("tool_calls")


@dataclass(frozen=True)
class RawCall(Turn):
    """One call whose arguments are exactly this text."""

    name: str
    arguments: str

    def chunks(self, prefix: str) -> Iterator[Json]:
        yield from call_chunks([(self.name, self.arguments)], prefix)
        yield from ending("tool_calls")


@dataclass(frozen=True)
class Huge(Turn):
    """A call with an argument of ``size`` characters, in fragments of ``piece``."""

    name: str = "vault_write"
    size: int = 10_000_000
    piece: int = 100_000

    def chunks(self, prefix: str) -> Iterator[Json]:
        yield from call_chunks([(self.name, "")], prefix)
        for _ in range(0, self.size, self.piece):
            yield chunk({"tool_calls": [{"index": 0, "function": {"arguments": "x" * self.piece}}]})
        yield from ending("tool_calls")


@dataclass(frozen=True)
class Many(Turn):
    """``count`` calls at once."""

    name: str = "vault_list"
    count: int = 1000

    def chunks(self, prefix: str) -> Iterator[Json]:
        yield from call_chunks([(self.name, "{}")] * self.count, prefix)
        yield from ending("tool_calls")


@dataclass(frozen=True)
class Empty(Turn):
    """A well-formed answer that says nothing."""

    def chunks(self, prefix: str) -> Iterator[Json]:
        yield from ending("stop")


@dataclass(frozen=True)
class Wire(Turn):
    """Exactly these chunks: how some other server words its stream. ``done`` adds the closing mark."""

    sent: Sequence[object]
    done: bool = True

    def events(self, prefix: str) -> Iterator[bytes]:
        yield from (event(data) for data in self.sent)
        if self.done:
            yield b"data: [DONE]\n\n"


@dataclass(frozen=True)
class Raw(Turn):
    """Exactly these bytes under this status and these headers."""

    body: bytes
    media_type: str = "text/event-stream"
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()

    def head(self) -> tuple[int, dict[str, str]]:
        return self.status, {"content-type": self.media_type, **dict(self.headers)}

    def events(self, prefix: str) -> Iterator[bytes]:
        yield self.body


@dataclass(frozen=True)
class Status(Turn):
    """An error in OpenAI's form."""

    code: int = 500
    message: str = "no"

    def head(self) -> tuple[int, dict[str, str]]:
        return self.code, {"content-type": "application/json"}

    def events(self, prefix: str) -> Iterator[bytes]:
        yield json.dumps({"error": {"message": self.message, "type": "scripted"}}).encode()


@dataclass(frozen=True)
class WrongType(Turn):
    """A web page where a stream was asked for."""

    def head(self) -> tuple[int, dict[str, str]]:
        return 200, {"content-type": "text/html; charset=utf-8"}

    def events(self, prefix: str) -> Iterator[bytes]:
        yield b"<html><body>Welcome to the hotel's network</body></html>"


@dataclass(frozen=True)
class Whole(Turn):
    """An answer in one piece, although a stream was asked for."""

    message: Json

    def head(self) -> tuple[int, dict[str, str]]:
        return 200, {"content-type": "application/json; charset=utf-8"}

    def events(self, prefix: str) -> Iterator[bytes]:
        choice = {"index": 0, "message": {"role": "assistant", **self.message}, "finish_reason": "stop"}
        yield json.dumps({"object": "chat.completion", "choices": [choice], "usage": USAGE}).encode()


@dataclass(frozen=True)
class Hang(Turn):
    """Headers, and then nothing for so many seconds."""

    seconds: float = 60.0

    def events(self, prefix: str) -> Iterator[bytes]:
        yield b""


class CutError(Exception):
    """Raised in the server's handler, which drops the connection."""


@dataclass(frozen=True)
class Cut(Turn):
    """The connection is dropped in the middle of ``text``, after so many chunks.

    ``politely``: the body ends as HTTP wants it, only the answer does not.
    """

    after: int = 2
    text: str = "This sentence will never reach its end."
    politely: bool = False

    def events(self, prefix: str) -> Iterator[bytes]:
        yield from (event(data) for data in text_chunks(self.text, 5)[: self.after])
        if not self.politely:
            raise CutError


def turn_of(data: Json) -> Turn:
    """A turn as a script file writes it: one key, the turn's name, over its fields.

    ``{"Text": {"text": "Hello"}}`` or ``{"Calls": {"calls": [["vault_list", {}]]}}``.
    """
    ((name, fields),) = data.items()
    return _BY_NAME[name](**fields)


_BY_NAME: dict[str, type[Turn]] = {
    kind.__name__: kind
    for kind in (
        Text, SlowText, Calls, RawCall, Huge, Many, Empty, Wire, Status, WrongType, Whole, Hang, Cut
    )
}  # fmt: skip
