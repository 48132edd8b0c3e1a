"""Whether what a person says is said with a "not" in front of it.

What is wrongly taken for negated costs a question. What is wrongly taken for
wanted could cost money, so the lists are wide and a comma ends nothing.
"""

import re
from typing import Final

from paios.guard.provenance.normal.characters import flat

_LOOKED_BACK: Final = 600
"""Characters before a value in which a "not" is looked for: more than any sane clause."""
_NEAR: Final = 40
"""The same before a quotation: "never say …"."""

_BREAK: Final = re.compile(
    r"[.!?;]+(?=[\s\"')\]]|$)|\n"
    r"|(?<![\w'])(?:but|however|aber|sondern|mais|pero|sino|instead(?! of))(?![\w'])"
    r"|, *(?=(?:please|just|so|then|bitte|dann|also|puis|alors|entonces|luego)(?![\w']))"
)
_NEGATION: Final = re.compile(
    r"n't(?! (?:forget|hesitate|fail)\b)(?!\w)"
    r"|(?<![\w'-])(?:not(?! (?:only|forget|hesitate|fail)\b)|never(?! (?:forget|fail)\b)|no(?! (?:problem|worries)\b)(?![.,] ?)"
    r"|neither|nor|nobody|nothing|none|without|cannot|dont|doesnt|didnt|wont|cant|shouldnt|mustnt|wouldnt|instead of"
    r"|rather than|except|excluding|unless|avoid|refuse|besides|apart from|other than|anything but|everyone but"
    r"|nicht(?! (?:nur|vergessen)\b)|kein|keine|keinen|keinem|keiner|keines|nie|niemals|nirgends|ohne|statt|anstatt|außer"
    r"|ne|n'\w{0,30}|pas|jamais|sans|aucun|aucune|rien|sauf|au lieu de|plutôt que"
    r"|nunca|jamás|sin|tampoco|ningún|ninguna|nada|excepto|salvo|en vez de|en lugar de)(?![\w'])"
)
_ONLY_QUOTED: Final = frozenset('"“„«`')


def negated(words: str, start: int) -> bool:
    """Whether a "not" stands before ``start`` in the same clause.

    Of what is quoted, only a "not" right before the quotation counts.
    """
    begin = max(0, start - _LOOKED_BACK)
    clause = flat(words[begin:start]).lower()
    if words[max(0, start - 1) : start] in _ONLY_QUOTED:
        clause = re.split("[,:]", clause[:-1].rstrip().removesuffix(":"))[-1][-_NEAR:]
    breaks = [found.end() for found in _BREAK.finditer(clause)]
    return bool(_NEGATION.search(clause, breaks[-1] if breaks else 0))
