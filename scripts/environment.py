"""The `env` stage: `.venv` with the locked packages and, beside them, this project.

Must not install anything that is not pinned by hash. The project is linked by a `.pth` file and a small
`paios` command, not by `pip install -e`: that would need a build back end (an unpinned download, or one
more package in every user's lock) to write the same two files.
"""

from __future__ import annotations

import importlib.util
import platform
import shlex
import shutil
import sys
import sysconfig
from pathlib import Path

from command import run
from stage import ROOT, Stage, StageError

VENV = ROOT / ".venv"
RUNTIME_LOCK = ROOT / "requirements.txt"
DEV_LOCK = ROOT / "requirements-dev.txt"
ON_WINDOWS = sys.platform == "win32"


def program(name: str, venv: Path = VENV) -> Path:
    """Where a program of an environment lies."""
    return venv / ("Scripts" if ON_WINDOWS else "bin") / (f"{name}.exe" if ON_WINDOWS else name)


def stage(lock: Path) -> Stage:
    """The stage that makes `.venv` from one lock. Both locks share one stamp: the last one made counts."""
    return Stage(
        name="env",
        stamp=VENV / "paios.stamp",
        inputs=(lock, Path(__file__).resolve()),
        outputs=(program("python"),),
        build=lambda: _build(lock),
        facts=f"{sys.version} {platform.machine()} {ROOT}",
    )


def bring_up_runtime() -> None:
    """Have what running needs; an environment made for the tests has it too."""
    if not stage(DEV_LOCK).is_fresh():
        stage(RUNTIME_LOCK).bring_up()


def _build(lock: Path) -> str:
    installer = install(lock, VENV, stage="env")
    _link_project()
    return f".venv made from {lock.name} by {installer}"


def install(lock: Path, venv: Path, *, stage: str) -> str:
    """Make a virtual environment anew from a lock; the name of the installer that did it."""
    _refuse_without_venv()
    # Cleared, because a killed installer leaves packages that look installed and are not.
    base = getattr(sys, "_base_executable", None) or sys.executable
    run([base, "-I", "-m", "venv", "--clear", venv], stage=stage)
    uv = shutil.which("uv")
    installer: list[str | Path] = (
        [uv, "pip", "install", "--compile-bytecode", "--python", program("python", venv)]
        if uv
        else [
            program("python", venv),
            "-I",
            "-m",
            "pip",
            "install",
            "--no-input",
            "--disable-pip-version-check",
        ]
    )
    run([*installer, "--require-hashes", "--no-deps", "-r", lock], stage=stage)
    return "uv" if uv else "pip"


def _refuse_without_venv() -> None:
    if any(importlib.util.find_spec(name) is None for name in ("venv", "ensurepip")):
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise StageError(
            "this Python came without venv and pip",
            f"On Debian and Ubuntu: apt install python3-venv (or python{version}-venv). "
            "Elsewhere install Python from python.org, or name another: make run PYTHON=/path/to/python3",
        )


def _link_project() -> None:
    places = {"base": str(VENV), "platbase": str(VENV), "installed_base": str(VENV)}
    site_packages = Path(sysconfig.get_path("purelib", "venv", vars=places))
    (site_packages / "paios.pth").write_text(f"{ROOT / 'src'}\n", encoding="utf-8")
    if ON_WINDOWS:
        program("paios").with_suffix(".cmd").write_text('@"%~dp0python.exe" -m paios %*\n', encoding="utf-8")
        return
    command = program("paios")
    command.write_text(
        f'#!/bin/sh\nexec {shlex.quote(str(program("python")))} -m paios "$@"\n', encoding="utf-8"
    )
    command.chmod(0o755)
