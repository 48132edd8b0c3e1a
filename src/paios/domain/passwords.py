"""What a new password must be: long, and not among the first that anybody tries (U1).

Length and a list of known ones, as NIST SP 800-63B section 3.1.1.2 wants it; no rules of
composition, which make passwords alike. Pure text: the list is handed in, and no
password is kept, hashed or compared here.
"""

import unicodedata
from collections.abc import Container, Iterator
from typing import Final

from paios.domain.errors import InvalidInputError

FEWEST_SIGNS: Final = 12
MOST_BYTES: Final = 1024
"""More is refused before it is hashed: nobody needs it, and it is work for nothing."""

_FEWEST_IN_UNIT: Final = 3
"""What repeats fewer signs than these is nothing but that."""

_TAIL: Final = 4
"""So many signs at either end do not make another password of a common one: ``baseball2024``."""


def check_size(password: str) -> None:
    """Before anything is done with a password. Raises ``InvalidInputError``."""
    if len(password) > MOST_BYTES or len(password.encode(errors="surrogatepass")) > MOST_BYTES:
        raise InvalidInputError(f"A password has at most {MOST_BYTES:,} bytes.")


def check_new(password: str, name: str, common: Container[str]) -> None:
    """Accept ``password`` for the person of this name. ``common`` has case folded ones.

    Raises ``InvalidInputError`` with the reason, without repeating the password.
    """
    check_size(password)
    if len(unicodedata.normalize("NFC", password)) < FEWEST_SIGNS:
        raise InvalidInputError(f"A password has at least {FEWEST_SIGNS} characters. A few words are good.")
    if _guessable(_folded(password), _folded(name), common):
        raise InvalidInputError(
            "This is among the passwords that are tried first: a common one, or your name. Choose another."
        )


def _guessable(text: str, name: str, common: Container[str]) -> bool:
    """Whether who knows the common ones, and the name, comes upon ``text`` soon."""
    if len(_unit(text)) < _FEWEST_IN_UNIT:
        return True
    return any(reading in common or reading == name for reading in _readings(text))


def _readings(text: str) -> Iterator[str]:
    """What ``text`` is made of, as somebody sees it who guesses."""
    for reading in (text, text.replace(" ", "")):
        core = _core(reading)
        yield from (reading, core, _unit(reading), _unit(core))


def _core(text: str) -> str:
    """``text`` without a few digits and signs at its ends."""
    letters = [index for index, char in enumerate(text) if char.isalpha()]
    if not letters or letters[0] > _TAIL or len(text) - 1 - letters[-1] > _TAIL:
        return text
    return text[letters[0] : letters[-1] + 1]


def _unit(text: str) -> str:
    """What ``text`` is a repetition of, or itself."""
    return text[: (text + text).find(text, 1)]


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()
