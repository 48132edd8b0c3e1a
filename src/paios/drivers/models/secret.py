"""Owns: a key that cannot be printed by accident (A11)."""

import re
from typing import Final, final

from paios.domain.errors import InvalidInputError

_SAYABLE: Final = re.compile(r"[\x21-\x7e]{1,4096}")
_LOOKS_LIKE_A_KEY: Final = re.compile(r"\b(?:sk|pk|gsk|xai|key|AIza)[-_][\w*.-]{4,}|\b[\w-]{40,}\b")
MASK: Final = "[key]"


@final
class Secret:
    """Text that shows as ``[key]`` everywhere but in ``reveal``."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        """Raises ``InvalidInputError`` for anything that cannot stand in a header."""
        if _SAYABLE.fullmatch(text) is None:
            raise InvalidInputError("A key is one line of plain letters, digits and signs, without spaces.")
        self._text = text

    def reveal(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return MASK

    __str__ = __repr__

    def __reduce__(self) -> str:
        raise TypeError("a secret is not pickled")


def redact(text: str, secret: Secret | None) -> str:
    """``text`` without the key, and without whatever looks like one."""
    if secret is not None:
        text = text.replace(secret.reveal(), MASK)
    return _LOOKS_LIKE_A_KEY.sub(MASK, text)
