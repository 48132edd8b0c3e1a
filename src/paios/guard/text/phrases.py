"""Owns: the two lists of words that read like instructions to a model (I2, I3), as patterns over folded text.

A word may be spelled with gaps, and words may be written together, but a
phrase begins and ends where a word does: "exact assay" does not say "act as".
"""

import re
from typing import Final

MARKS: Final = "<>[]|/"
"""The signs that markup of dialogues is made of."""

_ALWAYS: Final = (
    "ignore previous", "ignore all", "ignore above",
    "forget previous", "forget all",
    "new instructions", "you are now",
)  # fmt: skip
_EXTENDED: Final = (
    "disregard your", "disregard all", "disregard previous",
    "pretend you are", "your new directive", "jailbreak", "dan mode",
)  # fmt: skip


def _spelled(word: str) -> str:
    return " *".join(word)


def _phrase(words: str) -> str:
    return " *".join(_spelled(word) for word in words.split())


def _whole(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(patterns)})(?![a-z0-9])")


# Written together, "act as" is a Spanish word.
_ACT_AS: Final = rf"{_spelled('act')} +{_spelled('as')}"
_STOP: Final = rf"{_spelled('stop')} .{{0,100}}? {_phrase('new task')}"

WORDS: Final = _whole(*map(_phrase, _ALWAYS), _ACT_AS)
EXTENDED_WORDS: Final = _whole(*map(_phrase, _EXTENDED), _STOP)

# A bracket that stands apart from its word is a comparison, unless it is closed: "load < system limit".
_TAG: Final = rf"< ?/? ?{_spelled('system')} *>"
MARKUP: Final = re.compile(
    rf"{_TAG}|</?{_spelled('system')}|</? *{_phrase('tool use')}|\[ */? *{_spelled('system')} *\]"
)
EXTENDED_MARKUP: Final = re.compile(rf"\[ */? *{_spelled('inst')} *\]|< *\| *{_phrase('im start')} *\|? *>?")
FENCE: Final = re.compile(r"<(?: *<){2,}|>(?: *>){2,}")
"""Three or more angle brackets of one kind."""
