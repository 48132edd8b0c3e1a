"""paios as a user runs it: the command line in processes of its own, over a data folder of a test."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import httpx2
from tests.support.database import past_paios
from tests.support.house import NAME, PASSWORD, Person, free_port, make_vault
from tests.support.scripted_model import ScriptedModel

_ROOT: Final = Path(__file__).parents[2]
_SECONDS: Final = 60.0


@dataclass
class Installation:
    """A data folder, a vault and a port; ``environment`` is what every command of it gets beside them."""

    folder: Path
    port: int = field(default_factory=free_port)
    environment: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.vault = make_vault(self.folder / "notes")
        self.log = self.folder / "server.log"

    @property
    def home(self) -> Path:
        return Path(self.env["PAIOS_HOME"])

    @property
    def env(self) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("PAIOS_")}
        return {
            **inherited,
            "HOME": str(self.folder),
            "PAIOS_HOME": str(self.folder / "home"),
            "PAIOS_PORT": str(self.port),
            "PAIOS_KEYRING": "off",
            "PYTHONPATH": str(_ROOT / "src"),
            "COLUMNS": "200",
            **self.environment,
        }

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "paios", *words]

    def run(self, *words: str, said: str = "") -> subprocess.CompletedProcess[str]:
        """One command to its end, with no terminal; ``said`` is its standard input."""
        return subprocess.run(
            self.command(*words),
            input=said,
            env=self.env,
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )

    def init(self, model: ScriptedModel, *words: str, said: str = "") -> None:
        """Make the first account."""
        made = self.run(
            "init", "--name", NAME, "--password-stdin", "--notes", str(self.vault), "--mine",
            "--model-url", model.url, "--model", "scripted", *words,
            said=f"{PASSWORD}\n{said}",
        )  # fmt: skip
        assert made.returncode == 0, made.stderr

    def login(self) -> None:
        signed_in = self.run("login", "--name", NAME, "--password-stdin", said=f"{PASSWORD}\n")
        assert signed_in.returncode == 0, signed_in.stderr

    def rows(self, query: str, *values: Any) -> Sequence[Any]:
        """Rows of the database, read past the server."""
        password = self.environment.get("PAIOS_MASTER_PASSWORD")
        with past_paios(self.home, password, mode="ro") as connection:
            rows: Sequence[Any] = connection.execute(query, values).fetchall()
            return rows

    def note(self, path: str) -> str:
        return (self.vault / path).read_text("utf-8")


class Server:
    """``paios serve``. As a context manager it is stopped at the end."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Server":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start, and wait until it answers."""
        installation = self.installation
        with installation.log.open("ab") as log:
            self._process = subprocess.Popen(
                installation.command("serve"),
                env=installation.env,
                cwd=installation.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + _SECONDS
        while not self._answers():
            assert self._process.poll() is None, installation.log.read_text()
            assert time.monotonic() < deadline, "the server does not start"
            time.sleep(0.02)

    def kill(self) -> None:
        """SIGKILL: no handler, no flush, no farewell."""
        self._end(signal.SIGKILL)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        self._end(how)

    def person(self, cookie: str = "", csrf: str = "") -> Person:
        """A client of this server, with a session where one is given."""
        cookies = {"paios_session": cookie} if cookie else None
        url = f"http://127.0.0.1:{self.installation.port}"
        return Person(httpx2.AsyncClient(base_url=url, cookies=cookies, timeout=30.0), csrf)

    def _end(self, how: signal.Signals) -> None:
        if self._process is None or self._process.poll() is not None:
            return
        self._process.send_signal(how)
        self._process.wait(timeout=20)

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.installation.port), 1) as asked:
                host = f"127.0.0.1:{self.installation.port}".encode()
                asked.sendall(b"GET /api/v1/health HTTP/1.1\r\nHost: " + host + b"\r\n\r\n")
                return asked.recv(12) == b"HTTP/1.1 200"
        except OSError:
            return False
