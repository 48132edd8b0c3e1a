"""Which values of a role stand in a text, in one canonical form (P10).

It reads words and decides nothing. Texts and arguments may be an attacker's,
and a match licenses an act: where there are two readings there is none. All
functions are pure, take any text, and take time linear in it.
"""

from paios.guard.provenance.normal.atoms import atoms
from paios.guard.provenance.normal.clauses import negated
from paios.guard.provenance.normal.mention import Atom, AtomKind, Mention
from paios.guard.provenance.normal.phrases import Phrases, names, phrase_in
from paios.guard.provenance.normal.roles import canonical, mentions
from paios.guard.provenance.normal.times import time_licensed

__all__ = [
    "Atom",
    "AtomKind",
    "Mention",
    "Phrases",
    "atoms",
    "canonical",
    "mentions",
    "names",
    "negated",
    "phrase_in",
    "time_licensed",
]
