"""Owns what a legal file name and a legal vault path are (A5, A7).

Pure text rules: nothing here touches a disk, and nothing here makes a path
safe to open; that is the vault driver's matter (V2). Nothing is repaired: a
name is legal as it stands or it is refused with the reason.

Whoever handles a path later may decode it once more, or fold its characters to
look-alikes. So every *reading* of a text is judged, not its spelling alone: no
amount of percent-decoding, overlong UTF-8 or Unicode compatibility folding may
bring out a separator or a dot-segment that the plain text does not show.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote_to_bytes

from paios.domain.errors import InvalidNameError, InvalidPathError

MAX_NAME_BYTES: Final = 255
MAX_PATH_BYTES: Final = 1024
MAX_PATH_DEPTH: Final = 32

_FORBIDDEN: Final = re.compile(r'[<>:;,?"*|/\\]')
_RESERVED: Final = frozenset(
    ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"]
    + [f"{port}{digit}" for port in ("COM", "LPT") for digit in range(10)]
)
_UNPRINTABLE: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})

# The everyday spelling, legal at a glance: paths would otherwise cost more than all else in a validated
# request. What begins like a device goes the long way, and a test holds this one against it.
_ORDINARY_NAME: Final = r"(?![cCpPaAnNlL][oOrRuUpP][nNmMxXlLtT])[A-Za-z0-9_-]+(?:[ .][A-Za-z0-9_-]+)*"
_ORDINARY: Final = re.compile(rf"{_ORDINARY_NAME}(?:/{_ORDINARY_NAME}){{0,{MAX_PATH_DEPTH - 1}}}")

_MAX_DECODINGS: Final = 3
_ESCAPE: Final = re.compile(r"%(?:[0-9A-Fa-f]{2}|[uU][0-9A-Fa-f]{4})")
_WIDE_ESCAPE: Final = re.compile(r"%[uU]([0-9A-Fa-f]{4})")
_OVERLONG: Final = re.compile(rb"[\xc0\xc1]|\xe0[\x80-\x9f]|\xf0[\x80-\x8f]|[\xf8-\xfd][\x80-\xbf]")
# What looks like a separator or a dot and is not folded into one by NFKC.
_LOOKALIKES: Final = str.maketrans(
    {
        "\u2044": "/",  # fraction slash
        "\u2215": "/",  # division slash
        "\u2571": "/",  # box drawings light diagonal
        "\u27cb": "/",  # mathematical rising diagonal
        "\u29f8": "/",  # big solidus
        "\u2216": "/",  # set minus, drawn as a backslash
        "\u29f5": "/",  # reverse solidus operator
        "\u29f9": "/",  # big reverse solidus
        "\u27cd": "/",  # mathematical falling diagonal
        "\u2572": "/",  # box drawings light falling diagonal
        "\u3002": ".",  # ideographic full stop
        "\uff61": ".",  # halfwidth ideographic full stop
        "\ua4f8": ".",  # lisu letter tone mya ti
        "\u0701": ".",  # syriac supralinear full stop
        "\u0702": ".",  # syriac sublinear full stop
    }
)


def check_file_name(name: str) -> None:
    """Accept ``name`` as one file or folder name on macOS, Windows and Linux (A5).

    Raises:
        InvalidNameError: with the reason, in words, without repeating the name.
    """
    if not name:
        raise InvalidNameError("A name must not be empty.")
    if _has_unprintable(name):
        raise InvalidNameError("A name must not contain control characters or line breaks.")
    if len(name.encode()) > MAX_NAME_BYTES:
        raise InvalidNameError(f"A name must not be longer than {MAX_NAME_BYTES} bytes.")
    if _FORBIDDEN.search(name):
        raise InvalidNameError('A name must not contain any of < > : ; , ? " * | / \\')
    if name.strip() != name or name.strip(".") != name:
        raise InvalidNameError("A name must not begin or end with a dot or a space.")
    stem = name.partition(".")[0].strip()
    if unicodedata.normalize("NFKC", stem).upper() in _RESERVED:
        raise InvalidNameError("A name must not be one that Windows reserves for a device.")
    if any("/" in reading or not reading.strip(". ") for reading in _readings(name)):
        raise InvalidNameError("A name must not hide a path separator, a dot-segment or an encoded one.")


def check_vault_path(path: str) -> None:
    """Accept ``path`` as a plain, relative, ``/``-separated path inside the vault (A7, V2).

    Raises:
        InvalidPathError: the path is absolute, too long, too deep, or goes anywhere but down.
        InvalidNameError: one of its segments is no legal file name.
    """
    if len(path) <= MAX_NAME_BYTES and _ORDINARY.fullmatch(path):
        return
    if not path:
        raise InvalidPathError("A path must not be empty.")
    if _has_unprintable(path):
        raise InvalidPathError("A path must not contain control characters or line breaks.")
    if len(path.encode()) > MAX_PATH_BYTES:
        raise InvalidPathError(f"A path must not be longer than {MAX_PATH_BYTES} bytes.")
    if "\\" in path or path.startswith("/"):
        raise InvalidPathError("A path must be relative to the vault, with / between its parts.")
    if has_traversal(path):
        raise InvalidPathError("A path must not contain . or .. as a part, in any spelling.")
    segments = path.split("/")
    if len(segments) > MAX_PATH_DEPTH:
        raise InvalidPathError(f"A path must not be more than {MAX_PATH_DEPTH} folders deep.")
    if not all(segments):
        raise InvalidPathError("A path must not contain an empty part.")
    for segment in segments:
        check_file_name(segment)


def has_traversal(text: str) -> bool:
    """Whether any reading of ``text`` has ``.`` or ``..`` as a path segment.

    For free text this is too strict: "see ../notes" has one. It is meant for
    values that name things.
    """
    if text.isascii() and "." not in text and "%" not in text:
        return False
    return any(
        segment.strip() in {".", ".."} for reading in _readings(text) for segment in reading.split("/")
    )


def _has_unprintable(text: str) -> bool:
    return not text.isprintable() and any(unicodedata.category(char) in _UNPRINTABLE for char in text)


def _readings(text: str) -> Iterator[str]:
    """What ``text`` may become downstream: decoded no, one and more times, each folded.

    Text that hides control characters or overlong UTF-8, or that goes on
    decoding, has a traversal as its last reading: nobody writes that by accident.
    """
    for _ in range(_MAX_DECODINGS):
        yield _folded(text)
        if not _ESCAPE.search(text):
            return
        wide = _WIDE_ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
        raw = unquote_to_bytes(wide.encode(errors="surrogatepass"))
        text = raw.decode(errors="replace")
        if _OVERLONG.search(raw) or _has_unprintable(text):
            break
    yield "/../"


def _folded(text: str) -> str:
    if text.isascii():
        return text.replace("\\", "/")
    folded = unicodedata.normalize("NFKC", text.translate(_LOOKALIKES)).replace("\\", "/")
    return "".join(char for char in folded if unicodedata.category(char) != "Cf")
