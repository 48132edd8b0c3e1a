"""The `keyring` stage of the tests: on Linux, a Secret Service to be started on a bus of its own (K3)."""

from __future__ import annotations

import shutil
import sys

import packages
from stage import StageError

PROGRAMS = ("gnome-keyring-daemon", "dbus-run-session")


def bring_up() -> None:
    """Have one; elsewhere the system has a keyring of its own, which the tests leave alone.

    Raises:
        StageError: in CI, none can be had.
    """
    if sys.platform.startswith("linux") and not all(map(shutil.which, PROGRAMS)):
        missing = StageError("no Secret Service was found", "Install gnome-keyring and dbus.")
        packages.bring_up("keyring", ("gnome-keyring", "dbus"), missing)
