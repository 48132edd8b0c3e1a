"""Names that cannot be taken for another's: what passes for one alphabet, and what looks like what (U5).

After UTS 39, sections 4 and 5, over what Unicode says is drawn as Latin letters
and digits are, and a table of our own of common fonts. Accents tell people apart;
invisible characters, and letters that only look like others, do not.
"""

import unicodedata
from collections.abc import Iterable
from typing import Final

from paios.domain.account import User
from paios.domain.errors import ConflictError, InvalidInputError
from paios.guard.text.lookalikes import LOOKALIKES
from paios.services.confusables import CONFUSABLES

_ALIKE: Final = frozenset({"LATIN", "CYRILLIC", "GREEK", "COPTIC", "ARMENIAN", "CHEROKEE", "LISU"})
"""Alphabets that share shapes: nobody's name mixes two of them."""

_DRAWN_ALIKE: Final = (("0", "o"), ("1", "l"), ("i", "l"), ("|", "l"), ("rn", "m"), ("vv", "w"))

_UNSEEN_KINDS: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
_UNSEEN: Final = frozenset(
    chr(code)
    for first, last in (
        # Unicode's Default_Ignorable_Code_Point, but what is of these kinds
        *((0x34F, 0x34F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x3164, 0x3164)),
        *((0xFE00, 0xFE0F), (0xFFA0, 0xFFA0), (0xE0100, 0xE01EF)),
        # Signs without ink: blank Braille, the null notehead, and fillers of two scripts
        *((0x2800, 0x2800), (0x1D159, 0x1D159), (0x13441, 0x13442), (0x16FE4, 0x16FE4)),
    )
    for code in range(first, last + 1)
)


def check_name(name: str) -> None:
    """Raises ``InvalidInputError`` for what cannot be seen, for a name without a letter or digit, and for
    two alphabets that look alike."""
    compatible = unicodedata.normalize("NFKC", name)
    if any(map(_unseen, compatible)):
        raise InvalidInputError("A name must not contain what cannot be seen.")
    if not any(map(str.isalnum, compatible)):
        raise InvalidInputError("A name must have a letter or a digit.")
    letters = filter(str.isalpha, compatible)
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
    seen = (char for char in unicodedata.normalize("NFKD", name) if not _unseen(char))
    plain = "".join(LOOKALIKES.get(char, char) for char in seen)
    drawn = "".join(LOOKALIKES.get(char) or CONFUSABLES.get(char, char) for char in plain.casefold())
    for many, one in _DRAWN_ALIKE:
        drawn = drawn.replace(many, one)
    return " ".join(drawn.split())


def _unseen(char: str) -> bool:
    return char in _UNSEEN or unicodedata.category(char) in _UNSEEN_KINDS
