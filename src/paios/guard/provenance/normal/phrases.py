"""Words of a value in the words of a person: dictated texts, and records that are called by name."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from paios.guard.provenance.normal.characters import BLOT, MOST_MARKS, exact, seen
from paios.guard.provenance.normal.clauses import negated
from paios.guard.provenance.normal.vocabulary import KINDS, STOP_WORDS, VERBS

_PARTS_WORDS: Final = (
    r"\s\"“”„‟«»‹›`´(){}\[\]<>,;:!?¡¿…*|—–―、，；：！？（）。「」"
    "\u037e\u1fef\u1ffd"  # to Unicode the same as ; ` and ´
)
_WORD: Final = re.compile(rf"[^{_PARTS_WORDS}]+")
_EDGES: Final = ".'’‘‚‛_~/\\-‐‑"
_BREAK: Final = re.compile(r"[.!?;…。！？；]|\n[^\S\n]*\n")
_SMOOTH: Final = str.maketrans("’‘‛‐‑", "'''--")
_PART: Final = re.compile(r"[^\s_.,:;()\[\]{}'\"/\\&+!?#*–—-]+")
_EXTENSION: Final = re.compile(r"\.(?=[A-Za-z0-9]{1,5}$)[A-Za-z0-9]*[A-Za-z][A-Za-z0-9]*$")
_QUOTES: Final = frozenset("\"'“”„‘’«»`")
_LONGEST_NAME: Final = 400
_ENDING_SEEN: Final = 8


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int
    begins: bool
    """Whether a sentence ends before it. Of the first word of a text nobody asks."""


@dataclass(frozen=True, slots=True)
class _Part(_Word):
    leads: bool
    """Whether its token begins with it."""

    after: str
    """What else is in the same token, as far as it can matter."""


def normalised(text: str) -> str:
    """The words of a text, parted by single spaces."""
    return " ".join(word.text for word in _words(text))


def phrase_in(value: str, words: str) -> bool:
    """Whether the words of ``value`` stand in ``words`` as one phrase, with no "not" before it.

    Case, white space, quotes, punctuation and Unicode form do not matter. A
    phrase does not run on over the end of a sentence, unless it ends one there too.
    """
    return Phrases(words).hold(value)


class Phrases:
    """One text, split into its words once, in which many a phrase is looked for."""

    def __init__(self, words: str) -> None:
        self._words = words
        self._said = tuple(_words(words))
        self._texts = [word.text for word in self._said]

    def hold(self, value: str) -> bool:
        """What ``phrase_in`` says of the value and this text."""
        wanted, said = list(_words(value)), self._said
        if not wanted or not seen(value):
            return False
        return any(
            not negated(self._words, said[at].start, said[at + len(wanted) - 1].end)
            for at in _found([word.text for word in wanted], self._texts)
            if all(wanted[step].begins or not said[at + step].begins for step in range(1, len(wanted)))
        )


def names(name: str, words: str) -> bool:
    """Whether a record's name is what these words call by name.

    Words that a name may lack are skipped on both sides. A name needs a word
    of its own: neither such a word, nor a number, nor the word for a kind of
    thing. Where the words give a file's ending, it is that of the name.
    """
    if len(name) > _LONGEST_NAME or not seen(name) or BLOT in exact(name):
        return False
    ending = _EXTENSION.search(name.strip())
    called = [part.text for part in _parts(_EXTENSION.sub("", name.strip()))]
    if not any(_tells(word) for word in called):
        return False
    said = list(_parts(words))
    ends = {"", "'s"} | ({ending[0].lower()} if ending else set())
    short = len(called) == 1 and len(called[0]) <= 2
    return any(
        said[at].leads
        and said[at + len(called) - 1].after in ends
        and not any(part.begins for part in said[at + 1 : at + len(called)])
        and (not short or _in_quotes(words, said[at]))
        for at in _found(called, [part.text for part in said])
    )


def _words(text: str) -> Iterator[_Word]:
    place = 0
    for found in _WORD.finditer(text):
        word = found[0].strip(_EDGES)
        if not word:
            continue
        start = found.start() + found[0].index(word[0])
        end = start + len(word)
        yield _Word(_smooth(word), start, end, bool(_BREAK.search(text, place, start)))
        place = end


def _smooth(word: str) -> str:
    """One form for what is the same word to a reader; a blot is kept, and so makes it another one."""
    if word.isascii():
        return word.lower()
    if len(word) > MOST_MARKS:
        return word
    spelled = "".join(map(_spelled, word.translate(_SMOOTH)))
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", spelled).casefold())


def _spelled(sign: str) -> str:
    """The sign as plain letters; as it stands where these would say something else, or be no single word."""
    plain = unicodedata.normalize("NFKC", sign)
    one_word = _WORD.fullmatch(plain) and plain == plain.strip(_EDGES)
    return plain if one_word and not unicodedata.decomposition(sign).startswith(_SMALL) else sign


_SMALL: Final = ("<super>", "<sub>", "<fraction>", "<circle>", "<square>")
"""Signs whose plain form would say something else: 10² is not 102."""


def _parts(text: str) -> Iterator[_Part]:
    """The words that a name is compared by: parted at every separator, without stop words."""
    begins = False
    for word in _words(text):
        begins = begins or word.begins
        for found in _PART.finditer(word.text):
            if found[0] not in STOP_WORDS:
                after = word.text[found.end() : found.end() + _ENDING_SEEN]
                yield _Part(found[0], word.start, word.end, begins, found.start() == 0, after)
                begins = False


def _tells(word: str) -> bool:
    return not (word.isnumeric() or word in KINDS or word in VERBS)


def _in_quotes(words: str, word: _Part) -> bool:
    return words[word.start - 1 : word.start] in _QUOTES and words[word.end : word.end + 1] in _QUOTES


def _found(wanted: list[str], said: list[str]) -> Iterator[int]:
    """Where the words stand in a row, in linear time (Knuth, Morris and Pratt)."""
    back = [0] * len(wanted)
    held = 0
    for at in range(1, len(wanted)):
        while held and wanted[at] != wanted[held]:
            held = back[held - 1]
        held += wanted[at] == wanted[held]
        back[at] = held
    held = 0
    for at, word in enumerate(said):
        while held and (held == len(wanted) or word != wanted[held]):
            held = back[held - 1]
        held += word == wanted[held]
        if held == len(wanted):
            yield at - held + 1
