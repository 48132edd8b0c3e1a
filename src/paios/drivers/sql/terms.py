"""A person's words as search terms.

Must not pass anything but letters and digits on: what a search engine could
take for syntax never reaches it (V4).
"""

import re
import unicodedata
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+")
_MOST_TERMS: Final = 32
_LONGEST_TERM: Final = 64

FUNCTION_WORDS: Final = frozenset(
    _WORD.findall("""
    a about an and any are as at be been by can could did do does for from had has have how i if in into is it
    its me my of on or our so that the their them then there these they this to us was we were what when where
    which who whom whose why will with would you your
    aber als am an auf aus bei bin bis da das dass dein dem den der des die dies diese dir du ein eine einem
    einen einer er es für hat hatte ich ihr im ist kann man mein mir mit nach nicht oder sich sie sind über um
    und uns unser vom von vor wann war waren warum was welche wenn wer wie wir wird wo zu zum zur
    """)
)
"""Words of questions, English and German; few notes have them, so rarity does not give them away."""


def words_of(text: str) -> list[str]:
    """The words of ``text``, in order, in lower case."""
    return _WORD.findall(unicodedata.normalize("NFC", text).lower())


def terms_of(query: str) -> list[str]:
    """What to look for: each word once, without function words unless there is nothing else."""
    words = list(dict.fromkeys(word[:_LONGEST_TERM] for word in words_of(query)))
    telling = [word for word in words if word not in FUNCTION_WORDS]
    return (telling or words)[:_MOST_TERMS]


def fold(text: str) -> str:
    """``text`` as words without case and accents, for an engine that knows neither."""
    plain = unicodedata.normalize("NFKD", " ".join(words_of(text)).casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
