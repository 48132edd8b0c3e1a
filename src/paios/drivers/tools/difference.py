"""Owns the unified diff that a person sees before a note changes. Pure.

It shows the texts as they are: control characters are made visible by whoever
draws it.
"""

import difflib
import re
from typing import Final

CONTEXT: Final = 3
_COMPARED: Final = 4000
"""Most differing lines that are compared with one another; more are shown as wholly replaced."""

_HUNK: Final = re.compile(r"@@ -(\d+)(,\d+)? \+(\d+)(,\d+)? @@")


def difference(before: str, after: str, path: str) -> str:
    """The unified diff, with 3 lines of context; empty for equal texts."""
    old, new = _lines(before), _lines(after)
    # What both share at their ends is cut off first: comparing takes quadratic time.
    head = _shared(old, new)
    tail = min(_shared(old[::-1], new[::-1]), min(len(old), len(new)) - head)
    start, stop = max(head - CONTEXT, 0), max(tail - CONTEXT, 0)
    old, new = old[start : len(old) - stop], new[start : len(new) - stop]
    return "\n".join(
        _shifted(line, start) if line.startswith("@@") else line for line in _compared(old, new, path)
    )


def _compared(old: list[str], new: list[str], path: str) -> list[str]:
    if len(old) + len(new) <= _COMPARED:
        return list(difflib.unified_diff(old, new, path, path, n=CONTEXT, lineterm=""))
    ranges = f"@@ -{min(1, len(old))},{len(old)} +{min(1, len(new))},{len(new)} @@"
    return [
        f"--- {path}",
        f"+++ {path}",
        ranges,
        *(f"-{line}" for line in old),
        *(f"+{line}" for line in new),
    ]


def _lines(text: str) -> list[str]:
    lines = text.split("\n")
    if not lines[-1]:
        return lines[:-1]
    # Part of the line, so that a missing line end is a difference too.
    return [*lines[:-1], f"{lines[-1]}\n\\ No newline at end of file"]


def _shared(one: list[str], other: list[str]) -> int:
    return next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _shifted(header: str, by: int) -> str:
    return _HUNK.sub(
        lambda hunk: f"@@ -{int(hunk[1]) + by}{hunk[2] or ''} +{int(hunk[3]) + by}{hunk[4] or ''} @@", header
    )
