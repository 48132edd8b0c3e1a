"""Runs what `make test` and `make check` promise: format, lint, types, imports, web app, then pytest.

Must not change a file. pytest comes last, so that its summary is the last thing on the screen.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import webapp
from environment import program
from stage import ROOT, StageError

QUICK_ROOMS = ("domain", "guard", "agent", "architecture", "requirements")


def main(arguments: list[str]) -> int:
    """`all` or `quick`; the status of the first part that failed, or 0."""
    if arguments not in (["all"], ["quick"]):
        print("usage: checks.py all|quick", file=sys.stderr)
        return 2
    quick = arguments == ["quick"]
    with ThreadPoolExecutor(1) as beside:
        web = beside.submit(_web_passes) if not quick and webapp.FRONTEND.is_dir() else None
        failed = [
            name for name, (command, cwd) in _static_checks().items() if not _passes(name, command, cwd)
        ]
        if web is not None and not web.result():
            failed.append("web app")
    if failed:
        print(f"failed: {', '.join(failed)}. The tests were not started.", file=sys.stderr)
        return 1
    return _pytest(quick)


def _static_checks() -> dict[str, tuple[list[str | Path], Path]]:
    mypy: list[str | Path] = [program("mypy"), "--no-error-summary", "--cache-dir", ROOT / ".mypy_cache"]
    return {
        "format": ([program("ruff"), "format", "--check", "--quiet", "."], ROOT),
        "lint": ([program("ruff"), "check", "--quiet", "."], ROOT),
        "types": (mypy, ROOT),
        # From their own folder, because that is where they find each other when they run.
        "types of scripts": ([*mypy, "--config-file", ROOT / "pyproject.toml", "."], ROOT / "scripts"),
        "imports": ([program("lint-imports"), "--no-cache"], ROOT),
    }


def _web_passes() -> bool:
    try:
        node = webapp.node_with_modules()
    except StageError as error:
        print(f"web app: {error.what}. {error.remedy}", file=sys.stderr)
        return False
    return _passes(
        "web app", [*node.npm, "run", "--silent", "check"], cwd=webapp.FRONTEND, env=node.environment()
    )


def _passes(
    name: str, command: Sequence[str | Path], cwd: Path = ROOT, env: Mapping[str, str] | None = None
) -> bool:
    """Run one check; its output is shown only when it fails."""
    start = time.monotonic()
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env={**os.environ, **(env or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    print(
        f"{name:<16} {'FAILED' if done.returncode else 'ok'} ({time.monotonic() - start:.1f} s)", flush=True
    )
    if done.returncode:
        sys.stdout.buffer.write(done.stdout)
        sys.stdout.flush()
    return done.returncode == 0


def _pytest(quick: bool) -> int:
    folders = [folder for room in QUICK_ROOMS if (folder := ROOT / "tests" / room).is_dir()] if quick else []
    # A file stays in one worker: its tests share servers and browsers.
    at_once = [] if quick else ["-n", str(os.cpu_count() or 1), "--dist", "loadfile"]
    command = [program("python"), "-m", "pytest", "--strict-markers", "-q", *at_once, *folders]
    # In CI a test that would be skipped fails: tests/conftest.py reads this.
    strict = {"PAIOS_STRICT": "1"} if os.environ.get("CI") else {}
    return subprocess.run(
        list(map(str, command)), cwd=ROOT, env={**os.environ, **strict}, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
