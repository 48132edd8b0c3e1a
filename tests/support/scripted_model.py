"""A real HTTP server that plays scripted answers in the OpenAI wire format.

As a context manager, in a thread of its own on a free loopback port::

    with ScriptedModel([Calls([("vault_search", {"query": "boiler"})]), Text("It is leased [1].")]) as server:
        OpenAIChatModel(server.url, "scripted", None, egress)

or as a program: ``python -m tests.support.scripted_model --port 9000 --script script.json``, where the script
is a list of turns in order, ``[{"Text": {"text": "Hello"}}]``, or rules by the person's last words (regular
expressions, first match; the n-th turn answers the n-th request since those words)::

    {"rules": [{"when": "(?i)boiler", "turns": [{"Calls": …}, {"Text": …}]}], "otherwise": [{"Text": …}]}
"""

import argparse
import asyncio
import json
import re
import socket
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from tests.support.turns import (
    Calls,
    Cut,
    Empty,
    Hang,
    Huge,
    Json,
    Many,
    Raw,
    RawCall,
    SlowText,
    Status,
    Text,
    Turn,
    Whole,
    Wire,
    WrongType,
    turn_of,
)

__all__ = [
    "Calls", "Cut", "Empty", "Hang", "Huge", "Json", "Many", "Raw", "RawCall", "Received",
    "ScriptedModel", "SlowText", "Status", "Text", "Turn", "Whole", "Wire", "WrongType", "by_words",
]  # fmt: skip

Script = Callable[[list[Json]], Turn]
"""The turn that answers these messages."""


@dataclass(frozen=True)
class Received:
    """One request as it arrived, and whether its connection was closed before the answer's end."""

    body: Json
    headers: dict[str, str]
    hung_up: threading.Event = field(default_factory=threading.Event)

    @property
    def messages(self) -> list[Json]:
        return list(self.body["messages"])


def in_order(turns: Sequence[Turn]) -> Script:
    """One turn after the other, whatever is asked; after the last an error."""
    rest = iter(turns)
    return lambda _messages: next(rest, Status(500, "the script is over"))


def by_words(rules: Sequence[tuple[str, Sequence[Turn]]], otherwise: Sequence[Turn]) -> Script:
    """Turns chosen by the person's last words; the same request always gets the same turn."""

    def choose(messages: list[Json]) -> Turn:
        last = max(at for at, message in enumerate(messages) if message["role"] == "user")
        words = str(messages[last]["content"])
        asked = sum(message["role"] == "assistant" for message in messages[last:])
        turns = next((turns for pattern, turns in rules if re.search(pattern, words)), otherwise)
        return turns[asked] if asked < len(turns) else Status(500, "the script is over")

    return choose


class ScriptedModel:
    """The server. ``requests`` is what it was asked, in order."""

    def __init__(
        self, script: Script | Sequence[Turn], *, port: int = 0, models: Sequence[str] = ("scripted",)
    ) -> None:
        self.requests: list[Received] = []
        self.listing_delay = 0.0
        """Seconds before the list of models is answered."""
        self._script = script if callable(script) else in_order(script)
        self._models = tuple(models)
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind(("127.0.0.1", port))
        self.port: int = self._socket.getsockname()[1]
        config = uvicorn.Config(
            self._app(), log_level="critical", lifespan="off", timeout_graceful_shutdown=1
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._serve, name="scripted model", daemon=True)

    @property
    def url(self) -> str:
        """The base URL, as a person would configure it."""
        return f"http://127.0.0.1:{self.port}/v1"

    def __enter__(self) -> Self:
        self._socket.listen()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._server.force_exit = True
        self._thread.join(timeout=10)
        self._socket.close()

    def serve_forever(self) -> None:
        """Serve in this thread until the process is told to end."""
        self._socket.listen()
        self._server.run(sockets=[self._socket])

    def _serve(self) -> None:
        asyncio.run(self._server.serve(sockets=[self._socket]))

    def _app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/v1/chat/completions", self._complete, methods=["POST"]),
                Route("/v1/models", self._list_models),
                Route("/api/tags", self._list_tags),
            ]
        )

    async def _complete(self, request: Request) -> Response:
        received = Received(json.loads(await request.body()), dict(request.headers))
        self.requests.append(received)
        turn = self._script(received.messages)
        status, headers = turn.head()
        return StreamingResponse(self._play(turn, received), status, headers)

    async def _play(self, turn: Turn, received: Received) -> AsyncIterator[bytes]:
        finished = False
        try:
            for piece in turn.events(f"call_{len(self.requests)}"):
                await asyncio.sleep(turn.delay)
                yield piece
            await asyncio.sleep(turn.seconds if isinstance(turn, Hang) else turn.linger)
            finished = True
        finally:
            if not finished:
                received.hung_up.set()

    async def _list_models(self, _request: Request) -> Response:
        """What llama.cpp, LM Studio, vLLM and OpenAI answer."""
        await asyncio.sleep(self.listing_delay)
        entries = [{"id": name, "object": "model", "owned_by": "tests"} for name in self._models]
        return JSONResponse({"object": "list", "data": entries})

    async def _list_tags(self, _request: Request) -> Response:
        """What Ollama answers."""
        await asyncio.sleep(self.listing_delay)
        return JSONResponse({"models": [{"name": name, "model": name, "size": 1} for name in self._models]})


def script_of(data: Any) -> Script:
    """The script that a file holds."""
    if isinstance(data, list):
        return in_order([turn_of(turn) for turn in data])
    rules = [(rule["when"], [turn_of(turn) for turn in rule["turns"]]) for rule in data["rules"]]
    return by_words(rules, [turn_of(turn) for turn in data.get("otherwise", [])])


def main() -> None:
    parser = argparse.ArgumentParser(description="Play scripted answers in the OpenAI wire format.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--script", type=Path, required=True)
    options = parser.parse_args()
    server = ScriptedModel(script_of(json.loads(options.script.read_text("utf-8"))), port=options.port)
    print(server.url, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
