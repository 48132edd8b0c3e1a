"""The `browser` stage of the tests: a Chromium on this machine, from the system's packages where we may.

Must not download a browser by any other way, and must not touch one that is there.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import packages
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
    if not find():
        missing = StageError("no Chromium was found", "Install Chromium or Chrome to run the browser tests.")
        packages.bring_up("browser", ("chromium",), missing)
