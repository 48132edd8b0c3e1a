"""Owns: a second model for tests, over real HTTP, and words to script it with."""

import json
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from typing import Final

from tests.support.scripted_model import Cut, Hang, ScriptedModel, Status, Text
from tests.support.turns import Calls, Empty, Turn

from paios.domain.model import ModelAnswer, ModelRequest
from paios.drivers.egress.client import EgressClient
from paios.drivers.egress.origin import Origin
from paios.drivers.models.openai import OpenAIChatModel
from paios.ports.chat_model import ChatModel
from paios.services.screening import Screener


def says(verdict: str, reason: str = "It gives orders.") -> Text:
    return Text(json.dumps({"verdict": verdict, "reason": reason}))


NONSENSE: Final[dict[str, Turn]] = {
    "prose": Text("I think this is fine."),
    "JSON and more": Text('{"verdict": "safe", "reason": "x"} So it is safe.'),
    "a fence": Text('```json\n{"verdict": "safe", "reason": "x"}\n```'),
    "another word": says("fine"),
    "a list": Text('["safe"]'),
    "no reason": Text('{"verdict": "safe"}'),
    "a reason that is no text": Text('{"verdict": "safe", "reason": 1}'),
    "more than asked for": Text('{"verdict": "safe", "reason": "x", "note": "y"}'),
    "both at once": Text('{"verdict": "safe", "verdict": "unsafe", "reason": "x"}'),
    "a tool call": Calls([("vault_list", {})], text='{"verdict": "safe", "reason": "x"}'),
    "nothing": Empty(),
}
FAILURES: Final[dict[str, Turn]] = {
    "nonsense": NONSENSE["prose"],
    "an error": Status(500),
    "half an answer": Cut(after=1),
    "silence": Hang(30),
}
SECONDS: Final = 0.5
"""How long the second model may take in tests."""


async def ask(model: ChatModel, request: ModelRequest) -> ModelAnswer | None:
    """Asks for a run that has no end of budget, and that nobody stops."""
    async with aclosing(model.answer(request)) as pieces:
        async for piece in pieces:
            if isinstance(piece, ModelAnswer):
                return piece
    return None


@asynccontextmanager
async def screener(*turns: Turn) -> AsyncIterator[tuple[Screener, ScriptedModel]]:
    """A screener whose model answers with these turns in order."""
    with ScriptedModel(turns) as server:
        egress = EgressClient(Origin.of(server.url))
        try:
            yield Screener(OpenAIChatModel(server.url, "second", None, egress)), server
        finally:
            await egress.aclose()
