"""Names that cannot be taken for another's: what passes for one alphabet, and what looks like what (U5).

After UTS 39, sections 4 and 5, over a small table of what is drawn alike in
common fonts. Accents tell people apart; invisible characters, and letters
that only look like others, do not.
"""

import unicodedata
from collections.abc import Iterable
from typing import Final

from paios.domain.account import User
from paios.domain.errors import ConflictError, InvalidInputError
from paios.guard.text.lookalikes import LOOKALIKES

_ALIKE: Final = frozenset({"LATIN", "CYRILLIC", "GREEK", "COPTIC", "ARMENIAN", "CHEROKEE", "LISU"})
"""Alphabets that share shapes: nobody's name mixes two of them."""

_DRAWN_ALIKE: Final = (("0", "o"), ("1", "l"), ("i", "l"), ("|", "l"), ("rn", "m"), ("vv", "w"))


def check_name(name: str) -> None:
    """Raises ``InvalidInputError`` for what cannot be seen, and for two alphabets that look alike."""
    for char in unicodedata.normalize("NFKC", name):
        if unicodedata.category(char) in {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}:
            raise InvalidInputError("A name must not contain what cannot be seen.")
    letters = (char for char in unicodedata.normalize("NFKC", name) if char.isalpha())
    if len(_ALIKE & {unicodedata.name(char, "").partition(" ")[0] for char in letters}) > 1:
        raise InvalidInputError("A name must not mix letters of two alphabets that look alike.")


def check_new_name(name: str, people: Iterable[User]) -> None:
    """Raises as ``check_name``, and ``ConflictError`` for one that looks like somebody's."""
    check_name(name)
    drawn = skeleton(name)
    if any(skeleton(each.name) == drawn for each in people):
        raise ConflictError("There is somebody whose name is this or looks like it. Choose another.")


def skeleton(name: str) -> str:
    """What names that look alike have in common. It is not to be shown."""
    plain = "".join(LOOKALIKES.get(char, char) for char in unicodedata.normalize("NFKD", name))
    drawn = "".join(LOOKALIKES.get(char, char) for char in plain.casefold())
    for many, one in _DRAWN_ALIKE:
        drawn = drawn.replace(many, one)
    return " ".join("".join(char if char.isprintable() else " " for char in drawn).split())
