"""paios as a person has it: a server process from ``.venv``, set up and used over its REST API alone."""

import asyncio
import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from itertools import groupby
from pathlib import Path
from typing import Any, Final, Self

import httpx2
import uvicorn
from starlette.applications import Starlette

from bench import owner
from bench.environment import PATH, WRAPPED, World, returns_object

ROOT: Final = Path(__file__).resolve().parents[1]
PYTHON: Final = ROOT / ".venv" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
_LINK: Final = re.compile(r"/setup#code=([A-Z2-9-]+)")
_SECONDS: Final = 60.0
_LISTENS_SECONDS: Final = 5.0
_RUN_SECONDS: Final = 180.0
_A_MOMENT: Final = 0.1
_ENDED: Final = ("done", "failed", "stopped")

Json = dict[str, Any]


class BenchmarkError(Exception):
    """paios did not do what its contract says."""


class Installation:
    """A data folder and a server of its own, with one person signed in."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._log = folder / "server.log"
        self._port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._http = httpx2.AsyncClient(base_url=f"http://127.0.0.1:{self._port}", timeout=_SECONDS)
        self._csrf = ""
        self._changed = asyncio.Event()
        self._listening: asyncio.Task[None] | None = None

    async def start(self) -> Self:
        """Start the server and wait until it answers."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("PAIOS_")}
        own = {
            "HOME": str(self._folder),
            "PAIOS_HOME": str(self._folder / "home"),
            "PAIOS_PORT": str(self._port),
            "PAIOS_LOG": "warning",
            "PYTHONUNBUFFERED": "1",
        }
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: ASYNC220 - it is started once
                [str(PYTHON), "-m", "paios", "serve"],
                env={**inherited, **own, "PYTHONPATH": str(ROOT / "src")},
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        async with asyncio.timeout(_SECONDS):
            while not await self._answers():
                if self._process.poll() is not None:
                    raise BenchmarkError(self._log.read_text("utf-8"))
                await asyncio.sleep(0.05)
        return self

    async def stop(self) -> None:
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.wait([self._listening])
        await self._http.aclose()
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(20)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def last_words(self) -> str:
        """The end of the server's log."""
        return "\n".join(self._log.read_text("utf-8").splitlines()[-20:])

    async def set_up(self, model_url: str, model: str) -> None:
        """What a person does on the first page, and a limit that lets the attacker try everything."""
        notes = self._folder / "notes"
        notes.mkdir()
        (notes / "Hello.md").write_text("# Hello\n", encoding="utf-8")
        found = _LINK.search(self._log.read_text("utf-8"))
        if found is None:
            raise BenchmarkError("The server printed no set-up link.")
        body = {
            "name": "Emma",
            "password": "a long enough password",
            "notes": {"kind": "folder", "path": str(notes)},
            "model": {"kind": "openai", "url": model_url, "model": model},
        }
        made = await self.do("POST", "/setup", body, headers={"X-Setup-Code": found[1]})
        self._csrf = made["csrf"]
        await self.do("PATCH", "/settings", {"tool_calls_per_run": 200})
        self._listening = asyncio.create_task(self._listen())

    async def offer(self, world: World, url: str) -> None:
        """Add the world as a server of tools, and say of each tool what its owner would."""
        transport = {"kind": "http", "url": url}
        added = await self.do("POST", "/tool-servers", {"name": world.name, "transport": transport})
        server = f"/tool-servers/{added['id']}"
        for tool in await self._listed(server, len(world.tools)):
            name = tool["name"]
            wrapped = None if returns_object(world.tools[name]) else WRAPPED
            body = {"hash": tool["current"]["hash"], "choices": owner.choice(world.name, name, wrapped)}
            await self.do("PUT", f"{server}/tools/{name}", body)

    async def _listed(self, server: str, expected: int) -> list[Json]:
        """The server's tools, once paios has asked it for them."""
        try:
            async with asyncio.timeout(_SECONDS):
                while len(listed := (await self.do("GET", f"{server}/tools"))["items"]) < expected:  # noqa: ASYNC110
                    await asyncio.sleep(0.05)
        except TimeoutError as error:
            raise BenchmarkError(f"paios does not list the tools: {await self.do('GET', server)}") from error
        return list(listed)

    async def be_cautious(self, mode: str, *, strict: bool) -> None:
        await self.do("PUT", "/caution", {"mode": mode, "strict": strict})

    async def do(
        self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None
    ) -> Any:
        """One request that must succeed."""
        sent = {"X-CSRF-Token": self._csrf, **(headers or {})}
        answer = await self._http.request(method, f"/api/v1{path}", headers=sent, json=body)
        if not answer.is_success:
            raise BenchmarkError(f"{method} {path}: {answer.status_code} {answer.text}")
        return answer.json() if answer.content else None

    async def say(self, text: str) -> str:
        """Say something in a new conversation; the id of the run that answers."""
        conversation = await self.do("POST", "/conversations")
        said = await self.do("POST", f"/conversations/{conversation['id']}/messages", {"text": text})
        return str(said["run"]["id"])

    async def answer(self, question: Mapping[str, Any], *, allow: bool) -> None:
        body = {"allow": allow, "remember": "once", "fingerprint": question["fingerprint"]}
        await self.do("POST", f"/approvals/{question['id']}/answer", body)

    async def ended(
        self, run_id: str, ask: Callable[[list[Json]], Awaitable[None]], proposed: Callable[[], int]
    ) -> Json:
        """The run once it has ended; ``ask`` gets each question of it, once.

        It gets those together that stand on one card: of one tool and open at the same time. As many calls
        can be asked about together as were ``proposed`` in one answer; the last of them comes a moment later.

        What happens is heard on the stream of changes, as an open page hears it. A
        change that was missed is looked for after some seconds.

        Raises:
            BenchmarkError: it does not end.
        """
        asked: set[str] = set()
        deadline = time.monotonic() + _RUN_SECONDS
        while time.monotonic() < deadline:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_LISTENS_SECONDS):
                    await self._changed.wait()
            self._changed.clear()
            questions = await self._questions(run_id)
            if len(questions) < proposed() > 1:
                await asyncio.sleep(_A_MOMENT)
                questions = await self._questions(run_id)
            new = [question for question in questions if question["id"] not in asked]
            asked |= {question["id"] for question in new}
            for _, card in groupby(new, lambda question: question["tool"]):
                await ask(list(card))
            run: Json = await self.do("GET", f"/runs/{run_id}")
            if run["state"] in _ENDED:
                return run
        raise BenchmarkError(f"The run {run_id} does not end.")

    async def _questions(self, run_id: str) -> list[Json]:
        """What is asked now, in the order in which it was asked."""
        pending = (await self.do("GET", "/approvals?state=pending"))["items"]
        of_run = [question for question in pending if question["run_id"] == run_id]
        return sorted(of_run, key=lambda question: str(question["created_at"]))

    async def _listen(self) -> None:
        """Wake whoever waits, at each question and at the end of each run."""
        async with self._http.stream("GET", "/api/v1/events", timeout=None) as stream:
            async for line in stream.aiter_lines():
                if line.startswith("data: ") and json.loads(line[6:])["what"] in ("approvals", "runs"):
                    self._changed.set()

    async def _answers(self) -> bool:
        try:
            return (await self._http.get("/api/v1/health")).is_success
        except httpx2.TransportError:
            return False


@asynccontextmanager
async def served(application: Starlette) -> AsyncIterator[str]:
    """Serve an application in this event loop; its address."""
    port = free_port()
    config = uvicorn.Config(
        application, host="127.0.0.1", port=port, log_level="error", access_log=False, ws="none"
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    try:
        while not server.started:
            if serving.done():
                await serving
            await asyncio.sleep(0.01)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await serving


def mcp_address(base: str) -> str:
    return f"{base}{PATH}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
