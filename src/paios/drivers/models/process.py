"""Owns: the life of a worker process: started on first use, ended when idle, killed when stuck (D5).

Must not know what is asked. The worker inherits no environment and no file but
its pipes.
"""

import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import orjson

from paios.domain.errors import UnavailableError

_SCRIPT: Final = Path(__file__).with_name("worker.py")


class WorkerProcess:
    """Asks one question at a time; a dead worker is started again by the next question."""

    def __init__(
        self, arguments: Sequence[str], what: str, *, answer_seconds: float = 120, idle_seconds: float = 600
    ) -> None:
        """``what`` is its name in errors. ``answer_seconds`` bounds each question, loading included."""
        self._command = (sys.executable, "-I", str(_SCRIPT), *arguments)
        self._what = what
        self._answer_seconds = answer_seconds
        self._idle_seconds = idle_seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._idle: threading.Timer | None = None
        self._turn = threading.Lock()

    def ask(self, question: dict[str, Any]) -> dict[str, Any]:
        """The worker's answer. Blocks; raises ``UnavailableError`` when it fails, dies or takes too long."""
        with self._turn:
            process = self._running()
            watchdog = threading.Timer(self._answer_seconds, process.kill)
            watchdog.start()
            try:
                answer = self._exchange(process, orjson.dumps(question))
            finally:
                watchdog.cancel()
            self._end_when_idle()
        if "error" in answer:
            raise UnavailableError(f"{self._what} failed: {answer['error']}")
        return answer

    def kill(self) -> None:
        """End the worker at once, in the middle of a question too, which then fails."""
        process = self._process
        if process is not None:
            process.kill()

    def close(self) -> None:
        """End the worker after the question that it may be answering. It can be asked again."""
        with self._turn:
            self._end()

    def pid(self) -> int | None:
        """The process id while it runs."""
        process = self._process
        return None if process is None or process.poll() is not None else process.pid

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self._end()
        self._process = subprocess.Popen(  # noqa: S603 - our own script, no shell, no words of others
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={} if os.name == "posix" else None,  # Windows starts no Python without its SYSTEMROOT
            start_new_session=True,  # Ctrl+C is for the server; the worker ends when its input does
        )
        return self._process

    def _exchange(self, process: subprocess.Popen[bytes], question: bytes) -> dict[str, Any]:
        if process.stdin is None or process.stdout is None:
            raise UnavailableError(f"{self._what} cannot be spoken to.")
        try:
            process.stdin.write(question + b"\n")
            process.stdin.flush()
            answer = orjson.loads(process.stdout.readline())
        except (OSError, orjson.JSONDecodeError) as error:
            self._end()
            raise UnavailableError(f"{self._what} stopped working; it is started anew next time.") from error
        return dict(answer)

    def _end_when_idle(self) -> None:
        if self._idle is not None:
            self._idle.cancel()
        self._idle = threading.Timer(self._idle_seconds, self.close)
        self._idle.daemon = True
        self._idle.start()

    def _end(self) -> None:
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None
