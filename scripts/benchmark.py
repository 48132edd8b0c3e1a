"""The `bench` stage: `.venv-bench` with what the security benchmark needs, apart from paios and its tests.

Must not put anything into `.venv`: the server under test runs from there, as a user has it.
"""

from __future__ import annotations

import platform
import sys
from pathlib import Path

from environment import install, program
from stage import ROOT, Stage

VENV = ROOT / ".venv-bench"
LOCK = ROOT / "requirements-bench.txt"


def stage() -> Stage:
    """The stage that makes `.venv-bench` from its lock."""
    return Stage(
        name="bench",
        stamp=VENV / "bench.stamp",
        inputs=(LOCK, Path(__file__).resolve()),
        outputs=(program("python", VENV),),
        build=_build,
        facts=f"{sys.version} {platform.machine()} {ROOT}",
    )


def _build() -> str:
    return f".venv-bench made from {LOCK.name} by {install(LOCK, VENV, stage='bench')}"
