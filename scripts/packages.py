"""What tests need of the system: installed from its packages where we may, else gone on without.

Must not download anything by any other way, and must not touch what is there.
"""

from __future__ import annotations

import os
import shutil
import sys

from command import run
from stage import StageError


def bring_up(stage: str, packages: tuple[str, ...], missing: StageError) -> None:
    """Install these packages; where that fails go on, except in CI, where nothing may be left out.

    Raises:
        StageError: ``missing``, in CI.
    """
    try:
        _install(stage, packages, missing)
    except StageError as error:
        if os.environ.get("CI"):
            raise
        told = f"{stage:8} going on without: {error.what}\n         {error.remedy}"
        print(told, file=sys.stderr, flush=True)


def _install(stage: str, packages: tuple[str, ...], missing: StageError) -> None:
    apt = shutil.which("apt-get")
    if not apt:
        raise missing
    become = [] if os.geteuid() == 0 else ["sudo", "-n"]
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    names = " ".join(packages)
    try:
        run([*become, apt, "update"], stage=stage, env=quiet)
        run([*become, apt, "install", "-y", "--no-install-recommends", *packages], stage=stage, env=quiet)
    except StageError as error:
        raise StageError(missing.what, f"sudo apt-get install {names}. {error.remedy}") from error
    print(f"{stage:8} {names} installed by apt-get", flush=True)
