"""A stranger who listens on the port while paios is down gets neither password nor session (U1)."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests.support.house import NAME, PASSWORD
from tests.support.process import Installation, Server
from tests.support.scripted_model import ScriptedModel

from paios.cli.alone import announce, announced, only_server

pytestmark = pytest.mark.slow

SESSION = "the-session-of-this-terminal"


class Stranger:
    """Listens on a port, and keeps all that it is sent."""

    def __init__(self) -> None:
        self.got: list[str] = []
        stranger = self

        class Listening(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                stranger.got.append(f"{self.headers}{body!r}")
                self.send_response(200)
                self.send_header("content-type", "application/json")
                self.end_headers()
                self.wfile.write(b'{"csrf": "x", "items": []}')

            do_POST = do_GET  # noqa: N815 - what the base class calls

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Listening)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def stranger() -> Iterator[Stranger]:
    listening = Stranger()
    yield listening
    listening.server.shutdown()
    listening.server.server_close()


def signed_in(folder: Path, port: int) -> Installation:
    """A terminal that was signed in once."""
    made = Installation(folder, port)
    made.home.mkdir(mode=0o700, exist_ok=True)
    stored = made.home / "cli.session"
    stored.write_text(SESSION)
    stored.chmod(0o600)
    return made


def assert_told_nothing(terminal: Installation, stranger: Stranger, words: str) -> None:
    for command in (("usage",), ("logout",), ("login", "--name", NAME, "--password-stdin")):
        done = terminal.run(*command, said=f"{PASSWORD}\n")
        assert done.returncode == 2, (done.stdout, done.stderr)
        assert words in done.stderr
    assert stranger.got == []


def test_nothing_is_sent_while_paios_is_down(tmp_path: Path, stranger: Stranger) -> None:
    terminal = signed_in(tmp_path, stranger.port)
    assert_told_nothing(terminal, stranger, "paios is not running here")
    # Nor by what a server that was killed has left, whoever holds the folder now.
    (terminal.home / "server.lock").write_text(f" 127.0.0.1:{stranger.port}")
    assert_told_nothing(terminal, stranger, "paios is not running here")
    with only_server(terminal.home):
        assert_told_nothing(terminal, stranger, "paios is not running here")


def test_nothing_is_sent_elsewhere_than_where_paios_runs(
    tmp_path: Path, stranger: Stranger, model: ScriptedModel
) -> None:
    running = Installation(tmp_path)
    running.init(model)
    with Server(running):
        assert_told_nothing(signed_in(tmp_path, stranger.port), stranger, f"127.0.0.1:{running.port}")
        running.login()


def test_a_server_is_announced_while_it_holds_the_folder(tmp_path: Path) -> None:
    assert announced(tmp_path) is None
    with only_server(tmp_path) as held:
        assert not announced(tmp_path)
        announce(held, "[::1]:3080")
        assert announced(tmp_path) == "[::1]:3080"
    assert announced(tmp_path) is None
    assert (tmp_path / "server.lock").stat().st_mode & 0o077 == 0
