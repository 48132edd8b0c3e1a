"""Whether what a person says is said with a "not" in front of it.

What is wrongly taken for negated costs a question. What is wrongly taken for
wanted could cost money, so the lists are wide and a comma ends nothing.
"""

import re
from typing import Final

from paios.guard.provenance.normal.characters import flat
from paios.guard.provenance.normal.vocabulary import NEGATIONS

_LOOKED_BACK: Final = 600
"""Characters before a value in which a "not" is looked for: more than any sane clause."""

_OPENS_QUOTATION: Final = re.compile(r"(?:^|[\s(:])[\"'`]$")
_BREAK: Final = re.compile(
    r"[.!?;]+(?=[\s\"')\]]|$)|\n"
    r"|(?<![\w'])(?:but|however|aber|sondern|mais|pero|sino|instead(?! of))(?![\w'])"
    r"|, *(?=(?:please|just|so|then|bitte|dann|also|puis|alors|entonces|luego)(?![\w']))"
)
_ABBREVIATED: Final = re.compile(r"(?:^|\W)(?:\w|dr|mr|mrs|ms|st|vs|etc|inc|ltd|prof|approx|bzw|ca)$")
_LONGEST_ABBREVIATION: Final = 8
_PHRASES: Final = (
    *("instead of", "rather than", "apart from", "other than", "anything but", "everyone but"),
    *("au lieu de", "plutôt que", "en vez de", "en lugar de"),
)
_NEGATION: Final = re.compile(
    r"n't(?! (?:forget|hesitate|fail)\b)(?!\w)"
    r"|(?<![\w'-])(?:not(?! (?:only|forget|hesitate|fail)\b)|never(?! (?:forget|fail)\b)"
    r"|no(?! (?:problem|worries)\b)(?![.,])|nicht(?! (?:nur|vergessen)\b)|n'\w{1,30}"
    rf"|{'|'.join((*sorted(NEGATIONS), *_PHRASES))})(?![\w'])"
)

_NICHT: Final = re.compile(r"(?<!vergiss )(?<!vergessen sie )(?<!\w)nicht(?! (?:nur|vergessen)\b)(?!\w)")
_ANOTHERS: Final = re.compile(r"\"[^\"]*\"|„[^“”\"]*[“”\"]|“[^”]*”|«[^»]*»|»[^«]*«")
_CLOSES: Final = "\"'“”«»‘’`.,"
_STOP: Final = re.compile(r"[.!?;,\n]|(?<!\w)(?:aber|sondern|und|dass|weil)(?!\w)")


def negated(words: str, start: int, end: int | None = None) -> bool:
    """Whether a "not" stands before ``start`` in the same clause, or closes the one that goes on at ``end``.

    Of what is quoted, only a "not" in the words right before the quotation counts.
    """
    if end is not None and _closed_by_not(words, end):
        return True
    begin = max(0, start - _LOOKED_BACK)
    clause = flat(words[begin:start]).lower()
    breaks = [found.end() for found in _BREAK.finditer(clause) if not _abbreviates(clause, found)]
    if _OPENS_QUOTATION.search(clause):
        breaks.append(max(breaks[-1] if breaks else 0, clause.rfind(",")))
    return bool(_NEGATION.search(clause, breaks[-1] if breaks else 0))


def _closed_by_not(words: str, end: int) -> bool:
    """Whether the clause ends in a German "nicht": "schick ihm das Foto lieber nicht"."""
    rest = _ANOTHERS.sub(" ", words[end : end + _LOOKED_BACK].lstrip(_CLOSES)).lower()
    clause = rest[: stop.start() if (stop := _STOP.search(rest)) else len(rest)]
    return _NICHT.search(clause) is not None


def _abbreviates(clause: str, found: re.Match[str]) -> bool:
    """Whether it is the dot of "Dr." or "e.g.", which ends nothing."""
    before = clause[max(0, found.start() - _LONGEST_ABBREVIATION) : found.start()]
    return found[0] == "." and _ABBREVIATED.search(before) is not None
