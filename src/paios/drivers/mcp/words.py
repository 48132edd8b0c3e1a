"""Owns: what of a server's words a person and a model get to see. Nothing hidden, nothing endless."""

import unicodedata
from typing import Final

_HIDDEN: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})
_KEPT: Final = frozenset("\n\t")


def clean(text: str, limit: int) -> str:
    """``text`` in NFKC, without control, format and unassigned characters, cut at ``limit`` characters."""
    shown = "".join(
        each for each in unicodedata.normalize("NFKC", text[: 4 * limit]) if each in _KEPT or not _hides(each)
    )
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


def is_plain(text: str) -> bool:
    """Whether no character of ``text`` is hidden."""
    return (text.isascii() and text.isprintable()) or not any(_hides(each) for each in text)


def line(text: str, limit: int = 200) -> str:
    """One clean line of ``text``."""
    return " ".join(clean(text, 4 * limit).split())[:limit]


def _hides(character: str) -> bool:
    return unicodedata.category(character) in _HIDDEN or character in "\u115f\u1160\u3164\uffa0\u2800"
