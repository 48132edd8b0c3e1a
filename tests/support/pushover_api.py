"""Owns: a real HTTP server that speaks Pushover's message API (https://pushover.net/api)."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Final
from urllib.parse import parse_qsl

from paios.domain.alert import PushoverKeys

KEYS: Final = PushoverKeys("uQiRzpo4DXghDmr9QzzfQu27cmVRsG", "azGDORePK8gMaC0QOYAMyEEuzJnyUi")


@dataclass
class PushoverServer:
    """``messages`` are those that it took."""

    origin: str
    messages: list[dict[str, str]] = field(default_factory=list)
    broken: bool = False


@contextmanager
def pushover_server() -> Iterator[PushoverServer]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = dict(parse_qsl(self.rfile.read(int(self.headers["content-length"])).decode()))
            status, answer = 200, {"status": 1, "request": "647d2300"}
            if running.broken:
                status, answer = 500, {"status": 0}
            elif self.path != "/1/messages.json" or (form["user"], form["token"]) != (KEYS.user, KEYS.token):
                status, answer = 400, {"status": 0, "errors": [f"user key {form.get('user')} is invalid"]}
            else:
                running.messages.append(form)
            body = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json; charset=utf-8")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    running = PushoverServer(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield running
    finally:
        server.shutdown()
        thread.join(timeout=10)
        server.server_close()
