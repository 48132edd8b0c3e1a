"""One stage of the set-up: done once, redone when its inputs change, never taken for done when half done.

Owns stamps and digests. Must not know what any stage does.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOT_SOURCE = frozenset({"node_modules", "dist", "coverage", "__pycache__"})
GENERATED = ".gen.ts"  # the build writes these beside the sources


class StageError(Exception):
    """A stage could not be finished: what failed, and what the person can do about it."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what}. {remedy}")
        self.what = what
        self.remedy = remedy


@dataclass(frozen=True)
class Stage:
    """A step that turns `inputs` into `outputs` and remembers in `stamp` what it made them from.

    The stamp holds a SHA-256 over the inputs (a folder counts with every source file in it) and
    `facts`, and the size and time of each output. It is removed before the work starts and written
    after it ends, so that a killed stage is redone.
    """

    name: str
    stamp: Path
    inputs: tuple[Path, ...]
    outputs: tuple[Path, ...]
    build: Callable[[], str]
    facts: str = ""

    def is_fresh(self) -> bool:
        """Whether the outputs stand as this stage left them and the inputs have not changed."""
        try:
            stamped = self.stamp.read_text(encoding="utf-8")
        except OSError:
            return False
        return all(output.exists() for output in self.outputs) and stamped == self._stamp(self._digest())

    def bring_up(self) -> None:
        """Do the work unless it is fresh, and say in one line what was done and how long it took."""
        if self.is_fresh():
            return
        self.stamp.unlink(missing_ok=True)
        digest, start = self._digest(), time.monotonic()
        if sys.stdout.isatty():  # who is at work, until the stage's own line takes the place
            print(f"{self.name:<8} …", end="\r", flush=True)
        summary = self.build()
        replace(self.stamp, self._stamp(digest))
        print(f"{self.name:<8} {summary} ({time.monotonic() - start:.1f} s)", flush=True)

    def _digest(self) -> str:
        total = hashlib.sha256(self.facts.encode())
        for path in _files(self.inputs):
            total.update(f"\0{path.relative_to(ROOT).as_posix()}\0".encode())
            total.update(hashlib.sha256(path.read_bytes()).digest() if path.is_file() else b"absent")
        return total.hexdigest()

    def _stamp(self, digest: str) -> str:
        lines = [digest]
        for output in self.outputs:
            seen = output.stat()
            lines.append(f"{output.name} {seen.st_size} {seen.st_mtime_ns}")
        return "\n".join(lines) + "\n"


def replace(path: Path, text: str) -> None:
    """Write a small file so that a reader sees the old text or the new, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold a lock that the system gives back even when its holder is killed; wait while another has it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _files(inputs: Iterable[Path]) -> Iterator[Path]:
    for path in sorted(inputs):
        if not path.is_dir():
            yield path
            continue
        for folder, subfolders, names in os.walk(path):
            subfolders[:] = sorted(set(subfolders) - NOT_SOURCE)
            yield from (Path(folder) / name for name in sorted(names) if not name.endswith(GENERATED))
