"""Owns: a server's process: its pipes, its end, and how much memory all of it may take."""

import asyncio
import os
import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import IO, Final, Self

from anyio import CancelScope, to_thread

from paios.domain.errors import UnavailableError
from paios.drivers.mcp.words import line

LINE_LIMIT: Final = 4 * 1024 * 1024
"""Longest line that a server may send, in bytes."""

MEMORY_LIMIT: Final = 1536 * 1024 * 1024
"""Most memory of all its processes together, in bytes; bounded for each alone in ``sandbox``."""

LOOK_SECONDS: Final = 2.0
"""How often that is looked after."""

_PAGE: Final = os.sysconf("SC_PAGESIZE") if hasattr(os, "sysconf") else 4096
_TAIL: Final = 64 * 1024
_NOT_RUN: Final = (126, 127)
_UNSTARTED: Final = re.compile(
    r"(?:prlimit|setpriv): failed to execute (?P<program>.+): "
    r"(?P<why>No such file or directory|Permission denied)"
)
"""The last words of what becomes the server inside the walls, where it cannot (util-linux)."""
_WHY_NOT: Final = {
    "No such file or directory": "There is no program {} where it runs: it sees the system's programs "
    "and the folders that you show it.",
    "Permission denied": "The program {} may not be run: its file does not say that it can be.",
}


class ServerProcess:
    """Runs while its context is open. Whatever it did, after the context it is gone.

    What it writes to its standard error stands in a file of ``folder`` that has no
    name and goes with it, for it may be secret. Its last words are told as
    ``mask`` leaves them.
    """

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        folder: Path,
        mask: Callable[[str], str],
        *,
        memory_limit: int = MEMORY_LIMIT,
        look_seconds: float = LOOK_SECONDS,
    ) -> None:
        self._command = command
        self._environment = environment
        self._folder = folder
        self._mask = mask
        self._kept = ExitStack()
        self._said: IO[bytes] | None = None
        self._memory_limit = memory_limit
        self._look_seconds = look_seconds
        self._process: asyncio.subprocess.Process | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._too_large = False

    async def __aenter__(self) -> Self:
        """Raises ``UnavailableError`` where it cannot be started."""
        try:
            self._said = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115 - closed at the end
            self._kept.enter_context(self._said)
            self._process = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=self._said,
                env=dict(self._environment),
                cwd="/",
                start_new_session=True,
                limit=LINE_LIMIT,
            )
        except OSError as error:
            self._kept.close()
            raise UnavailableError("It could not be started.") from error
        self._keeper = asyncio.create_task(self._keep_small(self._process))
        return self

    async def __aexit__(self, *_: object) -> None:
        with CancelScope(shield=True):
            if self._keeper is not None:
                self._keeper.cancel()
            if self._process is not None:
                await _end(self._process)
            self._kept.close()

    async def line(self) -> bytes | None:
        """The next line. Raises ``UnavailableError`` when it ended, or sends one too long."""
        process = self._running()
        if process.stdout is None:
            return None
        try:
            return await process.stdout.readuntil(b"\n")
        except asyncio.LimitOverrunError as error:
            raise UnavailableError(f"It sent a line longer than {LINE_LIMIT // 1024**2} MiB.") from error
        except asyncio.IncompleteReadError as error:
            raise UnavailableError(await self._epitaph(process)) from error

    async def send(self, data: bytes) -> None:
        """Write to its standard input, and wait until it reads. What is written to a dead one is lost."""
        process = self._running()
        if process.stdin is not None:
            with suppress(OSError):
                process.stdin.write(data)
                await process.stdin.drain()

    def _running(self) -> asyncio.subprocess.Process:
        if self._process is None:
            raise UnavailableError("It was not started.")
        return self._process

    async def _epitaph(self, process: asyncio.subprocess.Process) -> str:
        """How it ended, with its last words."""
        if self._too_large:
            return f"It took more than {self._memory_limit // 1024**2} MiB of memory, and was ended."
        try:
            status: int | None = await asyncio.wait_for(process.wait(), 1)
        except TimeoutError:
            return "It closed its output."
        words = await to_thread.run_sync(self._last_words)
        unstarted = _UNSTARTED.fullmatch(words) if status in _NOT_RUN else None
        if unstarted is not None:
            return _WHY_NOT[unstarted["why"]].format(unstarted["program"])
        return f"It ended with status {status}" + (f": {words}" if words else ".")

    def _last_words(self) -> str:
        """The last line that it wrote to its standard error, fit to be shown."""
        if self._said is None:
            return ""
        size = os.fstat(self._said.fileno()).st_size
        told = os.pread(self._said.fileno(), _TAIL, max(0, size - _TAIL)).decode("utf-8", "replace")
        if size > _TAIL:  # what is left of a line that was cut could be a part of a secret
            told = told.partition("\n")[2]
        lines = [text for text in self._mask(told).splitlines() if text.strip()]
        return line(lines[-1]) if lines else ""

    async def _keep_small(self, process: asyncio.subprocess.Process) -> None:
        while True:
            await asyncio.sleep(self._look_seconds)
            if await to_thread.run_sync(_memory, process.pid) > self._memory_limit:
                self._too_large = True
                with suppress(ProcessLookupError):
                    process.kill()
                return


async def _end(process: asyncio.subprocess.Process) -> None:
    """Kill it, and with it all that it started: bubblewrap ties their lives to its own.

    The pipes are closed before its end is waited for: asyncio counts it as ended once they are, and of
    one that is full, and that nobody reads any more, it would never hear the end.
    """
    with suppress(ProcessLookupError):
        process.kill()
    transport = getattr(process, "_transport", None)
    if transport is not None:
        transport.close()
    await process.wait()


def _memory(pid: int) -> int:
    """The memory that a process and all below it hold, in bytes; 0 for what is gone meanwhile."""
    total = 0
    with suppress(OSError, ValueError, IndexError):
        total += _share(pid)
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text("ascii").split():
                total += _memory(int(child))
    return total


def _share(pid: int) -> int:
    """What of the memory is this process's alone, and its share of what it has in common with others."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
        return next(int(each.split()[1]) * 1024 for each in lines if each.startswith("Pss:"))
    except (PermissionError, StopIteration):
        return int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]) * _PAGE
