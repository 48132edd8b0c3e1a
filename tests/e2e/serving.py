"""Owns: paios as a person starts it, in a process, a home and a data folder of its own, on a free port."""

import contextlib
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.support.house import free_port

_LINK: Final = re.compile(r"http://localhost:\d+/setup#code=\S+")
_PATIENCE: Final = 60.0


@dataclass(frozen=True)
class ServerProcess:
    """``python -m paios serve``, and every line that it has printed."""

    folder: Path
    port: int
    lines: list[str]
    process: subprocess.Popen[str]

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def notes(self) -> Path:
        """Where the sample notes are once somebody chose them."""
        return self.folder / "paios-notes"

    def note(self, path: str) -> str:
        return (self.notes / path).read_text("utf-8")

    def setup_link(self) -> str:
        """The link that the terminal shows, once it does. Raises ``TimeoutError`` when it never does."""
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline and self.process.poll() is None:
            found = _LINK.search("".join(self.lines))
            if found:
                return found[0]
            time.sleep(0.02)
        raise TimeoutError(f"no set-up link: {self.lines}")


def weights_into(folder: Path, *files: Path) -> None:
    """Put weights where a server in ``folder`` looks for them."""
    data = folder / "data"
    data.mkdir(mode=0o700)
    place = data / "weights"
    place.mkdir(mode=0o700)
    for file in files:
        (place / file.name).symlink_to(file)


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[ServerProcess]:
    """A server for this folder, until the end of the context."""
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PAIOS_", "XDG_"))}
    own = {"HOME": str(folder), "PAIOS_HOME": str(folder / "data"), "PAIOS_PORT": str(port)}
    process = subprocess.Popen(
        [sys.executable, "-m", "paios", "serve"],
        env={**kept, **own, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUNBUFFERED": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    server = ServerProcess(folder, port, [], process)
    reader = threading.Thread(target=_collect, args=(server,), daemon=True)
    reader.start()
    try:
        yield server
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        reader.join(5)
        if process.stdout:
            process.stdout.close()


def _collect(server: ServerProcess) -> None:
    for line in server.process.stdout or ():
        server.lines.append(line)
