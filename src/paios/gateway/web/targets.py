"""Owns reading a request target: path and query, percent-decoded strictly and once (A7).

Whatever another decoder might read differently is refused, not normalised:
encoded separators, dot-segments, overlong or broken UTF-8, control characters,
double encoding that hides any of them.
"""

import re
from typing import Final
from urllib.parse import quote, unquote_to_bytes

from starlette.types import Scope

from paios.domain.names import has_traversal
from paios.gateway.web.problems import MalformedRequestError

_PLAIN_PATH: Final = re.compile(rb"(?:/[A-Za-z0-9_~-][A-Za-z0-9_~.-]*)+/?")
_PLAIN_QUERY: Final = re.compile(r"[A-Za-z0-9_~.=&-]*")
_BROKEN_ESCAPE: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ENCODED_SEPARATOR: Final = re.compile(r"%(?:2[fF]|5[cC])")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def read_path(scope: Scope) -> str:
    """The decoded path of a request, as the client wrote it.

    Raises:
        MalformedRequestError: it is ill-formed, or could be read as going elsewhere.
    """
    raw: bytes = scope.get("raw_path") or quote(scope["path"]).encode()
    if _PLAIN_PATH.fullmatch(raw):
        return raw.decode("ascii")
    text = _ascii(raw)
    if "\\" in text or _ENCODED_SEPARATOR.search(text):
        raise MalformedRequestError("The path contains an encoded separator or a backslash.")
    path = _decode(text)
    if has_traversal(path):
        raise MalformedRequestError("The path contains a dot-segment or an encoded one.")
    return path


def read_query(raw: bytes) -> list[tuple[str, str]]:
    """The pairs of a query string, in order; ``+`` is a space (URL Standard, section 5.1).

    Raises:
        MalformedRequestError: an escape is broken, is no UTF-8, or hides a control character.
    """
    text = _ascii(raw)
    pairs = [part.partition("=") for part in text.split("&") if part]
    if _PLAIN_QUERY.fullmatch(text):
        return [(name, value) for name, _, value in pairs]
    return [(_decode(name.replace("+", " ")), _decode(value.replace("+", " "))) for name, _, value in pairs]


def _ascii(raw: bytes) -> str:
    try:
        return raw.decode("ascii")
    except UnicodeDecodeError:
        raise MalformedRequestError("The address contains bytes that must be percent-encoded.") from None


def _decode(text: str) -> str:
    if _BROKEN_ESCAPE.search(text):
        raise MalformedRequestError("The address contains a broken percent-escape.")
    try:
        decoded = unquote_to_bytes(text).decode()
    except UnicodeDecodeError:
        raise MalformedRequestError("The address contains percent-escapes that are not UTF-8.") from None
    if _CONTROL.search(decoded):
        raise MalformedRequestError("The address contains control characters.")
    return decoded
