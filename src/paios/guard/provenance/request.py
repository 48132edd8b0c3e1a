"""The message as a request: its sentences, what in it is somebody else's text, what hangs on a condition.

A quotation that says more than one value is a text: it can be passed on, but
nothing in it asks for anything or says where a thing goes.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Final

from paios.domain.tool import Sink
from paios.guard.provenance.normal import mentions, time_licensed
from paios.guard.provenance.normal.characters import blotted

_REMEMBERED: Final = 16
"""Messages whose quotations are remembered: one decision asks for them at every value."""

_QUOTED: Final = re.compile(
    r"```(.+?)```|~~~(.+?)~~~|`([^`]+)`|\"([^\"]+)\"|“([^“”]+)”|„([^„“”\"]+)[“”\"]|«([^«»]+)»|»([^«»]+)«"
    r"|‹([^‹›]+)›|›([^‹›]+)‹|‘([^‘’]+)’|‚([^‚‘’']+)[‘’']|「([^「」]+)」|''([^'\n]+)''"
    r"|(?<![^\s(\[{:,;=])'([^']+)'(?![^\s)\]}.,;:!?])"
    r"|^[^\S\n]*(>[^\n]*)$"
    r"|^[^\S\n]*((?:[-_*]{2,} ?(?:forwarded|original|weitergeleitete|ursprüngliche|message transféré)"
    r"|_{8,}$|(?:begin|anfang)\b[^\n]{0,40}\b(?:forwarded|weitergeleiteten)\b"
    r"|(?:on|am|le|el)\b[^\n]{4,160}\b(?:wrote|schrieb|a écrit|escribió)\b[^\n]{0,80}:"
    r"|(?:from|von|de): [^\n]*\n).*)",
    re.DOTALL | re.MULTILINE | re.IGNORECASE,
)
_CONDITION: Final = re.compile(
    r"(?<![\w'-])(?:if|unless|in case|provided|as long as|depending on|as soon as|when|whenever"
    r"|once(?! (?:a|per|every|more|again)\b)|falls|wenn|sofern|sobald|nachdem|bevor|solange"
    r"|si|sauf si|quand|lorsque|dès que|après que|cuando|en cuanto"
    r"|(?:after|before|until|till|bis) (?:i|you|he|she|it|we|they|ich|du|er|sie|wir"
    r"|(?:\w+ ){1,3}(?:is|are|has|have|was|were|\w+s|\w+ed))"
    r"|(?:ask|check with|confirm with|show|warn) me|wait|my go|not yet|frag mich|warte)(?![\w'-])",
    re.IGNORECASE,
)
_TURNED: Final = re.compile(
    r"\b(?:days?|weeks?|months?|years?|hours?|tage?|wochen?|monate?|stunden?) (?:before|after|vor|nach)\b"
    r"|\bübernächst|\bof (?:last|the previous) (?:week|month|year)\b|\bin \w+ (?:weeks|months|years)\b"
    r"|\bnext (?:month|year)\b|\bquarter (?:to|past) \d+ o'clock|\bviertel (?:vor|nach)\b|\bUhr \d"
    r"|\b(?:UTC|GMT)\b",
    re.IGNORECASE,
)
_NOUN: Final = re.compile(
    r"(?<!\w)(ticket|issue|case|order|booking|reservation|transaction|invoice|event|appointment|file"
    r"|document|note|message|mail|email|contact|task)s?"
    r"(?:[\s:#\"'“`(]|ids?(?!\w)|number|no\.|nr\.?|is(?!\w)|was(?!\w)|with(?!\w)|the(?!\w))*$",
    re.IGNORECASE,
)
_AS_ASKED: Final = re.compile(
    r"(?<![\w'-])(?:if (?:you can|possible|you like|you please)|wenn möglich)", re.IGNORECASE
)


def sentences(words: str) -> Iterator[tuple[int, str]]:
    """The message in pieces, each of which says one thing, with where it begins."""
    start = 0
    for index, sign in enumerate(words):
        ends = sign in "\n;" or (sign in ".!?" and words[index + 1 : index + 2].strip() == "")
        if ends:
            yield start, words[start : index + 1]
            start = index + 1
    yield start, words[start:]


@lru_cache(maxsize=_REMEMBERED)
def quotations(words: str) -> tuple[tuple[int, int], ...]:
    """What stands within quotation marks, in quoted lines, and after the head of a forwarded mail."""
    return tuple(found.span(found.lastindex or 0) for found in _QUOTED.finditer(words))


def quoted(words: str, start: int, end: int) -> bool:
    """Whether this piece is part of a quotation that says more than it."""
    return any(
        begins <= start and end <= ends and words[begins:ends].strip(" .,") != words[start:end].strip(" .,")
        for begins, ends in quotations(words)
    )


def unquoted(words: str) -> str:
    """The message with every quotation blanked out, each sign in its place."""
    return blotted(words, quotations(words))


def conditional(sentence: str) -> bool:
    """Whether it asks only if something is so: "if she agrees, send it"."""
    return _CONDITION.search(_AS_ASKED.sub("", unquoted(sentence))) is not None


def noun_before(words: str, start: int) -> str | None:
    """The kind of thing that an id was called: ``event`` of "the event with the id 13"."""
    found = _NOUN.search(words[max(0, start - 60) : start])
    return found[1].casefold() if found else None


def turns_times(words: str) -> bool:
    """Whether a time is turned into another by words that are not read: "a week after tomorrow"."""
    return _TURNED.search(unquoted(words)) is not None


def said_at_once(value: str, words: str, *, today: date) -> bool:
    """Whether a time was said, its day with its hour: not the day of one thing with the hour of another."""
    if not time_licensed(value, words, today=today):
        return False
    marks = mentions(words, Sink.TIME, today=today)
    kinds = [(":" in one.value, one) for one in marks if " " not in one.value and one.value[0] != "P"]
    if any(len({one.value for clock, one in kinds if clock is wanted}) < 2 for wanted in (True, False)):
        return True
    leads = kinds[0][0]
    cuts = [
        one.start for (before, _), (clock, one) in pairwise(kinds) if clock is leads and before is not leads
    ]
    edges = [0, *cuts, len(words)]
    return any(time_licensed(value, words[begin:end], today=today) for begin, end in pairwise(edges))
