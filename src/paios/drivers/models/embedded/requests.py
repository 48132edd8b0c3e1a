"""Owns: finding the parts of a request to write in the person's own words. Pure.

Whatever is found is a piece of what the person typed: nothing that a note says
can become an argument of a change.
"""

import re
from dataclasses import dataclass
from typing import Final

_ASK: Final = r"(?:(?:please|can you|could you|would you|just)\s+)*"
_VERB: Final = r"(?:add|put|append|write|note|log|jot|enter|record)(?:\s+down)?"
_INTO: Final = r"(?:to|on|onto|in|into|under)"
_NOTE: Final = r"(?P<note>[^:\n]{1,80}?)"
_TEXT: Final = r"(?P<text>.{1,2000}?)"
_NEW: Final = r"(?:(?:create|make|start|write|add)\s+(?:an?\s+|the\s+)?(?:new\s+)?|new\s+)note"

_ADDING: Final = tuple(
    re.compile(pattern, re.IGNORECASE | re.DOTALL)
    for pattern in (
        rf"{_ASK}{_VERB}\s+{_INTO}\s+{_NOTE}\s*:\s*{_TEXT}",
        rf"{_ASK}{_VERB}\s+{_INTO}\s+{_NOTE}\s+that\s+{_TEXT}",
        rf"{_NOTE}:\s*{_VERB}\s+{_TEXT}",
        rf"{_ASK}{_VERB}\s+(?P<text>[\"'“‘«].{{1,2000}}[\"'”’»])\s+{_INTO}\s+{_NOTE}",
        rf"{_ASK}{_VERB}\s+(?P<text>.{{1,2000}})\s+{_INTO}\s+(?:my|the|our)\s+{_NOTE}",
        rf"{_ASK}{_VERB}\s+(?P<text>.{{1,2000}})\s+{_INTO}\s+(?!do\b){_NOTE}",
    )
)
_CREATING: Final = tuple(
    re.compile(pattern, re.IGNORECASE | re.DOTALL)
    for pattern in (
        rf"{_ASK}{_NEW}\s+(?:called|named|titled|about|for|on)?\s*{_NOTE}\s*"
        rf"(?::|with the text:?|that says|saying)\s*{_TEXT}",
        rf"{_ASK}{_NEW}(?::|\s+(?:called|named|titled|about|for|on))?\s+{_NOTE}(?P<text>)",
    )
)
_LONGEST: Final = 2000
_QUESTION: Final = re.compile(
    r"(?:what|when|where|who|whom|whose|which|why|how|is|are|was|were|do|does|did|has|have|had)\b",
    re.IGNORECASE,
)
_BEFORE: Final = re.compile(
    r"(?:(?:my|the|our|an?)\s+)?(?:note\s+(?:about|called|named|on)\s+)?", re.IGNORECASE
)
_AFTER: Final = re.compile(r"(?:\s+note|,?\s+please|[.!?\s])+$", re.IGNORECASE)
_EDGE: Final = " \t\n,;:\"'“”‘’«»"
_WORDLESS: Final = frozenset(
    re.findall(
        r"\w+",
        "a an the my our your i me we you it them they to on onto in into of for from with that this and or "
        "is about please can could would add put append write note log jot enter record down",
    )
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What shall be written where, in the person's words: ``note`` is a name, not yet a path."""

    note: str
    text: str


def adding(words: str) -> Wanted | None:
    """The parts of "Add to my list: milk" and its like; None for sentences of another build."""
    return _first(_ADDING, words)


def creating(words: str) -> Wanted | None:
    """The parts of "Create a note called Trips: …"; the text may be empty."""
    return _first(_CREATING, words)


def is_question(words: str) -> bool:
    """Whether the sentence is built like a question."""
    return _QUESTION.match(words.strip()) is not None


def note_name(words: str) -> str:
    """A note's name as spoken, without "my", "the note about", "please"."""
    name = _AFTER.sub("", words.strip(_EDGE)).strip(_EDGE)
    return _BEFORE.sub("", name, count=1).strip(_EDGE) or name


def spans(words: str, longest: int) -> list[str]:
    """Every run of up to ``longest`` words that could be a name or a text by itself."""
    tokens = words.split()[:40]
    found = []
    for start in range(len(tokens)):
        for end in range(start + 1, min(len(tokens), start + longest) + 1):
            run = tokens[start:end]
            edges = {run[0].strip(_EDGE).lower(), run[-1].strip(_EDGE + ".!?").lower()}
            if not edges & _WORDLESS and not any(token[-1] in ":;?!" for token in run[:-1]):
                found.append(" ".join(run).strip(_EDGE + ".!?"))
    return [span for span in dict.fromkeys(found) if span]


def _first(patterns: tuple[re.Pattern[str], ...], words: str) -> Wanted | None:
    if len(words) > _LONGEST:
        return None
    for pattern in patterns:
        match = pattern.fullmatch(words.strip())
        if match is not None:
            note = note_name(match["note"])
            text = re.sub(r",?\s+please[.!]?$", "", match["text"].strip(), flags=re.IGNORECASE).strip(_EDGE)
            if note:
                return Wanted(note, text)
    return None
