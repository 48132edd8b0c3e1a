"""Validated requests as they are served, against bare Starlette, interleaved in one run.

``python -m tests.bench.bench_served`` starts three uvicorn processes with the
same two operations: plain Starlette that checks nothing, the contract's router,
and the router behind the edge guard with its security headers. A client on one
kept-open connection sends the same bytes to each in turn and keeps the server
busy. Throughput of a busy server is requests a second of its processor time,
as the kernel counts it: the clock on the wall would measure the neighbours too.
At least 0.70 is the goal for validation.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import orjson
from tests.bench.bench_router import ID, NOTE, bare, validated

from paios.gateway.web.guards import EdgeGuard

ROUNDS = 9
REQUESTS = 2000
IN_FLIGHT = 50


def serve(which: str, port: int) -> None:
    """What a server process runs."""
    import uvicorn

    host = f"127.0.0.1:{port}"
    app = bare() if which == "bare" else validated()
    if which == "guarded":
        app = EdgeGuard(app, hosts={host}, origins={f"http://{host}"})
    uvicorn.run(app, port=port, access_log=False, log_level="warning", lifespan="off", http="httptools")


@contextmanager
def server(which: str) -> Iterator[tuple[int, socket.socket]]:
    """A server's process id, and an open connection to it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "tests.bench.bench_served", which, str(port)]
    process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})
    try:
        with _connected(port) as connection:
            yield process.pid, connection
    finally:
        process.terminate()
        process.wait()


def _connected(port: int) -> socket.socket:
    for _ in range(200):
        try:
            return socket.create_connection(("127.0.0.1", port), 10)
        except ConnectionRefusedError:
            time.sleep(0.05)
    raise TimeoutError("the server did not start")


def request(connection: socket.socket, method: str) -> bytes:
    """The bytes of one request."""
    port = connection.getpeername()[1]
    body = orjson.dumps(NOTE) if method == "POST" else b""
    path = "/api/v1/notes" if body else f"/api/v1/notes/{ID}"
    head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: session=abc\r\nAccept: */*\r\n"
    if body:
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    return head.encode() + b"\r\n" + body


def busy(pid: int) -> float:
    """Seconds of processor time that a process has used."""
    user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def load(connection: socket.socket, payload: bytes) -> None:
    """Have ``REQUESTS`` answered, with ``IN_FLIGHT`` on their way at once."""
    length = _one(connection, payload)
    for _ in range(REQUESTS // IN_FLIGHT):
        connection.sendall(payload * IN_FLIGHT)
        left = length * IN_FLIGHT
        while left > 0:
            left -= len(connection.recv(min(left, 1 << 20)))


def _one(connection: socket.socket, payload: bytes) -> int:
    """The length of one answer, which is the same each time."""
    connection.sendall(payload)
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += connection.recv(1 << 20)
    head, _, body = answer.partition(b"\r\n\r\n")
    status = int(head.split()[1])
    if status not in {200, 201}:
        raise RuntimeError(f"answered {status}")
    length = next(
        int(line.split(b":")[1]) for line in head.split(b"\r\n") if b"content-length:" in line.lower()
    )
    while len(body) < length:
        body += connection.recv(1 << 20)
    return len(head) + 4 + length


def main() -> None:
    with ExitStack() as stack:
        servers = {which: stack.enter_context(server(which)) for which in ("bare", "validated", "guarded")}
        for method in ("GET", "POST"):
            used = dict.fromkeys(servers, 0.0)
            for warm in range(-1, ROUNDS):
                for which, (pid, connection) in servers.items():
                    before = busy(pid)
                    load(connection, request(connection, method))
                    used[which] += (busy(pid) - before) if warm >= 0 else 0.0
            for which in ("validated", "guarded"):
                rate, ratio = ROUNDS * REQUESTS / used[which], used["bare"] / used[which]
                goal = " (goal 0.70)" if which == "validated" else ""
                print(f"served {method:4} {which:9} {rate:6.0f}/s, of bare Starlette {ratio:.2f}{goal}")


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2])) if len(sys.argv) == 3 else main()
