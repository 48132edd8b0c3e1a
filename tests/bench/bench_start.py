"""A warm start and an idle server, as a person has them: ``python -m tests.bench.bench_start``

Starts ``python -m paios serve`` on a set-up data folder, asks until the first
answer comes, and reads the resident memory some seconds later. No local model
is loaded (the built-in one loads with its first question).
"""

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

STARTS = 7
IDLE_SECONDS = 5.0


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        environment = _environment(Path(folder))
        paios = [sys.executable, "-m", "paios"]
        init = [*paios, "init", "--name", "Bench", "--password-stdin"]
        subprocess.run(
            init, env=environment, input=b"a password for the bench\n", check=True, stdout=subprocess.DEVNULL
        )
        seconds, memory = [], 0
        for number in range(STARTS):
            begun = time.perf_counter()
            process = subprocess.Popen([*paios, "serve"], env=environment, stdout=subprocess.DEVNULL)
            _until_answered(int(environment["PAIOS_PORT"]))
            seconds.append(time.perf_counter() - begun)
            if number == STARTS - 1:
                time.sleep(IDLE_SECONDS)
                memory = _resident(process.pid)
            process.terminate()
            process.wait()
    print(
        f"start to first answered request, warm: median {statistics.median(seconds):.2f} s "
        f"({min(seconds):.2f} to {max(seconds):.2f}; goal 1.5 s)"
    )
    print(f"resident memory, idle, no local model: {memory / 1024:.0f} MB (goal 150 MB)")


def _environment(folder: Path) -> dict[str, str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    own = {"PAIOS_HOME": str(folder / "data"), "HOME": str(folder), "PAIOS_PORT": str(port)}
    return {**os.environ, **own, "PYTHONPATH": os.pathsep.join(sys.path)}


def _until_answered(port: int) -> None:
    deadline = time.perf_counter() + 30
    while time.perf_counter() < deadline:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/health", timeout=5).read()
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.005)
        else:
            return
    raise TimeoutError("the server did not answer")


def _resident(pid: int) -> int:
    """Kilobytes of the process that serves, as the kernel counts them."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    raise RuntimeError("the kernel does not tell")


if __name__ == "__main__":
    main()
