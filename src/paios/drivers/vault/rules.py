"""Owns what a note may be called and may hold (V2, V3). Pure."""

from typing import Final

from paios.domain.errors import InvalidInputError, InvalidPathError, TooLargeError, UnreadableNoteError
from paios.domain.names import check_vault_path
from paios.domain.note import NOTE_LIMIT

_CONTROLS: Final = bytes(sorted(set(range(32)) - set(b"\t\n\r\f\x1b")))
_STRAY: Final = 8
_DENSITY: Final = 1000


def check_note_path(path: str) -> None:
    """Accept ``path`` as that of a note. Raises ``InvalidPathError``, ``InvalidNameError``."""
    check_vault_path(path)
    if not path.endswith(".md"):
        raise InvalidPathError(f"A note's name ends in .md; {path} does not.")


def decoded(data: bytes, path: str) -> str:
    """The text of a note, without NUL and byte order marks.

    A few stray control characters are somebody's accident; more than 8, and
    more than one byte in a thousand, are no text. Raises
    ``UnreadableNoteError`` for those, and with the offset of the first byte that
    is not UTF-8.
    """
    strays = len(data) - len(data.translate(None, _CONTROLS))
    if strays > _STRAY and strays * _DENSITY > len(data):
        raise UnreadableNoteError(f"{path} is not a text file.")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableNoteError(f"{path} is not UTF-8 (at byte {error.start}).") from error
    return text.replace("\0", "").removeprefix("\ufeff")


def encoded(text: str, path: str) -> bytes:
    """The bytes of a new text for a note.

    Raises ``TooLargeError``, and ``InvalidInputError`` for a text that could
    not be read back as it is.
    """
    data = text.encode("utf-8", errors="replace")
    try:
        same = decoded(data, path) == text
    except UnreadableNoteError:
        same = False
    if not same:
        raise InvalidInputError(f"The new text of {path} holds characters that a note cannot hold.")
    if len(data) > NOTE_LIMIT:
        raise TooLargeError(f"The new text of {path} is larger than {NOTE_LIMIT // 1024} KiB.")
    return data
