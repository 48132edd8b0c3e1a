"""Runs the programs of the set-up and turns their failures into plain words.

Owns the log of each stage (`build/log/`) and the table of known failures. Must not decide what to run.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from stage import ROOT, StageError

LOG = ROOT / "build" / "log"
TAIL_LINES = 12
STACK_LINE = re.compile(r"\s+at ")  # Node tells the cause first and forty places after it

DISK_FULL = (
    "the disk is full",
    "Free about 2 GB and run the same command again: it goes on where it stopped.",
)
HASH_MISMATCH = (
    "a downloaded file is not the one that was pinned, and was refused",
    "Do not install it by hand. Try another network; if it stays so, report it with the log.",
)
NO_NETWORK = (
    "the package index cannot be reached",
    "Connect to the network (or set the proxy or mirror of pip and npm) and run the same command again.",
)
KNOWN = (
    (re.compile(r"No space left on device|ENOSPC|os error 28|Disk quota", re.IGNORECASE), DISK_FULL),
    (re.compile(r"DO NOT MATCH THE HASHES|hash mismatch|EINTEGRITY", re.IGNORECASE), HASH_MISMATCH),
    (
        re.compile(
            r"NewConnectionError|NameResolution|Temporary failure in name resolution|Network is unreachable"
            r"|Connection refused|ConnectTimeout|Read timed out|ProxyError|No matching distribution"
            r"|error sending request|dns error|ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ETIMEDOUT",
            re.IGNORECASE,
        ),
        NO_NETWORK,
    ),
)


def run(
    command: Sequence[str | Path],
    *,
    stage: str,
    cwd: Path = ROOT,
    env: Mapping[str, str] | None = None,
    shown: bool = False,
) -> None:
    """Run a program to its end, its output going to the stage's log.

    With `shown`, a person's terminal gets the standard output instead: progress bars.

    Raises:
        StageError: the program is missing, or ended with another status than 0.
    """
    LOG.mkdir(parents=True, exist_ok=True)
    log = LOG / f"{stage}.log"
    words = [str(word) for word in command]
    with log.open("wb") as file:
        try:
            done = subprocess.run(
                words,
                cwd=cwd,
                env={**os.environ, **(env or {})},
                stdin=subprocess.DEVNULL,
                stdout=None if shown and sys.stdout.isatty() else file,
                stderr=file,
                check=False,
            )
        except FileNotFoundError as error:
            raise StageError(
                f"{words[0]} is not there", "Install it and run the same command again."
            ) from error
    if done.returncode:
        raise _failure(words, done.returncode, log)


def _failure(words: list[str], status: int, log: Path) -> StageError:
    output = log.read_text(encoding="utf-8", errors="replace")
    for pattern, (what, remedy) in KNOWN:
        if pattern.search(output):
            return StageError(what, f"{remedy}\n(log: {log.relative_to(ROOT)})")
    telling = [line for line in output.splitlines() if line.strip() and not STACK_LINE.match(line)]
    tail = "\n".join(telling[-TAIL_LINES:])
    return StageError(
        f"`{' '.join([Path(words[0]).name, *words[1:4]])} …` ended with status {status}",
        f"Its last words, the rest is in {log.relative_to(ROOT)}:\n{tail}",
    )
