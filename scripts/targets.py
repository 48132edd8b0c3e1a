"""What each command needs set up, in which order, and how a failure is told.

Must not do any stage's work.
"""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import benchmark
import browser
import environment
import secret_service
import webapp
import weights
from command import DISK_FULL
from stage import ROOT, StageError, exclusive


def set_up_run() -> None:
    """What `make run` needs."""
    _together(environment.bring_up_runtime, webapp.bring_up)
    weights.bring_up(environment.program("python"))


def set_up_test() -> None:
    """What `make test` needs."""
    _together(environment.stage(environment.DEV_LOCK).bring_up, webapp.bring_up)
    weights.bring_up(environment.program("python"))
    browser.bring_up()
    secret_service.bring_up()


def set_up_env() -> None:
    """What `make check` and `make format` need."""
    environment.stage(environment.DEV_LOCK).bring_up()


def set_up_bench() -> None:
    """What `make bench-security` needs: paios as it runs, and the benchmark's own environment."""
    environment.bring_up_runtime()
    benchmark.stage().bring_up()


TARGETS = {
    "run": set_up_run,
    "test": set_up_test,
    "env": set_up_env,
    "web": webapp.bring_up,
    "bench": set_up_bench,
}


def main(arguments: list[str]) -> int:
    """Set up for one target; 0 when all is there, 1 when a stage failed, 2 for a wrong call."""
    if len(arguments) != 1 or arguments[0] not in TARGETS:
        print(f"usage: bootstrap.py {'|'.join(TARGETS)}", file=sys.stderr)
        return 2
    try:
        with exclusive(ROOT / "build" / "setup.lock"):
            TARGETS[arguments[0]]()
    except StageError as error:
        return _told(error.what, error.remedy)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return _told(*DISK_FULL)
        return _told(
            str(error), "Look at the rights and the place of this file, then run the same command again."
        )
    except KeyboardInterrupt:
        return _told("interrupted", "Run the same command again: a stage that was cut off is redone.")
    return 0


def _together(*stages: Callable[[], None]) -> None:
    """Stages that need nothing of each other, so that a first start takes as long as the longest."""
    with ThreadPoolExecutor(len(stages)) as threads:
        for under_way in [threads.submit(each) for each in stages]:
            under_way.result()


def _told(what: str, remedy: str) -> int:
    indented = remedy.replace("\n", "\n  ")
    print(f"set-up failed: {what}.\n  {indented}", file=sys.stderr, flush=True)
    return 1
