"""The `browser` stage of the tests: a Chromium on this machine, from the system's packages where we may.

Must not download a browser by any other way, and must not touch one that is there.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from command import run
from stage import StageError

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLACES = (
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
)


def find() -> Path | None:
    """The Chromium that the tests would use."""
    on_path = next(filter(None, map(shutil.which, NAMES)), None)
    return Path(on_path) if on_path else next((place for place in PLACES if place.exists()), None)


def bring_up() -> None:
    """Have a Chromium; without one go on, except in CI, where nothing may be left out.

    Raises:
        StageError: in CI, no browser can be had.
    """
    if find():
        return
    try:
        _install()
    except StageError as error:
        if os.environ.get("CI"):
            raise
        print(
            f"browser  going on without: {error.what}\n         {error.remedy}", file=sys.stderr, flush=True
        )


def _install() -> None:
    apt = shutil.which("apt-get")
    if not apt:
        raise StageError("no Chromium was found", "Install Chromium or Chrome to run the browser tests.")
    become = [] if os.geteuid() == 0 else ["sudo", "-n"]
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        run([*become, apt, "update"], stage="browser", env=quiet)
        run(
            [*become, apt, "install", "-y", "--no-install-recommends", "chromium"], stage="browser", env=quiet
        )
    except StageError as error:
        raise StageError("no Chromium was found", f"sudo apt-get install chromium. {error.remedy}") from error
    print("browser  chromium installed by apt-get", flush=True)
