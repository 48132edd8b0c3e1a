"""The worker process, shown with the embeddings, whose weights are the smaller."""

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.weights import EMBEDDING, weights

from paios.domain.errors import UnavailableError
from paios.drivers.models import minilm_embedder
from paios.drivers.models.process import WorkerProcess

pytestmark = [pytest.mark.slow, pytest.mark.requirement("D5")]

TOKENIZER = Path(minilm_embedder.__file__).with_name("minilm") / "tokenizer.json"
HELLO = {"texts": ["hello"]}


def started(answer_seconds: float = 60, idle_seconds: float = 600) -> WorkerProcess:
    arguments = ("embed", str(weights(EMBEDDING)), str(TOKENIZER))
    return WorkerProcess(arguments, "The worker", answer_seconds=answer_seconds, idle_seconds=idle_seconds)


@pytest.fixture
def worker() -> Iterator[WorkerProcess]:
    made = started()
    yield made
    made.close()


def test_it_starts_with_the_first_question_and_stays(worker: WorkerProcess) -> None:
    assert worker.pid() is None
    worker.ask(HELLO)
    first = worker.pid()
    worker.ask(HELLO)
    assert first is not None
    assert worker.pid() == first


def test_it_inherits_no_environment_and_no_open_file(
    worker: WorkerProcess, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PAIOS_SECRET", "hunter2")
    with (tmp_path / "private").open("w") as private:
        os.set_inheritable(private.fileno(), True)
        worker.ask(HELLO)
        process = Path(f"/proc/{worker.pid()}")
        assert b"hunter2" not in (process / "environ").read_bytes()
        assert str(tmp_path / "private") not in {
            str(entry.readlink()) for entry in (process / "fd").iterdir()
        }


def test_a_killed_worker_is_an_error_once_and_then_works_again(worker: WorkerProcess) -> None:
    worker.ask(HELLO)
    asking = threading.Timer(0.3, worker.kill)
    asking.start()
    with pytest.raises(UnavailableError, match="stopped working"):
        worker.ask({"texts": ["long text " * 200] * 400})
    asking.join()
    assert len(worker.ask(HELLO)["vectors"]) == 1


def test_a_stuck_worker_is_killed_when_its_time_is_up() -> None:
    worker = started(answer_seconds=1)
    with pytest.raises(UnavailableError, match="stopped working"):
        worker.ask({"texts": ["long text " * 200] * 2000})
    assert worker.pid() is None


def test_an_idle_worker_ends_and_gives_its_memory_back() -> None:
    worker = started(idle_seconds=0.2)
    worker.ask(HELLO)
    deadline = time.monotonic() + 10
    while worker.pid() is not None and time.monotonic() < deadline:
        time.sleep(0.05)
    assert worker.pid() is None


def test_a_question_that_makes_no_sense_is_an_error_and_the_worker_stays(worker: WorkerProcess) -> None:
    worker.ask(HELLO)
    before = worker.pid()
    with pytest.raises(UnavailableError, match="failed"):
        worker.ask({"nothing": 1})
    assert worker.pid() == before


def test_weights_that_are_none_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "bad.onnx").write_bytes(b"not a model")
    worker = WorkerProcess(("embed", str(tmp_path / "bad.onnx"), str(TOKENIZER)), "The worker")
    with pytest.raises(UnavailableError, match="stopped working"):
        worker.ask(HELLO)


def test_two_threads_get_each_their_own_answer(worker: WorkerProcess) -> None:
    counts: dict[int, int] = {}

    def ask(count: int) -> None:
        counts[count] = len(worker.ask({"texts": ["hello"] * count})["vectors"])

    threads = [threading.Thread(target=ask, args=(count,)) for count in range(1, 7)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts == {count: count for count in range(1, 7)}
