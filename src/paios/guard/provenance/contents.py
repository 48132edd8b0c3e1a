"""The active content of what a run has read: where each piece stands.

A text is searched once, and only when somebody asks: most runs only read. Much
text takes a while, so whoever drives the run can have it searched elsewhere:
``contents`` is pure and changes nothing, and ``keep`` takes all of it at once.
What is not kept by the time somebody asks is searched then and there, so no
answer is ever given on a part of what was read.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final, Generic, TypeVar

from paios.guard.provenance.normal import Atom, AtomKind, atoms

_Owner = TypeVar("_Owner")

Likeness = tuple[AtomKind, str]
"""What pieces share that lead to the same."""

_KEPT: Final = 16
"""Most places that are remembered of one piece."""

_QUOTE: Final = 160

_PIECE: Final = 16_384
"""Characters that are searched at a time, and up to the end of the line."""


@dataclass(frozen=True, slots=True, eq=False)
class Unread(Generic[_Owner]):
    """A text that was not searched yet, and whose it is. Equal texts are not the same one."""

    owner: _Owner
    text: str


@dataclass(frozen=True, slots=True)
class Spot(Generic[_Owner]):
    """Where a piece stands."""

    text: Unread[_Owner]
    start: int
    end: int

    @property
    def quote(self) -> str:
        """The words around it."""
        room = max(0, _QUOTE - (self.end - self.start)) // 2
        return " ".join(self.text.text[max(0, self.start - room) : self.end + room].split())


@dataclass(frozen=True, slots=True)
class Searched(Generic[_Owner]):
    """Texts that were searched, and by what was found: which of them, and where it begins and ends."""

    texts: tuple[Unread[_Owner], ...]
    found: Mapping[Likeness, list[tuple[int, int, int]]]

    def spots(self, alike: Likeness) -> Iterator[Spot[_Owner]]:
        """Where such pieces stand in these texts."""
        return (Spot(self.texts[at], start, end) for at, start, end in self.found.get(alike, ()))


@dataclass(slots=True)
class Contents(Generic[_Owner]):
    """The texts of one run, by the pieces that stand in them."""

    _unread: list[Unread[_Owner]] = field(default_factory=list)
    _searched: list[Searched[_Owner]] = field(default_factory=list)

    @property
    def unread(self) -> tuple[Unread[_Owner], ...]:
        """What was not searched yet, in the order in which it came."""
        return tuple(self._unread)

    def add(self, owner: _Owner, text: str) -> None:
        """Let this text be searched once somebody asks."""
        self._unread.append(Unread(owner, text))

    def keep(self, searched: Searched[_Owner]) -> None:
        """Take what ``contents`` found, unless somebody asked meanwhile, and so all is known."""
        if self._unread and searched.texts and self._unread[0] is searched.texts[0]:
            del self._unread[: len(searched.texts)]
            self._searched.append(searched)

    def places(self, atom: Atom) -> tuple[Spot[_Owner], ...]:
        """Where this piece stands, in whatever was read; the first few of many places."""
        self._search()
        alike = likeness(atom)
        return tuple(islice((spot for one in self._searched for spot in one.spots(alike)), _KEPT))

    def held(self, wanted: Sequence[Likeness]) -> Iterator[Likeness]:
        """Which of many pieces stand in whatever was read."""
        self._search()
        return (one for one in wanted if any(one in each.found for each in self._searched))

    def _search(self) -> None:
        if self._unread:
            self.keep(contents(self.unread))


def contents(texts: tuple[Unread[_Owner], ...]) -> Searched[_Owner]:
    """The places of each piece of active content in these texts, in the last ones first. Pure."""
    found: dict[Likeness, list[tuple[int, int, int]]] = {}
    for at in reversed(range(len(texts))):
        for begin, piece in _pieces(texts[at].text):
            for one in atoms(piece):
                places = found.setdefault(likeness(one), [])
                if len(places) < _KEPT:
                    places.append((at, begin + one.start, begin + one.end))
    return Searched(texts, found)


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """The text in pieces of whole lines, each with where it begins: nothing active goes over a line's end.

    What is found in a small piece is let go before it burdens the collection of garbage.
    """
    begin = 0
    while begin < len(text):
        end = text.find("\n", begin + _PIECE) + 1 or len(text)
        yield begin, text[begin:end]
        begin = end


def likeness(atom: Atom) -> Likeness:
    """What two pieces of active content share that lead to the same: a link does so by any scheme."""
    return atom.kind, atom.value.partition("://")[2] or atom.value
