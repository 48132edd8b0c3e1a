"""The active content of what a run has read: where each piece stands.

A text is searched once, and only when somebody asks: most runs only read. Much
text takes a while, so whoever drives the run can have it searched elsewhere:
``contents`` is pure and changes nothing, and ``keep`` takes all of it at once.
What is not kept by the time somebody asks is searched then and there, so no
answer is ever given on a part of what was read.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

from paios.guard.provenance.normal import Atom, atoms

_Owner = TypeVar("_Owner")

Likeness = tuple[str, str]
"""What pieces share that lead to the same."""

_KEPT: Final = 16
"""Most places that are remembered of one piece."""

_QUOTE: Final = 160


@dataclass(frozen=True, slots=True, eq=False)
class Unread(Generic[_Owner]):
    """A text that was not searched yet. It is the same as itself alone."""

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


Found = dict[Likeness, list[Spot[_Owner]]]


@dataclass(slots=True)
class Contents(Generic[_Owner]):
    """The texts of one run, by the pieces that stand in them."""

    _unread: list[Unread[_Owner]] = field(default_factory=list)
    _places: defaultdict[Likeness, list[Spot[_Owner]]] = field(default_factory=lambda: defaultdict(list))

    @property
    def unread(self) -> tuple[Unread[_Owner], ...]:
        """What was not searched yet, in the order in which it came."""
        return tuple(self._unread)

    def add(self, owner: _Owner, text: str) -> None:
        """Let this text be searched once somebody asks."""
        self._unread.append(Unread(owner, text))

    def keep(self, texts: tuple[Unread[_Owner], ...], found: Found[_Owner]) -> None:
        """Take what ``contents`` found in these, unless somebody asked meanwhile, and so all is known."""
        if not texts or not self._unread or self._unread[0] is not texts[0]:
            return
        del self._unread[: len(texts)]
        for alike, places in found.items():
            held = self._places[alike]
            held += places[: _KEPT - len(held)]

    def places(self, atom: Atom) -> tuple[Spot[_Owner], ...]:
        """Where this piece stands, in whatever was read."""
        self.keep(texts := self.unread, contents(texts))
        return tuple(self._places.get(likeness(atom), ()))


def contents(texts: Iterable[Unread[_Owner]]) -> Found[_Owner]:
    """The places of each piece of active content in these texts, in the last ones first. Pure."""
    found: defaultdict[Likeness, list[Spot[_Owner]]] = defaultdict(list)
    for text in reversed(tuple(texts)):
        for one in atoms(text.text):
            places = found[likeness(one)]
            if len(places) < _KEPT:
                places.append(Spot(text, one.start, one.end))
    return found


def likeness(atom: Atom) -> Likeness:
    """What two pieces of active content share that lead to the same: a link does so by any scheme."""
    return atom.kind, atom.value.partition("://")[2] or atom.value
