"""Owns reading a request body: bounded bytes, then strict JSON (I-JSON, RFC 7493).

It knows no schema. What two parsers could read differently is refused: invalid
UTF-8, duplicate keys, NaN and Infinity, numbers that a double cannot hold
exactly, NUL, and nesting beyond ``MAX_DEPTH``.
"""

import asyncio
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

import orjson
from starlette.requests import ClientDisconnect
from starlette.types import Receive

from paios.domain.errors import TooLargeError
from paios.gateway.web.problems import MalformedRequestError, SlowRequestError

MAX_DEPTH: Final = 64
MAX_INTEGER: Final = 2**53 - 1
DEFAULT_MAX_BYTES: Final = 1024 * 1024
SECONDS: Final = 30.0
"""A body that takes longer is not waited for."""

_WHITE_SPACE: Final = b" \n\t\r"
_TOO_DEEP: Final = f"The body is nested deeper than {MAX_DEPTH} levels."
_MOST_DIGITS: Final = 15
_ESCAPED_NUL: Final = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


def announces_body(headers: Mapping[bytes, bytes]) -> bool:
    """Whether the header section says that a body follows (RFC 9112 section 6.3)."""
    return b"transfer-encoding" in headers or headers.get(b"content-length", b"0") != b"0"


async def read_body(headers: Mapping[bytes, bytes], receive: Receive, limit: int) -> bytes:
    """All bytes of the body, never holding more than ``limit`` and one chunk.

    Raises:
        TooLargeError: announced or received more than ``limit`` bytes.
        SlowRequestError: it was not whole after ``SECONDS``.
        MalformedRequestError: the announced length is no number.
        ClientDisconnect: the client went away.
    """
    length = headers.get(b"content-length", b"0")
    if not length.isdigit():
        raise MalformedRequestError("The Content-Length header is not a number.")
    if len(length) > _MOST_DIGITS or int(length) > limit:
        raise _too_large(limit)
    try:
        async with asyncio.timeout(SECONDS):
            return await _whole(receive, limit)
    except TimeoutError:
        raise SlowRequestError(f"The body was not whole after {SECONDS:.0f} seconds.") from None


async def _whole(receive: Receive, limit: int) -> bytes:
    chunks: list[bytes] = []
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > limit:
            raise _too_large(limit)
        chunks.append(chunk)
        more = message.get("more_body", False)
    return chunks[0] if len(chunks) == 1 else b"".join(chunks)


def parse_json(raw: bytes) -> Any:
    """The value that ``raw`` says, and says unambiguously.

    ``1.0`` and ``1`` are one JSON number and become one Python ``int``, so that
    a handler that was promised an integer holds one.

    Raises:
        MalformedRequestError: with the reason, without repeating the body.
    """
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise MalformedRequestError(_reason(raw, error)) from None
    if b"\\u0000" in raw and _ESCAPED_NUL.search(raw):
        raise MalformedRequestError("The body contains a NUL character.")
    holder = [value]
    keys = _survey(holder, 0)
    # orjson keeps the last of duplicate keys. White space aside, each key written is one `":`, and a
    # string can only add to these: so when there are no more of them than keys kept, none was dropped.
    # Otherwise the slow parser decides.
    if keys != raw.translate(None, _WHITE_SPACE).count(b'":'):
        _refuse_duplicates(raw)
    return holder[0]


def _survey(value: Any, depth: int) -> int:
    """Check depth and numbers below ``value``, a list or dict; count the keys."""
    if depth > MAX_DEPTH:
        raise MalformedRequestError(_TOO_DEEP)
    keyed = type(value) is dict
    keys = len(value) if keyed else 0
    entries: Iterable[tuple[Any, Any]] = value.items() if keyed else enumerate(value)
    for key, item in entries:
        kind = type(item)
        if kind is str:
            continue
        if kind is dict or kind is list:
            keys += _survey(item, depth + 1)
        elif kind is int or kind is float:
            if not -MAX_INTEGER <= item <= MAX_INTEGER:
                raise MalformedRequestError("The body contains a number beyond 2^53 - 1.")
            if kind is float and item.is_integer():
                value[key] = int(item)
    return keys


def _refuse_duplicates(raw: bytes) -> None:
    json.loads(raw, object_pairs_hook=_unique)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise MalformedRequestError("The body contains an object that has the same key twice.")
    return members


def _reason(raw: bytes, error: orjson.JSONDecodeError) -> str:
    if not raw:
        return "The body is empty; JSON was expected."
    if "depth limit" in error.msg:
        return _TOO_DEEP
    try:
        raw.decode()
    except UnicodeDecodeError:
        return "The body is not valid UTF-8."
    return f"The body is not valid JSON, near line {error.lineno}, column {error.colno}."


def _too_large(limit: int) -> TooLargeError:
    return TooLargeError(f"The body is larger than {limit} bytes.")
