"""Validated, guarded requests as they are served, against bare Starlette, interleaved in one run.

``python -m tests.bench.bench_served`` starts two uvicorn processes with the same
two operations: one plain Starlette that checks nothing, one the contract's
router behind the edge guard, with its security headers. A client on kept-open
connections sends the same bytes to each in turn and keeps the server busy, so
what is compared is throughput. At least 0.70 is the goal.
"""

import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import orjson
from tests.bench.bench_router import ID, NOTE, bare, validated

from paios.gateway.web.guards import EdgeGuard

ROUNDS = 9
REQUESTS = 1500
IN_FLIGHT = 50


def serve(which: str, port: int) -> None:
    """What a server process runs."""
    import uvicorn

    host = f"127.0.0.1:{port}"
    guarded = EdgeGuard(validated(), hosts={host}, origins={f"http://{host}"})
    app = bare() if which == "bare" else guarded
    uvicorn.run(app, port=port, access_log=False, log_level="warning", lifespan="off", http="httptools")


@contextmanager
def server(which: str) -> Iterator[socket.socket]:
    """A server, and an open connection to it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "tests.bench.bench_served", which, str(port)]
    process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})
    try:
        with _connected(port) as connection:
            yield connection
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


def seconds(connection: socket.socket, payload: bytes) -> float:
    """How long it takes to have ``REQUESTS`` answered, with ``IN_FLIGHT`` on their way."""
    end = _one(connection, payload)
    start = time.perf_counter()
    for _ in range(REQUESTS // IN_FLIGHT):
        connection.sendall(payload * IN_FLIGHT)
        left = end * IN_FLIGHT
        while left > 0:
            left -= len(connection.recv(min(left, 1 << 20)))
    return time.perf_counter() - start


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
    with server("bare") as plain, server("validated") as ours:
        for method in ("GET", "POST"):
            ratios, rates = [], []
            for _ in range(ROUNDS):
                slow, quick = seconds(ours, request(ours, method)), seconds(plain, request(plain, method))
                ratios.append(quick / slow)
                rates.append(REQUESTS / slow)
            print(
                f"served {method:4} validated and guarded {statistics.median(rates):7.0f}/s, "
                f"of bare Starlette {statistics.median(ratios):.2f} "
                f"({min(ratios):.2f} to {max(ratios):.2f}; goal 0.70)"
            )


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2])) if len(sys.argv) == 3 else main()
