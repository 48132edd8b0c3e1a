"""The order of the checks, and what CI does not forgive; each tool is a program that tells its call."""

import json
from pathlib import Path

import pytest
from tests.scripts.clone import Clone

TOOL = """#!/bin/sh
printf '%s %s strict=%s\\n' "${0##*/}" "$*" "${PAIOS_STRICT:-no}" >> "$CALLS"
echo "words of ${0##*/}"
test "${0##*/}" != "$FAILING"
"""


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    clone = Clone(tmp_path)
    programs = clone.root / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name in ("ruff", "mypy", "lint-imports", "python", "node", "npm"):
        (programs / name).write_text(TOOL)
        (programs / name).chmod(0o755)
    (clone.root / "tests" / "guard").mkdir(parents=True)
    return clone


def check(clone: Clone, which: str, failing: str = "", ci: str = "") -> tuple[int, str, list[str]]:
    """The status, what was printed, and how the tools were called, in order."""
    calls = clone.root / "calls"
    calls.write_text("")
    own = {"CALLS": str(calls), "FAILING": failing, "CI": ci, "PAIOS_STRICT": ""}
    done = clone.python("scripts/checks.py", which, **own)
    return done.returncode, done.stdout + done.stderr, calls.read_text().splitlines()


def test_the_tests_run_last_and_have_the_last_word(clone: Clone) -> None:
    status, printed, calls = check(clone, "all")
    assert status == 0
    assert [call.split()[0] for call in calls] == ["ruff", "ruff", "mypy", "mypy", "lint-imports", "python"]
    assert printed.splitlines()[-1] == "words of python"


@pytest.mark.parametrize("tool", ["ruff", "mypy", "lint-imports"])
def test_a_failed_check_is_shown_and_fails_the_whole(clone: Clone, tool: str) -> None:
    status, printed, calls = check(clone, "all", failing=tool)
    assert status == 1
    assert f"words of {tool}" in printed
    assert not any(call.startswith("python") for call in calls), "the tests were not started"
    assert any(call.startswith("lint-imports") for call in calls), "the other checks were"


def test_a_failed_test_fails_the_whole(clone: Clone) -> None:
    assert check(clone, "all", failing="python")[0] == 1


def test_ci_asks_the_tests_to_skip_nothing(clone: Clone) -> None:
    assert check(clone, "all")[2][-1].endswith("strict=no")
    assert check(clone, "all", ci="true")[2][-1].endswith("strict=1")


def test_the_quick_checks_run_the_quick_rooms_only(clone: Clone) -> None:
    call = check(clone, "quick")[2][-1]
    assert str(clone.root / "tests" / "guard") in call
    assert "tests/domain" not in call, "a room that is not there is not named"


def test_a_web_app_that_cannot_be_checked_fails_the_whole(clone: Clone) -> None:
    (clone.root / "frontend").mkdir()
    (clone.root / "frontend" / "package.json").write_text(json.dumps({"name": "no lock"}))
    status, printed, _ = check(clone, "all", failing="npm")
    assert status == 1
    assert "failed: web app" in printed


def test_without_a_browser_a_person_goes_on_and_ci_stops(clone: Clone, tmp_path: Path) -> None:
    code = "import browser; browser.PLACES = (); browser.bring_up()"
    here = clone.call(code, PATH=str(tmp_path))
    assert here.returncode == 0
    assert "browser  going on without: no Chromium was found" in here.stderr
    assert clone.call(code, PATH=str(tmp_path), CI="true").returncode != 0


def test_without_a_secret_service_a_person_goes_on_and_ci_stops(clone: Clone, tmp_path: Path) -> None:
    code = "import sys; sys.platform = 'linux'; import secret_service; secret_service.bring_up()"
    here = clone.call(code, PATH=str(tmp_path))
    assert here.returncode == 0
    assert "keyring  going on without: no Secret Service was found" in here.stderr
    assert clone.call(code, PATH=str(tmp_path), CI="true").returncode != 0
