"""The set-up from a clone: what is done once, what is redone, and what a person is told when it fails."""

import ast
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest
from tests.scripts.clone import REPOSITORY, Clone, requirement

UNREACHABLE = "http://127.0.0.1:9/simple"  # the discard port: nobody answers


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    return Clone(tmp_path)


def in_venv(clone: Clone, *words: str) -> subprocess.CompletedProcess[str]:
    program, *arguments = words
    return subprocess.run(
        [clone.root / ".venv" / "bin" / program, *arguments], capture_output=True, text=True, check=False
    )


def test_a_clone_is_set_up_by_one_command_and_only_once(clone: Clone) -> None:
    first = clone.set_up("run")
    assert first.returncode == 0, first.stderr
    assert "env      .venv made from requirements.txt by pip (" in first.stdout
    assert "weights  2 files verified" in first.stdout
    assert in_venv(clone, "python", "-c", "import tiny; print(tiny.VERSION)").stdout == "1.0\n"
    assert in_venv(clone, "paios", "serve", "a b").stdout == "paios serve a b\n"

    made = (clone.root / ".venv" / "paios.stamp").stat().st_mtime_ns
    second = clone.set_up("run", PIP_FIND_LINKS="/nowhere")
    assert (second.returncode, second.stderr) == (0, "")
    assert "env" not in second.stdout
    assert "weights" not in second.stdout
    assert (clone.root / ".venv" / "paios.stamp").stat().st_mtime_ns == made


def test_a_changed_lock_redoes_the_environment_and_nothing_else(clone: Clone) -> None:
    clone.set_up("run")
    clone.write_locks(version="2.0")
    again = clone.set_up("run")
    assert "env      .venv made" in again.stdout
    assert "weights" not in again.stdout
    assert in_venv(clone, "python", "-c", "import tiny; print(tiny.VERSION)").stdout == "2.0\n"


def test_the_environment_of_the_tests_is_good_enough_to_run(clone: Clone) -> None:
    assert "requirements-dev.txt" in clone.set_up("env").stdout
    assert "env " not in clone.set_up("run").stdout
    assert in_venv(clone, "python", "-c", "import tiny, tinytest").returncode == 0


def test_a_killed_stage_is_redone_from_the_start(clone: Clone) -> None:
    process = clone.start("scripts/bootstrap.py", "env")
    deadline = time.monotonic() + 60
    while not (clone.root / ".venv" / "bin" / "python").exists():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.005)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    (clone.root / ".venv" / "half-done").touch()

    assert not (clone.root / ".venv" / "paios.stamp").exists()
    again = clone.set_up("env")
    assert again.returncode == 0, again.stderr
    assert not (clone.root / ".venv" / "half-done").exists()
    assert in_venv(clone, "python", "-c", "import tiny").returncode == 0


def test_a_removed_environment_is_made_again(clone: Clone) -> None:
    clone.set_up("env")
    (clone.root / ".venv" / "bin" / "python").unlink()
    assert "env      .venv made" in clone.set_up("env").stdout


def test_a_package_that_is_not_the_pinned_one_is_refused(clone: Clone) -> None:
    (clone.root / "requirements-dev.txt").write_text(requirement("tiny", "1.0", "0" * 64))
    refused = clone.set_up("env")
    assert refused.returncode == 1
    assert "not the one that was pinned, and was refused" in refused.stderr
    assert in_venv(clone, "python", "-c", "import tiny").returncode != 0
    assert clone.set_up("env").returncode == 1, "a failed stage is not taken for done"


def test_a_package_without_a_hash_is_refused(clone: Clone) -> None:
    (clone.root / "requirements-dev.txt").write_text("tiny==1.0\n")
    refused = clone.set_up("env")
    assert refused.returncode == 1
    assert in_venv(clone, "python", "-c", "import tiny").returncode != 0


def test_without_network_the_environment_says_so_and_stops(clone: Clone) -> None:
    offline = clone.set_up(
        "run", PIP_NO_INDEX="", PIP_FIND_LINKS="", PIP_INDEX_URL=UNREACHABLE, PIP_RETRIES="0"
    )
    assert offline.returncode == 1
    assert "set-up failed: the package index cannot be reached." in offline.stderr
    assert "Connect to the network" in offline.stderr
    assert "weights" not in offline.stdout


def test_a_python_without_venv_is_told_which_package_is_missing(clone: Clone) -> None:
    code = "sys.modules['ensurepip'] = None; import targets; sys.exit(targets.main(['env']))"
    refused = clone.call(code)
    assert refused.returncode == 1
    assert "apt install python3-venv" in refused.stderr
    assert not (clone.root / ".venv").exists()


def test_a_python_that_is_too_old_is_refused_in_words(clone: Clone) -> None:
    refused = clone.call("sys.version_info = (3, 10, 4); import bootstrap; sys.exit(bootstrap.main())")
    assert refused.returncode == 1
    assert "needs Python 3.11 or newer, this is 3.10" in refused.stderr
    assert "make run PYTHON=" in refused.stderr


def test_an_old_python_can_read_the_file_that_refuses_it() -> None:
    source = (REPOSITORY / "scripts" / "bootstrap.py").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 6))


def test_a_full_disk_is_named(clone: Clone) -> None:
    (clone.root / "writes.py").write_text("raise OSError(28, 'No space left on device')")
    attempt = "import command; command.run([sys.executable, 'writes.py'], stage='env')"
    full = clone.call(f"import stage\ntry: {attempt}\nexcept stage.StageError as error: print(error.what)")
    assert full.stdout == "the disk is full\n"


def test_an_unknown_target_is_a_wrong_call(clone: Clone) -> None:
    wrong = clone.set_up("everything")
    assert wrong.returncode == 2
    assert "usage: bootstrap.py" in wrong.stderr
