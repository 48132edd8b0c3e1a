"""Owns: cutting a text that is too long, visibly (I8)."""

from typing import Final

LEAST: Final = 100
"""The mark itself takes some room."""


def truncate(text: str, limit: int) -> tuple[str, int]:
    """At most ``limit`` characters of ``text``, a mark at the end of what was cut included, and how many
    characters are left out. Raises ``ValueError`` for a limit below ``LEAST``."""
    if limit < LEAST:
        raise ValueError(f"a limit below {LEAST} leaves no room for the mark")
    if len(text) <= limit:
        return text, 0
    # As wide as the mark can get: a number in it has at most the digits of the whole length.
    kept = limit - len(_mark(len(text), len(text)))
    left_out = len(text) - kept
    return text[:kept] + _mark(left_out, len(text)), left_out


def _mark(left_out: int, whole: int) -> str:
    return f"\n[cut off here: {left_out:,} of {whole:,} characters left out]"
