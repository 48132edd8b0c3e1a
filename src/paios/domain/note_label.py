"""Whose words a note is, and how far it may travel (I10, I13). Pure.

Owns the rule, which has three parts:

1. What paios wrote has the label that was stored for exactly that version.
2. What another program wrote is what the person said of the folder it was
   found in, and external where they said nothing. A version that paios does not
   know inherits besides what is known of its path and of its content: that can
   only lower it.
3. Front matter lowers: ``source``, ``received`` and the tags ``pasted``,
   ``clipping``, ``mail`` and ``external`` make a note external, ``secrecy:
   local-only`` keeps it on this machine. The one thing it can open is the
   person's own note, with ``secrecy: public``.

Paths are compared without case and in one Unicode form, as some file systems
do: another spelling of a path must not lead to a better label.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Final, Self

from paios.domain.label import OUTSIDE_WORDS, OWN_WORDS, Integrity, Label, Secrecy

_PASTED: Final = re.compile(r"^(?:source|received)[ \t]*:", re.MULTILINE | re.IGNORECASE)
_TAGS: Final = re.compile(r"^tags[ \t]*:.*(?:\n[ \t]*-.*)*", re.MULTILINE | re.IGNORECASE)
_FOREIGN: Final = re.compile(r"\b(?:pasted|clippings?|mail|external)\b", re.IGNORECASE)
"""Looked for in what ``_TAGS`` found: in one pattern, the two take time exponential in the tags' length."""
_SECRECY: Final = re.compile(r"^[\"']?secrecy[\"']?[ \t]*:(.*)$", re.MULTILINE | re.IGNORECASE)
_DEGREES: Final = {
    "public": Secrecy.PUBLIC,
    "private": Secrecy.PRIVATE,
    "local-only": Secrecy.LOCAL_ONLY,
}


@dataclass(frozen=True, slots=True)
class Version:
    """A note as it said exactly this: its place, and the SHA-256 of its bytes in hex."""

    place: str
    revision: str

    @classmethod
    def of(cls, path: str, revision: str) -> Self:
        return cls(place_of(path), revision)


@dataclass(frozen=True, slots=True)
class Pedigree:
    """How a version came about.

    ``label`` joins the labels of all that was written into it through paios.
    ``origins`` are the places at which text of other programs was found; each
    stands for whatever the person says of its folder.
    """

    label: Label = OWN_WORDS
    origins: frozenset[str] = frozenset()

    def join(self, other: Self) -> Self:
        """That of a text made from both."""
        return type(self)(self.label.join(other.label), self.origins | other.origins)


class Pedigrees:
    """What is stored of some notes. Must hold all that is stored of their places and revisions."""

    def __init__(self, stored: Iterable[tuple[Version, Pedigree]]) -> None:
        """``stored`` from the oldest to the newest; what is said twice of one version is joined."""
        self._known: dict[Version, Pedigree] = {}
        self._newest: dict[str, Version] = {}
        self._twins: dict[str, Pedigree] = {}
        for version, pedigree in stored:
            self._known[version] = self._known.get(version, Pedigree()).join(pedigree)
            self._newest[version.place] = version
            self._twins[version.revision] = self._twins.get(version.revision, Pedigree()).join(pedigree)

    def of(self, version: Version) -> Pedigree:
        """That of a version, known or not."""
        if version in self._known:
            return self._known[version]
        found = Pedigree(origins=frozenset({version.place}))
        if version.place in self._newest:
            found = found.join(self._known[self._newest[version.place]])
        return found.join(self._twins.get(version.revision, Pedigree()))


class FolderWords:
    """What the person said of folders: that the notes in them are ``mine``, or are not.

    Of two words the one for the nearer folder counts; the folder ``""`` holds all notes.
    """

    def __init__(self, mine: Mapping[str, bool]) -> None:
        self.mine: Final = dict(mine)
        self._mine: dict[str, bool] = {}
        for folder, is_mine in mine.items():
            place = place_of(folder)
            self._mine[place] = is_mine and self._mine.get(place, True)

    @property
    def asked(self) -> bool:
        """Whether the person was ever asked about the vault as a whole."""
        return "" in self._mine

    def label(self, place: str) -> Label:
        """That of text that another program left at this place."""
        folder = place
        while folder:
            folder = folder.rpartition("/")[0]
            if folder in self._mine:
                return OWN_WORDS if self._mine[folder] else OUTSIDE_WORDS
        return OUTSIDE_WORDS


@dataclass(frozen=True, slots=True)
class Marks:
    """What a note says of itself."""

    pasted: bool = False
    secrecy: Secrecy | None = None


def place_of(path: str) -> str:
    """A path as all its spellings are compared."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def marks_of(text: str) -> Marks:
    """What the front matter of ``text`` says. A degree of secrecy that nobody knows is the highest."""
    head = _front_matter(text)
    pasted = _PASTED.search(head) or any(_FOREIGN.search(tags[0]) for tags in _TAGS.finditer(head))
    degrees = [_degree(found[1]) for found in _SECRECY.finditer(head)]
    return Marks(bool(pasted), max(degrees, default=None))


def label_of(marks: Marks, pedigree: Pedigree, words: FolderWords) -> Label:
    """The label of a note that came about so and says so of itself."""
    label = reduce(Label.join, map(words.label, pedigree.origins), pedigree.label.join(OWN_WORDS))
    if marks.pasted:
        label = label.join(OUTSIDE_WORDS)
    if marks.secrecy is Secrecy.PUBLIC and label == OWN_WORDS:
        return Label(Integrity.USER, Secrecy.PUBLIC)
    return Label(label.integrity, max(label.secrecy, marks.secrecy or Secrecy.PRIVATE))


def _front_matter(text: str) -> str:
    """The lines between ``---`` and ``---`` (or ``...``); where nothing ends them, all there are."""
    first, *lines = text.split("\n")
    if first.rstrip() != "---":
        return ""
    ends = (at for at, line in enumerate(lines) if line.rstrip() in ("---", "..."))
    return "\n".join(line.rstrip("\r") for line in lines[: next(ends, None)])


def _degree(written: str) -> Secrecy:
    word = written.split("#")[0].strip(" \t\"'").casefold()
    return _DEGREES.get(word, Secrecy.LOCAL_ONLY)
