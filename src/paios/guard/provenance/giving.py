"""Whether a place is given as where something goes: "to X" in the request, or "her account is X" after it.

A sentence that follows a request says many things of a place: that it is the
old one, one's own, a fraud. So there only what plainly gives it counts.
"""

import re
from collections.abc import Collection
from typing import Final

from paios.guard.provenance.normal.characters import BLOT
from paios.guard.provenance.normal.vocabulary import ARTICLES, GO_ON, INTRODUCE_PEOPLE, TELL_OF

_LONGEST: Final = 80
"""Characters beside a place that are looked at: more than it takes to give one."""

_WHENCE: Final = re.compile(
    r"(?<![\w'-])(?:from|off|against|than|besides|except|von|aus|gegen|statt|depuis|desde)"
    r"(?: (?!(?:to|into|an|auf|à|a)\b)[\w'’-]+){0,3}\W*$",
    re.IGNORECASE,
)
_ANSWERED: Final = re.compile(
    r"(?<!\w)(?:repl|answer|respond|antwort|répond)\w*\b.*\b"
    r"(?:mails?|e-?mails?|messages?|requests?|questions?|invitations?|nachricht|anfrage|einladung)"
    r" (?:from|of|von|de)[\s\"'“„«`<(]*$",
    re.IGNORECASE | re.DOTALL,
)
"""A mail is answered to whom it came from."""

_NEXT: Final = re.compile(r" ([^\W_]+)")
_LEADS: Final = re.compile(r"([\w-]+)[\s\"'“„«`<(]*$")
_TO_PEOPLE: Final = INTRODUCE_PEOPLE | {*("and", "und", "et", "y", "at"), *("also", "both", "auch", "please")}
_TO_PLACES: Final = _TO_PEOPLE | ARTICLES | {"in", "into", "on", "auf", "dans"}
_KIND: Final = (
    r"(?:account|iban|konto|kontonummer|number|address(?:es)?|e-?mails?|mail|adressen?|recipients?|payees?"
    r"|beneficiary|empfänger|url|link|phone|handle|channel|compte|cuenta|correo)"
)
_NAMED: Final = re.compile(r"\w\W+[A-Z][\w'’-]*[\s\"'“„«`<(]*$")
_ONES_OWN: Final = re.compile(
    rf"(?<!\w)(?:{'|'.join(sorted(INTRODUCE_PEOPLE))}) (?:my|our|your|his|her|their|the|mein\w*|unser\w*) "
    r"\w+[\s\"'“„«`<(]*$"
    rf"|(?<!\w)(?:(?:she|he|they|who)\s+(?:is|are)|{_KIND}(?:\s+(?:is|are))?)[\s\"'“„«`<(]*$",
    re.IGNORECASE,
)
_OWNER: Final = (
    r"(?:(?:the|her|his|their|its|my|our|der|die|das|ihre?|seine?|mein(?:e|em|er)?)\s+)?"
    r"(?:new\s+)?(?!(?:own|old|former|previous|wrong|other|last|not|no|fake)\b)[\w.-]+"
)
_GIVES: Final = re.compile(
    r"\W*(?:(?:and|also|please|und|bitte)\s+)*"
    r"(?:use|(?:send|pay|transfer) (?:it|them|that) (?:in)?to|it goes to|to|an|auf|à|a)?\W*"
    rf"(?:(?:the|her|his|their|its|whose|die|der|das|ihre?|seine?|{_OWNER}(?:'s|’s|s'|s’))\s+)?"
    r"(?:(?:new|correct|right|bank|e-?mail|neue|richtige)\s+)*"
    rf"(?:{_KIND}(?:\s+(?:number|address|no\.?|nr\.?))?"
    rf"(?:\s+(?:of|for|von|für|de)\s+{_OWNER}(?:\s+[A-Z][\w-]*)?)?)?"
    r"\s*(?:is|are|ist|sind|lautet|est|es)?(?:\W+(?:and|und|et|y)\b)*\W*",
    re.IGNORECASE,
)
_ENDS: Final = re.compile(
    r"(?:\W*(?:and|und|et|y)\b)*\W*"
    r"(?:(?:(?:the|her|his|my|die|der|das)\s+)?[\w-]+\s+(?:is|are|ist|sind)\W+[\d.,]+(?:\s*\w{1,4})?)?\W*",
    re.IGNORECASE,
)


def addressed(before: str, place: str, after: str, verbs: Collection[str]) -> bool:
    """Whether a place is where a request goes to, and not only spoken of.

    People are led to by one of the ``verbs``, or by a "to". Other places, for which there are none,
    need no such word.
    """
    before = before[-_LONGEST:]
    if verbs and _ANSWERED.search(before):
        return True
    if _WHENCE.search(before):
        return False
    told = _NEXT.match(after)
    if told is not None and told[1].casefold() in TELL_OF:
        return False
    led = _LEADS.search(before)
    if led is None and verbs and before.strip():
        # After a comma: one of a list, and nobody of whom something is told.
        return told is None or told[1].casefold() in GO_ON
    if led is None or not verbs:
        return True
    word = led[1].casefold()
    leading = _TO_PLACES if "@" in place or place.startswith("#") else _TO_PEOPLE
    return word in leading or word in verbs or bool(_NAMED.search(before) or _ONES_OWN.search(before))


def gives(before: str, after: str) -> bool:
    """Whether a sentence only gives a place, by what stands in it before and after: "Her account is X."

    Other places of it are blotted out.
    """
    before, after = (" ".join(side.replace(BLOT, " ").split()) for side in (before, after))
    plain = len(before) <= _LONGEST and len(after) <= _LONGEST
    return plain and bool(_GIVES.fullmatch(before) and _ENDS.fullmatch(after))
