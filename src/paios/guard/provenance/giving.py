"""Whether a place is given as where something goes: "to X" in the request, or "her account is X" after it.

A sentence that follows a request says many things of a place: that it is the
old one, one's own, a fraud. So there only what plainly gives it counts.
"""

import re
from typing import Final

_WHENCE: Final = re.compile(
    r"(?<![\w'-])(?:from|off|against|than|besides|except|von|aus|gegen|statt|depuis|desde)"
    r"(?: (?!(?:to|into|an|auf|à|a)\b)[\w'’-]+){0,3}\W*$",
    re.IGNORECASE,
)
_OWNER: Final = (
    r"(?:(?:the|her|his|their|its|my|our|der|die|das|ihre?|seine?|mein(?:e|em|er)?)\s+)?"
    r"(?:new\s+)?(?!(?:own|old|former|previous|wrong|other|last|not|no|fake)\b)[\w.-]+"
)
_KIND: Final = (
    r"(?:account|iban|konto|kontonummer|number|address(?:es)?|e-?mails?|mail|adressen?|recipients?|payees?"
    r"|beneficiary|empfänger|url|link|phone|handle|channel|compte|cuenta|correo)"
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
    r"(?:\W+(?:and|und|et|y)\b)*\W*"
    r"(?:(?:(?:the|her|his|my|die|der|das)\s+)?[\w-]+\s+(?:is|are|ist|sind)\W+[\d.,]+(?:\s*\w{1,4})?)?\W*",
    re.IGNORECASE,
)


def comes_from(before: str) -> bool:
    """Whether the words before a place make it one that something comes from, or does not go to."""
    return _WHENCE.search(before) is not None


def gives(before: str, after: str) -> bool:
    """Whether a sentence only gives a place, by what stands in it before and after: "Her account is X." """
    return bool(_GIVES.fullmatch(before) and _ENDS.fullmatch(after))
