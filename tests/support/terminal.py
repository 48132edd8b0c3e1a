"""A command on a terminal: a pseudo-terminal that a test reads and types into."""

import os
import pty
import select
import signal
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Self


class Terminal:
    """One command with a terminal as its standard input, output and error."""

    def __init__(self, command: list[str], env: dict[str, str], folder: Path) -> None:
        self._master, slave = pty.openpty()
        self._process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=env,
            cwd=folder,
            start_new_session=True,
            # As on a real terminal, also where the tests themselves run in the background and ignore it.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )
        os.close(slave)
        self.shown = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        os.close(self._master)

    def read_until(self, words: str, seconds: float = 30.0) -> str:
        """Everything shown, once these words are."""
        deadline = time.monotonic() + seconds
        while words not in self.shown:
            assert time.monotonic() < deadline, f"{words!r} was not shown:\n{self.shown}"
            if not self._read():
                assert words in self.shown, f"{words!r} was not shown:\n{self.shown}"
        return self.shown

    def type(self, text: str) -> None:
        os.write(self._master, text.encode())

    def interrupt(self) -> None:
        """What Ctrl+C sends."""
        self._process.send_signal(signal.SIGINT)

    def end(self, seconds: float = 30.0) -> int:
        """The exit status, once the command has ended."""
        deadline = time.monotonic() + seconds
        while self._read() and time.monotonic() < deadline:
            pass
        return self._process.wait(timeout=seconds)

    def _read(self) -> bool:
        ready, _, _ = select.select([self._master], [], [], 0.2)
        if not ready:
            return self._process.poll() is None
        try:
            piece = os.read(self._master, 65536)
        except OSError:  # the other end was closed
            return False
        self.shown += piece.decode("utf-8", "replace")
        return bool(piece)
