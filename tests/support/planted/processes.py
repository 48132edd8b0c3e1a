"""Owns: what can be read of processes from outside: their arguments and their environments."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

_SECONDS: Final = 0.02


@dataclass
class Watched:
    """What was seen of this process's descendants; each content once, and by whom it was shown."""

    arguments: dict[bytes, int] = field(default_factory=dict)
    environments: dict[bytes, int] = field(default_factory=dict)

    def look(self) -> None:
        for pid in _below(os.getpid()):
            for kept, name in ((self.arguments, "cmdline"), (self.environments, "environ")):
                with suppress(OSError):  # it is gone
                    kept.setdefault(Path(f"/proc/{pid}/{name}").read_bytes(), pid)


@contextmanager
def watching() -> Iterator[Watched]:
    """Everything that this process starts meanwhile, and all that they start."""
    watched, over = Watched(), threading.Event()

    def watch() -> None:
        while not over.wait(_SECONDS):
            watched.look()

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield watched
    finally:
        over.set()
        thread.join(10)


def _below(pid: int) -> Iterator[int]:
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            for child in map(int, children.read_text("ascii").split()):
                yield child
                yield from _below(child)
