"""What the words of a person aim at: whoever and whatever they say that something should go to.

A list licenses a destination only where they said none, and so does what a tool does anyway.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from paios.domain.provenance import Origin, Trace
from paios.domain.tool import Effect, Sink, ToolSpec
from paios.guard.provenance.asked import DESTINATIONS, verbs
from paios.guard.provenance.evidence import Evidence
from paios.guard.provenance.leaves import Leaf, path, said_of
from paios.guard.provenance.normal import canonical
from paios.guard.provenance.normal.vocabulary import INTRODUCE_PEOPLE
from paios.guard.provenance.once import likeness
from paios.guard.provenance.request import sentences

_UNSAID: Final = frozenset({Origin.WHITELIST, Origin.DEFAULT})
_AIMED: Final = frozenset({Sink.RECIPIENT, Sink.ACCOUNT, Sink.URL})
_GOES_TO: Final = {Effect.SEND: Sink.RECIPIENT, Effect.SPEND: Sink.ACCOUNT}
"""Where a call goes that names no place of its own, as a message to everybody."""

WHENCE_NAMES: Final = frozenset(
    ["from", "source", "src", "sender", "origin", "old", "path", "debit", "payer"]
)
NAME: Final = re.compile(r"[^\W_]+")
BY_NAME: Final = "name"
BEFORE_PEOPLE: Final = INTRODUCE_PEOPLE | {"and", "und", "et", "y"}
NEAR: Final = 40
"""Characters before a value in which the word that leads to it is looked for."""

_LAST_WORD: Final = re.compile(r"(\w+)[\s\"'“„«`<(]*$")


def passed_over(
    every: Iterable[Leaf], spec: ToolSpec, traces: tuple[Trace, ...], evidence: Evidence
) -> str | None:
    """A destination that nobody said, where the person said one: a list licenses only where they did not."""
    given = {one.argument for one in traces if one.origin in _UNSAID and one.value not in ("", "None", "[]")}
    held = [
        (leaf, sink, canonical(leaf.value, sink, today=evidence.today) or "")
        for leaf in every
        if (sink := said_of(leaf.place, spec.sinks)) in _AIMED
    ]
    for leaf, sink, value in held:
        said_ones = {one for one, _ in aims(sink, evidence)}
        said = any(_same(sink, one, value) for one in said_ones)
        if whence(leaf):
            # Where it comes from need not be said with where it goes.
            said = said_ones <= {each for _, _, each in held}
        if path(leaf.place) in given and said_ones and not said:
            return f"You said another {sink.value} than {path(leaf.place)}."
    role = _GOES_TO.get(spec.effect)
    if role is None or any(one.sink in DESTINATIONS and one.origin is not Origin.DEFAULT for one in traces):
        return None
    aimed = {number for number, _ in in_sentences([at for _, at in aims(role, evidence)], evidence)}
    return "It would not go where you said." if asking_sentences(spec, evidence) & aimed else None


def aims(sink: Sink, evidence: Evidence) -> list[tuple[str, int]]:
    """Where the person's words aim at: whatever is written out, called by its name, or addressed by one.

    A name has its capital here: "for lunch" is for nobody.
    """
    said = [
        (value, at)
        for value, starts in evidence.spoken(sink).items()
        for at in starts
        if form_of(sink, value) != BY_NAME or _addressed(at, evidence.words)
    ]
    return [*said, *((value, at) for value, (at, _) in evidence.others_called(sink, None))]


def whence(leaf: Leaf) -> bool:
    """Whether the argument says where something comes from, by its name."""
    return not WHENCE_NAMES.isdisjoint(NAME.findall(str(leaf.place[0]).casefold()))


def _same(sink: Sink, one: str, value: str) -> bool:
    """Whether what was said is this value, or how its owner is called: Bob is bob@example.org."""
    if form_of(sink, one) != BY_NAME:
        return likeness(sink, one) == likeness(sink, value)
    return {*NAME.findall(one.casefold())} <= {*NAME.findall(value.rpartition("@")[0] or value)}


def _addressed(at: int, words: str) -> bool:
    return words[at].isupper() and led_by(at, words) in BEFORE_PEOPLE


def asking_sentences(spec: ToolSpec, evidence: Evidence) -> frozenset[int]:
    """The sentences that ask for it."""
    starts = [at for _, at in verbs(evidence.words, spec)]
    return frozenset(number for number, _ in in_sentences(starts, evidence))


def in_sentences(starts: Iterable[int], evidence: Evidence) -> Iterator[tuple[int, int]]:
    """Each place with the number of the sentence that it stands in."""
    for number, (begin, sentence) in enumerate(sentences(evidence.words)):
        yield from ((number, at) for at in starts if begin <= at < begin + len(sentence))


def form_of(sink: Sink, value: str) -> str:
    """Values of one form can stand for each other: an address is not taken for a name."""
    if sink is not Sink.RECIPIENT or "@" in value:
        return "written"
    return "number" if value[:1] in "+0123456789" else BY_NAME


def led_by(at: int, words: str) -> str:
    """The word before a place."""
    found = _LAST_WORD.search(words[max(0, at - NEAR) : at])
    return found[1].casefold() if found else ""
