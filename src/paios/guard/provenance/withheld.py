"""What a person says beside a request that makes it less than one: taken back, held back, put off, doubted.

Only words that are known here are heard. What a request says of where it goes
must be plain by itself (`requested.py`).
"""

import re
from typing import Final

from paios.guard.provenance.request import unquoted

_TAKEN_BACK: Final = re.compile(
    r"(?:^|[.!?,;:–—-])\s*(?:oh,? |ah,? |hm+,? |but |and |please )*"
    r"(?:actually,? no|no,? wait|wait,? no|no[!.]|no,? (?:don't|do not|leave|stop|sorry)|not[!.]|never ?mind"
    r"|scratch that|forget (?:it|that|about)|on second thoughts?|i(?:'ve| have)? changed my mind"
    r"|(?:don't|do not)(?: do (?:it|that))?[.!]|leave it|stop[.!]"
    r"|nein[!.,]|doch nicht|lieber nicht|vergiss (?:es|das)|halt[!.,])",
    re.IGNORECASE,
)
_HELD_BACK: Final = re.compile(
    r"(?<![\w'-])(?:"
    r"(?:as|als|en|comme|como) (?:(?:an?|my|the|einen?|une?|un) )?"
    r"(?:draft|template|entwurf|vorlage|brouillon|borrador)"
    r"|(?:in|into|to|dans|en) (?:(?:my|the|your|den|die|meinen?|mes|les|mis|los) )?"
    r"(?:drafts|templates|entwürfen?|vorlagen|brouillons|borradores)"
    r"|(?:don'?t|do not|never|without(?=(?: actually| really)? \w+ing\b))"
    r"(?: actually| really| just| yet| ever| you)* "
    r"(?!forget|hesitate|fail|worry|mention)\w+(?: (?:ahead|on) with)?"
    r"(?: (?:(?:the|my|any|this|that|these|those) \w+|it|them|this|that|these|those|anything))?"
    r"(?: go)?(?: (?:off|out|yet|now|today))*"
    r"(?=\W*$|[.,;:!)]|\s+(?:but|and|or|until|till|before|without)\b)"
    r"|let (?:me|us) (?!know\b|have\b)\w+"
    r"|i(?:'ll| will)(?: \w+)? "
    r"(?:send|pay|release|do|check|review|read|approve|confirm|sign|decide|edit|finish|look)"
    r"|(?:i|we)(?:'d| would)? (?:want|need|like|have|must|should)(?: to)?(?: \w+)? "
    r"(?:see|read|check|review|look|release|approve|confirm|edit|sign|think|decide)"
    r"|(?:show|read|give) (?:it|them|that|this) to me"
    r"|(?:leave|hold|keep|park) (?:it|them|this|that|off|back)|cancel (?:it|them|this|that)(?=\W*$|[.,;:!)])"
    r"|unsent|(?:for|after|with|pending) my (?:\w+ )?(?:ok|okay|go|approval|review|signature|consent)"
    r"|kidding|joking|(?:only|just|as) a (?:joke|test|example)|dry run|hypothetical(?:ly)?|nothing real"
    r"|(?:nur|als) (?:ein )?(?:test|scherz|beispiel)"
    r"|(?:sie|es|ihn|das|(?:die|den) \w+) (?:(?:noch|aber|bitte|erst) )*nicht(?! nur| vergessen)"
    r"|(?:noch nicht|ne l[ae'] ?\w+ pas|pas encore|no l[aoe]s? \w+|todavía no|aún no)"
    r"|(?:lass|zeig) (?:(?:sie|es|ihn) )?m(?:ich|ir)(?! wissen)"
    r"|ich (?:schicke|sende|zahle|überweise|prüfe|lese|mache) (?:sie|es|ihn|das|selbst)"
    r")(?![\w'-])",
    re.IGNORECASE | re.MULTILINE,
)
"""What is said of something made ready, which the person does themselves or wants to see before."""

_LATER: Final = re.compile(
    r"(?<![\w'-])(?:later|soon|eventually|some ?day|one day|gradually|recurring|regularly"
    r"|(?:next|every|each)(?: other)? (?:week|month|year|quarter|day|morning|evening|time|\w+day)"
    r"|daily|weekly|monthly|yearly|annually|quarterly|in (?:an?|\w+) (?:hours?|days?|weeks?|months?|years?)"
    r"|später|bald|irgendwann|täglich|wöchentlich|monatlich|jährlich|regelmäßig"
    r"|(?:nächste|jede)[rsnm]? (?:tag|woche|monat|jahr|quartal|mal|\w+tag)"
    r"|plus tard|bientôt|chaque \w+|tous les \w+|prochaine?|más tarde|pronto|cada \w+|próxim[oa])(?![\w'-])",
    re.IGNORECASE,
)
_DOUBTED: Final = re.compile(
    r"(?<![\w'-])(?:scam\w*|fraud\w*|fake\w*|phish\w*|spoof\w*|suspicious|unsafe|stolen|hacked|bogus|wrong"
    r"|block(?:ed|ing)?|betrug\w*|betrüg\w*|gefälscht\w*|verdächtig\w*|gesperrt\w*|falsche?[rsnm]?"
    r"|arnaque\w*|fausse?|estafa\w*|fals[oa])(?![\w'-])"
    r"|(?<![\w'-])(?:or|oder|ou) (?!more\b)|\?\s*!|!\s*\?",
    re.IGNORECASE,
)


def taken_back(words: str, after: int) -> bool:
    """Whether something said later takes or holds it back: "Actually no", "but don't send it"."""
    own = unquoted(words).replace("’", "'")
    return any(taken.search(own, after) for taken in (_TAKEN_BACK, _HELD_BACK))


def put_off(request: str) -> bool:
    """Whether it is asked for at a time that no reading knows: "later", "next week", "every month"."""
    return _LATER.search(unquoted(request)) is not None


def doubted(request: str) -> bool:
    """Whether it leaves a choice, or what it is about is said to be false: "or to Bob", "it is a scam"."""
    return _DOUBTED.search(unquoted(request)) is not None
