"""Whether a sentence that asks for a payment is understood to its last word.

What is known to make a payment less than asked for is heard (`withheld.py`), but
such words have no end. So here it is the other way round: money goes unasked
only where every word is a value, a name, what it is for, or one of few that are
known to change nothing. A word that is not known costs a question.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Final

from paios.guard.provenance.normal.characters import BLOT, blotted


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_DETERMINERS: Final = _words(
    "a an the my our your his her its their this that these those "
    "der die das den dem des ein eine einen einem einer mein meine meinen meinem meiner unser unsere unserem "
    "ihr ihre ihren ihrem ihrer sein seine seinen seinem seiner "
    "le la les l un une mon ma mes son sa ses el los las mi mis su sus"
)
"""After these there may be a word that is not known: what a thing is called."""

_PURPOSES: Final = _words(
    "for as subject reference title note memo purpose regarding re für als betreff verwendungszweck wegen "
    "pour comme objet para como asunto concepto"
)
"""After these there may be a few: what it is for."""

_FEW: Final = 4

_KNOWN: Final = _words(
    # Who asks, and how.
    "please kindly now just today also too then and or hi hello hey thanks thank ok okay yes sure go ahead "
    "i i'd i'm we you me us him them it can could would will want need like to be paios assistant "
    # What a payment is called, from whom, to whom.
    "pay send transfer wire give settle refund reimburse repay donate tip purchase buy order book set up "
    "make do schedule create add update change adjust check see read look find open write tell show "
    "summarise "
    "from of with on at in by via into back over up out each is are who have got sent owe paid left last "
    "account accounts iban bank number address recipient payee beneficiary name amount sum money payment "
    "payments transaction transactions transfers orders standing recurring scheduled bill invoice rent fee "
    "information usually always accordingly history new correct called belongs "
    # The same in German, French and Spanish.
    "bitte jetzt heute dann und danke ja ich wir du möchte will kannst könntest von mit auf an in zu zur zum "
    "über überweise überweis zahle zahl bezahle bezahl sende schicke schick gib "
    "konto iban betrag geld rechnung miete zahlung überweisung name empfänger ist "
    "s'il te plaît vous à de du et sur avec paie paye vire envoie compte montant argent facture loyer "
    "por favor a y en paga transfiere envía cuenta importe dinero factura alquiler"
)
"""Words that do not change whether, how much, when and to whom it is to be paid."""

_THEN: Final = _words("and then und dann et puis y luego")
_NUDGED: Final = re.compile(r"(?:don't|do not) forget to ", re.IGNORECASE)
_TOKEN: Final = re.compile(rf"[^\W_]+(?:['.-][^\W_]+)*|{BLOT}+")


def understood(
    sentence: str, values: Iterable[tuple[int, int]], verbs: frozenset[str]
) -> Iterator[tuple[int, int]]:
    """The stretches of it in which no word is unknown, but for the ``values``.

    Each begins where the sentence does, or with one of the ``verbs`` after an "and".
    """
    text = blotted(sentence, sorted(values)).replace("’", "'")
    tokens = list(_TOKEN.finditer(_NUDGED.sub(lambda nudge: " " * len(nudge[0]), text)))
    cuts = [
        one.start()
        for before, one in pairwise(tokens)
        if before[0].casefold() in _THEN and one[0].casefold() in verbs
    ]
    edges = [0, *cuts, len(sentence)]
    clauses = (
        (begin, end, _is_known([one[0] for one in tokens if begin <= one.start() < end], first=begin == 0))
        for begin, end in pairwise(edges)
    )
    for known, together in groupby(clauses, key=itemgetter(2)):
        if known:
            stretch = list(together)
            yield stretch[0][0], stretch[-1][1]


def _is_known(tokens: Iterable[str], *, first: bool) -> bool:
    unknown = 0
    for token in tokens:
        word = token.casefold()
        if word[0] == BLOT:
            unknown = 0
        elif word in _PURPOSES:
            unknown = _FEW
        elif word in _DETERMINERS:
            unknown = max(unknown, 1)
        elif not (word in _KNOWN or (word.isdigit() if first else _is_name(token))):
            unknown -= 1
        if unknown < 0:
            return False
        first = False
    return True


def _is_name(word: str) -> bool:
    return word[0].isupper() and not word.isupper()
