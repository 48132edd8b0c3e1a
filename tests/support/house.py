"""A whole paios for tests: wired by ``compose`` and served on a real port, with a person signed in.

``served`` runs it in this process and event loop, so that a test also holds its
stores; ``ServerProcess`` (in ``process.py``) runs it as a user would start it.
"""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self
from unittest.mock import patch

import anyio
import httpx2
import uvicorn
from tests.support.scripted_model import ScriptedModel, by_words
from tests.support.turns import Json, Status, Turn

from paios.compose import parts
from paios.compose.house import House, opened_house
from paios.domain.ids import new_id
from paios.drivers.passwords import Argon2Hasher
from paios.drivers.sql.tables import users
from paios.settings import Settings, read

NAME: Final = "Ada"
PASSWORD: Final = "correct horse battery"
PATIENCE: Final = 30.0
FINAL: Final = ("done", "failed", "stopped")
NOTES: Final[Mapping[str, str]] = {
    "House/Boiler.md": "# Boiler\n\nWe decided to lease the boiler from Northwind for ten years.\n",
    "Shopping list.md": "# Shopping list\n\n- rye bread\n",
    "Journal/Autumn.md": "# Autumn\n\nThe choir sings on Thursday. See [[Boiler]].\n",
}


class Stage:
    """A script that tests add to: which turns answer which words of the person."""

    def __init__(self) -> None:
        self._rules: list[tuple[str, Sequence[Turn]]] = []

    def play(self, words: str, *turns: Turn) -> None:
        """Answer what contains ``words`` (a regular expression) with these turns; the newest rule wins."""
        self._rules.insert(0, (words, turns))

    def __call__(self, messages: list[Json]) -> Turn:
        return by_words(self._rules, [Status(500, "nobody wrote a part for this")])(messages)


@dataclass(frozen=True)
class Event:
    """One server-sent event."""

    name: str
    id: int | None
    data: Any


class Person:
    """Somebody at the published API. ``csrf`` and the cookie jar make the session."""

    def __init__(self, http: httpx2.AsyncClient, csrf: str = "") -> None:
        self.http = http
        self.csrf = csrf

    async def send(self, method: str, path: str, body: Any = None, **options: Any) -> httpx2.Response:
        """One request, whatever comes back."""
        headers = {"X-CSRF-Token": self.csrf} if self.csrf else {}
        headers |= options.pop("headers", {})
        if body is not None:
            options["json"] = body
        return await self.http.request(method, f"/api/v1{path}", headers=headers, **options)

    async def do(self, method: str, path: str, body: Any = None, **options: Any) -> Any:
        """One request that must succeed."""
        answer = await self.send(method, path, body, **options)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    async def refused(self, method: str, path: str, body: Any = None, **options: Any) -> tuple[int, str]:
        """Status and code of a request that must be refused in the form of RFC 9457."""
        answer = await self.send(method, path, body, **options)
        return problem_of(answer)

    async def sign_in(self, name: str = NAME, password: str = PASSWORD) -> Self:
        answer = await self.do("POST", "/session", {"name": name, "password": password})
        self.csrf = answer["csrf"]
        return self

    async def begin(self) -> str:
        """A new conversation's id."""
        conversation: str = (await self.do("POST", "/conversations"))["id"]
        return conversation

    async def say(self, text: str, conversation: str | None = None, **more: Any) -> Any:
        """Say something and return the run that answers."""
        conversation = conversation or await self.begin()
        said = await self.do("POST", f"/conversations/{conversation}/messages", {"text": text, **more})
        return said["run"]

    async def events(self, run_id: str, after: int | None = None) -> AsyncIterator[Event]:
        """The run's server-sent events until its stream ends."""
        headers = {} if after is None else {"Last-Event-ID": str(after)}
        url = f"/api/v1/runs/{run_id}/events"
        async with self.http.stream("GET", url, headers=headers, timeout=PATIENCE) as answer:
            assert answer.status_code == 200
            assert answer.headers["content-type"].startswith("text/event-stream")
            fields: dict[str, str] = {}
            async for line in answer.aiter_lines():
                if line.startswith(":"):
                    continue
                if line:
                    name, _, value = line.partition(": ")
                    fields[name] = value
                elif fields:
                    number = int(fields["id"]) if "id" in fields else None
                    yield Event(fields["event"], number, json.loads(fields["data"]))
                    fields = {}

    async def until(self, run_id: str, *states: str) -> Any:
        """The run, once it is in one of these states (or has ended)."""
        with anyio.fail_after(PATIENCE):
            while True:
                run = await self.do("GET", f"/runs/{run_id}")
                if run["state"] in (*states, *FINAL):
                    assert not states or run["state"] in states, run
                    return run
                await asyncio.sleep(0.02)

    async def answer(self, run: Any, *, allow: bool, remember: str = "once") -> Any:
        """Answer the question that a waiting run asks."""
        question = question_of(run)
        body = {"allow": allow, "remember": remember, "fingerprint": question["fingerprint"]}
        return await self.do("POST", f"/approvals/{question['id']}/answer", body)


def question_of(run: Any) -> Any:
    """The question that a run waits for."""
    return next(step["approval"] for step in run["steps"] if step["state"] == "waiting")


def problem_of(answer: httpx2.Response) -> tuple[int, str]:
    """Status and code of a refusal, which must be RFC 9457 problem details."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    problem = answer.json()
    assert problem["status"] == answer.status_code
    return answer.status_code, problem["code"]


def make_vault(folder: Path) -> Path:
    """A small vault."""
    for path, text in NOTES.items():
        note = folder / path
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_text(text, "utf-8")
    return folder


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def settings_in(folder: Path, **environment: str) -> Settings:
    """Settings of a data folder below ``folder``, on a free port."""
    own = {"PAIOS_HOME": str(folder / "home"), "PAIOS_PORT": str(free_port()), "PAIOS_KEYRING": "off"}
    return read({**own, **environment})


@dataclass(frozen=True)
class Served:
    """A running paios in this event loop."""

    settings: Settings
    house: House
    vault: Path
    clients: AsyncExitStack

    async def visitor(self, **options: Any) -> Person:
        """Somebody who is not signed in."""
        client = httpx2.AsyncClient(base_url=f"http://127.0.0.1:{self.settings.port}", **options)
        return Person(await self.clients.enter_async_context(client))

    async def set_up(self, model: ScriptedModel, key: str | None = None) -> Person:
        """Make the first account, over the vault and this model; who made it is signed in."""
        person = await self.visitor()
        choice = {"kind": "openai", "url": model.url, "model": "scripted"} | ({"key": key} if key else {})
        body = {
            "name": NAME,
            "password": PASSWORD,
            "notes": {"kind": "folder", "path": str(self.vault), "mine": True},
            "model": choice,
        }
        headers = {"X-Setup-Code": self.house.setup_code or ""}
        person.csrf = (await person.do("POST", "/setup", body, headers=headers))["csrf"]
        return person

    async def add_user(self, name: str) -> Person:
        """Put a second, ordinary user into the store, and sign them in."""
        row = {
            "id": new_id(),
            "name": name,
            "name_key": name.casefold(),
            "role": "user",
            "created_at": self.house.stores.clock.now(),
            "disabled": False,
            "password_hash": await light_hasher().hash(PASSWORD),
        }
        async with self.house.stores.database.begin() as tx:
            await tx.connection.execute(users.insert().values(**row))
        return await (await self.visitor()).sign_in(name)

    def note(self, path: str) -> str:
        return (self.vault / path).read_text("utf-8")


async def until(holds: Callable[[], bool]) -> None:
    """Wait for what no event tells of."""
    with anyio.fail_after(PATIENCE):
        while not holds():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


def light_hasher() -> Argon2Hasher:
    """One whose work is a hundredth: a password is hashed in nearly every test, and nobody guesses there."""
    return Argon2Hasher(memory_kib=1024, rounds=1)


@asynccontextmanager
async def served(
    settings: Settings, vault: Path, hasher: Callable[[], Argon2Hasher] = light_hasher
) -> AsyncIterator[Served]:
    """A whole paios on its port, until the end of the context. All but its passwords cost what they cost."""
    async with AsyncExitStack() as opened, AsyncExitStack() as clients:
        with patch.object(parts, "Argon2Hasher", hasher):
            house = await opened.enter_async_context(opened_house(settings))
        config = uvicorn.Config(
            house.app,
            host="127.0.0.1",
            port=settings.port,
            lifespan="off",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            ws="websockets-sansio",
            timeout_graceful_shutdown=1,
        )
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve())
        try:
            await until(lambda: server.started)
            yield Served(settings, house, vault, clients)
        finally:
            await clients.aclose()
            server.should_exit = True
            await serving
