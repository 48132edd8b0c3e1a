"""The message as a request: its sentences, what in it is somebody else's text, what hangs on a condition.

A quotation that says more than one value is a text: it can be passed on, but
nothing in it asks for anything or says where a thing goes.
"""

import re
from collections.abc import Iterator
from typing import Final

_QUOTED: Final = re.compile(
    r"```(.+?)```|`([^`]+)`|\"([^\"]+)\"|“([^“”]+)”|„([^„“”]+)[“”]|«([^«»]+)»|‘([^‘’]+)’"
    r"|(?<![^\s(\[{:,;=])'([^'\n]+)'(?![^\s)\]}.,;:!?])"
    r"|^[^\S\n]*(>[^\n]*)$"
    r"|^(-{2,} ?(?:original message|forwarded message|ursprüngliche nachricht)\b.*)",
    re.DOTALL | re.MULTILINE | re.IGNORECASE,
)
_CONDITION: Final = re.compile(
    r"(?<![\w'-])(?:if|unless|in case|provided|as long as|depending on|falls|wenn|sofern|si|sauf si)(?![\w'-])",
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
    pieces, place = [], 0
    for begins, ends in quotations(words):
        pieces += [words[place:begins], "\x00" * (ends - begins)]
        place = ends
    return "".join((*pieces, words[place:]))


def conditional(sentence: str) -> bool:
    """Whether it asks only if something is so: "if she agrees, send it"."""
    return _CONDITION.search(_AS_ASKED.sub("", unquoted(sentence))) is not None
