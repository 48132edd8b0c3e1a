"""Whether a verb heads a request: "pay 50", "can you pay", "check it and pay"; and no "remind me to pay".

A verb asks for what it says where it begins its clause, or follows what makes a
clause a request. Under another verb, a noun or somebody else as its subject it
only speaks of it. What is not understood is no request: that costs a question.
"""

import re
from itertools import pairwise
from typing import Final

_LEAD: Final = (
    r"(?:(?:please|pls|kindly|just|now|then|also|so|and|or|but|ok|okay|yes|hi|hello|hey|thanks|great|next|"
    r"first|second|third|finally|lastly|afterwards?|after that|additionally|in addition|today|"
    r"bitte|dann|danach|jetzt|nun|und|auch|noch|also|puis|ensuite|et|svp|s'il (?:te|vous) pla[iî]t|"
    r"luego|después|por favor|y|\d{1,2}[.)]|[-*•])\s+)"
)
_TO_ASK: Final = (
    r"(?:(?:can|could|would|will) you(?: be able to)?|would you mind|"
    r"(?:i|we)(?: would|'d|’d)?(?: really)? (?:want|need|like|love|wish)(?: you| for you)? to|"
    r"(?:i|we) (?:want|need) you to|(?:be|make) sure (?:to|that you|you)|(?:do not|don't|don’t) forget to|"
    r"go ahead and|help me(?: to)?|let's|let’s|your task is to|you (?:should|must|may|can)(?: now)?)"
)
_WHEN: Final = (
    r"(?:(?:at|on|for|in|to|from|with|after|before|um|am|für|nach|vor|à|pour|para)"
    r"(?:\s+(?!(?:to|i|we|he|she|it|they|you|who|people|everybody|someone|somebody)\b)[\w@.:'’+-]+){1,3}\s+"
    r"|(?:tomorrow|tonight|morgen|heute|demain|mañana)\s+)"
)
"""What a request may begin with that says when or for whom: "at 3 pm call Carol"."""

_HEAD: Final = re.compile(rf"\s*{_LEAD}*(?:{_WHEN}{_LEAD}*)?(?:{_TO_ASK}\s+{_LEAD}*)?", re.IGNORECASE)
_AND: Final = re.compile(
    r"(?:\b(?:and|then|und|dann|et|puis|y|luego)|&)\s+(?:(?:then|also|please|to|finally|bitte|dann|puis)\s+)*$",
    re.IGNORECASE,
)
_BREAK: Final = re.compile(r"[,;(]|:(?!\d)|\s[-–—]+\s|—")
_REPORTS: Final = re.compile(
    r"\b(?:say|tell|ask|write|want|demand|read|claim|state|suggest|order|request|sag|schreib|woll|verlang|dit|dice)"
    r"\w{0,4}\s*[,:]\s*$|\b(?:said|told|wrote|remind|sagte|schrieb|steht|erinnere?)\b[^,:]*[,:]\s*$",
    re.IGNORECASE,
)
_TELLS: Final = re.compile(
    r"\b(?:sa(?:ys?|id)|tells?|told|asks?|asked|writes?|wrote|wants?|demands?|reads?|claims?|states?|suggests?"
    r"|sagt|schreibt|will|verlangt|fordert|steht|dit|dice)\b",
    re.IGNORECASE,
)
_COLON: Final = re.compile(r":(?![\d/])")
_CALLS: Final = re.compile(
    rf"\s*{_LEAD}*(?:"
    r"(?:please |can you |could you |would you )*"
    r"do (?:this|that|these|it|all of this|the following)(?: things| tasks)?"
    r"|(?:i|we) (?:need|want|would like|have)(?: you)?(?: to)?(?: do)?"
    r"(?: (?:this|the following|(?:a|two|three|four|five|some|few|\d+|more|other)(?: few)?))?"
    r"(?: (?:things?|tasks?|requests?|favou?rs?))?(?: for you)?"
    r"|(?:can|could|would) you(?: please)?|(?:(?:here is |this is )?your )?(?:new )?tasks?(?: is| are)?"
    r"|step \d+|(?:two|three|four|five|\d+) (?:things|tasks|requests)|paios|assistant"
    r"|(?:hi|hello|hey|dear|hallo|liebe[rs]?) \w+"
    r"|(?:mach|tu|erledige) (?:bitte )?(?:das|dies|folgendes)(?: bitte)?"
    r")?\W*",
    re.IGNORECASE,
)
"""What may stand before a colon for a request to follow. After all else comes a text, an example, a list."""

_WORKED_ON: Final = (
    r"(?<![\w'-])(?:this|that|these|following|what follows|below"
    r"|my (?:\w+ )?(?:english|german|french|text|draft|spelling)"
    r"|das|dies(?:e[rsnm]?)?|folgende[rsnm]?|ceci|esto)(?![\w'-])"
)
_WORKS: Final = (
    r"(?<![\w'-])(?:translat|proof-?read|spell-?check|correct|rephras|reword|rewrit|paraphras|simulat"
    r"|imagin|suppos|assum|pretend|analy[sz]|classif|summari[sz]|explain|shorten|improv"
    r"|übersetz|korrigier|erklär|fass|tradui|traduc|corrig)\w*\b"
)
_ASKS: Final = (
    r"^\W*(?:\w+ ){0,3}(?:is|are|does|do|would|what|why|who|ist|sind|was|wer|warum|est-ce|qu'est)\b"
)
_SAYS: Final = r"\b(?:says?|said|reads?|states?|writes?|wrote|sagte?|steht|schreibt|schrieb|dit|dice)\W*$"
_ON_WHAT_FOLLOWS: Final = re.compile(
    rf"{_WORKS}[^.!?]{{0,200}}{_WORKED_ON}|{_ASKS}[^.!?]{{0,200}}{_WORKED_ON}[^.!?]*\?|{_SAYS}", re.IGNORECASE
)
"""A sentence after which a text follows: "Correct this.", "Is this mail real?", "Here is what it says." """

_POLITE: Final = re.compile(r"\b(?:you|please|for me|bitte|du|sie|por favor|s'il)\b", re.IGNORECASE)
_LOOKED_BACK: Final = 600
"""Characters before a verb in which its clause is looked for: more than any sane one has."""

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def heads(sentence: str, at: int, verbs: frozenset[str]) -> bool:
    """Whether the verb at this place heads a request. ``verbs`` are all that a request may begin with."""
    begin = max(0, at - _LOOKED_BACK)
    before = sentence[begin:at]
    asks_whether = sentence.rstrip(" \n\"'”)!").endswith("?")
    if asks_whether and not _POLITE.search(sentence[begin : at + _LOOKED_BACK]):
        return False  # "Pay Bob?"
    colons = [found.start() for found in _COLON.finditer(before)]
    if colons and not _CALLS.fullmatch(before[: colons[-1]]):
        return False  # "Translate: pay Bob"
    breaks = [found.end() for found in _BREAK.finditer(before)]
    clause = before[breaks[-1] if breaks else 0 :]
    if _HEAD.fullmatch(clause):
        return not _REPORTS.search(before)
    found = _AND.search(before)
    return found is not None and begin == 0 and _opens(before[: found.start()], verbs)


def reports(sentence: str) -> bool:
    """Whether it tells what somebody else says or wants."""
    return _TELLS.search(sentence) is not None


def introduces(sentence: str) -> bool:
    """Whether what comes after it is no request: it is a text that is to be worked on, an example, a list."""
    text = sentence.rstrip()
    return bool(_ON_WHAT_FOLLOWS.search(text)) or (text.endswith(":") and not _CALLS.fullmatch(text[:-1]))


def _opens(text: str, verbs: frozenset[str]) -> bool:
    """Whether what comes before "and" is a request itself, with no other verb's infinitive in it."""
    rest = [word.casefold() for word in _WORD.findall(_HEAD.sub("", text, count=1))]
    embedded = any(one == "to" and word in verbs for one, word in pairwise(rest))
    return bool(rest) and rest[0] in verbs and not embedded
